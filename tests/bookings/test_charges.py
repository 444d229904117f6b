"""The charge rule: what a month comes to, and what it takes when the facts have changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.charges import (
    Charge,
    DatedTerms,
    Facts,
    OneOffFact,
    anniversaries,
    charges_for,
    cut,
    difference,
    from_json,
    prorated,
    rate_on,
    to_json,
    total,
)
from bookings.enums import ChargeKind
from kernel.money import cent
from kernel.period import Period, add_months, month_of

DECEMBER = month_of(date(2026, 12, 1))
JANUARY = month_of(date(2027, 1, 1))
LEASE = Period(date(2026, 12, 1))
NINE_THOUSAND = DatedTerms(date(2026, 12, 1), "PHP", Decimal(9000))


def seats(count: int, days: Period | None = LEASE) -> list[tuple[int, Period | None]]:
    return [(count, days)]


def facts(*allocations: tuple[int, Period | None], days: Period | None = LEASE, **changes: object) -> Facts:
    return replace(Facts(days, allocations, [NINE_THOUSAND]), **changes)  # type: ignore[arg-type]


# --- One month -------------------------------------------------------------------------------------------------


def test_a_whole_month_costs_the_list_price() -> None:
    [charge] = charges_for(DECEMBER, facts(*seats(20)))
    assert (charge.quantity, charge.days, charge.days_of, charge.net) == (20, DECEMBER, 31, Decimal("180000.00"))


def test_a_short_month_costs_as_much_as_a_long_one() -> None:
    months = [month_of(date(2027, month, 1)) for month in range(1, 13)]
    assert {total(charges_for(month, facts(*seats(7)))) for month in months} == {Decimal("63000.00")}


def test_a_lease_that_starts_mid_month_pays_from_its_first_day() -> None:
    lease = Period(date(2026, 12, 15))
    [charge] = charges_for(DECEMBER, facts(*seats(12, lease), days=lease, terms=[replace(NINE_THOUSAND)]))
    assert charge.days == Period(date(2026, 12, 15), date(2027, 1, 1))
    assert charge.net == Decimal("59225.81")
    assert charge.exact == Decimal(9000) * 12 * 17 / 31


def test_the_last_day_of_a_lease_is_paid() -> None:
    lease = Period.inclusive(date(2026, 12, 1), date(2026, 12, 10))
    assert total(charges_for(DECEMBER, facts(*seats(1, lease), days=lease))) == Decimal("2903.23")


def test_the_day_of_a_change_has_the_new_number_of_seats() -> None:
    more = seats(3, Period(date(2026, 12, 15)))
    first, second = charges_for(DECEMBER, facts(*seats(12), *more))
    assert (first.quantity, first.days.last) == (12, date(2026, 12, 14))
    assert (second.quantity, second.days.start) == (15, date(2026, 12, 15))


def test_a_seat_given_up_before_its_first_day_costs_nothing() -> None:
    assert charges_for(DECEMBER, facts(*seats(3, None))) == ()
    [charge] = charges_for(DECEMBER, facts(*seats(3, None), *seats(2)))
    assert charge.quantity == 2


def test_a_swap_of_seats_on_one_day_is_one_line() -> None:
    left, joined = Period(LEASE.start, date(2026, 12, 9)), Period(date(2026, 12, 9))
    [charge] = charges_for(DECEMBER, facts(*seats(4, left), *seats(4, joined)))
    assert (charge.quantity, charge.days) == (4, DECEMBER)


def test_seats_cost_nothing_outside_the_lease() -> None:
    lease = Period(date(2026, 12, 1), date(2026, 12, 11))
    assert total(charges_for(DECEMBER, facts(*seats(1), days=lease))) == Decimal("2903.23")
    assert charges_for(JANUARY, facts(*seats(1), days=lease)) == ()


def test_a_booking_that_was_never_agreed_owes_nothing() -> None:
    assert charges_for(DECEMBER, facts(*seats(4), days=None)) == ()
    assert len(charges_for(DECEMBER, facts(*seats(4), days=LEASE))) == 1


def test_set_up_is_owed_in_the_month_of_its_day() -> None:
    set_up = [OneOffFact("setup", date(2026, 12, 15), 3, Decimal(1500))]
    [charge] = charges_for(DECEMBER, facts(one_offs=set_up))
    assert (charge.kind, charge.quantity, charge.net) == (ChargeKind.SETUP, 3, Decimal("4500.00"))
    assert charges_for(JANUARY, facts(one_offs=set_up)) == ()


def test_later_terms_hold_from_their_day() -> None:
    dearer = DatedTerms(date(2026, 12, 20), "PHP", Decimal(10000))
    old, new = charges_for(DECEMBER, facts(*seats(1), terms=[dearer, NINE_THOUSAND]))
    assert (old.rate, old.days.last) == (Decimal(9000), date(2026, 12, 19))
    assert (new.rate, new.net) == (Decimal(10000), Decimal("3870.97"))


def test_days_without_terms_are_an_error() -> None:
    with pytest.raises(ValueError, match="no terms"):
        charges_for(DECEMBER, facts(*seats(1), terms=[replace(NINE_THOUSAND, effective_from=date(2026, 12, 2))]))


def test_currencies_have_their_own_decimals() -> None:
    yen = replace(NINE_THOUSAND, currency="JPY", net_rate=Decimal(25001))
    lease = Period(date(2026, 12, 1), date(2026, 12, 11))
    assert str(total(charges_for(DECEMBER, facts(*seats(1, lease), days=lease, terms=[yen])))) == "8065"


# --- Commitment ------------------------------------------------------------------------------------------------


def test_committed_seats_that_are_not_used_are_a_line_of_their_own() -> None:
    committed = replace(NINE_THOUSAND, committed_seats=15)
    rent, shortfall = charges_for(DECEMBER, facts(*seats(12), terms=[committed]))
    assert (rent.kind, rent.quantity) == (ChargeKind.RENT, 12)
    assert (shortfall.kind, shortfall.quantity, shortfall.net) == (ChargeKind.SHORTFALL, 3, Decimal("27000.00"))


def test_more_seats_than_committed_owe_no_shortfall() -> None:
    committed = replace(NINE_THOUSAND, committed_seats=10)
    assert [charge.kind for charge in charges_for(DECEMBER, facts(*seats(12), terms=[committed]))] == [ChargeKind.RENT]


def test_a_commitment_ends_on_its_day_and_leaves_the_rent_in_one_line() -> None:
    committed = replace(NINE_THOUSAND, committed_seats=15, committed_until=date(2026, 12, 11))
    rent, shortfall = charges_for(DECEMBER, facts(*seats(12), terms=[committed]))
    assert rent.days == DECEMBER
    assert shortfall.days == Period(date(2026, 12, 1), date(2026, 12, 11))


# --- Escalation ------------------------------------------------------------------------------------------------


def test_the_rate_rises_on_the_anniversary_itself() -> None:
    lease = Period(date(2026, 3, 15))
    terms = replace(NINE_THOUSAND, effective_from=lease.start, escalation_percent=Decimal(5))
    before, after = charges_for(month_of(date(2027, 3, 1)), facts(*seats(1, lease), days=lease, terms=[terms]))
    assert (before.days.last, before.rate) == (date(2027, 3, 14), Decimal(9000))
    assert (after.days.start, after.rate) == (date(2027, 3, 15), Decimal(9450))


def test_escalation_compounds() -> None:
    terms = replace(NINE_THOUSAND, escalation_percent=Decimal(10))
    start = LEASE.start
    rates = [rate_on(add_months(start, 12 * years), start=start, terms=terms) for years in range(4)]
    assert rates == [Decimal(9000), Decimal(9900), Decimal(10890), Decimal(11979)]


def test_a_rate_agreed_later_rises_from_its_own_day_on() -> None:
    renewed = DatedTerms(date(2027, 12, 1), "PHP", Decimal(9500), escalation_percent=Decimal(10))
    assert rate_on(date(2027, 12, 1), start=LEASE.start, terms=renewed) == Decimal(9500)
    assert rate_on(date(2028, 12, 1), start=LEASE.start, terms=renewed) == Decimal(10450)


def test_29_february_comes_round_on_the_28th() -> None:
    assert anniversaries(date(2024, 2, 29), date(2025, 2, 27)) == 0
    assert anniversaries(date(2024, 2, 29), date(2025, 2, 28)) == 1
    assert anniversaries(date(2024, 2, 29), date(2028, 2, 28)) == 3
    assert anniversaries(date(2024, 2, 29), date(2028, 2, 29)) == 4


# --- Differences -----------------------------------------------------------------------------------------------


def test_seats_removed_after_billing_are_credited_for_exactly_their_days() -> None:
    billed = charges_for(DECEMBER, facts(*seats(20)))
    left = Period(LEASE.start, date(2026, 12, 17))
    wanted = charges_for(DECEMBER, facts(*seats(18), *seats(2, left)))
    [credit] = difference(billed, wanted)
    assert (credit.quantity, credit.days) == (-2, Period(date(2026, 12, 17), date(2027, 1, 1)))
    # 8,709.68 by itself; what is paid for December must be what December comes to, in its two lines.
    assert credit.net == total(wanted) - total(billed) == Decimal("-8709.67")


def test_a_change_of_price_is_two_lines_each_rounded_once() -> None:
    billed = charges_for(DECEMBER, facts(*seats(1)))
    dearer = DatedTerms(date(2026, 12, 20), "PHP", Decimal(10000))
    credit, charge = difference(billed, charges_for(DECEMBER, facts(*seats(1), terms=[NINE_THOUSAND, dearer])))
    assert (credit.quantity, credit.rate) == (-1, Decimal(9000))
    assert (charge.quantity, charge.rate) == (1, Decimal(10000))


def test_a_lease_that_is_called_off_is_credited_whole() -> None:
    billed = charges_for(DECEMBER, facts(*seats(20)))
    [credit] = difference(billed, ())
    assert (credit.quantity, credit.net) == (-20, -total(billed))


def test_two_set_ups_on_days_in_a_row_stay_two_lines() -> None:
    once = [OneOffFact("setup", date(2026, 12, day), 1, Decimal(1500)) for day in (14, 15)]
    assert [line.days.days for line in difference((), charges_for(DECEMBER, facts(one_offs=once)))] == [1, 1]


def test_nothing_changed_is_no_line() -> None:
    charges = charges_for(DECEMBER, facts(*seats(20)))
    assert difference(charges, charges) == ()
    assert total(difference((), charges)) == total(charges)


def test_parts_of_a_line_sum_to_the_line() -> None:
    [charge] = charges_for(DECEMBER, facts(*seats(7)))
    parts = cut(charge, [date(2026, 12, 8), date(2026, 12, 19), date(2030, 1, 1)])
    assert [part.days.days for part in parts] == [7, 11, 13]
    assert total(parts) == charge.net


# --- Whatever the facts ----------------------------------------------------------------------------------------

days_of_winter = st.dates(date(2026, 11, 1), date(2027, 2, 28))
rates = st.decimals(Decimal("0.01"), Decimal(99999), places=2)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days_of_winter)
    length = draw(st.one_of(st.none(), st.integers(1, 90)))
    return Period(start, None if length is None else start + timedelta(days=length))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    allocations = draw(st.lists(st.tuples(st.integers(1, 4), st.one_of(st.none(), periods())), max_size=6))
    starts = draw(st.lists(days_of_winter, max_size=2, unique=True))
    terms = [
        DatedTerms(
            day,
            "PHP",
            draw(rates),
            committed_seats=draw(st.integers(0, 5)),
            escalation_percent=draw(st.sampled_from([Decimal(0), Decimal(5), Decimal("7.5")])),
        )
        for day in (date(2025, 1, 1), *starts)
    ]
    one_offs = [
        OneOffFact("setup", draw(days_of_winter), draw(st.integers(1, 9)), draw(rates))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return Facts(draw(st.one_of(st.none(), periods())), allocations, terms, one_offs)


def seat_days(charges: tuple[Charge, ...]) -> Counter[tuple[str, Decimal, date]]:
    """How many seats are charged on each day, by kind and rate; zeros left out."""
    found: Counter[tuple[str, Decimal, date]] = Counter()
    for charge in charges:
        for day in charge.days:
            found[charge.kind, charge.rate, day] += charge.quantity
    return Counter({key: count for key, count in found.items() if count})


@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: Facts, random: Random) -> None:
    shuffled = replace(
        facts,
        allocations=random.sample(facts.allocations, len(facts.allocations)),
        terms=random.sample(facts.terms, len(facts.terms)),
        one_offs=random.sample(facts.one_offs, len(facts.one_offs)),
    )
    assert charges_for(DECEMBER, shuffled) == charges_for(DECEMBER, facts)


@given(any_facts(), days_of_winter)
def test_splitting_a_seats_days_anywhere_changes_nothing(facts: Facts, day: date) -> None:
    halves = [
        (count, part)
        for count, days in facts.allocations
        for part in (
            [days]
            if days is None or day not in days or day == days.start
            else [Period(days.start, day), Period(day, days.end)]
        )
    ]
    assert charges_for(DECEMBER, replace(facts, allocations=halves)) == charges_for(DECEMBER, facts)


@given(any_facts(), any_facts())
def test_a_difference_sums_to_the_difference_of_the_totals(one: Facts, other: Facts) -> None:
    billed, wanted = charges_for(DECEMBER, one), charges_for(DECEMBER, other)
    assert total(difference(billed, wanted)) == total(wanted) - total(billed)


@given(any_facts(), any_facts())
def test_a_difference_is_exactly_the_seat_days_that_changed(one: Facts, other: Facts) -> None:
    billed, wanted = charges_for(DECEMBER, one), charges_for(DECEMBER, other)
    changed = seat_days(difference(billed, wanted))
    assert seat_days((*billed, *difference(billed, wanted))) == seat_days(wanted)
    assert all(count for count in changed.values())


@given(any_facts())
def test_what_is_billed_as_wanted_stays_as_it_is(facts: Facts) -> None:
    charges = charges_for(DECEMBER, facts)
    assert from_json(to_json(charges)) == charges
    assert difference(charges, from_json(to_json(charges))) == ()


@given(any_facts())
def test_a_line_is_rounded_by_half_a_cent_at_most(facts: Facts) -> None:
    for charge in charges_for(DECEMBER, facts):
        assert abs(charge.net - charge.exact) <= cent("PHP") / 2


@given(any_facts(), any_facts())
def test_a_credit_is_off_by_less_than_a_cent_a_line(one: Facts, other: Facts) -> None:
    billed, wanted = charges_for(DECEMBER, one), charges_for(DECEMBER, other)
    lines = difference(billed, wanted)
    rounded_off = len(lines) + len(billed) + len(wanted)
    for line in lines:
        assert abs(line.net - line.exact) <= cent("PHP") * rounded_off / 2


@given(any_facts(), st.lists(days_of_winter, max_size=4))
def test_a_cut_line_loses_nothing(facts: Facts, days: list[date]) -> None:
    for charge in charges_for(DECEMBER, facts):
        parts = cut(charge, days)
        assert total(parts) == charge.net
        assert seat_days(parts) == seat_days((charge,))


@given(any_facts())
def test_seats_of_a_whole_month_cost_their_rate(facts: Facts) -> None:
    for charge in charges_for(DECEMBER, facts):
        if charge.days == DECEMBER:
            assert charge.net == prorated(charge.rate, quantity=charge.quantity, days=1, days_of=1, currency="PHP")


@given(any_facts())
def test_json_is_read_back_unchanged(facts: Facts) -> None:
    charges = charges_for(DECEMBER, facts)
    assert from_json(to_json(charges)) == charges
