"""A client moves its own seats: which, where to, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Workstation
from outbox.models import Message
from tests.conftest import Bring, HoldSeats, SignIn
from tests.portal.changes import address, codes_on, look, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


DAY = "2026-12-15"


@pytest.fixture
def lease(hold_seats: HoldSeats, bring: Bring) -> Booking:
    return bring(hold_seats("A1", "A2"), BookingState.CONFIRMED)


def test_the_free_seats_are_shown_with_the_nearest_proposed(
    alice: User, lease: Booking, seats: dict[str, Workstation], hold_seats: HoldSeats, globex: Client,
    sign_in: SignIn,
) -> None:  # fmt: skip
    hold_seats("A3", client=globex)
    answer = look(sign_in(alice), lease, "move", seat=["A1"], effective_on=DAY)
    [move] = answer.context["page"].moves
    offered = [seat.code for seat in move.choices]
    assert offered == ["A4", *(code for code in sorted(seats) if code[0] in "BS")]
    assert (move.code, move.to) == ("A1", "B1"), "straight across"
    page = answer.content.decode()
    assert "Floor plan of" in page
    assert "Move 1 seat from 15 Dec 2026" in page
    assert "No invoice changes" in page


def test_they_move_and_both_are_told(alice: User, opal: User, lease: Booking, sign_in: SignIn) -> None:
    opal.groups.add(Group.objects.get(name="Facility"))
    Message.objects.all().delete()
    answer = make(sign_in(alice), lease, "move", seat=["A1", "A2"], effective_on=DAY, **{"to-A1": "B1", "to-A2": "A1"})
    assert answer["Location"] == reverse("portal:booking", args=[lease.pk])
    assert codes_on(lease, date(2026, 12, 14)) == ["A1", "A2"]
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "B1"]
    assert set(Message.objects.values_list("kind", "to")) == {
        ("bookings.amended", alice.email),
        ("bookings.moved_by_client", opal.email),
    }


def test_a_seat_that_moves_already_is_offered_where_it_is_then(alice: User, lease: Booking, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    make(browser, lease, "move", seat=["A1"], effective_on=DAY, **{"to-A1": "B1"})
    page = look(browser, lease, "move", seat=["A1"], effective_on="2027-01-01").context["page"]
    assert page.lost == ["A1"]
    assert [seat.workstation.code for seat in page.form.seats] == ["A2", "B1"]
    assert look(browser, lease, "move", seat=["B1"], effective_on="2027-01-01").context["page"].preview is not None


def test_the_change_to_come_stands_on_the_page(alice: User, lease: Booking, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    make(browser, lease, "move", seat=["A1"], effective_on=DAY, **{"to-A1": "B1"})
    answer: Any = browser.get(reverse("portal:booking", args=[lease.pk]))
    [row] = answer.context["view"].planned.rows
    assert row.sentence == "1 seat moves from 15 Dec 2026 on: A1 → B1."
    assert row.sentence in answer.content.decode()
    assert "Planned changes" in answer.content.decode()


def test_a_seat_that_was_taken_meanwhile_is_said_and_the_choice_stays(
    alice: User, lease: Booking, hold_seats: HoldSeats, globex: Client, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    hold_seats("B1", client=globex)
    answer = make(browser, lease, "move", seat=["A1"], effective_on=DAY, **{"to-A1": "B1"})
    assert answer.status_code == 422
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]
    assert "B1: just taken" in answer.content.decode()
    assert answer.context["page"].picker.picked == ["A1"]


def test_two_cannot_go_to_one_seat(alice: User, lease: Booking, sign_in: SignIn) -> None:
    answer = make(sign_in(alice), lease, "move", seat=["A1", "A2"], effective_on=DAY, **{"to-A1": "B1", "to-A2": "B1"})
    assert answer.status_code == 422
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]


def test_many_move_in_several_goes(
    alice: User, lease: Booking, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.forms.changes.MOST_MOVES", 1)
    answer = look(sign_in(alice), lease, "move", seat=["A1", "A2"], effective_on=DAY)
    assert answer.status_code == 422
    assert "Move at most 1 seats at a time; you chose 2." in answer.content.decode()


def test_who_may_not_is_told_and_others_find_nothing(
    victor: User, mallory: User, lease: Booking, sign_in: SignIn
) -> None:
    answer = make(sign_in(victor), lease, "move", seat=["A1"], effective_on=DAY, **{"to-A1": "B1"})
    assert answer.status_code == 422
    assert "Ask an owner" in answer.content.decode()
    assert sign_in(mallory).get(address(lease, "move")).status_code == 404
    assert codes_on(lease, date(2026, 12, 15)) == ["A1", "A2"]


def test_the_booking_leads_here(alice: User, lease: Booking, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert address(lease, "move") in browser.get(reverse("portal:booking", args=[lease.pk])).content.decode()
    Booking.objects.filter(pk=lease.pk).update(state=BookingState.SUBMITTED)
    assert address(lease, "move") not in browser.get(reverse("portal:booking", args=[lease.pk])).content.decode()
