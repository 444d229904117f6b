"""Bookings as a partner's program reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from bookings.enums import BookingState
from facilities.models import Facility, ShiftPattern, Workstation
from tests.api.conftest import Ask
from tests.billing.rows import make_philippine_rates
from tests.bookings.changes import add_seats, give_notice, remove_seats
from tests.conftest import Bring, HoldSeats


def the_only(ask: Ask, key: str, **parameters: Any) -> dict[str, Any]:
    [row] = ask("bookings/", key, **parameters).results
    return dict(row)


def test_hold_says_what_it_holds(ask: Ask, acme_key: str, acme: Client, cebu: Facility, hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1", "A2", auto_renews=False)
    assert the_only(ask, acme_key) == {
        "id": str(booking.pk),
        "reference": booking.reference,
        "state": "held",
        "client": {"id": str(acme.pk), "name": "Acme"},
        "facility": {
            "id": str(cebu.pk),
            "code": "CEB",
            "name": "Cebu",
            "city": "Cebu",
            "time_zone": "Asia/Manila",
        },
        "shift": "day",
        "time_zone": "Asia/Manila",
        "package": "standard",
        "first_day": "2026-12-01",
        "last_day": "2027-05-31",
        "term_months": 6,
        "auto_renews": False,
        "seats": 2,
        "monthly_net": {"amount": "18000.00", "currency": "PHP"},
        "renews_on": None,
        "notice_deadline": None,
        "held_at": "2026-11-23T02:00:00Z",
        "hold_expires_at": "2026-11-25T02:00:00Z",
        "submitted_at": None,
        "decided_at": None,
        "notice_given_at": None,
    }


def test_lease_that_renews_has_no_last_day(ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring) -> None:
    bring(hold_seats("A1"), BookingState.ACTIVE)
    row = the_only(ask, acme_key)
    assert (row["last_day"], row["renews_on"], row["notice_deadline"]) == (None, "2027-06-01", "2027-04-02")


def test_details_tell_price_seats_and_changes(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], opal: User
) -> None:
    booking = bring(hold_seats("A1", "A2"), BookingState.ACTIVE)
    at = datetime(2026, 12, 1, 2, 0, tzinfo=booking.held_at.tzinfo)
    staff = Staff(opal)
    add_seats(booking=booking, effective_on=date(2027, 1, 10), workstations=[seats["A3"].pk], actor=staff, now=at)
    remove_seats(booking=booking, effective_on=date(2027, 2, 1), workstations=[seats["A1"].pk], actor=staff, now=at)
    give_notice(booking=booking, last_day=date(2027, 5, 31), actor=SYSTEM, now=at)
    body = ask(f"bookings/{booking.pk}/", acme_key).body
    assert [(seat["code"], seat["first_day"], seat["last_day"]) for seat in body["allocations"]] == [
        ("A1", "2026-12-01", "2027-01-31"),
        ("A2", "2026-12-01", "2027-05-31"),
        ("A3", "2027-01-10", "2027-05-31"),
    ]
    assert body["allocations"][0]["room"] == "Main floor"
    changes = [(row["kind"], row["effective_on"], row["seats"], row["last_day"]) for row in body["amendments"]]
    assert changes == [
        ("notice", "2027-06-01", [], "2027-05-31"),
        ("remove_seats", "2027-02-01", ["A1"], None),
        ("add_seats", "2027-01-10", ["A3"], None),
    ]
    [terms] = body["terms"]
    assert terms["net_rate"] == {"amount": "9000.00", "currency": "PHP"}
    assert terms["first_day"] == "2026-12-01"
    assert body["state"] == "notice_given"
    assert body["last_day"] == "2027-05-31"


def test_details_tell_what_is_planned_and_what_it_costs(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], opal: User
) -> None:
    make_philippine_rates()
    booking = bring(hold_seats("A1", "A2"), BookingState.CONFIRMED)
    staff, at = Staff(opal), booking.held_at
    add_seats(booking=booking, effective_on=date(2027, 1, 10), workstations=[seats["A3"].pk], actor=staff, now=at)
    remove_seats(booking=booking, effective_on=date(2027, 2, 1), workstations=[seats["A1"].pk], actor=staff, now=at)
    second, first = ask(f"bookings/{booking.pk}/", acme_key).body["amendments"]
    assert (first["number"], first["state"], second["number"], second["state"]) == (1, "scheduled", 2, "scheduled")
    assert first["begins"] == [{"id": str(seats["A3"].pk), "code": "A3"}]
    assert (first["ends"], second["begins"]) == ([], [])
    assert second["ends"] == [{"id": str(seats["A1"].pk), "code": "A1"}]
    assert first["effect"]["monthly"] == {"amount": "10080.00", "currency": "PHP"}
    assert second["effect"]["monthly"] == {"amount": "-10080.00", "currency": "PHP"}


@pytest.mark.parametrize(
    "state", [BookingState.HELD, BookingState.CONFIRMED, BookingState.ACTIVE, BookingState.NOTICE_GIVEN]
)
def test_details_tell_what_can_be_done_and_why_not(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, state: BookingState
) -> None:
    """No scope of a key changes leases yet; which state allows what is told by `available_changes`."""
    booking = bring(hold_seats("A1", "A2"), state)
    actions = {row["kind"]: row for row in ask(f"bookings/{booking.pk}/", acme_key).body["available_actions"]}
    kinds = ["add_seats", "remove_seats", "move_seats", "notice", "withdraw_notice", "terminate"]
    assert [(row["kind"], row["refusal"]) for row in actions.values()] == [(kind, "not_allowed") for kind in kinds]
    assert all(row["is_available"] == (row["refusal"] == "") == (row["detail"] == "") for row in actions.values())
    assert all(row["withdraws"] is None for row in actions.values())


def test_details_tell_which_planned_change_can_be_withdrawn(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, opal: User
) -> None:
    booking = bring(hold_seats("A1", "A2"), BookingState.CONFIRMED)
    add_seats(
        booking=booking, effective_on=date(2027, 1, 10), seats=1, actor=Staff(opal), now=booking.held_at
    )  # fmt: skip
    *_others, last = ask(f"bookings/{booking.pk}/", acme_key).body["available_actions"]
    assert (last["kind"], last["withdraws"], last["is_available"]) == ("withdraw_change", 1, False)


def test_nobody_of_ours_is_named(ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, opal: User) -> None:
    booking = bring(hold_seats("A1"), BookingState.DECLINED)
    answer = ask(f"bookings/{booking.pk}/", acme_key)
    assert answer.body["decision_reason"] == "The floor closes."
    assert b"Opal" not in answer.raw.content


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"state": "held"}, {"second"}),
        ({"state": ["held", "submitted"]}, {"first", "second"}),
        ({"state": "active"}, set()),
        ({"first_day_from": "2026-12-02"}, {"second"}),
        ({"first_day_from": "2026-12-01", "first_day_to": "2026-12-01"}, {"first"}),
        ({"first_day_to": "2026-11-30"}, set()),
    ],
)
def test_filters(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, parameters: dict[str, Any], found: set[str]
) -> None:
    names = {
        str(bring(hold_seats("A1"), BookingState.SUBMITTED).pk): "first",
        str(hold_seats("A2", start=date(2027, 1, 1)).pk): "second",
    }
    assert {names[row["id"]] for row in ask("bookings/", acme_key, **parameters).results} == found


def test_filter_by_place_and_client(
    ask: Ask, petra_key: str, initech: Client, cebu: Facility, hold_seats: HoldSeats, night_shift: ShiftPattern
) -> None:
    hold_seats("A1", client=initech, pattern=night_shift)
    assert the_only(ask, petra_key, facility=str(cebu.pk), client=str(initech.pk))["shift"] == "night"
    assert ask("bookings/", petra_key, facility=str(initech.pk)).results == []
