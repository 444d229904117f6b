"""What clients are told of money: each thing once, with what they need to act on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine

from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.enums import Mode
from accounts.models import Client, LegalEntity, User
from billing import tasks
from billing.models import BillingPolicy, Document, DocumentStatus
from billing.operations import bill_booking, mark_viewed, record_payment
from billing.operations.delivery import tell_of_document
from bookings.models import Booking
from ledger.models import JournalEntry
from outbox.models import Attachment, Message
from tests.billing.books import assert_books_are_sound
from tests.billing.rows import DECEMBER, NOW, make_provider

DUE = date(2026, 12, 7)


@pytest.fixture
def invoice(lease: Booking) -> Document:
    document = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert document is not None
    return document


def pay(invoice: Document, amount: str, **fields: object) -> None:
    values = {"method": "cash", "currency": "PHP", "received_on": DECEMBER, "reference": "1", **fields}
    record_payment(
        client=invoice.client,
        legal_entity=invoice.legal_entity,
        amount=Decimal(amount),
        actor=SYSTEM,
        now=NOW,
        **values,  # type: ignore[arg-type]
    )


def remind(day: date) -> list[str]:
    """The reminders a day's tick writes, by subject."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=UTC), tick=False):
        tasks.remind_of_overdue()
    written = Message.objects.exclude(pk__in=before).filter(kind="billing.overdue")
    return list(written.values_list("subject", flat=True))


def test_an_invoice_is_mailed_once_with_its_pdf(invoice: Document) -> None:
    assert tell_of_document(now=NOW) == invoice
    assert tell_of_document(now=NOW) is None
    mail = Message.objects.get()
    assert (mail.to, mail.subject) == ("accounts@acme.example.com", "Billing statement INV-2026-00001")
    assert "Total: PHP 201,600.00" in mail.text
    assert f"/invoices/{invoice.pk}/" in mail.text
    assert "PHP 201,600.00" in mail.html
    attachment = Attachment.objects.get(message=mail)
    assert (attachment.name, attachment.content_type) == ("INV-2026-00001.pdf", "application/pdf")
    assert bytes(attachment.content).startswith(b"%PDF-")
    assert DocumentStatus.objects.get(pk=invoice.pk).sent_at == NOW


def test_a_client_without_an_address_is_told_when_it_has_one(invoice: Document, acme: Client) -> None:
    Client.objects.update(billing_email="")
    assert tell_of_document(now=NOW) is None
    Client.objects.update(billing_email="new@acme.example.com")
    assert tell_of_document(now=NOW) == invoice


def test_one_document_that_cant_be_printed_keeps_no_other(invoice: Document) -> None:
    broken = Document.objects.get(pk=invoice.pk)
    broken.pk, broken.number, broken.previous_hash, broken.seller = UUID(int=1), "X-1", "x", {}
    broken.entry = JournalEntry.objects.create(legal_entity=broken.legal_entity, posted_on=broken.issued_on)
    broken.save(force_insert=True)
    DocumentStatus.objects.create(document=broken, amount=broken.gross, open_balance=broken.gross)
    with time_machine.travel(NOW, tick=False):
        assert tasks.tell_of_documents() == 1
    assert DocumentStatus.objects.get(pk=invoice.pk).sent_at is not None
    assert DocumentStatus.objects.get(pk=broken.pk).sent_at is None


def test_a_payment_is_confirmed_with_where_it_went(invoice: Document) -> None:
    pay(invoice, "210000")
    mail = Message.objects.get()
    assert mail.subject == "We have your payment"
    assert "INV-2026-00001: PHP 201,600.00" in mail.text
    assert "Kept for your next invoice: PHP 8,400.00" in mail.text


def test_reminders_come_1_7_and_14_days_late_and_each_once(invoice: Document) -> None:
    said = {late: remind(DUE + timedelta(days=late)) for late in range(20)}
    assert {late: subjects for late, subjects in said.items() if subjects} == {
        1: ["INV-2026-00001 is 1 day overdue"],
        7: ["INV-2026-00001 is 7 days overdue"],
        14: ["INV-2026-00001 is 14 days overdue"],
    }


def test_reminders_come_when_the_policy_of_the_day_says(invoice: Document, provider: LegalEntity) -> None:
    """Until Christmas as everywhere, then later; the other company of ours has its own."""
    BillingPolicy.objects.create(legal_entity=provider, effective_from=date(2026, 12, 24), payment_reminders=[20])
    other = make_provider(name="Other Seats Incorporated")
    BillingPolicy.objects.create(legal_entity=other, effective_from=DECEMBER, payment_reminders=[])
    told = {late: len(remind(DUE + timedelta(days=late))) for late in range(30)}
    assert [late for late, count in told.items() if count] == [1, 7, 14, 20]


def test_nobody_is_reminded_where_the_policy_has_no_reminders(invoice: Document, provider: LegalEntity) -> None:
    BillingPolicy.objects.create(effective_from=DECEMBER)
    assert remind(DUE + timedelta(days=1))
    BillingPolicy.objects.create(legal_entity=provider, effective_from=DUE + timedelta(days=7), payment_reminders=[])
    assert remind(DUE + timedelta(days=7)) == []


def test_a_clock_that_stood_still_sends_one_reminder(invoice: Document) -> None:
    assert remind(DUE + timedelta(days=9)) == ["INV-2026-00001 is 9 days overdue"]
    assert remind(DUE + timedelta(days=10)) == []


def test_nobody_is_reminded_of_what_is_paid(invoice: Document) -> None:
    pay(invoice, "201599")
    assert remind(DUE + timedelta(days=1)) == ["INV-2026-00001 is 1 day overdue"]
    pay(invoice, "1", reference="2")
    assert remind(DUE + timedelta(days=7)) == []


def test_money_that_waits_is_applied_before_anybody_is_reminded(invoice: Document, provider: LegalEntity) -> None:
    pay(invoice, "201600", applications={})
    assert remind(DUE + timedelta(days=1)) == []
    assert DocumentStatus.objects.get(pk=invoice.pk).open_balance == 0
    assert_books_are_sound(provider)


def test_nobody_is_reminded_of_money_when_only_a_certificate_is_missing(lease: Booking, acme: Client) -> None:
    acme.withholding = "rent"
    acme.save()
    invoice = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert invoice is not None
    pay(invoice, "192600")
    assert remind(DUE + timedelta(days=1)) == []


def test_the_first_look_of_the_client_is_kept(invoice: Document, bela: User, opal: User, acme: Client) -> None:
    for looker in (Staff(opal), StaffFor(opal, acme, Mode.ACTING), SYSTEM):
        mark_viewed(document=invoice, actor=looker, now=NOW)
    assert DocumentStatus.objects.get(pk=invoice.pk).viewed_at is None
    mark_viewed(document=invoice, actor=Person(bela), now=NOW)
    mark_viewed(document=invoice, actor=Person(bela), now=NOW + timedelta(days=1))
    assert DocumentStatus.objects.get(pk=invoice.pk).viewed_at == NOW
