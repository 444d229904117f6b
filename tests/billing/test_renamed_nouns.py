"""Documents are looked at again after every noun they show was renamed: they say what was agreed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Concat
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity, User
from accounts.operations import issue_api_key
from billing.chain import canonical, chained
from billing.documents import content, render_pdf
from billing.models import Document
from billing.operations import bill_booking, request_deposit
from billing.operations.delivery import tell_of_document
from bookings.models import Booking
from facilities.models import Facility, Floor, Package, Room, ShiftPattern, Workstation
from outbox.models import Message
from tests import answers
from tests.billing.rows import DECEMBER, JANUARY, NOW, make_exchange_rate, make_lease, remove_seats

# What anything is called, wherever it is a column.
NAMES = {
    "name", "legal_name", "trade_name", "billing_name", "full_name", "first_name", "last_name", "code", "reference",
    "own_reference", "city", "address", "bank_details", "registration_note", "summary", "description", "label", "title",
}  # fmt: skip
SUFFIX = "-XYZ"

RENAMED = {
    (Facility, "name"), (Floor, "name"), (Room, "name"), (Workstation, "code"), (Package, "name"),
    (ShiftPattern, "name"), (Client, "name"), (Client, "legal_name"), (Client, "address"), (Client, "billing_name"),
    (LegalEntity, "name"), (LegalEntity, "trade_name"), (LegalEntity, "address"), (LegalEntity, "bank_details"),
    (Booking, "reference"), (User, "name"),
}  # fmt: skip


def rename_everything() -> set[tuple[type[Model], str]]:
    """Rename all that clients, staff or anybody may ever rename; return what could be."""
    renamed = set()
    for room in ("accounts", "facilities", "bookings"):
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.local_concrete_fields:
                if field.name in NAMES and isinstance(field, CharField | TextField) and not field.choices:
                    try:
                        with transaction.atomic():
                            model._default_manager.update(**{field.name: Concat(F(field.name), Value(SUFFIX))})
                    except DatabaseError:
                        continue  # The database keeps it: a number's form, an accepted term, a log.
                    renamed.add((model, field.name))
    return renamed


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def acme_with_a_contact(acme: Client) -> Client:
    acme.billing_name, acme.billing_email = "Bela", "bela@example.com"
    acme.save()
    return acme


@pytest.fixture(params=["invoice", "credit_note", "deposit", "in dollars"])
def document(
    request: pytest.FixtureRequest, lease: Booking, acme_with_a_contact: Client, standard: Package, opal: User
) -> Document:
    """Acme's, of each kind."""
    if request.param == "deposit":
        guarded = make_lease(lease.client, lease.facility, lease.pattern, standard, deposit_months=2)
        issued = request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    elif request.param == "in dollars":
        make_exchange_rate("58")
        abroad = make_lease(lease.client, lease.facility, lease.pattern, standard, currency="USD", rate="165")
        issued = bill_booking(booking=abroad, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    else:
        issued = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    if request.param == "credit_note":
        assert issued is not None
        tell_of_document(now=NOW, document=issued.pk)
        remove_seats(lease, 20, JANUARY.replace(year=2026, month=12, day=2))
        lease.refresh_from_db()
        issued = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert issued is not None
    assert issued.kind == (request.param if request.param != "in dollars" else "invoice")
    return issued


def fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def browser_of(user: User) -> HttpClient:
    browser = HttpClient()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_all_there_is_can_be_renamed(document: Document, olga: User) -> None:
    assert rename_everything() >= RENAMED
    assert Facility.objects.get().name == "Cebu IT Park-XYZ"


def test_the_paper_stays_the_same_to_the_byte(document: Document) -> None:
    before, page = render_pdf(fresh(document)), content(fresh(document))
    assert ["Facility", "Cebu IT Park"] in page["facts"]
    rename_everything()
    assert content(fresh(document)) == page
    assert render_pdf(fresh(document)) == before


def test_the_portals_page_and_its_paper_say_what_was_agreed(document: Document, olga: User) -> None:
    before = render_pdf(fresh(document))
    browser = browser_of(olga)
    rename_everything()
    page = answers.page(browser.get(reverse("portal:invoice", args=[document.pk])), document.number)
    main = page[page.index("<main") : page.index("</main>")]
    assert f"{document.lease['booking']}</a>, Cebu IT Park<" in main
    assert "Island Seats Incorporated" in main
    assert SUFFIX not in main
    assert browser.get(reverse("portal:invoice-pdf", args=[document.pk])).content == before
    [row] = answers.csv_rows(browser.get(reverse("portal:invoices-csv")), "Number")[:1]
    assert row["Booking"] == document.lease["booking"]


def test_the_api_says_what_was_agreed(document: Document, acme: Client) -> None:
    before = render_pdf(fresh(document))
    _key, secret = issue_api_key(name="Test", client=acme, actor=SYSTEM, now=NOW)

    def ask(name: str) -> Any:
        path = reverse(f"api:{name}", args=[document.pk])
        return HttpClient().get(path, headers={"Authorization": f"Api-Key {secret}"})

    def detail() -> dict[str, Any]:
        body: dict[str, Any] = json.loads(ask("invoice").content)
        return {name: value for name, value in body.items() if name != "client"}

    agreed = detail()
    assert agreed["booking"]["reference"] == document.lease["booking"]
    rename_everything()
    assert detail() == agreed
    assert ask("invoice-pdf").content == before


def test_the_mail_says_what_was_agreed(document: Document) -> None:
    before = render_pdf(fresh(document))
    rename_everything()
    assert tell_of_document(now=NOW, document=document.pk) == document
    mail = Message.objects.get(key=f"billing.issued:{document.pk}")
    assert document.lease["booking"] in mail.text
    assert f"{document.lease['booking']}{SUFFIX}" not in mail.text + mail.html
    [paper] = mail.attachments.all()
    assert bytes(paper.content) == before


def test_the_back_office_shows_who_issued_it(document: Document, opal: User) -> None:
    opal.groups.set(Group.objects.filter(name="Finance"))
    browser = browser_of(opal)
    rename_everything()
    page = answers.page(browser.get(reverse("admin:billing_document_change", args=[document.pk])))
    assert re.search(r"Issued by</dt>\s*<dd>Island Seats Incorporated</dd>", page)


def test_the_chain_covers_what_the_lease_was_called(document: Document) -> None:
    found = fresh(document)
    lines, taxes = list(found.lines.all()), list(found.taxes.all())
    rename_everything()
    assert chained(found.previous_hash, canonical(fresh(document), lines, taxes)) == found.hash
    found.lease = {**found.lease, "facility": "Elsewhere"}
    assert chained(found.previous_hash, canonical(found, lines, taxes)) != found.hash


def test_what_was_agreed_is_frozen_with_the_ids_that_it_had(document: Document, lease: Booking) -> None:
    assert isinstance(document.booking_id, UUID)
    booking = Booking.objects.select_related("facility").get(pk=document.booking_id)
    assert document.lease == {"booking": booking.reference, "facility": booking.facility.name}
