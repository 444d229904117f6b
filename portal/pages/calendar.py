"""The availability calendar of a facility: free seats on each day and shift, months ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import dateformat

from accounts.models import Client
from bookings import rules
from bookings.seat_requests import SeatRequest
from facilities.clocks import differs
from facilities.demand import Demand
from facilities.models import Facility, ShiftPattern
from facilities.queries.calendars import ShiftCalendar, free_by_day, free_to_stay
from facilities.queries.clocks import followed_zone
from facilities.queries.listings import priced_patterns
from kernel.period import Period, add_months, months_of
from portal.clocks import hours_for
from portal.forms.calendar import MONTHS_SHOWN, CalendarForm
from portal.hours import ShiftHours
from portal.request_links import RequestLinks
from portal.zones import known_zone


class Cell(NamedTuple):
    """A day of a shift. ``free`` is ``None`` where the shift doesn't work; ``level`` 0 … 4 is how much of the facility
    is free; ``href`` leads to the plan where enough seats are."""

    day: date
    free: int | None
    level: int
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A shift in a month."""

    pattern: ShiftPattern
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class DayHead:
    day: date
    weekday: str
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    days: Sequence[DayHead]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class ShiftInZones:
    """A shift and its hours for a lease that begins on the first day asked about."""

    pattern: ShiftPattern
    hours: ShiftHours


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """``earlier_href`` and ``later_href`` are empty at the ends; ``rentable`` is how many seats there are to be free.

    ``offers_a_zone`` is whether it makes a difference whose clock the hours keep; ``since`` the first day of the lease
    that ``shifts`` are shown for, and whose hours are counted where ``follows_a_zone``.
    """

    facility: Facility
    months: Sequence[Month]
    rentable: int
    period: Period
    seats: int | None
    counts_the_day: bool
    follows_a_zone: bool
    offers_a_zone: bool
    since: date
    shifts: Sequence[ShiftInZones]
    earlier_href: str
    later_href: str
    facility_href: str


def calendar_page(*, form: CalendarForm, zone: str, client: Client | None, now: datetime) -> CalendarPage:
    """The months a valid form asks for; a few queries for each shift with a list price, whatever the days and seats."""
    facility, period, asked = form.facility, form.period, form.cleaned_data
    patterns, rentable = priced_patterns(facility, period.start), facility.workstations.rentable().count()
    counts_the_day = asked["count"] == "day"
    since = (counts_the_day and asked["start"]) or period.start
    calendars = _counted(form, patterns, since, client, now)
    links = _Links(form, known_zone(asked["zone"]), rentable)
    found = [(calendar.pattern, dict(calendar.by_day())) for calendar in calendars]
    return CalendarPage(
        facility=facility,
        months=[_month(month, found, links) for whole in months_of(period) if (month := whole & period)],
        rentable=rentable,
        period=period,
        seats=asked["seats"],
        counts_the_day=counts_the_day,
        follows_a_zone=bool(form.followed),
        offers_a_zone=bool(form.followed)
        or (bool(zone) and differs(home=facility.time_zone, zone=zone, days=Period(period.start))),
        since=since,
        shifts=[
            ShiftInZones(
                pattern,
                hours_for(
                    SeatRequest(pattern=pattern, start=since, months=asked["months"], time_zone=form.followed),
                    facility,
                    zone,
                    now,
                ),
            )
            for pattern in patterns
        ],
        earlier_href=_turned(facility, form, -MONTHS_SHOWN),
        later_href=_turned(facility, form, MONTHS_SHOWN),
        facility_href=f"{reverse('portal:facility', args=[facility.slug])}{'?' if form.carried else ''}"
        f"{urlencode(form.carried, safe=',')}",
    )


def _counted(
    form: CalendarForm, patterns: Sequence[ShiftPattern], since: date, client: Client | None, now: datetime
) -> list[ShiftCalendar]:
    """The numbers, for each day alone or to stay, in hours of the facility's time zone or of the one they follow."""
    facility = form.facility
    zone = followed_zone(form.followed, facility=facility, start=since, now=now)
    demands = [Demand(pattern, form.period, client, zone) for pattern in patterns]
    count = free_by_day if form.cleaned_data["count"] == "day" else free_to_stay
    return count(demands, facility=facility, now=now)


@dataclass(frozen=True, slots=True)
class _Links:
    """The links of days, and their shades: ``rentable`` is the whole of it."""

    form: CalendarForm
    zone: str
    rentable: int

    def line(self, pattern: ShiftPattern, days: Sequence[date], free: Mapping[date, int | None]) -> Line:
        asked, facility = self.form.cleaned_data, self.form.facility
        request = SeatRequest(
            pattern=pattern,
            start=days[0],
            months=asked["months"],
            seats=asked["seats"] or 0,
            requirements=self.form.requirements,
            time_zone=self.form.followed,
        )
        # Addresses differ in the day alone, and each takes longer to put together than all the rest of its cell.
        first = f"start={days[0]}"
        before, _first, after = RequestLinks(request, zone=self.zone).plan_href(facility).partition(first)
        return Line(pattern, [self._cell(day, free[day], f"{before}start={day}{after}") for day in days])

    def _cell(self, day: date, free: int | None, plan: str) -> Cell:
        href = plan if free and free >= (self.form.cleaned_data["seats"] or 1) else ""
        return Cell(day, free, -(-4 * free // self.rentable) if free and self.rentable else 0, href)


def _month(period: Period, found: Sequence[tuple[ShiftPattern, Mapping[date, int | None]]], links: _Links) -> Month:
    days = list(period)
    return Month(
        first=period.start,
        days=[DayHead(day, dateformat.format(day, "D"), day.weekday() >= 5) for day in days],
        lines=[links.line(pattern, days, free) for pattern, free in found],
    )


def _turned(facility: Facility, form: CalendarForm, by: int) -> str:
    """The calendar so many months on; empty before this month and past the last one shown."""
    earliest = form.today.replace(day=1)
    first = add_months(form.period.start.replace(day=1), by)
    if by < 0:
        if form.period.start.replace(day=1) == earliest:
            return ""
        first = max(first, earliest)
    elif first > add_months(earliest, rules.MOST_MONTHS_AHEAD):
        return ""
    asked = (
        {name: value for name, value in form.cleaned_data.items() if value} | {"month": f"{first:%Y-%m}"} | form.carried
    )
    return f"{reverse('portal:calendar', args=[facility.slug])}?{urlencode(asked)}"
