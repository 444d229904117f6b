"""A client's own pages under the strict policy: looked at by axe in light and dark, narrow, and without script."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actors import SYSTEM, Person, Staff
from accounts.models import Client, User
from billing.models import Document, TransferNotice
from billing.operations import bill_booking, give_transfer_notice, reject_notice
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Package, ShiftPattern
from kernel.period import Period, add_months
from outbox.operations import store_message
from tests import factories
from tests.billing.rows import make_lease, make_philippine_rates, make_provider, take_seats
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.journeys.conftest import NARROW, PHONE, WIDE, Arrive

pytestmark = pytest.mark.django_db(transaction=True)

# What axe finds it finds in light or dark; in the narrowest window it is about what doesn't fit.
LOOKS: list[Any] = [
    {"viewport": WIDE, "color_scheme": "light"},
    {"viewport": PHONE, "color_scheme": "dark"},
    {"viewport": NARROW, "color_scheme": "light"},
]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def lease(acme: Client, day_shift: ShiftPattern, standard: Package, now: datetime) -> Booking:
    """Twelve seats since three months ago."""
    make_philippine_rates()
    place = factories.make_facility("Cebu IT Park", legal_entity=make_provider(name="Island Seats Incorporated"))
    since = Period(add_months(now.date().replace(day=1), -3))
    return take_seats(make_lease(acme, place, day_shift, standard, seats=12, days=since, deposit_months=Decimal(2)))


@pytest.fixture
def invoice(lease: Booking, alice: User, opal: User, now: datetime) -> Document:
    """Overdue, with word of a transfer that could not be found and of one that is being looked for."""
    month = add_months(now.date().replace(day=1), -1)
    issued = bill_booking(booking=lease, month=month, issue_on=month, actor=SYSTEM, now=now)
    assert issued is not None
    for reference in ("WIRE-1", "WIRE-2"):
        notice = give_transfer_notice(
            document=issued,
            amount=issued.gross,
            transferred_on=now.date(),
            reference=reference,
            actor=Person(alice),
            now=now,
        )
        if reference == "WIRE-1":
            reject_notice(notice=notice, reason="Nothing has come.", actor=Staff(opal), now=now)
    return issued


@pytest.fixture
def held(hold_seats: HoldSeats, bring: Bring, now: datetime) -> Booking:
    """Beside a request, so that every panel of the home page has something to show."""
    start = now.date() + timedelta(days=40)
    bring(hold_seats("B1", "B2", start=start, now=now), BookingState.SUBMITTED, now=now)
    return hold_seats("A1", "A2", start=start, now=now)


@pytest.fixture
def paths(lease: Booking, invoice: Document, held: Booking, now: datetime) -> list[str]:
    factories.make_room(lease.facility, "Annex", {"X": 6})
    changes.add_seats(booking=lease, effective_on=now.date() + timedelta(days=9), seats=2, actor=SYSTEM, now=now)
    own = lease.allocations.select_related("workstation").order_by("workstation__code")[0]
    mail = store_message(
        kind="tests.hello", to="a@example.com", subject="Hello", text="Hi", html="<html><head></head></html>", now=now
    )
    assert mail is not None
    return [
        reverse("portal:home"),
        reverse("portal:bookings"),
        reverse("portal:booking", args=[lease.pk]),
        reverse("portal:booking", args=[held.pk]),
        reverse("portal:booking-change", args=[lease.pk, "notice"]),
        reverse("portal:booking-cancel", args=[held.pk]),
        reverse("portal:booking-change", args=[lease.pk, "add-seats"]) + "?seats=1&effective_on=" + str(now.date()),
        reverse("portal:booking-change", args=[lease.pk, "give-back"]),
        reverse("portal:booking-change", args=[lease.pk, "move"]) + f"?seat={own.workstation.code}",
        reverse("portal:booking-change", args=[lease.pk, "undo"]) + "?number=1",
        reverse("portal:invoices"),
        reverse("portal:invoice", args=[invoice.pk]),
        reverse("portal:statement"),
        reverse("portal:details"),
        reverse("portal:mailbox"),
        reverse("portal:mail", args=[mail.pk]),
        reverse("mfa_index"),
        reverse("account_email"),
        reverse("account_change_password"),
        reverse("account_logout"),
    ]


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone in the dark", "narrow"])
def test_every_page_is_without_fault(arrive: Arrive, olga: User, paths: list[str], look: dict[str, Any]) -> None:
    visitor = arrive(olga, **look)
    faults = {}
    for path in paths:
        visitor.go(path)
        assert visitor.heading
        faults[path] = visitor.overflow() if look["viewport"] == NARROW else visitor.faults()
    assert {path: found for path, found in faults.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone in the dark", "narrow"])
def test_every_page_on_the_way_in_is_without_fault(arrive: Arrive, look: dict[str, Any]) -> None:
    visitor = arrive(**look)
    for name in (
        "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
        "account_email_verification_sent", "account_inactive",
    ):  # fmt: skip
        visitor.go(reverse(name))
        assert visitor.heading, name
        assert (visitor.overflow() if look["viewport"] == NARROW else visitor.faults()) == [], name
    assert visitor.complaints == []


def test_a_transfer_is_told_without_script(
    arrive: Arrive, bela: User, lease: Booking, now: datetime, tmp_path: Any
) -> None:
    month = now.date().replace(day=1)
    issued = bill_booking(booking=lease, month=month, issue_on=month, actor=SYSTEM, now=now)
    assert issued is not None
    proof = tmp_path / "bank.pdf"
    proof.write_bytes(b"%PDF-1.7\n%%EOF\n")
    visitor = arrive(bela, java_script_enabled=False)
    page = visitor.page
    page.goto(visitor.server + reverse("portal:invoice", args=[issued.pk]))
    page.get_by_label("Bank reference").fill("WIRE-17")
    page.get_by_label("Proof").set_input_files(proof)
    page.get_by_role("button", name="Tell us of this transfer").click()
    expect(page.get_by_text("You told us of a transfer")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Your proof").click()
    told = TransferNotice.objects.get(document=issued)
    assert download.value.suggested_filename == f"transfer-{told.transferred_on:%Y-%m-%d}.pdf"


def test_notice_is_given_and_withdrawn_without_script(arrive: Arrive, alice: User, lease: Booking) -> None:
    visitor = arrive(alice, java_script_enabled=False)
    page = visitor.page
    page.goto(visitor.server + reverse("portal:booking", args=[lease.pk]))
    page.get_by_role("link", name="Give notice").click()
    expect(page.get_by_text("becomes").first).to_be_visible()
    page.get_by_role("button", name="Give notice for").click()
    expect(page.get_by_role("heading", name="Cebu IT Park")).to_be_visible()
    expect(page.get_by_text("You are leaving")).to_be_visible()
    page.get_by_role("link", name="Stay: withdraw the notice").click()
    page.get_by_role("button", name="Withdraw the notice").click()
    expect(page.get_by_text("Your notice is withdrawn")).to_be_visible()


def test_seats_are_added_planned_and_undone(arrive: Arrive, alice: User, lease: Booking) -> None:
    """Chosen beside the team, changed on the plan with the figures following, undone before they begin."""
    factories.make_room(lease.facility, "Annex", {"X": 6})
    visitor = arrive(alice)
    page = visitor.page
    visitor.go(reverse("portal:booking", args=[lease.pk]))
    page.get_by_role("link", name="Add seats").click()
    page.get_by_label("Seats to add").fill("2")
    page.get_by_label("Seats to add").press("Tab")
    expect(page.get_by_role("button", name="Add 2 seats from")).to_be_visible()
    page.get_by_role("tab", name="List").click()
    page.get_by_role("checkbox", name="X6 free").check()
    expect(page.get_by_role("button", name="Add 3 seats from")).to_be_visible()
    page.get_by_role("button", name="Add 3 seats from").click()
    planned = page.locator("#planned")
    expect(planned.get_by_role("cell", name="3 seats added from").first).to_be_visible()
    planned.get_by_role("link", name="Undo").click()
    expect(page.get_by_text("becomes").first).to_be_visible()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("The planned change is undone.")).to_be_visible()
    expect(page.locator("#planned")).to_have_count(0)
    assert visitor.complaints == []
