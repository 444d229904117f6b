"""Policies of leases, as pure functions; time is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat

from bookings import errors
from facilities.clocks import zones
from kernel.period import Period, add_months
from kernel.refusal import Refusal

MOST_SEATS = 5_000
MOST_MONTHS = 60
MOST_MONTHS_AHEAD = 24


def refusals_of(
    *, seats: int, start: date, months: int, today: date, time_zone: str = "", dates_back: bool = False
) -> Iterator[Refusal]:
    """All that makes a request for seats one that no facility can meet, each about one field of it.

    :param today: in the facility.
    :param time_zone: the one that the hours follow, ``""`` for the facility's.
    :param dates_back: whether the start may lie before ``today``.
    """
    if seats < 1:
        yield errors.TooFewSeats(minimum=1)
    if seats > MOST_SEATS:
        yield errors.TooManySeats(maximum=MOST_SEATS)
    if start < today and not dates_back:
        yield errors.StartsInThePast(earliest=dateformat.format(today, "j M Y"))
    latest = add_months(today, MOST_MONTHS_AHEAD)
    if start > latest:
        yield errors.StartsTooLate(latest=dateformat.format(latest, "j M Y"))
    if months < 1:
        yield errors.TermTooShort(minimum=1)
    if months > MOST_MONTHS:
        yield errors.TermTooLong(maximum=MOST_MONTHS)
    if time_zone and time_zone not in zones():
        yield errors.TimeZoneUnknown(time_zone=time_zone)


def lease_days(*, start: date, months: int, auto_renews: bool) -> Period:
    """The service days a lease takes: open-ended while it renews by itself, or a rival would have the seats on
    the day of renewal."""
    return Period(start, None if auto_renews else add_months(start, months))


def term_end(*, start: date, months: int, on: date) -> date:
    """The exclusive end of the term that runs on ``on``, the agreed term repeating from ``start``."""
    terms = 1
    while add_months(start, months * terms) <= on:
        terms += 1
    return add_months(start, months * terms)


def notice_deadline(*, term_end: date, notice_days: int) -> date:
    """The last day to give notice so that the lease ends with its term; it renews when that day passes."""
    return term_end - timedelta(days=notice_days)


def earliest_end(*, start: date, months: int, notice_days: int, today: date) -> date:
    """The earliest exclusive end that notice given ``today`` can bring about, or else the day the lease renews.

    Notice ends the lease with a term, never inside one; given after the deadline it ends the next.
    """
    end = term_end(start=start, months=months, on=max(today, start))
    while notice_deadline(term_end=end, notice_days=notice_days) < today:
        end = term_end(start=start, months=months, on=end)
    return end


@dataclass(frozen=True, slots=True)
class Renewal:
    """A lease renews on a day unless notice is given on ``deadline`` or before."""

    renews_on: date
    deadline: date


def next_renewal(*, start: date, months: int, notice_days: int, today: date) -> Renewal:
    """The next renewal that notice given ``today`` can still prevent."""
    end = earliest_end(start=start, months=months, notice_days=notice_days, today=today)
    return Renewal(end, notice_deadline(term_end=end, notice_days=notice_days))


def latest_change(today: date) -> date:
    """The last day that a change to a lease may be dated: the end of the longest lease anybody may plan for."""
    return add_months(today, MOST_MONTHS_AHEAD + MOST_MONTHS)


def hold_expires(*, now: datetime, hold_hours: int) -> datetime:
    return now + timedelta(hours=hold_hours)


def next_reminder(
    *, deadline: date, today: date, months: int, reminders: Iterable[int], days_a_month: int
) -> int | None:
    """Return the reminder that is due: the fewest days before ``deadline`` already reached, none once it has passed.

    :param months: the length of the term; the shorter it is, the later the first reminder.
    :param reminders: days before the deadline on which the client is reminded.
    :param days_a_month: how many of them a month of the term allows: a lease that renews each month would hear of
        nothing else.
    """
    left = (deadline - today).days
    due = (days for days in reminders if 0 <= left <= days <= days_a_month * months)
    return min(due, default=None)
