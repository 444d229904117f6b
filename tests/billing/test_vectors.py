"""Published cases, from Kill Bill to the BIR: each passes against our rules, or is named with the policy it follows.

``vectors.json`` gives source, inputs and expected results of each.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from billing.tax import tax_on, withheld
from bookings.charges import Charge, charges_for, difference, total
from kernel.money import split
from kernel.period import Period, add_months, month_of, months_of
from tests.billing.published import (
    CASES,
    CHECKS,
    D,
    cents,
    checks,
    day,
    days_between,
    one_seat,
    part_of,
    price_change,
    taxes,
)

OTHER_POLICY = {
    "en-16-01": "we state what is open to the cent: no rounding of the amount due",
    "kb-bcd-01": "calendar months: no billing day of a lease's own",
    "kb-bcd-04": "calendar months: no billing day of a lease's own",
    "kb-bcd-06": "calendar months: no billing day of a lease's own",
    "kb-bcd-08": "calendar months: no billing day of a lease's own",
    "kb-dbl-01": "calendar months: a stub counts in the days of its own month",
    "kb-lead-03": "calendar months: a stub counts in the days of its own month",
    "kb-pro-05": "calendar months: a stub counts in the days of its own month",
    "kb-pro-07": "calendar months: a stub counts in the days of its own month",
    "kb-rep-01": "no goodwill on a line: a lowered price is a change of terms",
    "lg-cn-01": "each document bears the exact tax on its own sum (EN 16931 BR-CO-17), credits too",
    "lg-dun-01": "reminders by days late of each document, whatever the amount",
    "lg-seat-02": "seats are prorated by the day and given back by the day",
    "lg-tax-01": "one tax a line",
    "od-rnd-03": "prices are net: nothing is taken out of a gross amount",
    "zu-07": "prices are net: nothing is taken out of a gross amount",
    "zu-08": "no rounding to coins",
}
LATER = dict.fromkeys(("li-02", "li-03", "li-04"), "late interest is not charged yet")


def test_every_case_is_checked_or_says_why_not() -> None:
    assert CHECKS.keys() | OTHER_POLICY.keys() | LATER.keys() == CASES.keys()
    assert len(CHECKS) + len(OTHER_POLICY) + len(LATER) == len(CASES)


# --- Tax -------------------------------------------------------------------------------------------------------


@checks("en-09-01", "en-17-01", "en-17-02", "en-iss-01", "en-iss-03", "en-iss-04")
def tax_is_rounded_away_from_zero(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert tax_on(D(given["taxable"]), D(given["rate"]), "EUR") == D(expected["tax"])


@checks("en-tol-01")
def tax_is_exact_where_a_validator_is_lenient(given: dict[str, Any], expected: dict[str, Any]) -> None:
    tax = tax_on(D(given["taxable"]), D(given["rate"]), "EUR")
    assert tax == D(expected["exact_tax"]) != D(given["claimed_tax"])


@checks("en-mix-01")
def two_rates_with_allowances_and_charges(given: dict[str, Any], expected: dict[str, Any]) -> None:
    allowances = [(f"-{amount}", rate) for amount, rate in given["allowances"]]
    found = taxes([*map(tuple, given["lines"]), *allowances, *map(tuple, given["charges"])])
    assert {rate: base for rate, (base, _tax) in found.items()} == {D(k): D(v) for k, v in expected["base"].items()}
    assert {rate: tax for rate, (_base, tax) in found.items()} == {D(k): D(v) for k, v in expected["tax"].items()}
    gross = sum(base + tax for base, tax in found.values())
    assert (gross, gross - D(given["prepaid"])) == (D(expected["gross"]), D(expected["due"]))


@checks("en-mix-02", "en-mix-04")
def tax_is_on_the_sum_of_lines(given: dict[str, Any], expected: dict[str, Any]) -> None:
    nets = [*given["lines"], *([given["document_charge"]] if "document_charge" in given else [])]
    [(base, tax)] = taxes([(net, given["rate"]) for net in nets]).values()
    assert (base, tax, base + tax) == (D(expected["net"]), D(expected["tax"]), D(expected["gross"]))


@checks("en-10-02", "en-13-02", "en-15-01")
def a_total_one_cent_off_is_wrong(given: dict[str, Any], expected: dict[str, Any]) -> None:
    """The database refuses such a document: see test_constraints."""
    summands = given.get("lines") or [given.get("line_total") or given["tax_exclusive"], given.get("tax", "0")]
    right = sum(map(D, summands), D("0")) - D(given.get("allowances", "0"))
    [claimed] = [D(value) for name, value in given.items() if name.startswith("claimed")]
    assert (right == claimed) is expected["valid"]


@checks("lg-tax-03")
def a_discount_is_spread_before_tax(given: dict[str, Any], expected: dict[str, Any]) -> None:
    nets = [cents(net) for net, _rate in given["lines_cents"]]
    spread = split(cents(given["discount_cents"]), nets, "EUR")
    assert spread == [cents(part) for part in expected["discount"]]
    rates = [rate for _net, rate in given["lines_cents"]]
    found = taxes([(str(net - part), rate) for net, part, rate in zip(nets, spread, rates, strict=True)])
    assert sum(tax for _base, tax in found.values()) == cents(expected["tax_total"])
    assert sum(base + tax for base, tax in found.values()) == cents(expected["total"])


@checks("ph-01", "ph-04")
def withholding_is_on_the_amount_without_tax(given: dict[str, Any], expected: dict[str, Any]) -> None:
    if "gross" in given:
        assert withheld(D(given["gross"]), D(given["ewt_rate"]), "PHP") == D(expected["ewt"])
        assert D(given["gross"]) - D(expected["ewt"]) == D(expected["net_cash"])
    else:
        found = [withheld(D(given["base"]), D(rate), "PHP") for rate in given["rates"]]
        assert found == [D(expected["ewt"]), D(expected["percentage_tax"])]


@checks("ph-03")
def philippine_vat_and_withholding_of_a_net_amount(given: dict[str, Any], expected: dict[str, Any]) -> None:
    net = D(expected["net"])
    assert net + tax_on(net, D(given["vat_rate"]), "PHP") == D(given["gross_incl_vat"])
    assert [withheld(net, D(rate), "PHP") for rate in given["ewt_rates"]] == [
        D(expected["ewt_2"]),
        D(expected["ewt_5"]),
    ]


@checks("ph-05")
def output_and_input_vat(given: dict[str, Any], expected: dict[str, Any]) -> None:
    output, paid = (tax_on(D(given[name]), D(given["rate"]), "PHP") for name in ("sales", "purchases"))
    assert (output, paid, output - paid) == (D(expected["output"]), D(expected["input"]), D(expected["payable"]))


# --- Sharing out -----------------------------------------------------------------------------------------------


@checks("al-02")
def largest_remainder_first(given: dict[str, Any], expected: dict[str, Any]) -> None:
    shares = split(D(given["amount"]), [D(weight) for weight in given["weights"]], "USD")
    assert shares == [D(share) for share in expected["largest_remainder"]]


@checks("al-03")
def equal_shares_lose_nothing(given: dict[str, Any], expected: dict[str, Any]) -> None:
    shares = split(D(given["amount"]), [D("1")] * given["shares"], "USD")
    assert sorted(shares, reverse=True) == [D(share) for share in expected["sorted_desc"]]


@checks("lg-dis-01", "lg-dis-02")
def a_discount_by_weight(given: dict[str, Any], expected: dict[str, Any]) -> None:
    nets = [cents(net) for net in given["lines_cents"]]
    discount = cents(given["discount_cents"]) if "discount_cents" in given else sum(nets) * D(given["percent"]) / 100
    assert split(D(str(discount)), nets, "EUR") == [cents(part) for part in expected["spread"]]


@checks("lg-cn-04", "lg-cn-08")
def credits_line_by_line_sum_to_the_invoice(given: dict[str, Any], expected: dict[str, Any]) -> None:
    nets = [D(net) for net in given.get("lines") or given["credit_nets"]]
    if "discount" in given:
        nets = [net - part for net, part in zip(nets, split(D(given["discount"]), nets, "EUR"), strict=True)]
    rate = D(given["tax_rate"])
    assert [net + tax_on(net, rate, "EUR") for net in nets] == [D(total) for total in expected["credit_notes"]]
    assert sum(nets) + tax_on(sum(nets, D("0")), rate, "EUR") == D(expected["invoice_total"])


@checks("lg-cn-05", "lg-cn-06")
def a_credit_is_net_rounded_plus_tax_rounded(given: dict[str, Any], expected: dict[str, Any]) -> None:
    net = part_of(given["price"], given["unused_days"], given["period_days"])
    tax = tax_on(net, D(given["tax_rate"]), "EUR")
    assert (net, tax, net + tax) == (D(expected["net"]), D(expected["tax"]), D(expected["total"]))


# --- Days ------------------------------------------------------------------------------------------------------


@checks("lg-pro-02", "lg-pro-05", "lg-pro-09")
def days_of_a_month_in_cents(given: dict[str, Any], expected: dict[str, Any]) -> None:
    price = str(cents(given["price_cents"]))
    assert part_of(price, given["days"], given["period_days"]) == cents(expected["amount_cents"])


@checks("lg-pro-10")
def days_of_a_quarter(given: dict[str, Any], expected: dict[str, Any]) -> None:
    used, quarter = (
        Period.inclusive(day(first), day(last)) for first, last in (given["active"], given["calendar_quarter"])
    )
    assert part_of(str(cents(given["price_cents"])), used.days, quarter.days) == cents(expected["amount_cents"])


@checks("er-pro-01")
def a_short_first_month_and_whole_ones(given: dict[str, Any], expected: dict[str, Any]) -> None:
    days = Period.inclusive(*map(day, given["period"]))
    facts = one_seat(days.start, days.end, (days.start, given["monthly"]))
    assert sum(total(charges_for(month, facts)) for month in months_of(days)) == D(expected["total"])


@checks("er-pro-02")
def a_whole_period_costs_its_price(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert part_of(given["quarter_price"], given["days_used"], given["period_days"]) == D(expected["amount"])


@checks("kb-pro-03")
def part_of_a_leap_february(given: dict[str, Any], expected: dict[str, Any]) -> None:
    start = day(given["start"])
    [charge] = charges_for(month_of(start), one_seat(start, day(given["end"]), (start, "1")))
    assert charge.exact.quantize(D("1E-9")) == D(expected["cycles_9dp"])


@checks("kb-fix-02", "kb-fix-03")
def a_stub_is_actual_over_actual(given: dict[str, Any], expected: dict[str, Any]) -> None:
    end = day(given["next_billing_date"])
    days = Period(day(given["start"]), end)
    charge = Charge("rent", days, 1, Period(add_months(end, -1), end).days, D("1"), D("0"), "USD")
    assert charge.exact.quantize(D("1E-9")) == D(expected["actual_actual"])


@checks("zu-02", "zu-03", "zu-04")
def actual_days_of_the_calendar_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    days = Period.inclusive(day(given["start"]), day(given["end_inclusive"]))
    [charge] = charges_for(month_of(days.start), one_seat(days.start, days.end, (days.start, "100")))
    assert f"{charge.days.days}/{charge.days_of}" == expected["actual_actual"]


@checks("zu-05")
def a_stub_and_a_whole_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    stub = part_of(given["price"], given["stub_days"], given["stub_month_days"])
    assert stub + D(given["price"]) * given["full_months"] == D(expected["actual"])


@checks("zu-06")
def weeks_and_days(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert D(given["price"]) * given["full_weeks"] + part_of(given["price"], given["stub_days"], 7) == D(
        expected["total"]
    )


@checks("ml-01", "rc-01")
def the_day_rate_is_never_rounded(given: dict[str, Any], expected: dict[str, Any]) -> None:
    price = given.get("price") or given["seat_price"]
    assert part_of(price, given["days_left"], given["period_days"]) == D(expected.get("correct") or expected["charge"])


@checks("kb-gen-01")
def a_leading_stub_in_money(given: dict[str, Any], expected: dict[str, Any]) -> None:
    end = day(given["start"]).replace(day=given["billing_day"])
    nominal = Period(add_months(end, -1), end)
    assert part_of(given["price"], days_between(given["start"], str(end)), nominal.days) == D(expected["stub_amount"])
    assert part_of(given["price"], nominal.days, nominal.days) == D(expected["next_full"])


@checks("kb-gen-02", "kb-gen-04", "kb-gen-07", "kb-tree-06")
def unused_days_are_credited(given: dict[str, Any], expected: dict[str, Any]) -> None:
    price = given.get("price") or given["addon_price"]
    start, end = given.get("period") or given["addon_period"]
    first, last = given.get("blocked") or given.get("pause") or (given["cancel"], end)
    credit = -part_of(price, days_between(first, last), days_between(start, end))
    if "charge" in given:
        assert D(given["charge"]) + credit == D(expected["net"])
    else:
        assert credit == D(expected["credit"])


@checks("kb-gen-03")
def a_credit_beside_another_charge(given: dict[str, Any], expected: dict[str, Any]) -> None:
    start, end = given["old_period"]
    credit = part_of(given["old_price"], days_between(given["change"], end), days_between(start, end))
    assert D(given["new_annual_price"]) - credit == D(expected["net"])


@checks("kb-gen-05")
def two_additions_mid_term(given: dict[str, Any], expected: dict[str, Any]) -> None:
    end = day(given["period_end"])
    used, whole = Period(day(given["start"]), end), Period(add_months(end, -1), end)
    lines = [part_of(price, used.days, whole.days) for price in given["prices"]]
    assert (lines, sum(lines)) == ([D(line) for line in expected["lines"]], D(expected["total"]))


@checks("kb-gen-06")
def a_correction_is_wanted_less_billed(given: dict[str, Any], expected: dict[str, Any]) -> None:
    month = Period(date(2026, 12, 1), date(2027, 1, 1))
    billed, wanted = (
        [Charge("rent", month, 1, 31, D(net), D(net), "USD") for net in given[name]]
        for name in ("already_billed", "should_be")
    )
    assert total(difference(billed, wanted)) == D(expected["correction"])


@checks("kb-tree-01", "kb-tree-02", "kb-tree-03")
def used_and_unused_make_the_whole(given: dict[str, Any], expected: dict[str, Any]) -> None:
    price = given.get("price") or given["item_amount"]
    start, end = given.get("period") or given["item_period"]
    kept = part_of(price, days_between(start, given.get("block") or given["change"]), days_between(start, end))
    assert kept == D(expected["kept"])
    if "credit" in expected:
        assert kept - D(price) == D(expected["credit"])


@checks("kb-tree-04", "kb-tree-05")
def what_is_left_between_pauses(given: dict[str, Any], expected: dict[str, Any]) -> None:
    pauses = given.get("pauses") or [given["pause"]]
    found = []
    for start, end in given.get("periods") or [given["period"]]:
        edges = [start, *(edge for pause in pauses for edge in pause if start < edge < end), end]
        used = [edges[n : n + 2] for n in range(len(edges) - 1) if list(edges[n : n + 2]) not in pauses]
        used = [each for each in used if not any(p[0] <= each[0] < p[1] for p in pauses)]
        found += [part_of(given["price"], days_between(*each), days_between(start, end)) for each in used]
    assert found == [D(segment) for segment in expected["segments"]]


# --- Changes of price, billed with the next month --------------------------------------------------------------


@checks("kb-rep-02")
def a_lower_price_within_a_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    start, end = map(day, given["period"])
    left = (end - day(given["change"])).days
    credit, charge = price_change(given["price"], given["new_price"], first=start, days_left=left)
    assert (credit.net, charge.net) == (D(expected["repair"]), D(expected["new_charge"]))
    assert -total((credit, charge)) == D(expected["credit_to_account"])


@checks("kb-rep-03")
def the_next_change_uses_the_credit(given: dict[str, Any], expected: dict[str, Any]) -> None:
    left = days_between(given["change"], given["period_end"])
    charge, repair = (part_of(given[name], left, given["days_in_period"]) for name in ("new_price", "old_price"))
    assert (charge, -repair) == (D(expected["new_charge"]), D(expected["repair"]))
    assert repair - charge == D(expected["credit_used"])


@checks("bm-01", "st-02")
def a_change_is_billed_with_the_next_month(given: dict[str, Any], expected: dict[str, Any]) -> None:
    # A month in which that fraction is a whole number of days.
    first = date(2027, 2, 1) if given["fraction_left"] == "0.75" else date(2027, 4, 1)
    left = int(month_of(first).days * D(given["fraction_left"]))
    lines = price_change(given["old"], given["new"], first=first, days_left=left)
    assert total(lines) + D(given["new"]) == D(expected["next_invoice"])


@checks("st-03")
def credit_and_charge_of_a_change(given: dict[str, Any], expected: dict[str, Any]) -> None:
    credit, charge = price_change(given["old"], given["new"], first=date(2027, 4, 1), days_left=15)
    assert (credit.net, charge.net) == (D(expected["credit"]), D(expected["charge"]))


@checks("st-04")
def two_lines_each_rounded_once(given: dict[str, Any], expected: dict[str, Any]) -> None:
    first = date(2027, 4, 1)
    credit, charge = price_change(given["old"], given["new"], first=first, days_left=given["days_left"])
    assert (credit.net, charge.net) == (D(expected["credit"]), D(expected["charge"]))
    assert total((credit, charge)) == D(expected["net"])


# --- The calendar ----------------------------------------------------------------------------------------------


@checks("kb-bcd-07", "st-01")
def months_are_counted_from_the_anchor(given: dict[str, Any], expected: dict[str, Any]) -> None:
    anchor = day(given.get("start") or given["anchor"])
    found = [str(add_months(anchor, months)) for months in (1, 2, 3)]
    assert found == (expected.get("period_ends") or expected["renewals"])
    if "leap_2024" in expected:
        assert str(add_months(anchor, 13)) == expected["leap_2024"]


@checks("lg-dat-03")
def a_shorter_month_clamps(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert str(add_months(day(given["anchor"]), 1)) == expected["period_start"]


@pytest.mark.parametrize("case", sorted(CHECKS))
def test_published_case(case: str) -> None:
    CHECKS[case](CASES[case]["inputs"], CASES[case]["expected"])
