"""The main job: a founder in Austin finds seats, holds and submits; staff confirm and bill; she pays; all of it through
the pages, each looked at by axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from billing.models import BillingRun, Document, TransferNotice
from billing.tasks import tell_of_documents, work_on_run
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.tasks import activate_and_end_leases
from facilities.models import Facility
from ledger.models import JournalLine
from outbox.models import Message
from outbox.tasks import send_waiting_messages
from tests.billing.rows import make_philippine_rates, make_provider
from tests.journeys.conftest import Arrive, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

Look = Callable[[Visitor], None]

FOUNDER = "dana@austin.example.com"


@pytest.fixture
def today(cebu: Facility) -> str:
    """The day it is in Cebu, on which the lease begins."""
    return timezone.now().astimezone(ZoneInfo(cebu.time_zone)).date().isoformat()


@pytest.fixture
def provider(cebu: Facility) -> Facility:
    """Cebu, let by a company that can number documents and knows its taxes."""
    make_philippine_rates()
    cebu.legal_entity = make_provider(name="Island Seats Incorporated")
    cebu.save(update_fields=["legal_entity"])
    return cebu


@pytest.fixture
def opal_at_her_desk(arrive: Arrive, opal: User) -> Visitor:
    opal.groups.set(Group.objects.filter(name__in=["Facility", "Finance"]))
    return arrive(opal)


def test_search_reserve_confirm_invoice_pay(
    arrive: Arrive, opal_at_her_desk: Visitor, provider: Facility, today: str
) -> None:
    dana, opal = arrive(), opal_at_her_desk
    looked_at: list[str] = []

    def look(visitor: Visitor) -> None:
        """Nothing for axe to find, on the way."""
        looked_at.append(visitor.page.url)
        # Scrolled, a link half under the sticky header would count as too small a target.
        visitor.page.evaluate("scrollTo(0, 0)")
        assert visitor.faults() == [], visitor.page.url

    booking = find_hold_and_submit(dana, today, look)
    assert booking.state == BookingState.SUBMITTED

    confirm(opal, booking)
    assert newest(subject__startswith="Confirmed").to == FOUNDER
    assert activate_and_end_leases() == 1

    bill_the_month(opal, today)
    invoice = Document.objects.get(booking=booking, kind="invoice")
    assert invoice.gross == invoice.net + invoice.tax > 0

    tell_of_the_transfer(dana, invoice, today, look)
    assert not JournalLine.objects.filter(entry__payment__isnull=False).exists()

    match_the_transfer(opal)
    dana.go(reverse("portal:invoice", args=[invoice.pk]))
    expect(dana.page.get_by_text("Paid").first).to_be_visible()
    look(dana)
    assert sum(JournalLine.objects.values_list("functional", flat=True)) == 0
    assert dana.complaints == []
    assert len(looked_at) >= 9


def find_hold_and_submit(dana: Visitor, today: str, look: Look) -> Booking:
    page = dana.page
    dana.go("/")
    look(dana)
    page.get_by_role("spinbutton", name="Seats").fill("3")
    page.get_by_label("First day").fill(today)
    page.get_by_role("button", name="Find seats").click()
    look(dana)
    page.get_by_role("link", name="Choose seats").first.click()
    expect(page.get_by_role("heading", name="3 seats selected")).to_be_visible()
    look(dana)
    page.get_by_role("button", name="Hold 3 seats for 48 hours").click()
    page.get_by_label("Company name").fill("Austin Calls")
    page.get_by_label("E-mail").fill(FOUNDER)
    page.get_by_label("Password").fill("a horse of correct size")
    look(dana)
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/confirm-email/")
    send_waiting_messages()
    link = re.search(r"https?://[^/\s]+(\S+)", Message.objects.get(to=FOUNDER).text)
    assert link is not None
    dana.go(link[1])
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Hold 3 seats for 48 hours").click()
    page.wait_for_url("**/hold/")
    look(dana)
    page.get_by_label("Registered name").fill("Austin Calls LLC")
    page.get_by_label("Country").select_option("US")
    page.get_by_label("Registered address").fill("1 Main Street, Austin")
    page.get_by_label("E-mail for invoices").fill("bills@austin.example.com")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("We have read this agreement").check()
    page.get_by_role("button", name="Submit for PHP").click()
    booking = Booking.objects.get()
    page.wait_for_url(f"**{reverse('portal:booking', args=[booking.pk])}")
    look(dana)
    return booking


def confirm(opal: Visitor, booking: Booking) -> None:
    page = opal.page
    opal.go("/admin/")
    page.get_by_role("link", name="Austin Calls").first.click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def bill_the_month(opal: Visitor, today: str) -> None:
    page = opal.page
    opal.go(reverse("admin:billing_billingrun_add"))
    page.get_by_label("Legal entity").select_option(label="Island Seats Incorporated")
    page.get_by_label("Documents dated").fill(today)
    page.get_by_role("button", name="Prepare the dry run").click()
    page.wait_for_url(re.compile(r"/billingrun/[0-9a-f-]{36}/"))
    run = BillingRun.objects.get()
    work_on_run(str(run.pk))
    opal.go(reverse("admin:billing_billingrun_change", args=[run.pk]))
    expect(page.get_by_text("Austin Calls").first).to_be_visible()
    assert not Document.objects.exists()
    page.get_by_role("button", name=re.compile("^Issue")).first.click()
    work_on_run(str(run.pk))
    tell_of_documents()
    assert newest(attachments__name__endswith=".pdf").to == "bills@austin.example.com"


def tell_of_the_transfer(dana: Visitor, invoice: Document, today: str, look: Look) -> None:
    page = dana.page
    dana.go(reverse("portal:invoices"))
    look(dana)
    page.get_by_role("link", name=invoice.number).click()
    look(dana)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    summary = page.get_by_text("I have transferred it")
    if not page.get_by_label("Bank reference").is_visible():
        summary.click()
    page.get_by_label("Bank reference").fill("WIRE-2026-1")
    page.get_by_role("button", name="Tell us of this transfer").click()
    expect(page.get_by_text("You told us of a transfer")).to_be_visible()
    look(dana)


def match_the_transfer(opal: Visitor) -> None:
    notice = TransferNotice.objects.get()
    opal.go(reverse("admin:billing_transfernotice_change", args=[notice.pk]))
    opal.page.get_by_role("button", name="Match and record").click()
    expect(opal.page.get_by_text("Matched").first).to_be_visible()


def newest(**which: str) -> Message:
    """The newest mail of those."""
    return Message.objects.filter(**which).latest("created_at")
