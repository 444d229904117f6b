"""The list of a company's bookings, by where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.summaries import Summary, summaries
from portal.csv_files import Column
from portal.templatetags.components import Tab

PER_PAGE = 25
S = BookingState
# What people look for, and the states that are it; the first is everything.
GROUPS: Mapping[str, tuple[str | Promise, frozenset[BookingState]]] = {
    "": (_("All"), frozenset(S)),
    "requests": (_("On hold and requested"), frozenset({S.HELD, S.SUBMITTED})),
    "coming": (_("Coming up"), frozenset({S.CONFIRMED})),
    "running": (_("Running"), frozenset({S.ACTIVE, S.NOTICE_GIVEN})),
    "past": (_("Past"), frozenset({S.ENDED, S.TERMINATED, S.EXPIRED, S.CANCELLED, S.DECLINED})),
}
# Of the list as a file.
COLUMNS: tuple[Column[Summary], ...] = (
    (_("Reference"), lambda each: each.booking.reference),
    (_("State"), lambda each: each.booking.get_state_display()),
    (_("Facility"), lambda each: each.booking.facility.name),
    (_("City"), lambda each: each.booking.facility.city),
    (_("Shift"), lambda each: each.booking.pattern.name),
    (_("Hours kept at"), lambda each: each.booking.time_zone or each.booking.facility.time_zone),
    (_("Package"), lambda each: each.booking.package.name),
    (_("Seats"), lambda each: each.seats),
    (_("First day"), lambda each: each.booking.start),
    (_("Last day"), lambda each: each.booking.days.last),
    (_("Months"), lambda each: each.booking.term_months),
    (_("Renews"), lambda each: _("yes") if each.booking.auto_renews else _("no")),
    (_("Currency"), lambda each: each.currency),
    (_("Monthly price, net"), lambda each: each.monthly_net),
    (_("Renews on"), lambda each: each.renews_on),
    (_("Give notice by"), lambda each: each.notice_deadline),
)


@dataclass(frozen=True, slots=True)
class BookingList:
    tabs: Sequence[Tab]
    shown: str
    page: Page[Booking]
    rows: Sequence[Summary]


def in_group(bookings: QuerySet[Booking], group: str) -> QuerySet[Booking]:
    """Those a tab shows; an unknown tab shows all."""
    return bookings.filter(state__in=GROUPS.get(group, GROUPS[""])[1])


def booking_list(bookings: QuerySet[Booking], *, group: str, page: str, now: datetime) -> BookingList:
    """One page of the list; five queries whatever its length."""
    counts = dict(bookings.order_by().values_list("state").annotate(Count("pk")))
    shown = Paginator(in_group(bookings, group), PER_PAGE).get_page(page)
    return BookingList(
        tabs=[
            Tab(
                label=str(label),
                href=f"{reverse('portal:bookings')}?show={key}" if key else reverse("portal:bookings"),
                is_current=key == group,
                count=sum(counts.get(state, 0) for state in states),
            )
            for key, (label, states) in GROUPS.items()
        ],
        shown=group,
        page=shown,
        rows=summaries(shown.object_list, now=now),
    )
