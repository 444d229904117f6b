"""Amounts of money: rounded once, mirrored in credits, shared without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import cent, rounded, split

CURRENCIES = st.sampled_from(["PHP", "USD", "JPY", "KWD"])
FINE = st.decimals(-(10**9), 10**9, places=6, allow_nan=False)
WEIGHTS = st.lists(st.decimals(0, 10**4, places=2), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.005", "PHP", "0.01"),
        ("-0.005", "PHP", "-0.01"),
        ("0.00499", "PHP", "0.00"),
        ("2.675", "USD", "2.68"),
        ("99.5", "JPY", "100"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_ties_go_away_from_zero_in_the_currencys_own_decimals(amount: str, currency: str, expected: str) -> None:
    assert rounded(Decimal(amount), currency) == Decimal(expected)


@given(FINE, CURRENCIES)
def test_a_credit_mirrors_its_invoice(amount: Decimal, currency: str) -> None:
    assert rounded(-amount, currency) == -rounded(amount, currency)


@given(FINE, CURRENCIES)
def test_rounding_moves_half_a_cent_at_most_and_only_once(amount: Decimal, currency: str) -> None:
    once = rounded(amount, currency)
    assert abs(once - amount) * 2 <= cent(currency)
    assert once % cent(currency) == 0
    assert rounded(once, currency) == once


@given(st.integers(-(10**10), 10**10), WEIGHTS, CURRENCIES)
def test_shares_add_up_and_each_is_within_a_cent_of_its_part(units: int, weights: list[Decimal], currency: str) -> None:
    amount = units * cent(currency)
    shares = split(amount, weights, currency)
    assert sum(shares) == amount
    total = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        # Multiplied out, so that the check itself divides nothing.
        assert abs(share * total - amount * weight) <= cent(currency) * total
        assert share % cent(currency) == 0
        assert weight or not share


def test_the_largest_remainder_gets_the_odd_cent() -> None:
    assert split(Decimal("100.00"), [Decimal(1)] * 3, "PHP") == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert split(Decimal("-0.01"), [Decimal(1), Decimal(3)], "PHP") == [Decimal(0), Decimal("-0.01")]


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_there_must_be_something_to_share_by(weights: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(Decimal(1), weights, "PHP")
