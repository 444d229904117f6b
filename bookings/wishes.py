"""What anybody may wish for, before asking whether it is free."""

from __future__ import annotations

from datetime import date

from django.utils import dateformat

from bookings import errors, rules
from facilities.clocks import zones
from kernel.period import add_months


def require_sensible(*, seats: int, start: date, months: int, today: date, dates_back: bool = False) -> None:
    """Refuse wishes no facility can meet: no seats, days gone by, a start or a term beyond what we plan for.

    :param dates_back: whether the start may lie before ``today``; for staff who write down what was agreed by phone.
    :raises TooFewSeats, StartsInThePast, StartsTooLate, TermTooShort, TermTooLong:
    """
    if seats < 1:
        raise errors.TooFewSeats(minimum=1)
    if start < today and not dates_back:
        raise errors.StartsInThePast(earliest=dateformat.format(today, "j M Y"))
    latest = add_months(today, rules.MOST_MONTHS_AHEAD)
    if start > latest:
        raise errors.StartsTooLate(latest=dateformat.format(latest, "j M Y"))
    if months < 1:
        raise errors.TermTooShort(minimum=1)
    if months > rules.MOST_MONTHS:
        raise errors.TermTooLong(maximum=rules.MOST_MONTHS)


def require_known_time_zone(time_zone: str) -> None:
    """:raises TimeZoneUnknown: for what is neither a time zone nor ``""``, which is the facility's."""
    if time_zone and time_zone not in zones():
        raise errors.TimeZoneUnknown(time_zone=time_zone)
