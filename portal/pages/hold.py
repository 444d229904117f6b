"""The page of a hold: its clock, its seats and price, and what is still to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from bookings.models import Booking
from bookings.prices import Price
from bookings.queries.details import BookingPage, booking_page
from bookings.queries.prices import agreed_price
from bookings.seat_requests import SeatRequest
from facilities.models import AddOnPrice
from facilities.queries.listings import add_ons_on
from facilities.queries.usage import seat_ids
from portal.agreements import agreement_text
from portal.clocks import hours_for
from portal.forms.details import CompanyDetailsForm
from portal.forms.holds import AcceptForm
from portal.forms.search import PlanForm
from portal.hours import ShiftHours
from portal.request_links import RequestLinks
from portal.steps import Step, steps_until


@dataclass(frozen=True, slots=True)
class HoldPage:
    """``details`` and ``accept`` are the two forms still to send; ``has_details`` is whether the first one is done."""

    booking: Booking
    shown: BookingPage
    price: Price
    request: SeatRequest
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
    """Return what the page shows; a form that was refused comes back as it was sent."""
    shown = booking_page(booking, today=booking.facility.today(now))
    # A refused form has changed the company in memory; what counts is what the database has.
    has_details = not (details and details.errors) and booking.client.has_billing_details
    request = SeatRequest(
        pattern=booking.pattern,
        start=booking.start,
        months=booking.term_months,
        facility=booking.facility,
        package=booking.package,
        client=booking.client,
        renews=booking.auto_renews,
        time_zone=booking.time_zone,
    )
    again = RequestLinks(request, picks=tuple(seat.workstation.code for seat in shown.seats))
    return HoldPage(
        booking=booking,
        shown=shown,
        price=agreed_price(booking, shown.terms, seats=len(shown.seats)),
        request=request,
        hours=hours_for(request, booking.facility, zone, now),
        again_href=again.plan_href(booking.facility),
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
    """Return whether the package has it as an add-on; one that names none goes with every package."""
    packages = price.add_on.packages.all()
    return not packages or booking.package in packages


def hold_steps(current: int) -> list[Step]:
    """The way from the plan to a request, standing at ``current`` (from 0)."""
    return steps_until([_("Seats held"), _("Company details"), _("Agreement"), _("Submitted")], current)


def request_to_hold(form: PlanForm) -> SeatRequest:
    """The request of a valid form with the seats it names, or how many we may choose.

    :raises SeatsUnknown:
    """
    links = form.links
    return replace(links.request, workstations=tuple(seat_ids(form.facility, links.picks)) if links.picks else ())
