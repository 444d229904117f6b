"""Prices explain themselves to the cent: every line adds up, every discount says why."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Booking, Terms
from bookings.prices import Price, Tier, price, price_at
from facilities.models import Rate
from kernel.money import cent, rounded
from kernel.period import add_months

CURRENCIES = st.sampled_from(["PHP", "JPY", "KWD"])
RATES = st.builds(
    Rate,
    currency=CURRENCIES,
    monthly_net=st.decimals(0, 100_000, places=4),
    setup_net=st.decimals(0, 10_000, places=4),
    deposit_months=st.decimals(0, 6, places=2),
    notice_days=st.just(60),
    escalation_percent=st.just(Decimal(5)),
)
TIERS = st.lists(
    st.builds(
        Tier,
        rule=st.sampled_from(["seats", "months"]),
        threshold=st.integers(1, 60),
        percent=st.decimals("0.01", 100, places=2),
    ),
    max_size=6,
)
SEATS, MONTHS = st.integers(1, 500), st.integers(1, 60)
STARTS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def a_rate(monthly: str = "9000", currency: str = "PHP") -> Rate:
    return Rate(
        currency=currency,
        monthly_net=Decimal(monthly),
        setup_net=Decimal(1500),
        deposit_months=Decimal(2),
        notice_days=60,
        escalation_percent=Decimal(0),
    )


def a_price(monthly: str = "9000", *, seats: int = 1, months: int = 12, tiers: tuple[Tier, ...] = ()) -> Price:
    return price(rate=a_rate(monthly), tiers=tiers, seats=seats, months=months, start=date(2026, 12, 1))


@given(RATES, TIERS, SEATS, MONTHS, STARTS)
def test_the_lines_add_up_to_the_monthly_price_to_the_cent(
    rate: Rate, tiers: list[Tier], seats: int, months: int, start: date
) -> None:
    found = price(rate=rate, tiers=tiers, seats=seats, months=months, start=start)
    assert sum(line.amount for line in found.lines) == found.monthly_net
    assert all(line.amount % cent(rate.currency) == 0 for line in found.lines)
    assert all(line.label and line.explanation for line in found.lines)


@given(RATES, TIERS, SEATS, MONTHS, STARTS)
def test_the_rate_agreed_is_rounded_once_and_multiplied(
    rate: Rate, tiers: list[Tier], seats: int, months: int, start: date
) -> None:
    found = price(rate=rate, tiers=tiers, seats=seats, months=months, start=start)
    best = {
        rule: max((tier.percent for tier in tiers if tier.rule == rule and tier.threshold <= count), default=Decimal(0))
        for rule, count in (("seats", seats), ("months", months))
    }
    off = min(best["seats"] + best["months"], Decimal(100))
    exact = rate.monthly_net * (Decimal(100) - off) / Decimal(100)
    assert found.net_rate == exact.quantize(cent(rate.currency), ROUND_HALF_UP)
    assert found.monthly_net == found.net_rate * seats
    assert {tier.rule: tier.percent for tier in found.discounts} == {k: v for k, v in best.items() if v}
    assert found.deposit == rounded(found.monthly_net * rate.deposit_months, rate.currency)


@given(RATES, TIERS, SEATS, MONTHS, STARTS)
def test_the_first_month_is_charged_by_its_days(
    rate: Rate, tiers: list[Tier], seats: int, months: int, start: date
) -> None:
    found = price(rate=rate, tiers=tiers, seats=seats, months=months, start=start)
    length = calendar.monthrange(start.year, start.month)[1]
    assert (found.first_month_days, found.first_month_of) == (length - start.day + 1, length)
    part = found.monthly_net * (length - start.day + 1) / length
    assert abs(found.first_month_net - part) * 2 <= cent(rate.currency)
    assert start.day != 1 or found.first_month_net == found.monthly_net
    assert found.due_first == found.first_month_net + found.setup_net


@given(RATES, TIERS, SEATS, MONTHS, STARTS)
def test_terms_keep_the_rate_of_a_price_and_give_the_same_price_back(
    rate: Rate, tiers: list[Tier], seats: int, months: int, start: date
) -> None:
    found = price(rate=rate, tiers=tiers, seats=seats, months=months, start=start)
    terms = Terms.of(
        found,
        booking=Booking(),
        effective_from=start,
        minimum_months=months,
        committed_seats=seats,
        committed_until=add_months(start, months),
        created_at=datetime(2026, 12, 1, tzinfo=UTC),
    )
    assert price_at(terms.rate, seats=seats, months=months, start=start) == found


def test_half_of_a_month_costs_its_days() -> None:
    found = price(rate=a_rate(), tiers=[], seats=12, months=6, start=date(2026, 12, 15))
    assert found.monthly_net == Decimal("108000.00")
    assert found.first_month_net == Decimal("59225.81")  # 12 × 17 of 31 days × ₱9,000.00
    assert found.setup_net == Decimal("18000.00")
    assert found.deposit == Decimal("216000.00")


def test_of_each_kind_the_highest_discount_reached_counts_and_both_come_off_the_list_price() -> None:
    tiers = (
        Tier("seats", 10, Decimal(5)),
        Tier("seats", 25, Decimal(8)),
        Tier("seats", 100, Decimal(20)),
        Tier("months", 12, Decimal("7.5")),
    )
    found = a_price(seats=30, months=12, tiers=tiers)
    assert found.net_rate == Decimal("7605.00")
    assert [(line.label, line.amount) for line in found.lines] == [
        ("30 seats", Decimal("270000.00")),
        ("25 seats or more", Decimal("-21600.00")),
        ("12 months or more", Decimal("-20250.00")),
    ]
    assert found.lines[2].explanation == "7.5 % off the list price"


@pytest.mark.parametrize(("seats", "reached"), [(9, False), (10, True)])
def test_a_tier_counts_from_its_threshold_on(seats: int, reached: bool) -> None:
    found = a_price(seats=seats, tiers=(Tier("seats", 10, Decimal(10)),))
    assert bool(found.discounts) is reached


def test_discounts_never_pay_the_client() -> None:
    found = a_price(seats=10, tiers=(Tier("seats", 1, Decimal(70)), Tier("months", 1, Decimal(60))))
    assert found.net_rate == found.monthly_net == Decimal(0)
    assert sum(line.amount for line in found.lines) == Decimal(0)


@pytest.mark.parametrize(("seats", "months"), [(0, 1), (1, 0)])
def test_nothing_has_no_price(seats: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least one seat"):
        a_price(seats=seats, months=months)
