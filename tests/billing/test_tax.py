"""Which tax a line bears on which day, and what a document's tax comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import TaxRateMissing
from billing.tax import (
    Certificate,
    DatedRate,
    Treatment,
    from_json,
    tax_on,
    tax_parts,
    to_json,
    treatment_on,
    treatments,
    withheld,
)
from kernel.period import Period, month_of

DECEMBER = month_of(date(2026, 12, 1))
VAT = DatedRate(Period(date(2006, 2, 1)), Decimal(12))
PEZA = Certificate(Period(date(2026, 12, 15), date(2027, 12, 15)), "Z", "Zero rated: PEZA certificate 1")
amounts = st.decimals(Decimal(-99999), Decimal(99999), places=2)
percents = st.sampled_from([Decimal(0), Decimal("4.8"), Decimal(5), Decimal(12), Decimal(25)])


def test_the_standard_rate_holds_for_the_whole_month() -> None:
    assert treatments(DECEMBER, is_registered=True, rates=[VAT]) == (Treatment(DECEMBER, "S", Decimal(12)),)


def test_a_certificate_that_begins_mid_month_cuts_it_in_two() -> None:
    before, after = treatments(DECEMBER, is_registered=True, rates=[VAT], certificates=[PEZA])
    assert (before.category, before.percent, before.days.last) == ("S", Decimal(12), date(2026, 12, 14))
    assert (after.category, after.percent, after.days.start) == ("Z", Decimal(0), date(2026, 12, 15))
    assert after.reason == PEZA.reason


def test_a_renewed_certificate_is_another_reason() -> None:
    renewed = Certificate(Period(date(2026, 12, 20), date(2027, 12, 20)), "Z", "Zero rated: PEZA certificate 2")
    first = Certificate(Period(date(2025, 12, 20), date(2026, 12, 20)), "Z", "Zero rated: PEZA certificate 1")
    found = treatments(DECEMBER, is_registered=True, rates=[VAT], certificates=[first, renewed])
    assert [each.reason[-1] for each in found] == ["1", "2"]


def test_a_rate_that_changes_cuts_the_month() -> None:
    rates = [
        DatedRate(Period(date(2006, 2, 1), date(2026, 12, 10)), Decimal(12)),
        DatedRate(Period(date(2026, 12, 10)), Decimal(10)),
    ]
    assert [each.percent for each in treatments(DECEMBER, is_registered=True, rates=rates)] == [12, 10]


def test_a_seller_not_registered_supplies_exempt_whatever_the_certificate() -> None:
    [found] = treatments(
        DECEMBER, is_registered=False, rates=[VAT], certificates=[PEZA], not_registered_reason="Not registered"
    )
    assert (found.category, found.percent, found.reason) == ("E", Decimal(0), "Not registered")


def test_a_day_without_a_rate_is_refused_by_name() -> None:
    late = DatedRate(Period(date(2026, 12, 10)), Decimal(12))
    found = treatments(DECEMBER, is_registered=True, rates=[late])
    assert treatment_on(date(2026, 12, 10), found, country="PH").percent == 12
    with pytest.raises(TaxRateMissing) as refusal:
        treatment_on(date(2026, 12, 9), found, country="PH")
    assert refusal.value.details == {"country": "PH", "day": date(2026, 12, 9)}


def test_tax_is_once_a_rate_on_the_sum() -> None:
    standard, zero = Treatment(DECEMBER, "S", Decimal(12)), Treatment(DECEMBER, "Z", Decimal(0), "PEZA")
    lines = [(standard, Decimal("0.04")), (zero, Decimal(100)), (standard, Decimal("0.04"))]
    parts = {part.category: part for part in tax_parts(lines, "PHP")}
    assert (parts["S"].base, parts["S"].tax) == (Decimal("0.08"), Decimal("0.01"))
    assert (parts["Z"].base, parts["Z"].tax, parts["Z"].reason) == (Decimal(100), Decimal(0), "PEZA")


def test_5_percent_of_rent_without_tax_is_withheld() -> None:
    assert withheld(Decimal(180000), Decimal(5), "PHP") == Decimal(9000)


@given(amounts, percents)
def test_a_credit_mirrors_its_invoice(net: Decimal, percent: Decimal) -> None:
    assert tax_on(-net, percent, "PHP") == -tax_on(net, percent, "PHP")


@given(st.lists(st.tuples(percents, amounts), max_size=8))
def test_bases_sum_to_the_lines(lines: list[tuple[Decimal, Decimal]]) -> None:
    parts = tax_parts(((Treatment(DECEMBER, "S", percent), net) for percent, net in lines), "PHP")
    assert sum(part.base for part in parts) == sum(net for _percent, net in lines)


def test_json_is_read_back_unchanged() -> None:
    found = treatments(DECEMBER, is_registered=True, rates=[VAT], certificates=[PEZA])
    assert from_json(to_json(found)) == found
