"""The staff's board of the day, as far as bookings go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Subquery

from bookings import rules
from bookings.enums import RUNNING, BookingState
from bookings.models import Booking
from bookings.queries.summaries import Summary, summaries
from bookings.queries.terms import terms_of_each
from kernel.period import ONE_DAY, Period, day_in

# How far ahead the board looks.
HOLDS_HOURS = 24
ARRIVALS_DAYS = 7
DEPARTURES_DAYS = 30
RENEWALS_DAYS = 30

S = BookingState


@dataclass(frozen=True, slots=True)
class Board:
    """Bookings that want somebody: the one that has waited longest, or comes first, first."""

    requests: Sequence[Summary]
    expiring: Sequence[Summary]
    arrivals: Sequence[Summary]
    departures: Sequence[Summary]
    renewals: Sequence[Summary]


def requests(bookings: QuerySet[Booking], *, now: datetime) -> list[Summary]:
    """Requests that wait for a decision, oldest first."""
    return summaries(bookings.filter(state=S.SUBMITTED).order_by("submitted_at"), now=now)


def board(bookings: QuerySet[Booking], *, now: datetime) -> Board:
    """The board of the bookings somebody may see; four queries whatever their number."""
    # A day more on either side, because each facility has its own today; which rows count is decided below.
    days = Period(day_in("UTC", now) - timedelta(days=1), day_in("UTC", now) + timedelta(days=DEPARTURES_DAYS + 2))
    wanted = bookings.filter(
        Q(state=S.SUBMITTED)
        | Q(state=S.HELD, hold_expires_at__gt=now, hold_expires_at__lte=now + timedelta(hours=HOLDS_HOURS))
        | Q(state=S.CONFIRMED, days__startswith__lt=days.end)
        | Q(state=S.ACTIVE, days__startswith__gte=days.start)
        | Q(state__in=[*RUNNING, S.TERMINATED], days__endswith__range=(days.start, days.end))
        | Q(pk__in=_near_their_deadline(bookings, day_in("UTC", now)))
    )
    found = summaries(wanted, now=now)

    def sort_out(wants: Callable[[Summary, date], bool], by: Callable[[Summary], object]) -> list[Summary]:
        chosen = [each for each in found if wants(each, each.booking.facility.today(now))]
        return sorted(chosen, key=by)  # type: ignore[arg-type]

    return Board(
        requests=sort_out(
            lambda each, today: each.booking.state == S.SUBMITTED, lambda each: each.booking.submitted_at
        ),
        expiring=sort_out(lambda each, today: each.booking.state == S.HELD, lambda each: each.booking.hold_expires_at),
        arrivals=sort_out(_arrives, lambda each: each.booking.start),
        departures=sort_out(_departs, lambda each: each.booking.days.last),
        renewals=sort_out(_wants_a_word, lambda each: each.notice_deadline),
    )


def _arrives(each: Summary, today: date) -> bool:
    """Begins within the week, or should have begun, or has begun today."""
    start = each.booking.start
    if each.booking.state == S.CONFIRMED:
        return start <= today + timedelta(days=ARRIVALS_DAYS)
    return each.booking.state == S.ACTIVE and start == today


def _departs(each: Summary, today: date) -> bool:
    last: date | None = each.booking.days.last
    if each.booking.state not in {*RUNNING, S.TERMINATED} or last is None:
        return False
    return today <= last <= today + timedelta(days=DEPARTURES_DAYS)


def _wants_a_word(each: Summary, today: date) -> bool:
    deadline = each.notice_deadline
    return deadline is not None and today <= deadline <= today + timedelta(days=RENEWALS_DAYS)


def _near_their_deadline(bookings: QuerySet[Booking], day: date) -> list[object]:
    """Active leases that renew by themselves and whose notice deadline is near: read thinly, since all are asked."""
    rows = (
        bookings.filter(state=S.ACTIVE, days__endswith__isnull=True)
        .order_by()
        .values_list("pk", "days", "term_months", Subquery(terms_of_each(day).values("notice_days")))
    )
    near = []
    for pk, days, months, notice_days in rows:
        # In some time zone it is still yesterday.
        renewal = rules.next_renewal(start=days.start, months=months, notice_days=notice_days or 0, today=day - ONE_DAY)
        if renewal.deadline <= day + timedelta(days=RENEWALS_DAYS + 1):
            near.append(pk)
    return near
