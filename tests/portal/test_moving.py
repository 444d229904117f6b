"""A client moves its own seats: which, where to, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Workstation
from outbox.models import Message
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = "2026-12-15"


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    return bring(hold_seats("A1", "A2"), BookingState.CONFIRMED)


@pytest.fixture
def address(lease: Booking) -> str:
    return reverse("portal:booking-move-seats", args=[lease.pk])


def moving(seats: dict[str, Workstation], *codes: str, **targets: str) -> dict[str, Any]:
    asked = {"workstations": [str(seats[code].pk) for code in codes], "effective_on": DAY}
    return asked | {f"to-{seats[code].pk}": str(seats[to].pk) for code, to in targets.items()}


def codes_on(booking: Booking, day: date) -> list[str]:
    return sorted(booking.allocations.filter(days__contains=day).values_list("workstation__code", flat=True))


def test_the_free_seats_are_shown_with_the_nearest_proposed(
    alice: User, address: str, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client, sign_in: SignIn
) -> None:
    hold_seats("A3", client=globex)
    response: Any = sign_in(alice).get(f"{address}?{urlencode(moving(seats, 'A1'), doseq=True)}")
    form = response.context["page"].targets
    [field] = form
    offered = [label.split(" ")[0] for _value, label in field.field.choices]
    assert offered == ["A4", *(code for code in sorted(seats) if code[0] in "BS")]
    assert field.value() == str(seats["B1"].pk), "straight across"
    page = response.content.decode()
    assert "Floor plan of" in page
    assert "Move 1 seat from 15 Dec 2026" in page


def test_they_move_and_both_are_told(
    alice: User, opal: User, address: str, lease: Booking, seats: dict[str, Workstation], sign_in: SignIn
) -> None:
    opal.groups.add(Group.objects.get(name="Facility"))
    Message.objects.all().delete()
    response = sign_in(alice).post(address, moving(seats, "A1", "A2", A1="B1", A2="A1"))
    assert response["Location"] == reverse("portal:booking", args=[lease.pk])
    assert codes_on(lease, date(2026, 12, 14)) == ["A1", "A2"]
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "B1"]
    assert set(Message.objects.values_list("kind", "to")) == {
        ("bookings.amended", alice.email),
        ("bookings.moved_by_client", opal.email),
    }


def test_the_change_to_come_stands_beside_the_seats(
    alice: User, address: str, lease: Booking, seats: dict[str, Workstation], sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    browser.post(address, moving(seats, "A1", A1="B1"))
    response: Any = browser.get(reverse("portal:booking", args=[lease.pk]))
    assert response.context["view"].coming == ["1 seat moves from 15 Dec 2026 on: A1 → B1."]
    assert "<p>1 seat moves from 15 Dec 2026 on: A1 → B1.</p>" in response.content.decode()


def test_a_seat_that_was_taken_meanwhile_is_said_and_the_choice_stays(
    alice: User, address: str, lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client,
    sign_in: SignIn,
) -> None:  # fmt: skip
    browser = sign_in(alice)
    hold_seats("B1", client=globex)
    response = browser.post(address, moving(seats, "A1", A1="B1"))
    assert response.status_code == 422
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]
    assert "That seat is not free any more." in response.content.decode()


def test_two_cannot_go_to_one_seat(
    alice: User, address: str, lease: Booking, seats: dict[str, Workstation], sign_in: SignIn
) -> None:
    response = sign_in(alice).post(address, moving(seats, "A1", "A2", A1="B1", A2="B1"))
    assert response.status_code == 422
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]


def test_many_move_in_several_goes(
    alice: User, address: str, seats: dict[str, Workstation], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.forms.moving.MOST_AT_ONCE", 1)
    response = sign_in(alice).get(f"{address}?{urlencode(moving(seats, 'A1', 'A2'), doseq=True)}")
    assert response.status_code == 422
    assert "Move at most 1 seats at a time; you chose 2." in response.content.decode()


def test_who_may_not_is_told_and_others_find_nothing(
    victor: User, mallory: User, address: str, lease: Booking, seats: dict[str, Workstation], sign_in: SignIn
) -> None:
    response = sign_in(victor).post(address, moving(seats, "A1", A1="B1"))
    assert response.status_code == 422
    assert "Ask an owner" in response.content.decode()
    assert sign_in(mallory).get(address).status_code == 404
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]


def test_the_booking_leads_here(alice: User, address: str, lease: Booking, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert address in browser.get(reverse("portal:booking", args=[lease.pk])).content.decode()
    Booking.objects.filter(pk=lease.pk).update(state=BookingState.SUBMITTED)
    assert address not in browser.get(reverse("portal:booking", args=[lease.pk])).content.decode()
