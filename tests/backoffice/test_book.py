"""Staff book for a client who asked by phone: look first, then hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client, User
from audit.models import AuditEntry
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from tests.backoffice.conftest import page_of
from tests.conftest import HoldSeats


@pytest.fixture
def wish(acme: Client, cebu: Facility, day_shift: ShiftPattern, standard: Package) -> dict[str, Any]:
    """Three seats by day for half a year."""
    return {
        "client": acme.pk,
        "facility": cebu.pk,
        "pattern": day_shift.pk,
        "package": standard.pk,
        "seats": "3",
        "start": "2026-12-01",
        "months": "6",
        "auto_renews": "on",
    }


def test_looking_shows_seats_and_price_and_holds_nothing(desk: HttpClient, wish: dict[str, Any]) -> None:
    page = desk.post(reverse("admin:book"), {**wish, "look": "1"}).content.decode()
    assert "S1, S2, S3" in page
    assert "27,000.00" in page
    assert not Booking.objects.exists()


def test_holding_is_the_operation_of_the_portal_done_by_staff(
    desk: HttpClient, wish: dict[str, Any], opal: User
) -> None:
    answer = desk.post(reverse("admin:book"), {**wish, "hold": "1"})
    held = Booking.objects.get()
    assert answer["Location"] == page_of(held)
    assert held.allocations.count() == 3
    assert AuditEntry.objects.get(verb="bookings.held").actor == opal


def test_seats_may_be_named(desk: HttpClient, wish: dict[str, Any]) -> None:
    desk.post(reverse("admin:book"), {**wish, "seats": "", "workstations": "B2, B4", "hold": "1"})
    codes = Booking.objects.get().allocations.values_list("workstation__code", flat=True)
    assert sorted(codes) == ["B2", "B4"]


def test_a_refusal_stands_beside_what_was_typed(
    desk: HttpClient, wish: dict[str, Any], hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B2", client=globex)
    answer = desk.post(reverse("admin:book"), {**wish, "seats": "", "workstations": "B2", "hold": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "B2: just taken for some of these hours." in page
    assert 'value="B2"' in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"seats": "40"}, "Only 12 of the 40 seats you asked for are free"),
        ({"seats": ""}, "Say how many seats, or which; one of them."),
        ({"client": ""}, "This field is required."),
    ],
)
def test_what_can_not_be_held_says_why(
    desk: HttpClient, wish: dict[str, Any], typed: dict[str, str], sentence: str
) -> None:
    answer = desk.post(reverse("admin:book"), {**wish, **typed, "hold": "1"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_what_does_not_fit_comes_with_what_would(desk: HttpClient, wish: dict[str, Any]) -> None:
    page = desk.post(reverse("admin:book"), {**wish, "seats": "40", "look": "1"}).content.decode()
    assert "What would work" in page
    assert "Take the 12 seats that are free" in page


def test_the_clients_page_leads_here_with_the_client_filled_in(desk: HttpClient, acme: Client) -> None:
    page = desk.get(reverse("admin:accounts_client_change", args=[acme.pk])).content.decode()
    assert f"{reverse('admin:book')}?client={acme.pk}" in page
    assert (
        f'<option value="{acme.pk}" selected>'
        in desk.get(reverse("admin:book"), {"client": str(acme.pk)}).content.decode()
    )


def test_staff_see_the_portal_as_the_client_and_it_is_recorded(desk: HttpClient, acme: Client, opal: User) -> None:
    page = desk.get(reverse("admin:accounts_client_change", args=[acme.pk])).content.decode()
    path = reverse("portal:begin-acting", args=[acme.pk])
    assert f'action="{path}"' in page
    for mode in ("seeing", "acting"):
        assert f'name="mode" value="{mode}"' in page
        desk.post(path, {"mode": mode})
        assert AuditEntry.objects.get(verb=f"accounts.{mode}_began").actor == opal


def test_staff_go_over_from_one_client_to_the_next(desk: HttpClient, acme: Client, globex: Client) -> None:
    for client in (acme, globex):
        answer = desk.post(reverse("portal:begin-acting", args=[client.pk]), {"mode": "acting"})
        assert answer["Location"] == reverse("portal:home")
    log = AuditEntry.objects.filter(verb__startswith="accounts.acting").order_by("pk")
    assert [(entry.verb, entry.as_client) for entry in log] == [
        ("accounts.acting_began", acme),
        ("accounts.acting_began", globex),
        ("accounts.acting_ended", acme),
    ]


def test_the_hours_may_keep_the_clients_clock(desk: HttpClient, wish: dict[str, Any], acme: Client) -> None:
    Client.objects.filter(pk=acme.pk).update(time_zone="America/Chicago")
    answer = desk.post(reverse("admin:book"), {**wish, "follows_client": "on", "hold": "1"})
    assert Booking.objects.get().time_zone == "America/Chicago"
    page = desk.get(answer["Location"]).content.decode()
    assert "Chicago time" in page
    assert "Mon–Fri 08:00–17:00" in page, "the hours after March"
