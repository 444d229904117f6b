"""Whatever business comes over: taken out again it is the same, to the cell, and a second time it changes nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from billing.operations.going_live import apply, check
from billing.queries.going_live import rows_of
from billing.sheets import GO_LIVE, LEASES, OPEN_ITEMS, SEATS
from facilities.models import Facility
from imports.gateways import read_file, write_workbook
from imports.sheets import written
from tests.billing.going_live.books import Tables, business, item, lease
from tests.examples import examples
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

SEATS_OF_CEBU = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"]
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
money = st.decimals(Decimal(0), Decimal(99999), places=4).map(str)
maybe_day = st.one_of(st.just(""), st.integers(0, 300).map(lambda n: str(date(2026, 12, 2) + timedelta(days=n))))


@st.composite
def businesses(draw: st.DrawFn) -> Tables:
    """Leases of one company on seats of their own, with everything a sheet can say about them."""
    tables = business()
    tables["leases"], tables["seats"] = [], []
    numbers = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    desks = draw(st.permutations(SEATS_OF_CEBU))
    for n, number in enumerate(numbers):
        net = Decimal(draw(money))
        begun = date(2026, 11, 1) - timedelta(days=draw(st.integers(0, 200)))
        cells: dict[str, Any] = {
            "first_day": str(begun), "months": str(draw(st.integers(9, 36))),
            "renews": draw(st.sampled_from(["yes", "no"])),
            "last_day": draw(st.one_of(st.just(""), st.just("2026-12-31"))),
            "net_rate": str(net), "list_rate": str(net + draw(st.integers(0, 99))), "next_increase": draw(maybe_day),
            "escalation_percent": draw(st.sampled_from(["", "0", "4.25"])),
            "notice_days": str(draw(st.integers(0, 90))),
            "committed_seats": draw(st.sampled_from(["", "0", "2"])),
            "deposit_held": draw(st.sampled_from(["", "0.01", "900"])),
            "billed_through": draw(st.sampled_from(["", "2026-11-30", "2026-12-01"])),
        }  # fmt: skip
        tables["leases"].append(lease(number, draw(st.sampled_from(["Initrode", "Hooli"])), **cells))
        for desk in desks[2 * n : 2 * n + 1 + draw(st.integers(0, 1))]:
            first = draw(st.sampled_from(["", str(begun + timedelta(days=3))]))
            last = draw(st.sampled_from(["", "2026-12-15"]))
            tables["seats"].append({"lease": number, "seat": desk, "first_day": first, "last_day": last})
    for n, number in enumerate(draw(st.lists(names, max_size=3, unique=True))):
        owed = draw(st.decimals(Decimal("0.01"), Decimal(99999), places=2))
        cells = {
            "open": str(draw(st.sampled_from([owed, -owed]))), "due_on": str(date(2026, 11, 1 + 9 * n)),
            "note": draw(st.one_of(st.just(""), names)),
        }  # fmt: skip
        tables["open_items"].append(item(number, draw(st.sampled_from(["Initrode", "Hooli"])), **cells))
    return tables


@examples(25)
@given(tables=businesses())
def test_what_goes_in_comes_out(tables: Tables, cebu: Facility, now: datetime) -> None:
    with transaction.atomic():
        found = check(tables=tables, now=now)
        assert found.problems == []
        apply(tables=tables, actor=SYSTEM, now=now)
        out = read_file(name="a.xlsx", content=write_workbook([(sheet, rows_of(sheet).values()) for sheet in GO_LIVE]))
        for again in (tables, out):
            same = check(tables=again, now=now)
            assert same.problems == []
            assert not same.changes_anything
        assert [len(out[each.name]) for each in (LEASES, SEATS, OPEN_ITEMS)] == [
            len(tables[each.name]) for each in (LEASES, SEATS, OPEN_ITEMS)
        ]
        rates = {row["lease"]: row["net_rate"] for row in rows_of(LEASES).values()}
        assert {row["lease"]: Decimal(row["net_rate"]) for row in tables["leases"]} == rates
        assert all(written(row["lease"]) for row in rows_of(SEATS).values())
        assert_one_story()
        transaction.set_rollback(True)
