"""Amounts, days and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kernel import wording
from kernel.period import Period
from kernel.templatetags import formats


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (Decimal(201600), "PHP", "PHP&nbsp;201,600.00"),
        (Decimal(-1536), "PHP", "−PHP&nbsp;1,536.00"),
        (Decimal("0.005"), "USD", "USD&nbsp;0.01"),
        (Decimal("1500.4"), "JPY", "JPY&nbsp;1,500"),
        (Decimal("12.3456"), "KWD", "KWD&nbsp;12.346"),
    ],
)
def test_money_has_its_currency_and_its_decimals(amount: Decimal, currency: str, words: str) -> None:
    assert formats.money(amount, currency) == f'<data class="number">{words}</data>'


def test_no_amount_is_a_dash() -> None:
    assert formats.money(None, "PHP") == "–"


@pytest.mark.parametrize(("amount", "words"), [(Decimal("9000.0000"), "9,000"), (Decimal("8928.50"), "8,928.50")])
def test_a_rate_says_no_empty_cents(amount: Decimal, words: str) -> None:
    assert f"PHP&nbsp;{words}<" in formats.rate(amount, "PHP")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 12, 1), date(2027, 12, 1)), "1 Dec 2026 – 30 Nov 2027"),
        (Period(date(2026, 12, 1), date(2026, 12, 2)), "1 Dec 2026"),
        (Period(date(2026, 12, 1)), "from 1 Dec 2026"),
        (None, "–"),
    ],
)
def test_periods_are_read_with_both_days_included(period: Period | None, words: str) -> None:
    assert wording.days(period) == words


def test_an_instant_says_its_zone() -> None:
    at = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    assert "Thu 3 Dec 2026, 21:00, Manila (UTC+8)" in formats.moment(at, "Asia/Manila")
    assert "Thu 3 Dec 2026, 07:00, Chicago (UTC−6)" in formats.moment(at, "America/Chicago")
    assert "Thu 3 Dec 2026, 18:30, Kolkata (UTC+5:30)" in formats.moment(at, "Asia/Kolkata")
    assert 'datetime="2026-12-03T13:00:00+00:00"' in formats.moment(at, "Asia/Manila")


@pytest.mark.parametrize(
    ("name", "letters"), [("Acme Support", "AS"), ("Globex", "G"), ("alice@acme.example", "AA"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert wording.initials(name) == letters
