"""Invoices as a client's accountant reads them by program."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.actors import SYSTEM
from accounts.models import Client
from billing.enums import PaymentMethod
from billing.models import Document
from billing.operations import bill_booking, record_payment
from billing.operations.going_live import apply
from facilities.models import Facility
from tests.api.conftest import Ask, BillSeats
from tests.billing.going_live.books import item
from tests.billing.rows import JANUARY, remove_seats


def pay(document: Document, amount: str, now: datetime) -> None:
    record_payment(
        client=document.client,
        legal_entity=document.legal_entity,
        method=PaymentMethod.BANK_TRANSFER,
        amount=Decimal(amount),
        currency=document.currency,
        received_on=now.date(),
        reference="BT-1",
        actor=SYSTEM,
        now=now,
    )


def test_list_says_what_is_owed(ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats) -> None:
    document = bill_seats(acme)
    assert ask("invoices/", acme_key).results == [
        {
            "id": str(document.pk),
            "number": "INV-2026-00001",
            "kind": "invoice",
            "state": "open",
            "client": {"id": str(acme.pk), "name": "Acme"},
            "booking": {"id": str(document.booking_id), "reference": str(document.booking)},
            "month": "2026-12",
            "issued_on": "2026-11-23",
            "due_on": document.due_on.isoformat(),
            "net": {"amount": "18000.00", "currency": "PHP"},
            "tax": {"amount": "2160.00", "currency": "PHP"},
            "gross": {"amount": "20160.00", "currency": "PHP"},
            "withholding_expected": {"amount": "0.00", "currency": "PHP"},
            "open_balance": {"amount": "20160.00", "currency": "PHP"},
            "paid_at": None,
            "official_number": "",
        }
    ]


def test_lines_say_how_they_came_about(ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats) -> None:
    document = bill_seats(acme, seats=3)
    body = ask(f"invoices/{document.pk}/", acme_key).body
    [line] = body["lines"]
    assert line["how"] == "3 seats × PHP 9,000.00"
    assert (line["quantity"], line["days"], line["days_of"]) == ("3", 31, 31)
    assert (line["first_day"], line["last_day"]) == ("2026-12-01", "2026-12-31")
    assert (line["unit_net"], line["net"]) == (
        {"amount": "9000.00", "currency": "PHP"},
        {"amount": "27000.00", "currency": "PHP"},
    )
    assert (line["tax_category"], line["tax_percent"]) == ("S", "12")
    assert [(tax["percent"], tax["base"]["amount"], tax["tax"]["amount"]) for tax in body["taxes"]] == [
        ("12", "27000.00", "3240.00")
    ]
    assert body["seller"]["name"] == "Island Seats Incorporated"
    assert body["buyer"]["name"] == "Acme Incorporated"
    assert body["applications"] == []
    assert body["pdf"] == f"http://testserver/api/v1/invoices/{document.pk}/pdf/"


def test_payment_shows_against_the_invoice(
    ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats, now: datetime
) -> None:
    document = bill_seats(acme)
    pay(document, "5000", now)
    body = ask(f"invoices/{document.pk}/", acme_key).body
    assert body["open_balance"]["amount"] == "15160.00"
    [application] = body["applications"]
    assert application == {
        "amount": {"amount": "5000.00", "currency": "PHP"},
        "applied_at": "2026-11-23T02:00:00Z",
        "method": "bank_transfer",
        "received_on": "2026-11-23",
        "reference": "BT-1",
        "credit_note": None,
    }


def test_credit_note_points_at_what_it_corrects(
    ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats, now: datetime
) -> None:
    invoice = bill_seats(acme, seats=3)
    assert invoice.booking
    remove_seats(invoice.booking, 1, date(2026, 12, 17))
    credit = bill_booking(booking=invoice.booking, month=invoice.month, issue_on=now.date(), actor=SYSTEM, now=now)
    assert credit is not None
    body = ask(f"invoices/{credit.pk}/", acme_key).body
    assert (body["kind"], body["corrects"]["number"]) == ("credit_note", invoice.number)
    assert body["gross"]["amount"].startswith("-")
    [application] = ask(f"invoices/{invoice.pk}/", acme_key).body["applications"]
    assert application["credit_note"]["number"] == credit.number
    assert application["method"] is None


@pytest.fixture
def three(acme: Client, bill_seats: BillSeats, now: datetime) -> dict[str, str]:
    """One invoice paid, one due in December, one in January."""
    paid, late = bill_seats(acme), bill_seats(acme, seats=1)
    pay(paid, "20160", now)
    assert late.booking
    later = bill_booking(booking=late.booking, month=JANUARY, issue_on=date(2026, 12, 20), actor=SYSTEM, now=now)
    assert later is not None
    return {str(paid.pk): "paid", str(late.pk): "late", str(later.pk): "later"}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, {"paid", "late", "later"}),
        ({"state": "paid"}, {"paid"}),
        ({"state": "overdue"}, {"late"}),
        ({"state": "open"}, {"later"}),
        ({"state": ["open", "overdue"]}, {"late", "later"}),
        ({"month": "2027-01"}, {"later"}),
        ({"kind": "credit_note"}, set()),
    ],
)
def test_filters(ask: Ask, acme_key: str, three: dict[str, str], parameters: dict[str, Any], found: set[str]) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-12-27T00:00:00Z"), tick=False):
        rows = ask("invoices/", acme_key, **parameters).results
    assert {three[row["id"]] for row in rows} == found
    assert {three[row["id"]]: row["state"] for row in rows} == {
        name: state for name, state in (("paid", "paid"), ("late", "overdue"), ("later", "open")) if name in found
    }


def test_pdf_is_the_document(ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats) -> None:
    document = bill_seats(acme)
    answer = ask(f"invoices/{document.pk}/pdf/", acme_key)
    assert (answer.status, answer.type) == (200, "application/pdf")
    assert answer.raw.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="INV-2026-00001.pdf"'


@pytest.mark.parametrize("accept", ["application/pdf", "*/*", "application/json", None])
def test_pdf_comes_whatever_is_accepted(
    ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats, accept: str | None
) -> None:
    headers = {"Accept": accept} if accept else {}
    assert ask(f"invoices/{bill_seats(acme).pk}/pdf/", acme_key, headers=headers).type == "application/pdf"


def test_missing_pdf_is_a_problem_in_json(ask: Ask, acme_key: str) -> None:
    path = "invoices/01890a5d-ac96-774b-bcce-b302099a8057/pdf/"
    assert ask(path, acme_key, headers={"Accept": "application/pdf"}).code == "not_found"


def test_what_was_brought_forward_has_no_booking_and_no_paper(
    ask: Ask, acme_key: str, acme: Client, now: datetime, cebu: Facility
) -> None:
    apply(tables={"open_items": [item("OLD-17", acme.name)]}, actor=SYSTEM, now=now)
    [found] = ask("invoices/", acme_key, kind="forward").results
    assert (found["number"], found["booking"], found["open_balance"]["amount"]) == ("OLD-17", None, "100.00")
    assert ask(f"invoices/{found['id']}/", acme_key).body["pdf"] is None
    assert ask(f"invoices/{found['id']}/pdf/", acme_key).status == 404
