"""Money comes in: where it goes, what it leaves open, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import SYSTEM, Actor, Person
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from billing import errors
from billing.enums import NoticeState
from billing.models import Document, DocumentStatus, Payment, PaymentStatus, TransferNotice
from billing.operations import (
    apply_payment,
    bill_booking,
    give_transfer_notice,
    match_notice,
    record_payment,
    reject_notice,
    request_deposit,
)
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from kernel.states import WrongState
from ledger.enums import Account
from ledger.models import JournalEntry, JournalLine
from outbox.models import Message
from tests.billing.books import assert_books_are_sound
from tests.billing.rows import DECEMBER, JANUARY, NOW, add_seats, make_exchange_rate, make_lease

# The fourth of December.
PAID = NOW + timedelta(days=3)


@pytest.fixture
def invoice(lease: Booking) -> Document:
    """PHP 201,600.00, due on 7 December."""
    return billed(lease)


def billed(booking: Booking, month: date = DECEMBER) -> Document:
    document = bill_booking(booking=booking, month=month, issue_on=month, actor=SYSTEM, now=NOW)
    assert document is not None
    return document


def pay(provider: LegalEntity, client: Client, amount: str, **fields: Any) -> Payment:
    values: dict[str, Any] = {
        "method": "bank_transfer",
        "currency": "PHP",
        "received_on": PAID.date(),
        "reference": f"BDO-{Payment.objects.count()}",
        "actor": SYSTEM,
        "now": PAID,
        **fields,
    }
    return record_payment(client=client, legal_entity=provider, amount=Decimal(amount), **values)


def left_open(document: Document) -> Decimal:
    return DocumentStatus.objects.get(pk=document.pk).open_balance


def unapplied(payment: Payment) -> Decimal:
    return PaymentStatus.objects.get(pk=payment.pk).unapplied


def posted(account: Account) -> Decimal:
    return sum(JournalLine.objects.filter(account=account).values_list("functional", flat=True), Decimal(0))


# --- Applying --------------------------------------------------------------------------------------------------


def test_a_payment_settles_the_invoice(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    payment = pay(provider, acme, "201600")
    assert left_open(invoice) == 0
    assert DocumentStatus.objects.get(pk=invoice.pk).paid_at == PAID
    assert unapplied(payment) == 0
    assert (posted(Account.CASH), posted(Account.RECEIVABLES)) == (Decimal(201600), Decimal(0))
    assert_books_are_sound(provider)


def test_the_oldest_due_is_paid_first(lease: Booking, invoice: Document, acme: Client, provider: LegalEntity) -> None:
    second = billed(lease, JANUARY)
    pay(provider, acme, "250000")
    assert left_open(invoice) == 0
    assert left_open(second) == Decimal(153200)
    assert_books_are_sound(provider)


def test_money_can_be_put_where_the_client_says(
    lease: Booking, invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    second = billed(lease, JANUARY)
    payment = pay(provider, acme, "100000", applications={second.pk: Decimal(60000)})
    assert (left_open(invoice), left_open(second)) == (Decimal(201600), Decimal(141600))
    assert unapplied(payment) == Decimal(40000)
    apply_payment(payment=payment, applications={invoice.pk: Decimal(40000)}, actor=SYSTEM, now=NOW)
    assert left_open(invoice) == Decimal(161600)
    assert_books_are_sound(provider)


def test_too_much_money_waits_for_the_next_invoice(
    lease: Booking, invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    payment = pay(provider, acme, "250000")
    assert unapplied(payment) == Decimal(48400)
    assert posted(Account.UNAPPLIED) == Decimal(-48400)
    second = billed(lease, JANUARY)
    assert left_open(second) == Decimal(153200)
    assert unapplied(payment) == 0
    assert_books_are_sound(provider)


def test_what_is_left_can_be_applied_later(
    invoice: Document, lease: Booking, acme: Client, provider: LegalEntity
) -> None:
    payment = pay(provider, acme, "300000", applications={})
    apply_payment(payment=payment, actor=SYSTEM, now=NOW)
    assert left_open(invoice) == 0
    assert unapplied(payment) == Decimal(98400)
    billed(lease, JANUARY)
    with pytest.raises(errors.NothingToApply):
        apply_payment(payment=payment, actor=SYSTEM, now=NOW)
    assert_books_are_sound(provider)


def test_what_is_applied_on_new_years_morning_is_in_the_new_years_books(
    invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    """In Manila, where the books are; in London it is still the old year."""
    payment = pay(provider, acme, "201600", applications={})
    apply_payment(payment=payment, actor=SYSTEM, now=datetime(2026, 12, 31, 17, tzinfo=UTC))
    assert JournalEntry.objects.get(application__payment=payment).posted_on == date(2027, 1, 1)


def test_a_certificate_settles_what_was_withheld(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    acme.withholding = "rent"
    acme.save()
    first, second = billed(lease), billed(lease, JANUARY)
    pay(provider, acme, "385200")
    assert [left_open(first), left_open(second)] == [Decimal(9000), Decimal(9000)]
    certificate = pay(provider, acme, "18000", method="certificate", reference="2307 Q4")
    assert [left_open(first), left_open(second)] == [Decimal(0), Decimal(0)]
    assert unapplied(certificate) == 0
    assert posted(Account.WITHHOLDING) == Decimal(18000)
    assert_books_are_sound(provider)


def test_a_certificate_for_more_than_was_withheld_stays_with_us(
    invoice: Document, acme: Client, provider: LegalEntity
) -> None:
    certificate = pay(provider, acme, "9000", method="certificate")
    assert unapplied(certificate) == Decimal(9000)
    assert left_open(invoice) == Decimal(201600)


def test_a_dearer_dollar_is_an_exchange_gain(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity
) -> None:
    make_exchange_rate("58.25")
    make_exchange_rate("59", on=date(2026, 12, 4))
    lease = make_lease(acme, facility, day_shift, standard, seats=10, rate="200", currency="USD")
    document = billed(lease)
    pay(provider, acme, "1000", currency="USD")
    pay(provider, acme, "1240", currency="USD")
    assert left_open(document) == 0
    assert posted(Account.RECEIVABLES) == posted(Account.UNAPPLIED) == 0
    assert posted(Account.EXCHANGE) == -Decimal(2240) * (59 - Decimal("58.25"))
    assert_books_are_sound(provider)


# --- Refusals --------------------------------------------------------------------------------------------------


def test_a_payment_is_recorded_once(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    pay(provider, acme, "1000", reference="BDO 42")
    with pytest.raises(errors.PaymentRepeated):
        pay(provider, acme, "1000", reference=" BDO 42 ")
    assert left_open(invoice) == Decimal(200600)


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_a_payment_is_positive(invoice: Document, acme: Client, provider: LegalEntity, amount: str) -> None:
    with pytest.raises(errors.AmountNotPositive):
        pay(provider, acme, amount)


def test_no_more_is_applied_than_is_open(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    with pytest.raises(errors.PaymentTooLarge, match=r"PHP 201,600\.00 open"):
        pay(provider, acme, "300000", applications={invoice.pk: Decimal(201601)})
    assert not Payment.objects.exists()


def test_no_more_is_applied_than_was_paid(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    with pytest.raises(errors.PaymentTooLarge, match=r"PHP 1,000\.00 left"):
        pay(provider, acme, "1000", applications={invoice.pk: Decimal(1001)})


def test_nobody_pays_somebody_elses_invoice_by_name(invoice: Document, globex: Client, provider: LegalEntity) -> None:
    with pytest.raises(errors.NotThisClients):
        pay(provider, globex, "1000", applications={invoice.pk: Decimal(1000)})
    with pytest.raises(errors.NotThisClients):
        pay(provider, globex, "1000", applications={UUID(int=1): Decimal(1000)})


def test_pesos_do_not_pay_dollars(invoice: Document, acme: Client, provider: LegalEntity) -> None:
    make_exchange_rate("58")
    with pytest.raises(errors.WrongCurrency):
        pay(provider, acme, "100", currency="USD", applications={invoice.pk: Decimal(100)})
    payment = pay(provider, acme, "100", currency="USD")
    assert unapplied(payment) == Decimal(100)


def test_clients_record_no_payments(invoice: Document, acme: Client, provider: LegalEntity, olga: User) -> None:
    with pytest.raises(NotAllowed):
        pay(provider, acme, "1000", actor=Person(olga))


# --- Deposits --------------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """A lease of 20 seats with two months' deposit, beginning on 1 January."""
    return make_lease(
        acme, facility, day_shift, standard, days=Period(JANUARY), deposit_months=2, state=BookingState.CONFIRMED
    )


def test_a_deposit_request_bears_no_tax_and_posts_nothing_until_paid(
    guarded: Booking, acme: Client, provider: LegalEntity
) -> None:
    request = request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert request is not None
    assert [request.gross, request.tax] == [Decimal(360000), Decimal(0)]
    assert (request.number, request.due_on, request.kind) == ("DEP-2026-00001", date(2026, 12, 8), "deposit")
    assert request.lines.get().tax_category == "O"
    assert not JournalLine.objects.exists()
    pay(provider, acme, "360000")
    assert left_open(request) == 0
    assert (posted(Account.CASH), posted(Account.DEPOSITS)) == (Decimal(360000), Decimal(-360000))
    assert_books_are_sound(provider)


def test_a_deposit_is_asked_for_once_and_topped_up_for_more_seats(guarded: Booking) -> None:
    assert request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW) is not None
    assert request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW) is None
    add_seats(guarded, 5, Period(JANUARY))
    more = request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert more is not None
    assert more.gross == 5 * 2 * 9000


def test_no_deposit_is_asked_for_without_an_agreement(guarded: Booking) -> None:
    agreed = guarded.state
    Booking.objects.filter(pk=guarded.pk).update(state=BookingState.SUBMITTED)
    assert request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW) is None
    Booking.objects.filter(pk=guarded.pk).update(state=agreed)
    assert request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW) is not None


def test_rent_money_left_over_does_not_become_a_deposit(
    guarded: Booking, lease: Booking, acme: Client, provider: LegalEntity
) -> None:
    pay(provider, acme, "500000", applications={})
    request = request_deposit(booking=guarded, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    invoice = billed(lease)
    assert request is not None
    assert [left_open(request), left_open(invoice)] == [Decimal(360000), Decimal(0)]


# --- Transfer notices ------------------------------------------------------------------------------------------


def announce(document: Document, actor: User, **fields: Any) -> TransferNotice:
    values: dict[str, Any] = {"amount": Decimal(201600), "reference": "BDO 7", "transferred_on": date(2026, 12, 3)}
    return give_transfer_notice(document=document, actor=Person(actor), now=NOW, **{**values, **fields})


def test_a_notice_posts_nothing_until_it_is_matched(
    invoice: Document, bela: User, staff: Actor, provider: LegalEntity
) -> None:
    notice = announce(invoice, bela, proof=SimpleUploadedFile("slip.pdf", b"%PDF-"))
    assert left_open(invoice) == Decimal(201600)
    assert not Payment.objects.exists()
    notice = match_notice(notice=notice, actor=staff, now=PAID)
    assert (notice.state, left_open(invoice)) == (NoticeState.MATCHED, Decimal(0))
    assert notice.payment is not None
    assert (notice.payment.received_on, notice.payment.reference) == (date(2026, 12, 3), "BDO 7")
    assert_books_are_sound(provider)


def test_a_match_pays_the_notices_document_first(
    lease: Booking, invoice: Document, bela: User, staff: Actor, provider: LegalEntity
) -> None:
    second = billed(lease, JANUARY)
    match_notice(notice=announce(second, bela), amount=Decimal(251600), actor=staff, now=PAID)
    assert [left_open(second), left_open(invoice)] == [Decimal(0), Decimal(151600)]
    assert_books_are_sound(provider)


def test_a_notice_is_decided_once(invoice: Document, bela: User, staff: Actor) -> None:
    notice = match_notice(notice=announce(invoice, bela), actor=staff, now=PAID)
    with pytest.raises(WrongState):
        match_notice(notice=notice, actor=staff, now=PAID)
    with pytest.raises(WrongState):
        reject_notice(notice=notice, reason="Gone.", actor=staff, now=NOW)


def test_a_rejected_notice_tells_the_client_why(invoice: Document, bela: User, staff: Actor) -> None:
    notice = announce(invoice, bela)
    with pytest.raises(errors.ReasonMissing):
        reject_notice(notice=notice, reason="  ", actor=staff, now=NOW)
    reject_notice(notice=notice, reason="The bank knows no such transfer.", actor=staff, now=NOW)
    mail = Message.objects.get(kind="billing.notice_rejected")
    assert "The bank knows no such transfer." in mail.text
    assert announce(invoice, bela).state == NoticeState.PENDING


def test_the_same_transfer_is_announced_once(invoice: Document, bela: User) -> None:
    announce(invoice, bela)
    with pytest.raises(errors.NoticeRepeated):
        announce(invoice, bela, reference=" BDO 7")


def test_nothing_is_announced_for_what_is_paid(
    invoice: Document, bela: User, acme: Client, provider: LegalEntity
) -> None:
    pay(provider, acme, "201600")
    with pytest.raises(errors.NothingOpen):
        announce(invoice, bela)


def test_only_who_handles_money_announces_it(invoice: Document, mallory: User, victor: User, bela: User) -> None:
    for outsider in (mallory, victor):
        with pytest.raises(NotAllowed):
            announce(invoice, outsider)
    notice = announce(invoice, bela)
    with pytest.raises(NotAllowed):
        match_notice(notice=notice, actor=Person(bela), now=PAID)
    with pytest.raises(NotAllowed):
        reject_notice(notice=notice, reason="No.", actor=Person(bela), now=NOW)
