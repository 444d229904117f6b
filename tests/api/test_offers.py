"""What is on offer: facilities, plans, and what is free."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from accounts.models import Client
from bookings.enums import BookingState
from facilities.enums import InclusionKind
from facilities.models import Facility, FacilityInclusion, Inclusion, Package, Room, ShiftPattern, Workstation
from facilities.seat_attributes import FEATURES, Attribute
from tests import factories
from tests.api.conftest import Ask, IssueKey
from tests.conftest import Bring, HoldSeats

WISH = {"shift": "day", "start": "2026-12-01", "months": "6"}


# --- Facilities ------------------------------------------------------------------------------------------------


def test_facilities_are_listed_with_their_seats(ask: Ask, acme_key: str, cebu: Facility) -> None:
    [row] = ask("facilities/", acme_key).results
    assert (row["id"], row["slug"], row["seats"], row["country"]) == (str(cebu.pk), "cebu", 12, "PH")


def test_facility_tells_how_long_a_hold_lasts(
    ask: Ask, acme_key: str, cebu: Facility, hold_seats: HoldSeats, now: datetime
) -> None:
    Facility.objects.filter(pk=cebu.pk).update(hold_hours=7)
    cebu.refresh_from_db()
    assert ask(f"facilities/{cebu.pk}/", acme_key).body["hold_hours"] == 7
    assert hold_seats("A1").hold_expires_at == now + timedelta(hours=7)


def test_facility_tells_the_tested_fact(ask: Ask, acme_key: str, cebu: Facility) -> None:
    line = Inclusion.objects.create(kind=InclusionKind.INTERNET, name="Two lines", specification="2 × 1 Gbit/s")
    here = FacilityInclusion.objects.create(facility=cebu, inclusion=line)
    here.tests.create(tested_on=date(2026, 4, 1), fact="Failover in 9 s")
    here.tests.create(tested_on=date(2026, 10, 1), fact="Failover in 4 s")
    body = ask(f"facilities/{cebu.pk}/", acme_key).body
    assert body["inclusions"] == [
        {
            "key": "two-lines",
            "kind": "internet",
            "name": "Two lines",
            "specification": "2 × 1 Gbit/s",
            "tested_fact": "Failover in 4 s",
            "tested_on": "2026-10-01",
        }
    ]


def test_facility_tells_what_it_is_let_with(ask: Ask, acme_key: str, cebu: Facility) -> None:
    factories.make_tier(cebu, "seats", 10, "5")
    body = ask(f"facilities/{cebu.pk}/", acme_key).body
    assert [package["slug"] for package in body["packages"]] == ["standard"]
    assert {inclusion["name"] for inclusion in body["packages"][0]["inclusions"]} == {"Desk", "PC"}
    assert {shift["slug"] for shift in body["shifts"]} == {"day", "night", "nightly", "evening", "24h"}
    price = next(price for price in body["list_prices"] if price["shift"] == "day")
    assert price == {
        "package": "standard",
        "shift": "day",
        "first_day": "2020-01-01",
        "last_day": None,
        "monthly_net": {"amount": "9000.00", "currency": "PHP"},
        "setup_net": {"amount": "1500.00", "currency": "PHP"},
        "deposit_months": "2.00",
        "minimum_seats": 1,
        "minimum_months": 1,
        "notice_days": 60,
        "escalation_percent": "0.00",
    }
    assert body["discounts"] == [{"counted_in": "seats", "threshold": 10, "percent": "5.00"}]
    [floor] = body["floors"]
    assert [room["name"] for room in floor["rooms"]] == ["Main floor", "Suite"]


def test_facility_that_is_not_listed_does_not_exist(ask: Ask, acme_key: str, cebu: Facility) -> None:
    Facility.objects.update(is_listed=False)
    assert ask("facilities/", acme_key).results == []
    for path in ("facilities/{}/", "facilities/{}/plan/"):
        assert ask(path.format(cebu.pk), acme_key, **(WISH if "plan" in path else {})).code == "not_found"


@pytest.mark.parametrize("path", ["facilities/", "facilities/{}/", "shifts/", "packages/", ""])
def test_unchanged_answer_is_not_sent_again(ask: Ask, acme_key: str, cebu: Facility, path: str) -> None:
    first = ask(path.format(cebu.pk), acme_key)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first.headers["Vary"]
    again = ask(path.format(cebu.pk), acme_key, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.raw.content) == (304, b"")


def test_changed_answer_is_sent(ask: Ask, acme_key: str, cebu: Facility) -> None:
    known = ask("facilities/", acme_key).headers["ETag"]
    Facility.objects.update(name="Cebu North")
    again = ask("facilities/", acme_key, headers={"If-None-Match": known})
    assert (again.status, again.results[0]["name"]) == (200, "Cebu North")


def test_shift_past_midnight_says_so(ask: Ask, acme_key: str, night_shift: ShiftPattern) -> None:
    [row] = ask("shifts/", acme_key).results
    assert row["hours"][4] == {"weekday": "friday", "starts": "21:00", "ends": "06:00", "minutes": 540}


# --- Availability ----------------------------------------------------------------------------------------------


def offers(ask: Ask, key: str, **parameters: Any) -> list[dict[str, Any]]:
    answer = ask("availability/", key, **(WISH | parameters))
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.body["offers"]
    return found


def test_offer_names_seats_and_explains_its_price(ask: Ask, acme_key: str, cebu: Facility) -> None:
    factories.make_tier(cebu, "seats", 3, "10")
    [offer] = offers(ask, acme_key, seats="3", facility=str(cebu.pk))
    assert offer["fits"] is True
    assert offer["free"] == 12
    assert [seat["code"] for seat in offer["choice"]["seats"]] == ["S1", "S2", "S3"]
    price = offer["price"]
    assert price["monthly_net"] == {"amount": "24300.00", "currency": "PHP"}
    assert [(line["label"], line["amount"]["amount"]) for line in price["lines"]] == [
        ("3 seats", "27000.00"),
        ("3 seats or more", "-2700.00"),
    ]
    assert price["due_first"] == {"amount": "28800.00", "currency": "PHP"}
    assert offer["reasons"]
    assert offer["alternatives"] == []


@pytest.mark.parametrize("way", ["id", "slug"])
def test_facility_goes_by_id_or_slug(ask: Ask, acme_key: str, cebu: Facility, way: str) -> None:
    name = str(cebu.pk) if way == "id" else cebu.slug
    assert offers(ask, acme_key, seats="1", facility=name)[0]["facility"]["id"] == str(cebu.pk)


@pytest.mark.parametrize("name", ["atlantis", "01890a5d-ac96-774b-bcce-b302099a8057", "\x00", "a b"])
def test_unknown_facility_is_a_slip(ask: Ask, acme_key: str, cebu: Facility, name: str) -> None:
    answer = ask("availability/", acme_key, **WISH, seats="1", facility=name)
    assert answer.field_errors == {"facility": "does_not_exist"}


def test_what_does_not_fit_says_why_and_what_would(
    ask: Ask, acme_key: str, cebu: Facility, standard: Package, day_shift: ShiftPattern
) -> None:
    davao = factories.make_facility("Davao", city="Davao")
    factories.make_room(davao, "Floor", {"A": 20})
    factories.make_rate(davao, standard, day_shift)
    [offer] = offers(ask, acme_key, seats="15", facility="cebu", renews="false")
    assert (offer["fits"], offer["choice"]) == (False, None)
    assert offer["reasons"] == ["Only 12 seats are free for these days."]
    other = next(each for each in offer["alternatives"] if each["kind"] == "facility")
    assert other["parameters"] == WISH | {"seats": "15", "renews": "false", "city": "Davao", "facility": "davao"}
    assert dict(parse_qsl(urlsplit(other["url"]).query)) == other["parameters"]
    [found] = ask(other["url"].removeprefix("http://testserver"), acme_key).body["offers"]
    assert (found["facility"]["name"], found["fits"]) == ("Davao", True)


@pytest.mark.parametrize(("start", "code"), [("2026-11-22", "starts_in_the_past"), ("2028-11-24", "starts_too_late")])
def test_start_lies_ahead(ask: Ask, acme_key: str, cebu: Facility, start: str, code: str) -> None:
    answer = ask("availability/", acme_key, **WISH | {"start": start}, seats="1")
    assert answer.field_errors == {"start": code}


def test_the_first_day_is_counted_where_the_seats_are(ask: Ask, acme_key: str, cebu: Facility) -> None:
    # In UTC it is still the last of November.
    with time_machine.travel(datetime(2026, 11, 30, 18, tzinfo=UTC), tick=False):
        for path in ("availability/", f"facilities/{cebu.pk}/plan/"):
            seats = {"seats": "1"} if path == "availability/" else {}
            assert ask(path, acme_key, **WISH, **seats).status == 200
            assert ask(path, acme_key, **WISH | {"start": "2026-11-30"}, **seats).field_errors == {
                "start": "starts_in_the_past"
            }
        asked = {"shift": "day", "days": "1"}
        calendar = f"facilities/{cebu.pk}/calendar/"
        assert ask(calendar, acme_key, **asked, start="2026-12-01").status == 200
        assert ask(calendar, acme_key, **asked, start="2026-11-30").field_errors == {"start": "starts_in_the_past"}


def test_clients_own_seats_need_no_buffer(
    ask: Ask, cebu: Facility, acme: Client, acme_key: str, globex_key: str, hold_seats: HoldSeats
) -> None:
    for row in "ABS":
        hold_seats(*(f"{row}{n}" for n in range(1, 5)))
    [own] = offers(ask, acme_key, seats="1", shift="evening", city="Cebu")
    [others] = offers(ask, globex_key, seats="1", shift="evening", city="Cebu")
    assert (own["free"], others["free"]) == (12, 0)


def test_partner_asks_on_a_clients_behalf(
    ask: Ask, cebu: Facility, initech: Client, petra_key: str, hold_seats: HoldSeats
) -> None:
    hold_seats("A1", client=initech)
    assert offers(ask, petra_key, seats="1", shift="evening", client=str(initech.pk))[0]["free"] == 12
    assert offers(ask, petra_key, seats="1", shift="evening")[0]["free"] == 11


def test_nobody_asks_on_a_strangers_behalf(
    ask: Ask, cebu: Facility, acme: Client, initech: Client, petra_key: str, globex_key: str
) -> None:
    for key, client in ((petra_key, acme), (globex_key, initech)):
        answer = ask("availability/", key, **WISH, seats="1", client=str(client.pk))
        assert answer.field_errors == {"client": "does_not_exist"}


def test_what_is_needed_is_had_by_the_package_or_the_place_or_it_is_said(
    ask: Ask, acme_key: str, cebu: Facility, standard: Package
) -> None:
    line = Inclusion.objects.create(kind=InclusionKind.INTERNET, name="Two lines")
    [had] = offers(ask, acme_key, seats="2", needs="pc,desk")
    assert had["fits"]
    [lacking] = offers(ask, acme_key, seats="2", needs="two-lines,pc")
    assert not lacking["fits"]
    assert lacking["reasons"] == ["Cebu lacks what you need: Two lines."]
    [less] = lacking["alternatives"]
    assert (less["kind"], less["parameters"]["needs"]) == ("needs", "pc")
    FacilityInclusion.objects.create(facility=cebu, inclusion=line)
    assert offers(ask, acme_key, seats="2", needs="two-lines,pc")[0]["fits"]
    keys = {inclusion["key"] for inclusion in ask(f"facilities/{cebu.pk}/", acme_key).body["inclusions"]}
    assert keys == {"two-lines"}


@pytest.mark.parametrize(("space", "room", "free"), [("private", "Suite", 4), ("shared", "Main floor", 8)])
def test_seats_are_counted_in_such_rooms_alone(
    ask: Ask, acme_key: str, cebu: Facility, space: str, room: str, free: int
) -> None:
    [offer] = offers(ask, acme_key, seats="2", space=space)
    assert (offer["free"], offer["choice"]["rooms"]) == (free, [room])
    [too_many] = offers(ask, acme_key, seats="9", space=space)
    first = too_many["alternatives"][0]
    assert (first["kind"], "space" in first["parameters"]) == ("needs", False)


def test_a_clean_room_is_asked_for(ask: Ask, acme_key: str, cebu: Facility) -> None:
    [none] = offers(ask, acme_key, seats="2", clean_room="true")
    assert none["reasons"] == ["Cebu has no PCI clean room."]
    Room.objects.filter(name="Suite").update(is_clean_room=True)
    [suite] = offers(ask, acme_key, seats="2", clean_room="true")
    assert suite["choice"]["rooms"] == ["Suite"]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({"needs": "pc,helipad"}, "does_not_exist"), ({"needs": ""}, "blank"), ({"space": "outer"}, "invalid_choice")],
)
def test_a_need_nobody_knows_is_a_slip(
    ask: Ask, acme_key: str, cebu: Facility, parameters: dict[str, str], code: str
) -> None:
    answer = ask("availability/", acme_key, **WISH, seats="1", **parameters)
    assert answer.field_errors == {next(iter(parameters)): code}


# --- Plans -----------------------------------------------------------------------------------------------------


def availabilities(ask: Ask, key: str, cebu: Facility, **parameters: str) -> dict[str, tuple[str, str | None]]:
    answer = ask(f"facilities/{cebu.pk}/plan/", key, **(WISH | parameters))
    assert answer.status == 200, answer.body
    return {
        seat["code"]: (seat["availability"], seat["taken_until"])
        for floor in answer.body["floors"]
        for room in floor["rooms"]
        for seat in room["seats"]
    }


def test_plan_says_how_each_seat_stands(
    ask: Ask, cebu: Facility, acme_key: str, globex_key: str, hold_seats: HoldSeats, bring: Bring
) -> None:
    bring(hold_seats("A1", months=2, auto_renews=False), BookingState.CONFIRMED)
    hold_seats("A2")
    found = availabilities(ask, globex_key, cebu)
    # The last shift of January is on a Friday, the 29th.
    assert (found["A1"], found["A2"], found["A3"]) == (("taken", "2027-01-29"), ("held", None), ("free", None))
    assert availabilities(ask, acme_key, cebu)["A1"] == ("yours", "2027-01-29")


def test_plan_counts_and_names_its_days(ask: Ask, cebu: Facility, acme_key: str) -> None:
    body = ask(f"facilities/{cebu.pk}/plan/", acme_key, **WISH, renews="false").body
    assert (body["first_day"], body["last_day"]) == ("2026-12-01", "2027-05-31")
    assert body["floors"][0]["counts"] == {"free": 12, "held": 0, "taken": 0, "closed": 0, "yours": 0}


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_plan_says_what_each_seat_offers(ask: Ask, cebu: Facility, acme_key: str, feature: Attribute) -> None:
    Workstation.objects.filter(code="A1").update(**{feature.field: True})
    body = ask(f"facilities/{cebu.pk}/plan/", acme_key, **WISH).body
    seats = {each["code"]: each["features"] for room in body["floors"][0]["rooms"] for each in room["seats"]}
    assert (seats["A1"], seats["A2"]) == ([feature.name], [])


def test_plan_never_says_who(ask: Ask, cebu: Facility, acme: Client, globex_key: str, hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1")
    answer = ask(f"facilities/{cebu.pk}/plan/", globex_key, **WISH)
    assert answer.status == 200
    assert b'"A1"' in answer.raw.content, "it is that seat's plan"
    for secret in ("Acme", str(acme.pk), booking.reference, str(booking.pk)):
        assert secret.encode() not in answer.raw.content


def test_key_without_the_scope_learns_nothing_of_bookings(
    ask: Ask, cebu: Facility, acme: Client, issue_key: IssueKey, hold_seats: HoldSeats
) -> None:
    hold_seats("A1")
    key = issue_key(acme, scopes=[])
    assert availabilities(ask, key, cebu)["A1"] == ("held", None)
    answer = ask(f"facilities/{cebu.pk}/plan/", key, **WISH, client=str(acme.pk))
    assert (answer.status, answer.code) == (403, "scope_missing")


def test_today_is_early_enough(ask: Ask, cebu: Facility, acme_key: str, now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=8), tick=False):
        assert len(availabilities(ask, acme_key, cebu)) == 12


# --- Calendar --------------------------------------------------------------------------------------------------


def test_calendar_counts_free_seats_day_by_day(
    ask: Ask, acme_key: str, cebu: Facility, globex: Client, hold_seats: HoldSeats
) -> None:
    hold_seats("A1", "A2", client=globex, months=1, auto_renews=False)
    body = ask(f"facilities/{cebu.pk}/calendar/", acme_key, start="2026-12-30", days="7", shift="day").body
    assert (body["first_day"], body["last_day"], body["seats"]) == ("2026-12-30", "2027-01-05", 12)
    assert body["shifts"] == [
        {
            "shift": "day",
            "days": [
                {"day": "2026-12-30", "free": 10},
                {"day": "2026-12-31", "free": 10},
                {"day": "2027-01-01", "free": 12},
                {"day": "2027-01-04", "free": 12},
                {"day": "2027-01-05", "free": 12},
            ],
        }
    ]


def test_calendar_counts_the_hours_of_the_clock_asked_for(
    ask: Ask, acme_key: str, cebu: Facility, globex: Client, hold_seats: HoldSeats, standard: Package
) -> None:
    dusk = factories.make_pattern("dusk", time(17), 3.5, weekdays=factories.EVERY_DAY)
    factories.make_rate(cebu, standard, dusk)
    hold_seats("A1", client=globex, pattern=dusk)
    asked = {"start": "2027-03-12", "days": "4", "shift": "night"}
    for followed, free in (({}, [12, 12]), ({"time_zone": "America/Chicago"}, [12, 11])):
        [row] = ask(f"facilities/{cebu.pk}/calendar/", acme_key, **asked, **followed).body["shifts"]
        assert row["days"] == [
            {"day": day, "free": count} for day, count in zip(("2027-03-12", "2027-03-15"), free, strict=True)
        ]


def test_calendar_has_every_shift_on_offer_unless_one_is_named(
    ask: Ask, acme_key: str, cebu: Facility, night_shift: ShiftPattern
) -> None:
    ShiftPattern.objects.filter(pk=night_shift.pk).update(is_offered=False)
    body = ask(f"facilities/{cebu.pk}/calendar/", acme_key, start="2026-12-01").body
    assert {row["shift"] for row in body["shifts"]} == {"day", "nightly", "evening", "24h"}
    assert ask(f"facilities/{cebu.pk}/calendar/", acme_key, start="2026-12-01", months="3").status == 400
