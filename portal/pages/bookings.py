"""The list of a company's bookings, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.summaries import Summary, summaries
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
COLUMNS = (
    _("Reference"), _("State"), _("Facility"), _("City"), _("Shift"), _("Package"), _("Seats"), _("First day"),
    _("Last day"), _("Currency"), _("Monthly price, net"), _("Give notice by"),
)  # fmt: skip


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


def as_rows(found: Iterable[Summary]) -> Iterable[Sequence[Any]]:
    """What the file of the list has in :data:`COLUMNS`."""
    for each in found:
        booking = each.booking
        yield (
            booking.reference,
            booking.get_state_display(),
            booking.facility.name,
            booking.facility.city,
            booking.pattern.name,
            booking.package.name,
            each.seats,
            booking.start.isoformat(),
            _iso(booking.days.last),
            each.currency,
            each.monthly_net,
            _iso(each.notice_deadline),
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
