"""The day on which a document is due: rent in advance by the fifth working day, and never at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from billing.enums import DocumentKind
from kernel.period import ONE_DAY


@dataclass(frozen=True, slots=True)
class DueTerms:
    """An invoice: ``working_day`` of the month billed, but at least ``fewest_days`` after the day of issue.

    A deposit: ``deposit_days`` after it is asked for, whenever the lease begins: it is what makes the seats sure.
    """

    working_day: int
    fewest_days: int
    deposit_days: int


@lru_cache(maxsize=256)
def _days_off(country: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    """Public holidays of a year and the weekdays off (Monday = 0); an unknown country has weekends only."""
    try:
        known = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset(), frozenset({5, 6})
    return frozenset(known), frozenset(known.weekend)


def is_working_day(day: date, country: str) -> bool:
    """``country`` is an ISO 3166 code."""
    public, weekend = _days_off(country, day.year)
    return day.weekday() not in weekend and day not in public


def working_day(month: date, nth: int, country: str) -> date:
    """The ``nth`` working day of the month that begins on ``month``."""
    day = month - ONE_DAY
    for _ in range(nth):
        day += ONE_DAY
        while not is_working_day(day, country):
            day += ONE_DAY
    return day


@lru_cache(maxsize=64)
def due_on(kind: DocumentKind, *, month: date, issued_on: date, country: str, terms: DueTerms) -> date:
    """Return when a document of a kind for ``month``, issued on ``issued_on``, is due; a credit at once."""
    match kind:
        case DocumentKind.INVOICE:
            return max(working_day(month, terms.working_day, country), issued_on + timedelta(days=terms.fewest_days))
        case DocumentKind.DEPOSIT_REQUEST:
            return issued_on + timedelta(days=terms.deposit_days)
        case _:
            return issued_on
