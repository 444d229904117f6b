"""Staff move seats: they look at who moves where, then do it, and the client reads why."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as HttpClient
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM
from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Allocation, Booking
from facilities.models import Facility, Workstation
from outbox.models import Message
from tests import answers, factories
from tests.backoffice.conftest import page_of
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats, SignIn

TODAY = "2026-11-23"


@pytest.fixture
def lease_of_acme(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 and A2 since Monday."""
    return bring(hold_seats("A1", "A2", start=date(2026, 11, 23)), BookingState.ACTIVE)


def address(booking: Booking, *codes: str, day: str = TODAY) -> str:
    seats = "".join(f"&seats={code}" for code in codes)
    return reverse("admin:booking-move", args=[booking.pk]) + f"?effective_on={day}{seats}"


def seats_of(booking: Booking) -> set[str]:
    rows = Allocation.objects.filter(booking=booking).on(date(2026, 12, 1))
    return set(rows.values_list("workstation__code", flat=True))


def test_the_bookings_page_leads_there(desk: HttpClient, lease_of_acme: Booking) -> None:
    path = reverse("admin:booking-move", args=[lease_of_acme.pk])
    assert path in desk.get(page_of(lease_of_acme)).content.decode()
    page = desk.get(path).content.decode()
    assert "Choose the seats first" in page
    assert 'value="A1"' in page


def test_the_nearest_free_seats_are_proposed_before_anything_moves(desk: HttpClient, lease_of_acme: Booking) -> None:
    page = desk.get(address(lease_of_acme, "A1", "A2")).content.decode()
    assert "10 seats are free" in page
    assert 'value="B1"' in page
    assert "A2 → B2" in page
    assert seats_of(lease_of_acme) == {"A1", "A2"}


def test_typed_seats_are_looked_at_and_then_moved(desk: HttpClient, lease_of_acme: Booking, olga: User) -> None:
    typed = {"to-A1": "B4", "to-A2": "", "reason": "The wall is painted."}
    page = desk.post(address(lease_of_acme, "A1", "A2"), {**typed, "look": "1"}).content.decode()
    assert "A1 → B4" in page
    assert seats_of(lease_of_acme) == {"A1", "A2"}
    answer = desk.post(address(lease_of_acme, "A1", "A2"), {**typed, "move": "1"}, follow=True)
    assert "Seats moved." in answer.content.decode()
    assert seats_of(lease_of_acme) == {"B4", "A3"}
    mail = Message.objects.get(to=olga.email, kind="bookings.amended")
    assert "A1 → B4, A2 → A3" in mail.text
    assert "The wall is painted." in mail.text


def test_a_taken_seat_is_refused_beside_what_was_typed(
    desk: HttpClient, lease_of_acme: Booking, hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex)
    answer = desk.post(address(lease_of_acme, "A1"), {"to-A1": "B1", "reason": "Painting.", "move": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "B1: just taken for some of these hours. The nearest free seats are B2." in page
    assert 'value="B1"' in page
    assert "Painting." in page


def test_a_seat_that_is_not_there_is_refused_beside_it(desk: HttpClient, lease_of_acme: Booking) -> None:
    answer = desk.post(address(lease_of_acme, "A1"), {"to-A1": "Z9", "reason": "Painting.", "move": "1"})
    assert answer.status_code == 422
    assert "There is no such seat here." in answer.content.decode()


def test_no_reason_no_move(desk: HttpClient, lease_of_acme: Booking) -> None:
    answer = desk.post(address(lease_of_acme, "A1"), {"to-A1": "B1", "reason": "", "move": "1"})
    assert answer.status_code == 422
    assert "Say why; the client reads it." in answer.content.decode()


@pytest.mark.parametrize("asked", ["?effective_on=&seats=A1", "?effective_on=soon&seats=A1", f"?effective_on={TODAY}"])
def test_an_unclear_question_is_said(desk: HttpClient, lease_of_acme: Booking, asked: str) -> None:
    answer = desk.get(reverse("admin:booking-move", args=[lease_of_acme.pk]) + asked)
    assert answer.status_code == 422


def test_a_request_has_no_seats_to_move(desk: HttpClient, request_of_acme: Booking) -> None:
    assert desk.get(address(request_of_acme, "A1")).status_code == 404
    assert "Move seats" not in desk.get(page_of(request_of_acme)).content.decode()


def test_whoever_has_no_duty_moves_nothing(sign_in: SignIn, nils: User, lease_of_acme: Booking) -> None:
    assert sign_in(nils).get(address(lease_of_acme, "A1")).status_code == 403


def test_more_seats_cost_no_more_queries(
    desk: HttpClient,
    cebu: Facility,
    hold_seats: HoldSeats,
    bring: Bring,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_room(cebu, "Annex", {"X": 40, "Y": 40})
    few = bring(hold_seats("A1", "A2", start=date(2026, 11, 23)), BookingState.ACTIVE)
    desk.get(address(few, "A1"))
    with django_assert_max_num_queries(100) as with_few:
        desk.get(address(few, "A1", "A2"))
    codes = [f"X{n}" for n in range(1, 31)]
    ids = list(Workstation.objects.filter(code__in=codes).values_list("pk", flat=True))
    changes.add_seats(booking=few, effective_on=date(2026, 11, 23), workstations=ids, actor=SYSTEM, now=few.held_at)
    with django_assert_max_num_queries(len(with_few)):
        page = answers.page(desk.get(address(few, *codes)))
    assert all(code in page for code in codes)
