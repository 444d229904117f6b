"""Every list, every form and every page opens, with a row of everything there."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import Staff
from accounts.models import Client, LegalEntity, Partner, User
from accounts.operations import issue_api_key
from billing.models import BillingPolicy, Document
from billing.operations import give_transfer_notice, prepare_run, record_payment
from bookings.models import Booking, BookingPolicy
from bookings.operations import join_waitlist
from bookings.seat_requests import SeatRequest
from facilities.enums import CertificateKind
from facilities.models import Facility, Workstation
from kernel.period import Period, month_of
from ledger.models import LedgerAccount
from ledger.operations import close_period
from outbox.operations import write_message
from tests import factories
from tests.billing.rows import DECEMBER, make_certificate, make_exchange_rate

NOUNS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def a_row_of_everything(
    request_of_acme: Booking, invoice: Document, acme: Client, alice: User, petra: Partner, opal: User, now: datetime
) -> None:
    staff = Staff(opal)
    entity = LegalEntity.objects.get(pk=invoice.legal_entity_id)
    facility = request_of_acme.facility
    issue_api_key(name="theirs", client=acme, actor=staff, now=now)
    make_certificate(acme, invoice.lines.all()[0].service_days)
    make_exchange_rate("58.5")
    BookingPolicy.objects.create(facility=facility, effective_from=DECEMBER)
    BillingPolicy.objects.create(legal_entity=entity, effective_from=DECEMBER)
    factories.make_fault(Workstation.objects.all()[0], now)
    factories.make_fact(facility, "UPS", now.date(), "14 min")
    factories.make_add_on_price(factories.make_add_on("monitor"), facility, "500")
    factories.make_asset(facility)
    factories.make_certificate(facility, CertificateKind.SOC_2, month_of(DECEMBER))
    record_payment(
        client=acme,
        legal_entity=entity,
        method="bank_transfer",
        amount=Decimal(1000),
        currency="PHP",
        received_on=now.date(),
        reference="REF-1",
        actor=staff,
        now=now,
    )
    give_transfer_notice(
        document=invoice, amount=Decimal(500), transferred_on=now.date(), reference="T-1", actor=staff, now=now
    )
    asked = SeatRequest(client=acme, city="Cebu", pattern=request_of_acme.pattern, seats=2, months=6, start=now.date())
    join_waitlist(request=asked, latest=DECEMBER, actor=staff, now=now)
    prepare_run(legal_entity=entity, month=DECEMBER, issue_on=DECEMBER, actor=staff, now=now)
    LedgerAccount.objects.create(legal_entity=entity, role="cash", code="1010")
    close_period(entity=entity, days=Period(date(2026, 1, 1), date(2026, 2, 1)), actor=staff, now=now)
    context = {"email": "alice@example.com", "activate_url": "https://example.com", "code": "1"}
    write_message(kind="accounts.unknown_address", to="alice@example.com", context=context, now=now)


@pytest.fixture
def superdesk(desk: HttpClient, opal: User) -> HttpClient:
    opal.is_superuser = True
    opal.save()
    return desk


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label)
def test_every_list_and_every_form_opens(superdesk: HttpClient, a_row_of_everything: None, model: type[Model]) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    assert row is not None, f"no row of {model._meta.label} to look at"
    listed = superdesk.get(reverse(f"{name}_changelist"))
    assert listed.status_code == 200
    assert superdesk.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert superdesk.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200
    if admin.site._registry[model].has_add_permission(listed.wsgi_request):
        assert superdesk.get(reverse(f"{name}_add")).status_code == 200


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label)
def test_every_list_can_be_searched_and_filtered(
    superdesk: HttpClient, a_row_of_everything: None, model: type[Model]
) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for asked in (
        {"q": "a"},
        {"o": "1"},
        {"state__exact": "active"},
        {"state": "overdue"},
        {"part": "billing"},
    ):
        assert superdesk.get(path, asked, follow=True).status_code == 200


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label)
def test_what_does_not_exist_is_not_found(superdesk: HttpClient, model: type[Model]) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=["no-such-thing"])
    assert superdesk.get(path).status_code in {302, 404}


@pytest.mark.parametrize(
    "name", ["index", "requests", "book", "payment-record", "aged-receivables", "trial-balance", "price-lists"]
)
def test_every_page_opens(desk: HttpClient, a_row_of_everything: None, name: str) -> None:
    assert desk.get(reverse(f"admin:{name}")).status_code == 200


def test_every_entry_of_the_sidebar_leads_somewhere(desk: HttpClient, a_row_of_everything: None) -> None:
    sections = desk.get("/admin/").context["sidebar_navigation"]
    links = [str(item["link"]) for section in sections for item in section["items"]]
    assert len(links) > 30
    for link in links:
        assert desk.get(link).status_code == 200, link


def test_the_sidebar_says_how_much_waits(desk: HttpClient, a_row_of_everything: None) -> None:
    sections = desk.get("/admin/").context["sidebar_navigation"]
    counts = {str(item["title"]): item.get("badge") for section in sections for item in section["items"]}
    assert counts["Requests"] == 1
    assert counts["Transfer notices"] == 1
    assert counts["Payments"] is None


@pytest.mark.parametrize(("wanted", "found"), [("acme", "Acme"), ("INV", "INV-2026-00001"), ("B-", "B-")])
def test_the_search_box_finds_clients_bookings_and_documents(
    desk: HttpClient, a_row_of_everything: None, wanted: str, found: str
) -> None:
    page = desk.get(reverse("admin:search"), {"s": wanted, "extended": "1"}).content.decode()
    assert found in page


def test_an_empty_house_says_what_to_do(desk: HttpClient) -> None:
    page = desk.get("/admin/").content.decode()
    assert "No request waits." in page
    assert "Add a facility" in page
    assert "Add the company that issues your invoices" in page
    assert "No request waits." in desk.get(reverse("admin:requests")).content.decode()


def test_a_rooms_rule_is_not_changed_from_the_list_of_its_floor(desk: HttpClient, cebu: Facility) -> None:
    """Its own page knows whether something was let in it, and then only shows the rule."""
    page = desk.get(reverse("admin:facilities_floor_change", args=[cebu.floors.get().pk])).content.decode()
    assert 'name="rooms-0-capacity"' in page
    assert 'name="rooms-0-is_exclusive"' not in page
