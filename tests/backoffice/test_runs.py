"""The month's billing from the desk: dry run, every document explained, issued in whole or in part, or not."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from audit.models import AuditEntry
from billing.enums import ItemState, RunState
from billing.models import BillingRun, Document, RunItem, TaxRate
from billing.operations import work_chunk
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from tests.billing.rows import DECEMBER, make_lease, make_provider
from tests.conftest import SignIn


def prepare(browser: HttpClient, place: Facility) -> BillingRun:
    typed = {"legal_entity": place.legal_entity_id, "month": "2026-12-01", "issue_on": "2026-12-01"}
    browser.post(reverse("admin:billing_billingrun_add"), typed)
    return BillingRun.objects.latest("started_at")


def work(run: BillingRun, now: datetime) -> None:
    while work_chunk(run=run, now=now):
        pass


def page_of(browser: HttpClient, run: BillingRun) -> str:
    return browser.get(reverse("admin:billing_billingrun_change", args=[run.pk])).content.decode()


@pytest.fixture
def other_lease(globex: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Globex's 5 seats."""
    return make_lease(globex, place, day_shift, standard, seats=5)


@pytest.fixture
def run(desk: HttpClient, place: Facility, lease: Booking, other_lease: Booking, now: datetime) -> BillingRun:
    """December's dry run, ready to issue."""
    run = prepare(desk, place)
    work(run, now)
    return run


def test_the_only_entity_is_chosen_already(desk: HttpClient, place: Facility) -> None:
    chosen = f'<option value="{place.legal_entity_id}" selected>'
    assert chosen in desk.get(reverse("admin:billing_billingrun_add")).content.decode()
    payment = desk.get(reverse("admin:payment-record")).content.decode()
    assert chosen in payment
    assert 'name="currency" value="PHP"' in payment
    make_provider(name="Another Provider Incorporated", tax_id="999-000-001")
    assert chosen not in desk.get(reverse("admin:billing_billingrun_add")).content.decode()


def test_a_run_says_that_the_worker_prepares_it(desk: HttpClient, place: Facility, lease: Booking, opal: User) -> None:
    run = prepare(desk, place)
    assert (run.month, run.issue_on, run.started_by) == (DECEMBER, DECEMBER, opal)
    page = page_of(desk, run)
    assert "The worker prepares the invoices" in page
    assert "0 of 1 bookings" in page
    assert 'hx-trigger="every 3s"' in page


def test_the_page_follows_the_worker(desk: HttpClient, run: BillingRun) -> None:
    path = reverse("admin:billing_billingrun_change", args=[run.pk])
    turned = desk.get(path, {"state": "preparing"}, headers={"HX-Request": "true"})
    assert turned["HX-Refresh"] == "true"


def test_a_second_run_of_a_month_is_refused_beside_the_form(desk: HttpClient, place: Facility, run: BillingRun) -> None:
    typed = {"legal_entity": place.legal_entity_id, "month": "2026-12-01", "issue_on": "2026-12-05"}
    answer = desk.post(reverse("admin:billing_billingrun_add"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A run for this month is open already." in page
    assert 'value="2026-12-05"' in page


def test_every_document_of_a_dry_run_is_explained(desk: HttpClient, run: BillingRun) -> None:
    page = page_of(desk, run)
    for wanted in (
        "20 seats × PHP 9,000.00",
        "180,000.00",
        "201,600.00",
        "First invoice of this booking.",
        "50,400.00",
    ):
        assert wanted in page
    assert "252,000.00" in page  # both together
    assert "Issue all 2 documents" in page


def test_everything_is_issued(desk: HttpClient, run: BillingRun, now: datetime) -> None:
    desk.post(reverse("admin:run-issue", args=[run.pk]))
    work(run, now)
    assert Document.objects.count() == 2
    page = page_of(desk, run)
    assert "2 issued" in page
    assert "INV-2026-00001" in page
    assert AuditEntry.objects.filter(verb="billing.run_issued").exists()


def test_only_what_is_ticked_is_issued(desk: HttpClient, run: BillingRun, lease: Booking, now: datetime) -> None:
    desk.post(reverse("admin:run-issue", args=[run.pk]), {"some": "1", "bookings": [str(lease.pk)]})
    work(run, now)
    assert [document.booking for document in Document.objects.all()] == [lease]


def test_nothing_ticked_issues_nothing(desk: HttpClient, run: BillingRun) -> None:
    answer = desk.post(reverse("admin:run-issue", args=[run.pk]), {"some": "1"}, follow=True)
    assert "Tick at least one invoice" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_a_dry_run_is_discarded(desk: HttpClient, run: BillingRun) -> None:
    answer = desk.post(reverse("admin:run-discard", args=[run.pk]), follow=True)
    assert "Nothing was issued" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED
    assert not Document.objects.exists()


def test_an_operation_that_comes_too_late_is_refused_in_words(desk: HttpClient, run: BillingRun, now: datetime) -> None:
    desk.post(reverse("admin:run-issue", args=[run.pk]))
    answer = desk.post(reverse("admin:run-discard", args=[run.pk]), follow=True)
    assert "Reload the page to see what has changed." in answer.content.decode()


def test_what_failed_says_why_and_is_tried_again(
    desk: HttpClient, place: Facility, lease: Booking, now: datetime
) -> None:
    TaxRate.objects.all().delete()
    run = prepare(desk, place)
    work(run, now)
    page = page_of(desk, run)
    assert "There is no tax rate for" in page
    assert "1 booking can&#x27;t be billed" in page or "1 booking can't be billed" in page
    TaxRate.objects.create(country="PH", percent=12, days=Period(date(2020, 1, 1)))
    desk.post(reverse("admin:run-again", args=[run.pk]))
    again = BillingRun.objects.exclude(pk=run.pk).get()
    work(again, now)
    assert RunItem.objects.get(run=again).state == ItemState.PREVIEWED
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED


def test_a_silent_worker_is_noticed(desk: HttpClient, place: Facility, lease: Booking) -> None:
    run = prepare(desk, place)
    BillingRun.objects.update(started_at=datetime(2026, 11, 1, tzinfo=run.started_at.tzinfo))
    assert "Is the worker running?" in page_of(desk, run)


def test_facility_staff_see_no_run_and_issue_none(sign_in: SignIn, nils: User, run: BillingRun) -> None:
    nils.groups.add(Group.objects.get(name="Facility"))
    browser = sign_in(nils)
    assert browser.get(reverse("admin:billing_billingrun_change", args=[run.pk])).status_code == 403
    for operation in ("issue", "discard", "again"):
        assert browser.post(reverse(f"admin:run-{operation}", args=[run.pk])).status_code == 403
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_thirty_documents_cost_as_many_queries_as_three(
    desk: HttpClient, place: Facility, acme: Client, day_shift: ShiftPattern, standard: Package, now: datetime
) -> None:
    def cost(run: BillingRun) -> int:
        page_of(desk, run)
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, run)
        return len(queries)

    def lease_and_run(count: int) -> BillingRun:
        for _ in range(count):
            make_lease(acme, place, day_shift, standard, seats=1)
        run = prepare(desk, place)
        work(run, now)
        return run

    few = lease_and_run(3)
    with_few = cost(few)
    desk.post(reverse("admin:run-discard", args=[few.pk]))
    assert cost(lease_and_run(27)) == with_few
