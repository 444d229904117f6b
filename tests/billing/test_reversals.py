"""A payment entered by mistake is taken out of the books again, as a whole and once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from audit.models import AuditEntry
from billing import errors
from billing.enums import NoticeState
from billing.models import Document, DocumentStatus, Payment, PaymentReversal
from billing.operations import (
    apply_payment,
    bill_booking,
    give_transfer_notice,
    match_notice,
    record_payment,
    reverse_payment,
)
from billing.operations.delivery import apply_unapplied
from billing.queries.delivery import clients_with_money_left
from billing.queries.statements import statement
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from ledger.enums import Account
from ledger.models import JournalEntry, JournalLine
from outbox.models import Message
from tests.billing.books import assert_books_are_sound
from tests.billing.rows import DECEMBER, NOW, make_exchange_rate, make_lease, remove_seats

LATER = NOW + timedelta(days=3)


@pytest.fixture
def invoice(lease: Booking) -> Document:
    """PHP 201,600.00, due on 7 December."""
    document = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert document is not None
    return document


def pay(provider: LegalEntity, client: Client, amount: str, **fields: Any) -> Payment:
    values: dict[str, Any] = {
        "method": "bank_transfer", "currency": "PHP", "received_on": DECEMBER, "reference": "BDO-1", "actor": SYSTEM,
        "now": NOW, **fields,
    }  # fmt: skip
    return record_payment(client=client, legal_entity=provider, amount=Decimal(amount), **values)


def reverse(payment: Payment, **fields: Any) -> PaymentReversal:
    values: dict[str, Any] = {"reason": "Another client's transfer.", "actor": SYSTEM, "now": LATER, **fields}
    return reverse_payment(payment=payment, **values)


def posted() -> dict[str, Decimal]:
    """What each account that moved comes to, in the currency of the books."""
    sums: dict[str, Decimal] = {}
    for account, functional in JournalLine.objects.values_list("account", "functional"):
        sums[account] = sums.get(account, Decimal(0)) + functional
    return {account: amount for account, amount in sums.items() if amount}


def test_the_invoice_is_open_again_and_the_books_are_as_before(
    invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    before = posted()
    reversal = reverse(pay(provider, acme, "300000"))
    status = DocumentStatus.objects.get(pk=invoice.pk)
    assert (status.open_balance, status.paid_at) == (Decimal(201600), None)
    assert posted() == before
    entry = JournalEntry.objects.get(reversal=reversal)
    assert entry.posted_on == date(2026, 12, 4)
    assert {(line.account, line.amount) for line in entry.lines.all()} == {
        (Account.CASH, Decimal(-300000)), (Account.RECEIVABLES, Decimal(201600)), (Account.UNAPPLIED, Decimal(98400)),
    }  # fmt: skip
    assert_books_are_sound(provider)


def test_what_is_left_of_it_goes_nowhere_anymore(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    payment = pay(provider, acme, "300000")
    reverse(payment)
    document = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=LATER)
    assert document is not None
    assert DocumentStatus.objects.get(pk=document.pk).open_balance == Decimal(201600)
    with pytest.raises(errors.NothingToApply):
        apply_payment(payment=payment, actor=SYSTEM, now=LATER)


def test_a_credit_goes_to_what_is_open_again_before_anybody_is_reminded(
    invoice: Document, lease: Booking, acme: Client, provider: LegalEntity
) -> None:
    payment = pay(provider, acme, "201600")
    remove_seats(lease, 20, DECEMBER)
    lease.refresh_from_db()
    credit = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert credit is not None
    assert clients_with_money_left(provider) == []
    reverse(payment)
    assert clients_with_money_left(provider) == [acme.pk]
    apply_unapplied(entity=provider, client=acme.pk, now=LATER)
    assert {status.open_balance for status in DocumentStatus.objects.all()} == {Decimal(0)}
    assert clients_with_money_left(provider) == []
    assert_books_are_sound(provider)


def test_a_certificate_is_awaited_again_but_for_what_another_covers(
    lease: Booking, acme: Client, provider: LegalEntity
) -> None:
    acme.withholding = "rent"
    acme.save()
    invoice = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert invoice is not None
    one, two = (
        pay(provider, acme, "9000", method="certificate", reference=name, applications={invoice.pk: Decimal(9000)})
        for name in ("one", "two")
    )
    assert DocumentStatus.objects.get(pk=invoice.pk).withholding_outstanding == 0
    reverse(one)
    status = DocumentStatus.objects.get(pk=invoice.pk)
    assert (status.open_balance, status.withholding_outstanding) == (Decimal(192600), Decimal(0))
    reverse(two)
    status = DocumentStatus.objects.get(pk=invoice.pk)
    assert (status.open_balance, status.withholding_outstanding) == (Decimal(201600), Decimal(9000))


@pytest.fixture
def dollars(acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package) -> Document:
    """An invoice of USD 2,240.00, worth PHP 112,000.01 in the books."""
    make_exchange_rate("50.000005")
    lease = make_lease(acme, facility, day_shift, standard, seats=10, rate="200", currency="USD")
    document = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert document is not None
    return document


def test_gains_on_exchange_are_taken_back(dollars: Document, acme: Client, provider: LegalEntity) -> None:
    make_exchange_rate("58.123", on=date(2026, 12, 2))
    before = posted()
    payment = pay(provider, acme, "1000", currency="USD", received_on=date(2026, 12, 2), now=LATER)
    assert posted()[Account.EXCHANGE] < 0
    reverse(payment)
    assert posted() == before
    assert_books_are_sound(provider)


def test_what_is_paid_again_out_of_turn_leaves_no_cent_in_the_books(
    dollars: Document, acme: Client, provider: LegalEntity
) -> None:
    halves = [pay(provider, acme, "1120", currency="USD", reference=name) for name in ("one", "two")]
    reverse(halves[0])
    pay(provider, acme, "1120", currency="USD", reference="three")
    assert DocumentStatus.objects.get(pk=dollars.pk).open_balance == 0
    assert Account.RECEIVABLES not in posted()
    assert_books_are_sound(provider)


def test_the_client_hears_nothing_and_the_log_says_why(
    invoice: Document, acme: Client, provider: LegalEntity, opal: User
) -> None:
    payment = pay(provider, acme, "1600")
    mails = Message.objects.count()
    reverse(payment, actor=Staff(opal))
    assert Message.objects.count() == mails
    entry = AuditEntry.objects.get(verb="billing.payment_reversed")
    assert (entry.actor, entry.details["reason"]) == (opal, "Another client's transfer.")
    assert entry.details["open_again"] == {invoice.number: "1600.000"}


def test_the_account_shows_both(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    reverse(pay(provider, acme, "1600"))
    account = statement(client=acme, legal_entity=provider, currency="PHP", days=Period(DECEMBER, date(2027, 1, 1)))
    assert account.closing == Decimal(201600)
    assert [line.amount for line in account.lines][-1] == Decimal(1600)
    assert account.lines[-1].description == "BDO-1, entered by mistake, taken back"


def test_it_is_reversed_once_with_a_reason_and_by_staff(
    invoice: Document, acme: Client, provider: LegalEntity, olga: User
) -> None:
    payment = pay(provider, acme, "1600")
    with pytest.raises(errors.ReversalReasonMissing):
        reverse(payment, reason="  ")
    with pytest.raises(NotAllowed):
        reverse(payment, actor=Person(olga))
    reverse(payment)
    with pytest.raises(errors.AlreadyReversed):
        reverse(payment)
    assert_books_are_sound(provider)


def test_it_can_be_recorded_again_as_it_should_have_been(
    invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    for attempt, amount in enumerate(["1600", "16000", "160000"]):
        payment = pay(provider, acme, amount)
        assert payment.attempt == attempt
        with pytest.raises(errors.PaymentRepeated):
            pay(provider, acme, amount)
        if attempt < 2:
            reverse(payment)
    assert DocumentStatus.objects.get(pk=invoice.pk).open_balance == Decimal(41600)


def test_the_transfer_it_was_matched_with_waits_again(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    notice = give_transfer_notice(
        document=invoice, amount=Decimal(1600), transferred_on=DECEMBER, reference="T-1", actor=SYSTEM, now=NOW
    )
    notice = match_notice(notice=notice, actor=SYSTEM, now=NOW)
    assert notice.payment is not None
    reverse(notice.payment)
    notice.refresh_from_db()
    assert notice.state == NoticeState.PENDING
    assert (notice.payment_id, notice.decided_at) == (None, None)
    assert match_notice(notice=notice, actor=SYSTEM, now=LATER).payment != notice.payment


def test_a_transfer_told_of_again_is_not_waited_for_twice(invoice: Document) -> None:
    told: dict[str, Any] = {
        "document": invoice,
        "amount": Decimal(1600),
        "transferred_on": DECEMBER,
        "actor": SYSTEM,
        "now": NOW,
    }
    notice = match_notice(notice=give_transfer_notice(reference="T-1", **told), actor=SYSTEM, now=NOW)
    give_transfer_notice(reference="T-1", **told)
    assert notice.payment is not None
    reverse(notice.payment)
    notice.refresh_from_db()
    assert notice.state == NoticeState.MATCHED


# --- When it was received --------------------------------------------------------------------------------------


def test_money_is_not_received_tomorrow(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    with pytest.raises(errors.ReceivedInTheFuture, match="Today is 1 Dec 2026 in the books") as refused:
        pay(provider, acme, "1600", received_on=date(2026, 12, 2))
    assert refused.value.field == "received_on"
    evening_in_utc = NOW.replace(hour=17)
    pay(provider, acme, "1600", received_on=date(2026, 12, 2), now=evening_in_utc)
