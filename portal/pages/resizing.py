"""Seats more or fewer: what is asked, and what it brings about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.actors import Actor
from bookings import operations
from bookings.changes import Preview
from bookings.errors import NotEnoughSeats
from bookings.models import Booking
from kernel.refusal import Refusal
from portal.forms.resizing import AddSeatsForm, GiveBackForm, ResizeForm


@dataclass(frozen=True, slots=True)
class ResizePage:
    """``effect`` is there once what was asked can be done; ``free`` is how many seats there are where it is too few."""

    booking: Booking
    form: ResizeForm
    effect: Preview | None
    free: int | None = None


def today_at(booking: Booking, now: datetime) -> date:
    return now.astimezone(booking.facility.zone).date()


def add_form(data: object, booking: Booking, now: datetime) -> AddSeatsForm:
    return AddSeatsForm(data, booking=booking, today=today_at(booking, now))


def give_back_form(data: object, booking: Booking, now: datetime) -> GiveBackForm:
    return GiveBackForm(data, booking=booking, today=today_at(booking, now))


def resize_page(form: AddSeatsForm | GiveBackForm, *, actor: Actor, now: datetime) -> ResizePage:
    """The effect of what was asked for, or why there can be none."""
    booking = form.booking
    if not form.is_bound or not form.is_valid():
        return ResizePage(booking, form, None)
    try:
        effect = operations.preview(booking=booking, change=form.change, actor=actor, now=now)
    except NotEnoughSeats as refusal:
        return ResizePage(booking, form, None, refusal.details["free"])
    except Refusal as refusal:
        form.refuse(refusal)
        return ResizePage(booking, form, None)
    return ResizePage(booking, form, effect)
