"""Staff take a client off the waitlist."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.actors import CLOCK
from accounts.models import Client, OutgoingMessage, User
from bookings.enums import WaitState
from bookings.models import Wait
from bookings.operations import join_waitlist
from facilities.models import Facility, ShiftPattern
from tests.backoffice.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def wait(acme: Client, cebu: Facility, day_shift: ShiftPattern, now: datetime) -> Wait:
    return join_waitlist(
        client=acme, facility=cebu, pattern=day_shift, seats=4, months=6, earliest=date(2026, 12, 1),
        latest=date(2027, 3, 1), time_zone="America/Chicago", actor=CLOCK, now=now,
    )  # fmt: skip


def test_a_place_is_withdrawn_with_a_reason_from_its_page(desk: Browser, wait: Wait, alice: User) -> None:
    address = reverse("admin:wait-withdraw", args=[wait.pk])
    page = desk.get(reverse("admin:bookings_wait_change", args=[wait.pk])).content.decode()
    assert address in page
    assert "Chicago time" in page
    assert "4 seats in Cebu" in desk.get(address).content.decode()
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "Agreed by phone."}).status_code == 302
    wait.refresh_from_db()
    assert wait.state == WaitState.WITHDRAWN
    assert "Agreed by phone." in OutgoingMessage.objects.get(to=alice.email).text
    assert address not in desk.get(reverse("admin:bookings_wait_change", args=[wait.pk])).content.decode()


def test_a_second_time_is_refused_in_words(desk: Browser, wait: Wait) -> None:
    Wait.objects.update(state=WaitState.LAPSED)
    response = desk.post(reverse("admin:wait-withdraw", args=[wait.pk]), {"reason": "Again"})
    assert response.status_code == 422
    assert "Again" in response.content.decode()


def test_it_takes_the_duty(enter: Enter, nils: User, wait: Wait) -> None:
    assert enter(nils).get(reverse("admin:wait-withdraw", args=[wait.pk])).status_code == 403
