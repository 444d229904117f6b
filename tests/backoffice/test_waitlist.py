"""Staff take a client off the waitlist."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.models import Client, User
from bookings.enums import WaitlistState
from bookings.models import WaitlistEntry
from bookings.operations import join_waitlist
from bookings.seat_requests import SeatRequest
from facilities.models import Facility, ShiftPattern
from outbox.models import Message
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(acme: Client, cebu: Facility, day_shift: ShiftPattern, now: datetime) -> WaitlistEntry:
    request = SeatRequest(
        client=acme, facility=cebu, pattern=day_shift, seats=4, months=6, start=date(2026, 12, 1),
        time_zone="America/Chicago",
    )  # fmt: skip
    return join_waitlist(request=request, latest=date(2027, 3, 1), actor=SYSTEM, now=now)


def test_a_place_is_withdrawn_with_a_reason_from_its_page(desk: HttpClient, entry: WaitlistEntry, alice: User) -> None:
    address = reverse("admin:waitlist-withdraw", args=[entry.pk])
    page = desk.get(reverse("admin:bookings_waitlistentry_change", args=[entry.pk])).content.decode()
    assert address in page
    assert "Chicago time" in page
    assert "4 seats in Cebu" in desk.get(address).content.decode()
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "Agreed by phone."}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == WaitlistState.WITHDRAWN
    assert "Agreed by phone." in Message.objects.get(to=alice.email).text
    assert address not in desk.get(reverse("admin:bookings_waitlistentry_change", args=[entry.pk])).content.decode()


def test_a_second_time_is_refused_in_words(desk: HttpClient, entry: WaitlistEntry) -> None:
    WaitlistEntry.objects.update(state=WaitlistState.LAPSED)
    response = desk.post(reverse("admin:waitlist-withdraw", args=[entry.pk]), {"reason": "Again"})
    assert response.status_code == 422
    assert "Again" in response.content.decode()


def test_it_takes_the_duty(sign_in: SignIn, nils: User, entry: WaitlistEntry) -> None:
    assert sign_in(nils).get(reverse("admin:waitlist-withdraw", args=[entry.pk])).status_code == 403
