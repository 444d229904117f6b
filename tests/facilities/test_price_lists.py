"""Holes in a price list are named, and a list is copied to other days without one day being priced twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from facilities import errors
from facilities.models import Facility, Package, Rate, ShiftPattern
from facilities.operations import copy_prices
from facilities.queries.price_lists import copies, gaps, holes, rounded_to
from kernel.period import Period
from tests import factories

TODAY = date(2026, 11, 23)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
NEXT = Period(date(2027, 1, 1), date(2028, 1, 1))
FIVE = {"percent": Decimal(5), "step": Decimal(50)}


@pytest.fixture
def place(db: None) -> Facility:
    return factories.make_facility("Cebu")


def copied(place: Facility, now: datetime, *, on: date = TODAY, days: Period = NEXT, seen: str = "") -> int:
    wish = {"on": on, "days": days, "percent": Decimal(5), "step": Decimal(50)}
    seen = seen or copies(facility=place, **wish).digest  # type: ignore[arg-type]
    return copy_prices(facility=place, seen=seen, actor=SYSTEM, now=now, **wish)  # type: ignore[arg-type]


def listed(place: Facility) -> list[tuple[date, date | None, Decimal]]:
    return [(rate.days.start, rate.days.last, rate.monthly_net) for rate in place.rates.order_by("days")]


def test_a_hole_is_told_with_its_days(
    place: Facility, standard: Package, day_shift: ShiftPattern, night_shift: ShiftPattern
) -> None:
    factories.make_rate(place, standard, day_shift, days=Period(date(2020, 1, 1), date(2027, 3, 1)))
    factories.make_rate(place, standard, night_shift, days=Period(date(2020, 1, 1), date(2027, 1, 1)))
    factories.make_rate(place, standard, night_shift, days=Period(date(2027, 2, 1)))
    assert [(gap.pattern, gap.days) for gap in gaps(place, since=TODAY)] == [
        (day_shift, Period(date(2027, 3, 1))),
        (night_shift, Period(date(2027, 1, 1), date(2027, 2, 1))),
    ]


def test_what_is_over_and_what_is_not_offered_is_no_hole(
    place: Facility, standard: Package, day_shift: ShiftPattern, night_shift: ShiftPattern
) -> None:
    factories.make_rate(place, standard, day_shift, days=Period(date(2020, 1, 1), date(2020, 2, 1)))
    factories.make_rate(place, standard, day_shift, days=Period(date(2020, 3, 1)))
    factories.make_rate(place, standard, night_shift, days=YEAR)
    [gap] = gaps(place, since=TODAY)
    assert gap.pattern == night_shift
    ShiftPattern.objects.filter(pk=night_shift.pk).update(is_offered=False)
    assert gaps(place, since=TODAY) == []


@given(days=st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(sorted), since=st.integers(0, 70))
def test_holes_and_periods_make_up_the_whole(days: list[int], since: int) -> None:
    start = date(2027, 1, 1)
    periods = [
        Period(start + timedelta(days=a), start + timedelta(days=b))
        for a, b in zip(days[::2], days[1::2], strict=False)
    ]
    found = holes(periods, since=start + timedelta(days=since))
    for number in range(90):
        day = start + timedelta(days=number)
        is_hole = number >= since and number >= days[0] and not any(day in period for period in periods)
        assert any(day in hole for hole in found) == is_hole


def test_a_list_is_copied_to_the_next_year_and_the_old_one_ends(
    place: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_rate(place, standard, day_shift, "9000", days=Period(date(2026, 1, 1)), minimum_months=3)
    [row] = copies(facility=place, on=TODAY, days=NEXT, **FIVE).rows
    assert (row.monthly_net, row.setup_net) == (Decimal(9450), Decimal(1600))
    assert (row.ends, row.resumes) == (date(2026, 12, 31), date(2028, 1, 1))
    assert copied(place, now) == 1
    assert listed(place) == [
        (date(2026, 1, 1), date(2026, 12, 31), Decimal(9000)),
        (date(2027, 1, 1), date(2027, 12, 31), Decimal(9450)),
        (date(2028, 1, 1), None, Decimal(9000)),
    ]
    assert set(place.rates.values_list("minimum_months", "notice_days")) == {(3, 60)}
    assert AuditEntry.objects.get(verb="facilities.prices_copied").details["prices"] == 1


def test_an_open_copy_replaces_for_good_and_one_that_is_apart_changes_nothing_old(
    place: Facility, standard: Package, day_shift: ShiftPattern, night_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_rate(place, standard, day_shift, days=Period(date(2026, 1, 1)))
    factories.make_rate(place, standard, night_shift, days=YEAR)
    copied(place, now, days=Period(date(2027, 2, 1)))
    assert listed(place) == [
        (date(2026, 1, 1), date(2026, 12, 31), Decimal(9000)),
        (date(2026, 1, 1), date(2027, 1, 31), Decimal(9000)),
        (date(2027, 2, 1), None, Decimal(9450)),
        (date(2027, 2, 1), None, Decimal(9450)),
    ]
    assert [gap.days for gap in gaps(place, since=TODAY)] == [Period(date(2027, 1, 1), date(2027, 2, 1))]


def test_prices_in_the_way_are_named_and_nothing_changes(
    place: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_rate(place, standard, day_shift, days=YEAR)
    factories.make_rate(place, standard, day_shift, "1", days=Period(date(2027, 6, 1)))
    with pytest.raises(errors.PricesMeet, match=r"Standard, Day \(1 Jun 2027\)"):
        copied(place, now)
    assert Rate.objects.count() == 2


def test_what_was_not_looked_at_is_not_copied(
    place: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    with pytest.raises(errors.NothingToCopy):
        copied(place, now)
    rate = factories.make_rate(place, standard, day_shift, days=YEAR)
    seen = copies(facility=place, on=TODAY, days=NEXT, **FIVE).digest
    rate.monthly_net = Decimal(9100)
    rate.save()
    with pytest.raises(errors.PricesMoved):
        copied(place, now, seen=seen)
    assert Rate.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "step", "rounded"),
    [("9424.99", "50", "9400"), ("9425", "50", "9450"), ("10.005", "0.01", "10.01"), ("0", "100", "0")],
)
def test_amounts_are_rounded_half_up_to_the_step(amount: str, step: str, rounded: str) -> None:
    assert rounded_to(Decimal(amount), Decimal(step)) == Decimal(rounded)
