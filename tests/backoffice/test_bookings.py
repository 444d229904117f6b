"""Requests are decided and leases changed by the operations of the portal, and every refusal is said in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client as HttpClient
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Client, User
from audit.models import AuditEntry
from bookings.enums import BookingState
from bookings.models import Booking
from outbox.models import Message
from tests.backoffice.conftest import page_of
from tests.conftest import Bring, HoldSeats, SignIn

S = BookingState


@pytest.fixture
def lease_of_acme(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """Two seats since Monday, renewing by itself."""
    return bring(hold_seats("A1", "A2", start=date(2026, 11, 23)), S.ACTIVE)


def act(browser: HttpClient, booking: Booking, action: str, **typed: object) -> tuple[int, str]:
    """Do an operation on the booking's page; the status and the page that comes back."""
    data = {f"{action}-{name}": value for name, value in typed.items()}
    answer = browser.post(reverse("admin:booking-act", args=[booking.pk, action]), data, follow=True)
    booking.refresh_from_db()
    return answer.status_code, answer.content.decode()


# --- Deciding --------------------------------------------------------------------------------------------------


def test_a_request_shows_all_that_a_decision_needs(desk: HttpClient, request_of_acme: Booking) -> None:
    Booking.objects.filter(pk=request_of_acme.pk).update(client_note="We need lockers.")
    page = desk.get(page_of(request_of_acme)).content.decode()
    for wanted in ("A1", "A4", "Main floor", "4 × list price", "Acme Incorporated", "We need lockers.", "60 days"):
        assert wanted in page
    assert "Confirm the request" in page
    assert "Terminate" not in page


def test_a_commitment_is_said_with_its_last_day(desk: HttpClient, lease_of_acme: Booking) -> None:
    page = " ".join(strip_tags(desk.get(page_of(lease_of_acme)).content.decode()).split())
    assert "2 seats until 22 May 2027" in page


def test_confirming_makes_the_seats_the_clients(
    desk: HttpClient, request_of_acme: Booking, opal: User, olga: User
) -> None:
    status, page = act(desk, request_of_acme, "confirm")
    assert (status, request_of_acme.state) == (200, S.CONFIRMED)
    assert "Confirmed. The client gets a mail" in page
    assert AuditEntry.objects.get(verb="bookings.confirmed").actor == opal
    assert Message.objects.filter(kind="bookings.confirmed", to=olga.email).exists()


def test_declining_tells_the_client_why(desk: HttpClient, request_of_acme: Booking) -> None:
    status, _page = act(desk, request_of_acme, "decline", reason="The floor is being repaired.")
    assert (status, request_of_acme.state) == (200, S.DECLINED)
    assert request_of_acme.decision_reason == "The floor is being repaired."


def test_declining_without_a_reason_is_refused_beside_the_reason(desk: HttpClient, request_of_acme: Booking) -> None:
    status, page = act(desk, request_of_acme, "decline", reason="  ")
    assert (status, request_of_acme.state) == (422, S.SUBMITTED)
    assert "Say why; the client reads it." in page


def test_a_second_decision_is_refused_and_the_typed_reason_stays(desk: HttpClient, request_of_acme: Booking) -> None:
    act(desk, request_of_acme, "confirm")
    status, page = act(desk, request_of_acme, "decline", reason="I changed my mind.")
    assert status == 422
    assert "Reload the page to see what has changed." in page
    assert "I changed my mind." in page


def test_a_lease_does_not_begin_early(desk: HttpClient, request_of_acme: Booking) -> None:
    act(desk, request_of_acme, "confirm")
    status, page = act(desk, request_of_acme, "activate")
    assert (status, request_of_acme.state) == (422, S.CONFIRMED)
    assert "This lease starts on" in page


def test_a_hold_is_submitted_once_the_client_has_accepted(desk: HttpClient, hold_seats: HoldSeats) -> None:
    held = hold_seats("B1")
    status, page = act(desk, held, "submit", note="By phone")
    assert (status, held.state) == (422, S.HELD)
    assert "tick that you accept it" in page
    assert "By phone" in page
    status, _page = act(desk, held, "submit", note="By phone", accepted="on")
    assert (status, held.state, held.client_note) == (200, S.SUBMITTED, "By phone")


def test_a_booking_is_cancelled_before_it_begins(desk: HttpClient, request_of_acme: Booking) -> None:
    act(desk, request_of_acme, "cancel", reason="They found another place.")
    assert request_of_acme.state == S.CANCELLED


# --- Who may, and how ------------------------------------------------------------------------------------------


def test_nothing_happens_by_looking(desk: HttpClient, request_of_acme: Booking) -> None:
    assert desk.get(reverse("admin:booking-act", args=[request_of_acme.pk, "confirm"])).status_code == 405
    assert desk.post(reverse("admin:booking-act", args=[request_of_acme.pk, "nonsense"])).status_code == 404


def test_finance_reads_bookings_and_changes_none(sign_in: SignIn, nils: User, request_of_acme: Booking) -> None:
    nils.groups.add(Group.objects.get(name="Finance"))
    browser = sign_in(nils)
    assert "Confirm the request" not in browser.get(page_of(request_of_acme)).content.decode()
    assert act(browser, request_of_acme, "confirm")[0] == 403
    assert request_of_acme.state == S.SUBMITTED


def test_a_forged_action_is_turned_away(opal: User, desk: HttpClient, request_of_acme: Booking) -> None:
    browser = HttpClient(enforce_csrf_checks=True)
    browser.force_login(opal, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(reverse("admin:booking-act", args=[request_of_acme.pk, "confirm"]))
    assert answer.status_code == 403


def test_the_list_shows_what_waits_first(
    desk: HttpClient, request_of_acme: Booking, hold_seats: HoldSeats, globex: Client
) -> None:
    later = hold_seats("B1", client=globex)
    page = desk.get(reverse("admin:bookings_booking_changelist")).content.decode()
    assert page.index(request_of_acme.reference) < page.index(later.reference)
    assert "Waiting for confirmation" in page


def test_the_requests_page_says_who_wants_what_and_for_how_long(desk: HttpClient, request_of_acme: Booking) -> None:
    page = desk.get(reverse("admin:requests")).content.decode()
    for wanted in (
        "Acme",
        "Cebu",
        "Day",
        "1\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2026",
        "36,000.00",
        "0\N{NO-BREAK SPACE}minutes",
    ):
        assert wanted in page
