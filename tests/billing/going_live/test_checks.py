"""Whatever is wrong with a file is said with its sheet, its line, its column and what to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from accounts.actors import SYSTEM, Staff
from accounts.models import Client
from billing.operations.going_live import apply, check
from facilities.models import Facility, ShiftPattern, Workstation
from facilities.operations import close_workstation
from kernel.period import Period
from tests import factories
from tests.billing.going_live.books import Tables, business, lease
from tests.conftest import HoldSeats

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(cebu: Facility) -> Tables:
    return business()


def wrong(tables: Tables, now: datetime) -> list[tuple[str, int, str, str]]:
    return [(each.sheet, each.line, each.column, each.message) for each in check(tables=tables, now=now).problems]


CELLS: list[tuple[str, int, str, Any, str]] = [
    ("clients", 0, "client", "", "Fill in this cell."),
    ("clients", 0, "country", "Philippines", "two letters of the country"),
    ("clients", 0, "tax_id", "12", "This can't be a tax number of PH."),
    ("clients", 0, "billing_email", "bills", "Enter an e-mail address"),
    ("clients", 0, "time_zone", "Manila", "Enter a time zone"),
    ("clients", 0, "withholding", "all", "Enter one of: none, rent, services."),
    ("people", 0, "client", "Umbrella", "There is no such company."),
    ("people", 0, "email", "ira", "Enter an e-mail address"),
    ("people", 0, "role", "boss", "Enter one of: owner, manager, billing, viewer."),
    ("leases", 0, "client", "Umbrella", "There is no such company."),
    ("leases", 0, "facility", "MNL", "No facility has this code."),
    ("leases", 0, "shift", "dawn", "There is none of this name in the catalogue."),
    ("leases", 0, "package", "gold", "There is none of this name in the catalogue."),
    ("leases", 0, "first_day", "15/03/2024", "Enter a day as 2026-12-31."),
    ("leases", 0, "months", "0", "Enter a whole number from 1 to 240."),
    ("leases", 0, "renews", "maybe", "Enter yes or no."),
    ("leases", 0, "last_day", "2024-03-01", "The last day can't come before the first."),
    ("leases", 0, "last_day", "2026-10-31", "This lease ended on 31 Oct 2026."),
    ("leases", 1, "months", "2", "This lease ended on 9 Oct 2026."),
    ("leases", 0, "currency", "pesos", "three letters of the currency"),
    ("leases", 0, "net_rate", "9500", ""),
    ("leases", 0, "escalation_percent", "-1", "Enter an amount"),
    ("leases", 0, "next_increase", "2026-11-30", "The next increase comes after the last day billed"),
    ("leases", 0, "billed_through", "2024-03-01", "Leave this empty if nothing has been billed yet."),
    ("leases", 0, "billed_through", "2029-12-31", "more than a year ahead"),
    ("seats", 3, "lease", "L-9", "There is no such lease."),
    ("seats", 0, "seat", "Z9", "CEB has no such seat."),
    ("seats", 1, "first_day", "2024-01-01", "This day is not within the lease."),
    ("seats", 1, "last_day", "2026-12-01", "not within the lease, or before the first"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "cell", "said"), CELLS)
def test_a_wrong_cell_is_named_with_what_to_do(
    sheet: str, row: int, column: str, cell: Any, said: str, tables: Tables, now: datetime
) -> None:
    tables[sheet][row][column] = cell
    named = "list_rate" if column == "net_rate" else column
    found = [each for each in wrong(tables, now) if each[:3] == (sheet, row + 2, named)]
    assert found, wrong(tables, now)
    assert said in found[0][3]


def test_a_deposit_needs_an_exchange_rate(tables: Tables, now: datetime) -> None:
    tables["leases"][1]["deposit_held"] = "400"
    [(sheet, line, column, said)] = wrong(tables, now)
    assert (sheet, line, column) == ("leases", 3, "deposit_held")
    assert "There is no exchange rate from USD to PHP" in said


def test_a_lease_without_seats_is_said(tables: Tables, now: datetime) -> None:
    tables["seats"].pop()
    assert [each[:3] for each in wrong(tables, now)] == [("leases", 4, "lease")]


def test_a_seat_out_of_service_is_said(tables: Tables, now: datetime) -> None:
    Workstation.objects.filter(code="S1").update(state="retired")
    assert [each[:3] for each in wrong(tables, now)] == [("seats", 5, "seat")]


def test_two_companies_of_one_name_are_said(tables: Tables, now: datetime) -> None:
    factories.make_client("Hooli")
    factories.make_client("Hooli")
    assert ("clients", 3, "client") in [each[:3] for each in wrong(tables, now)]


def test_one_person_has_one_name(tables: Tables, now: datetime) -> None:
    tables["people"].append({"client": "Hooli", "email": "ira@initrode.example.com", "name": "Ivan", "role": "viewer"})
    [(sheet, line, column, said)] = wrong(tables, now)
    assert (sheet, line, column) == ("people", 4, "name")
    assert "Line 2 calls this person Ira Santos." in said


def test_a_company_keeps_an_owner(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    tables["people"][0]["role"] = "viewer"
    [(sheet, line, column, said)] = wrong(tables, now)
    assert (sheet, line, column) == ("people", 2, "role")
    assert "at least one owner" in said


def test_a_sheet_that_nobody_knows_is_said(tables: Tables, now: datetime) -> None:
    tables["chairs"] = []
    assert [each[:3] for each in wrong(tables, now)] == [("chairs", 1, "")]


def test_missing_columns_are_said(tables: Tables, now: datetime) -> None:
    for row in tables["leases"]:
        del row["net_rate"]
    assert ("leases", 1, "net_rate") in [each[:3] for each in wrong(tables, now)]


def test_a_lease_that_is_here_is_not_changed_by_a_file(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    tables["leases"][0]["net_rate"] = "8000"
    tables["seats"].append({"lease": "L-1", "seat": "A3"})
    found = wrong(tables, now)
    assert [each[:3] for each in found] == [("leases", 2, "net_rate"), ("seats", 6, "lease")]
    assert "This lease is here already, with 8550.0000." in found[0][3]


# --- Seats that two would have ---------------------------------------------------------------------------------


def test_two_leases_on_one_seat_are_both_named(tables: Tables, now: datetime) -> None:
    tables["leases"].append(lease("L-4", "Hooli", months="24"))
    tables["seats"].append({"lease": "L-4", "seat": "A2"})
    [(sheet, line, column, said)] = wrong(tables, now)
    assert (sheet, line, column) == ("seats", 6, "seat")
    assert "L-4 (Hooli) and L-1 (Initrode) both have A2" in said


def test_one_desk_by_day_and_by_night_is_right(tables: Tables, now: datetime) -> None:
    both = [(row["lease"], row["seat"]) for row in tables["seats"] if row["seat"] == "A1"]
    assert len({lease for lease, _seat in both}) == 2
    assert wrong(tables, now) == []


def test_no_time_for_the_hand_over_is_said(tables: Tables, now: datetime, evening_shift: ShiftPattern) -> None:
    tables["leases"].append(lease("L-4", "Hooli", shift="evening"))
    tables["seats"].append({"lease": "L-4", "seat": "A1"})
    assert "leave no time for the hand-over" in wrong(tables, now)[0][3]


def test_a_suite_has_one_company(tables: Tables, now: datetime) -> None:
    tables["leases"].append(lease("L-4", "Hooli"))
    tables["seats"].append({"lease": "L-4", "seat": "S2"})
    [(sheet, line, _column, said)] = wrong(tables, now)
    assert (sheet, line) == ("seats", 6)
    assert "Suite is let to one company at a time" in said


def test_who_is_here_already_is_named(
    tables: Tables, now: datetime, hold_seats: HoldSeats, globex: Client, opal: Any
) -> None:
    held = hold_seats("A1", client=globex)
    [(sheet, line, column, said)] = wrong(tables, now)
    assert (sheet, line, column) == ("seats", 2, "seat")
    assert f"{held.reference} (Globex)" in said


def test_planned_work_is_named(tables: Tables, now: datetime, opal: Any) -> None:
    close_workstation(
        workstation=Workstation.objects.get(code="S1"), days=Period(date(2027, 1, 4), date(2027, 1, 9)),
        reason="Paint.", actor=Staff(opal), now=now,
    )  # fmt: skip
    assert "planned work" in wrong(tables, now)[0][3]


def test_a_seat_given_up_before_another_comes_is_free(tables: Tables, now: datetime) -> None:
    tables["seats"][1]["last_day"] = "2026-12-31"
    tables["leases"].append(lease("L-4", "Hooli", first_day="2027-01-01"))
    tables["seats"].append({"lease": "L-4", "seat": "A2"})
    assert wrong(tables, now) == []
    tables["seats"][1]["last_day"] = "2027-01-01"
    assert wrong(tables, now), "a day longer, and both are there"
