"""Any two shifts on any two clocks: who is free may hold, who would meet somebody is refused, by clocks on the wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import Client
from bookings import errors, rules
from facilities import errors as facilities
from facilities.clocks import FollowedZone
from facilities.demand import Demand
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.queries.availability import free_workstations
from facilities.queries.calendars import free_by_day, free_to_stay
from facilities.queries.clocks import followed_zone, resolved_until
from kernel.period import Period
from tests import factories
from tests.conftest import HoldSeats
from tests.examples import examples
from tests.facilities.wall_clocks import marked

pytestmark = pytest.mark.django_db

ZONES = ("", "America/Chicago", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca")
SHIFTS = {"dawn": (time(4, 30), 4), "noon": (time(8, 45), 8), "dusk": (time(17), 3.75), "nightly-8": (time(21), 7.25)}

CLOCKS_CHANGE = (date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 2, 7))

Asked = tuple[str, str, date, int, bool]
requests = st.tuples(
    st.sampled_from(ZONES),
    st.sampled_from(sorted(SHIFTS)),
    st.dates(date(2026, 11, 25), date(2027, 4, 10)),
    st.integers(1, 5),
    st.booleans(),
)


@pytest.fixture
def patterns(cebu: Facility, standard: Package) -> dict[str, ShiftPattern]:
    """Every day of the week, a quarter of an hour between one and the next."""
    found = {}
    for slug, (start, hours) in SHIFTS.items():
        found[slug] = factories.make_pattern(slug, start, hours, weekdays=factories.EVERY_DAY)
        factories.make_rate(cebu, standard, found[slug])
    return found


def meet(one: Asked, other: Asked, patterns: dict[str, ShiftPattern], cebu: Facility, now: datetime) -> bool:
    """Whether two requests want one minute, hand-over included, in the days about each change and each end."""
    days = [rules.lease_days(start=each[2], months=each[3], auto_renews=each[4]) for each in (one, other)]
    both = days[0] & days[1]
    near = {day for each in days for day in (each.start, each.end) if day}
    near |= set(CLOCKS_CHANGE)
    near |= {date(2027, month, 7) for month in (7, 12)} | {date(2028, 4, 9), date(2029, 7, 1)} if both else set()
    for day in near:
        window = Period(day - timedelta(days=2), day + timedelta(days=3))
        marks = []
        for (zone, slug, start, *_rest), lease in zip((one, other), days, strict=True):
            # The facility's own clock is a clock like any other, known for good.
            followed = followed_zone(zone, facility=cebu, start=start, now=now) or FollowedZone(
                cebu.time_zone, start, date(2040, 1, 1)
            )
            spans = patterns[slug].hours
            marks.append(marked(spans, lease, cebu.handover_minutes, cebu.time_zone, followed, window))
        if marks[0][1] & marks[1][1]:
            return True
    return False


AFTER_WORK = ("", "dusk", date(2026, 12, 1), 5, True)
BEFORE_THAT = ("", "noon", date(2026, 12, 1), 5, True)


@examples(3)
@example(theirs=AFTER_WORK, ours=("America/Chicago", "nightly-8", date(2026, 12, 1), 1, True), change=date(2027, 3, 14))
@example(theirs=BEFORE_THAT, ours=("Europe/London", "dusk", date(2026, 12, 1), 1, True), change=date(2027, 3, 28))
@given(theirs=requests, ours=requests.filter(lambda asked: asked[0] != ""), change=st.sampled_from(CLOCKS_CHANGE))
def test_the_calendar_counts_what_clocks_on_the_wall_leave_free(
    theirs: Asked,
    ours: Asked,
    change: date,
    patterns: dict[str, ShiftPattern],
    cebu: Facility,
    globex: Client,
    hold_seats: HoldSeats,
    now: datetime,
) -> None:
    savepoint = transaction.savepoint()
    zone, slug, start, months, renews = theirs
    hold_seats(
        "A1", client=globex, pattern=patterns[slug], start=start, months=months, auto_renews=renews, time_zone=zone
    )
    zone, slug, start, *_term = ours
    pattern, followed = patterns[slug], FollowedZone(zone, start, resolved_until(now=now))
    days = Period(change - timedelta(days=1), change + timedelta(days=2))
    demand = Demand(pattern, days, zone=followed)
    [alone] = free_by_day([demand], facility=cebu, now=now)
    [to_stay] = free_to_stay([demand], facility=cebu, now=now)
    for day, free in alone.by_day():
        lease = rules.lease_days(start=theirs[2], months=theirs[3], auto_renews=theirs[4])
        window = Period(day - timedelta(days=2), day + timedelta(days=4))
        kept = followed_zone(theirs[0], facility=cebu, start=theirs[2], now=now) or FollowedZone(
            cebu.time_zone, theirs[2], date(2040, 1, 1)
        )
        home, buffer = cebu.time_zone, cebu.handover_minutes
        at_work = marked(patterns[theirs[1]].hours, lease, buffer, home, kept, window)[1]
        wanted = marked(pattern.hours, Period(day, day + timedelta(days=1)), buffer, home, followed, window)[1]
        assert free == 12 - bool(at_work & wanted), day
    assert to_stay.free[1] == 12 - meet(theirs, (zone, slug, change, 1, True), patterns, cebu, now)
    transaction.savepoint_rollback(savepoint)


@examples(6)
@given(first=requests, second=requests)
def test_free_means_it_can_be_held_and_taken_that_it_is_refused(
    first: Asked,
    second: Asked,
    patterns: dict[str, ShiftPattern],
    cebu: Facility,
    seats: dict[str, Workstation],
    acme: Client,
    globex: Client,
    hold_seats: HoldSeats,
    now: datetime,
) -> None:
    example = transaction.savepoint()
    zone, slug, start, months, renews = first
    hold_seats(
        "A1", client=globex, pattern=patterns[slug], start=start, months=months, auto_renews=renews, time_zone=zone
    )
    zone, slug, start, months, renews = second
    days = rules.lease_days(start=start, months=months, auto_renews=renews)
    demand = Demand(patterns[slug], days, acme, followed_zone(zone, facility=cebu, start=start, now=now))
    free = free_workstations(demand, facility=cebu, now=now)
    is_free = free.filter(code="A1").exists()
    assert is_free == (not meet(first, second, patterns, cebu, now))
    try:
        hold_seats("A1", pattern=patterns[slug], start=start, months=months, auto_renews=renews, time_zone=zone)
    except (errors.SeatsTaken, errors.NoneLeft, facilities.BufferNeeded):
        assert not is_free
    else:
        assert is_free
    transaction.savepoint_rollback(example)
