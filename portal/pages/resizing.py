"""Seats more or fewer: what is asked, and what it brings about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bookings.models import Booking
from bookings.queries.details import booking_page
from bookings.queries.resizing import Resizing, resized
from facilities.queries.availability import free_workstations
from kernel.period import Period
from portal.forms.resizing import AddSeatsForm, GiveBackForm, ResizeForm


@dataclass(frozen=True, slots=True)
class ResizePage:
    """``effect`` is there once what was asked makes sense; ``free`` is how many seats more there could be."""

    booking: Booking
    form: ResizeForm
    effect: Resizing | None
    free: int | None = None


def today_at(booking: Booking, now: datetime) -> date:
    return now.astimezone(booking.facility.zone).date()


def add_form(data: object, booking: Booking, now: datetime) -> AddSeatsForm:
    return AddSeatsForm(data, booking=booking, today=today_at(booking, now))


def give_back_form(data: object, booking: Booking, now: datetime) -> GiveBackForm:
    seats = booking_page(booking, today=today_at(booking, now)).seats
    return GiveBackForm(data, booking=booking, today=today_at(booking, now), seats=seats)


def adding(form: AddSeatsForm, *, now: datetime) -> ResizePage:
    """The effect of the seats asked for, and whether there are as many."""
    booking = form.booking
    if not form.is_bound or not form.is_valid():
        return ResizePage(booking, form, None)
    day, seats = form.cleaned_data["effective_on"], form.cleaned_data["seats"]
    demand = booking.demand(Period(day, booking.days.end))
    free = free_workstations(demand, facility=booking.facility, now=now).count()
    return ResizePage(booking, form, resized(booking, effective_on=day, by=seats), free)


def giving_back(form: GiveBackForm) -> ResizePage:
    """The effect of giving the seats chosen back."""
    if not form.is_bound or not form.is_valid():
        return ResizePage(form.booking, form, None)
    going = len(form.cleaned_data["workstations"])
    return ResizePage(
        form.booking, form, resized(form.booking, effective_on=form.cleaned_data["effective_on"], by=-going)
    )
