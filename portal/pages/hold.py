"""The page of a hold: its clock, its seats and price, and what is still to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bookings.models import Booking
from bookings.prices import Price
from bookings.queries.details import BookingPage, booking_page
from bookings.queries.prices import agreed_price
from facilities.models import AddOnPrice, Facility
from facilities.queries.listings import add_ons_on, first_priced, seat_ids
from portal.agreements import agreement_text
from portal.clocks import hours_for
from portal.forms.details import CompanyDetailsForm
from portal.forms.holds import AcceptForm
from portal.forms.search import PlanForm
from portal.hours import ShiftHours
from portal.steps import Step, steps_until
from portal.wishes import Wish


@dataclass(frozen=True, slots=True)
class HoldPage:
    """``details`` and ``accept`` are the two forms still to send; ``has_details`` is whether the first one is done."""

    booking: Booking
    shown: BookingPage
    price: Price
    wish: Wish
    hours: ShiftHours
    again_href: str
    steps: list[Step]
    has_details: bool
    has_run_out: bool
    details: CompanyDetailsForm
    accept: AcceptForm
    add_ons: Sequence[AddOnPrice]
    agreement: str
    agreement_version: str


def hold_page(
    booking: Booking, *, zone: str, now: datetime, details: CompanyDetailsForm | None, accept: AcceptForm | None
) -> HoldPage:
    """What the page shows; a form that was refused comes back as it was sent."""
    shown = booking_page(booking, today=now.astimezone(booking.facility.zone).date())
    # A refused form has changed the company in memory; what counts is what the database has.
    has_details = not (details and details.errors) and booking.client.has_billing_details
    wish = Wish(
        pattern=booking.pattern,
        start=booking.start,
        months=booking.term_months,
        package=booking.package,
        renews=booking.auto_renews,
        time_zone=booking.time_zone,
        picks=tuple(seat.workstation.code for seat in shown.seats),
    )
    return HoldPage(
        booking=booking,
        shown=shown,
        price=agreed_price(booking, shown.terms, seats=len(shown.seats)),
        wish=wish,
        hours=hours_for(wish, booking.facility, zone, now),
        again_href=wish.plan_href(booking.facility),
        steps=hold_steps(2 if has_details else 1),
        has_details=has_details,
        has_run_out=booking.hold_expires_at is not None and booking.hold_expires_at <= now,
        details=details or CompanyDetailsForm(instance=booking.client),
        accept=accept or AcceptForm(),
        add_ons=[
            each for each in add_ons_on(booking.start).filter(facility=booking.facility) if _goes_with(each, booking)
        ],
        agreement=agreement_text(settings.AGREEMENT_VERSION),
        agreement_version=settings.AGREEMENT_VERSION,
    )


def _goes_with(price: AddOnPrice, booking: Booking) -> bool:
    """Whether the package has it as an add-on; one that names none goes with every package."""
    packages = price.add_on.packages.all()
    return not packages or booking.package in packages


def hold_steps(current: int) -> list[Step]:
    """The way from the plan to a request, standing at ``current`` (from 0)."""
    return steps_until([_("Seats held"), _("Company details"), _("Agreement"), _("Submitted")], current)


def seats_to_hold(form: PlanForm, facility: Facility) -> dict[str, Any]:
    """The wish of a valid form as the operation takes it: the seats named, or how many we may choose.

    :raises SeatsUnknown, NotPriced:
    """
    wish = form.wish
    return {
        "facility": facility,
        "pattern": wish.pattern,
        "package": wish.package or first_priced(facility=facility, pattern=wish.pattern, day=wish.start),
        "start": wish.start,
        "months": wish.months,
        "auto_renews": wish.renews,
        "time_zone": wish.time_zone,
        "workstations": seat_ids(facility, wish.picks) if wish.picks else None,
        "seats": None if wish.picks else wish.seats,
    }
