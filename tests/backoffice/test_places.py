"""Seats change their state, are closed and mended, as far as what was promised allows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from bookings.enums import BookingState
from facilities.enums import Purpose, WorkstationState
from facilities.models import Facility, Fault, Occupancy, Room, StateChange, Workstation
from facilities.seat_attributes import FEATURES, Attribute
from tests.conftest import Bring, HoldSeats


def choose(action: str, *seats: Workstation) -> dict[str, Any]:
    return {"action": action, "_selected_action": [str(seat.pk) for seat in seats]}


def these(*seats: Workstation, **fields: str) -> dict[str, Any]:
    return {"seats": [str(seat.pk) for seat in seats], **fields}


def test_seats_are_retired_many_at_once_with_a_reason(
    desk: HttpClient, seats: dict[str, Workstation], opal: User
) -> None:
    chosen = choose("retire", seats["A1"], seats["A2"])
    page = desk.post(reverse("admin:facilities_workstation_changelist"), chosen).content.decode()
    assert "A1, A2" in page
    assert str(seats["A1"].pk) in page
    path = reverse("admin:workstations-become", args=["retired"])
    assert desk.post(path, these(seats["A1"], reason="")).status_code == 422
    answer = desk.post(path, these(seats["A1"], seats["A2"], reason="Worn out"), follow=True)
    assert "2 seats changed." in answer.content.decode()
    assert Workstation.objects.filter(state=WorkstationState.RETIRED).count() == 2
    assert {(each.by, each.reason, each.after) for each in StateChange.objects.all()} == {(opal, "Worn out", "retired")}


def test_seats_in_use_are_not_retired_and_named_with_their_bookings(
    desk: HttpClient, seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring
) -> None:
    booking = bring(hold_seats("A2"), BookingState.CONFIRMED)
    path = reverse("admin:workstations-become", args=["retired"])
    answer = desk.post(path, these(seats["A1"], seats["A2"], reason="Worn out"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A2: leased, on hold or promised" in page
    assert reverse("admin:bookings_booking_change", args=[booking.pk]) in page
    assert 'value="Worn out"' in page
    assert not Workstation.objects.exclude(state=WorkstationState.IN_SERVICE).exists()


@pytest.mark.parametrize("state", ["lost", "in_service"])
def test_no_seats_or_no_such_state_are_not_found(desk: HttpClient, state: str) -> None:
    path = reverse("admin:workstations-become", args=[state])
    assert desk.post(path, {"reason": "Why"}).status_code == 404
    assert desk.post(path, {"reason": "Why", "seats": "A1"}).status_code == 404


def test_the_state_of_a_seat_is_no_field_of_its_form(desk: HttpClient, seats: dict[str, Workstation]) -> None:
    seat = seats["A1"]
    typed = {"code": "A1", "row": "A", "position": "1", "x": "5", "y": "5", "rotation": "0", "state": "retired"}
    desk.post(reverse("admin:facilities_workstation_change", args=[seat.pk]), typed)
    seat.refresh_from_db()
    assert (seat.x, seat.state) == (5, WorkstationState.IN_SERVICE)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_what_a_seat_offers_is_typed_and_looked_for(
    desk: HttpClient, seats: dict[str, Workstation], feature: Attribute
) -> None:
    typed = {"code": "A1", "row": "A", "position": "1", "x": "5", "y": "5", "rotation": "0", feature.field: "on"}
    desk.post(reverse("admin:facilities_workstation_change", args=[seats["A1"].pk]), typed)
    assert [seat.code for seat in Workstation.objects.filter(**{feature.field: True})] == ["A1"]
    found = desk.get(reverse("admin:facilities_workstation_changelist"), {f"{feature.field}__exact": "1"}).context["cl"]
    assert [seat.code for seat in found.queryset] == ["A1"]
    assert feature.field in [getattr(each, "field_path", "") for each in found.filter_specs]


def test_a_new_seat_belongs_to_the_facility_of_its_room(desk: HttpClient, cebu: Facility) -> None:
    room = Room.objects.get(name="Suite")
    typed = {"room": room.pk, "code": "S9", "row": "S", "position": "9", "x": "5", "y": "5", "rotation": "0"}
    desk.post(reverse("admin:facilities_workstation_add"), typed)
    assert Workstation.objects.get(code="S9").facility == cebu
    again = desk.post(reverse("admin:facilities_workstation_add"), typed).content.decode()
    assert "Another workstation of this facility has this code." in again


def test_whether_a_room_is_let_to_one_company_stays_while_it_is_taken(desk: HttpClient, hold_seats: HoldSeats) -> None:
    room = Room.objects.get(name="Suite")
    path = reverse("admin:facilities_room_change", args=[room.pk])
    assert 'name="is_exclusive"' in desk.get(path).content.decode()
    hold_seats("S1")
    assert 'name="is_exclusive"' not in desk.get(path).content.decode()


def test_a_room_has_a_name_of_its_own_and_keeps_when_its_rule_changed(desk: HttpClient, cebu: Facility) -> None:
    room = Room.objects.get(name="Suite")
    path = reverse("admin:facilities_room_change", args=[room.pk])
    typed = {"name": "Main floor", "kind": "suite", "x": 0, "y": 0, "width": 1000, "height": 1000}
    assert "Another room of this floor has this name." in desk.post(path, typed).content.decode()
    desk.post(path, {**typed, "name": "Open suite"})
    room.refresh_from_db()
    assert (room.name, room.is_exclusive) == ("Open suite", False)
    assert room.rule_changed_at is not None


def test_facilities_are_never_deleted(desk: HttpClient, cebu: Facility) -> None:
    assert desk.post(reverse("admin:facilities_facility_delete", args=[cebu.pk]), {"post": "yes"}).status_code == 403


def test_staff_see_who_has_a_seat(desk: HttpClient, seats: dict[str, Workstation], hold_seats: HoldSeats) -> None:
    held = hold_seats("A1")
    page = desk.get(reverse("admin:facilities_workstation_change", args=[seats["A1"].pk])).content.decode()
    assert held.client.name in page
    assert "from 1 Dec 2026" in page
    page = desk.get(reverse("admin:facilities_workstation_change", args=[seats["A2"].pk])).content.decode()
    assert "it is free in every shift" in page


WORK = {"days_first": "2026-12-01", "days_last": "2026-12-03", "reason": "New carpet"}


def test_a_seat_is_closed_for_planned_work_and_opened_again(desk: HttpClient, seats: dict[str, Workstation]) -> None:
    seat = seats["A1"]
    assert "Close" in desk.get(reverse("admin:workstations-close"), {"seats": str(seat.pk)}).content.decode()
    page = desk.post(reverse("admin:workstations-close"), these(seat, **WORK), follow=True).content.decode()
    assert "1 seat closed." in page
    assert "New carpet" in page
    assert "1 Dec 2026 – 3 Dec 2026" in page
    page = desk.post(reverse("admin:workstation-reopen", args=[seat.pk]), follow=True).content.decode()
    assert "Opened again." in page
    assert "opened again" in page


def test_a_whole_room_is_closed_at_once(desk: HttpClient, seats: dict[str, Workstation]) -> None:
    room = seats["S1"].room
    Workstation.objects.filter(code="S4").update(state=WorkstationState.RETIRED)
    asked = desk.get(reverse("admin:workstations-close"), {"room": str(room.pk)}).context["asked"]
    assert [seat.code for seat in asked.seats] == ["S1", "S2", "S3"]
    desk.post(reverse("admin:workstations-close"), these(*asked.seats, **WORK))
    assert Occupancy.objects.filter(purpose=Purpose.CLOSURE).count() == 3


def test_seats_that_are_let_are_not_closed_and_what_was_typed_stays(
    desk: HttpClient, seats: dict[str, Workstation], hold_seats: HoldSeats
) -> None:
    booking = hold_seats("A1")
    answer = desk.post(reverse("admin:workstations-close"), these(seats["A1"], seats["A2"], **WORK))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A1: leased, on hold or closed already" in page
    assert reverse("admin:bookings_booking_change", args=[booking.pk]) in page
    assert 'value="New carpet"' in page
    assert 'value="2026-12-01"' in page
    assert not Occupancy.objects.filter(purpose=Purpose.CLOSURE).exists()


# --- Faults ----------------------------------------------------------------------------------------------------


def test_a_fault_of_a_leased_seat_is_noted_and_put_right(
    desk: HttpClient, seats: dict[str, Workstation], hold_seats: HoldSeats, opal: User
) -> None:
    hold_seats("A1")
    path = reverse("admin:workstation-fault", args=[seats["A1"].pk])
    assert 'value="2026-11-23T10:00"' in desk.get(path).content.decode()
    typed = {"what": "PC is dead", "severity": "critical", "opened_at": "2026-11-23T09:30"}
    page = desk.post(path, typed, follow=True).content.decode()
    assert "PC is dead" in page
    fault = Fault.objects.get()
    assert (fault.opened_by, fault.opened_at.hour, Occupancy.objects.count()) == (opal, 1, 1)
    assert "Faults nobody has put right" in desk.get("/admin/").content.decode()
    path = reverse("admin:fault-fixed", args=[fault.pk])
    page = desk.post(path, {"done": "PC swapped", "fixed_at": "2026-11-23T09:50"}, follow=True).content.decode()
    assert "PC swapped" in page
    assert "Faults nobody has put right" not in desk.get("/admin/").content.decode()


def test_a_fault_does_not_begin_in_the_future_or_end_before_it_begins(
    desk: HttpClient, seats: dict[str, Workstation]
) -> None:
    path = reverse("admin:workstation-fault", args=[seats["A1"].pk])
    typed = {"what": "PC is dead", "severity": "minor", "opened_at": "2026-11-23T10:01"}
    answer = desk.post(path, typed)
    assert answer.status_code == 422
    assert "Choose a moment that has come" in answer.content.decode()
    desk.post(path, {**typed, "opened_at": "2026-11-23T09:00"})
    path = reverse("admin:fault-fixed", args=[Fault.objects.get().pk])
    answer = desk.post(path, {"done": "Magic", "fixed_at": "2026-11-23T08:59"})
    assert "Choose a moment after the fault began" in answer.content.decode()
    assert 'value="Magic"' in answer.content.decode()
