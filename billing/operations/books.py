"""Additions of an operation to the books: collected in memory, written in one go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounts.models import LegalEntity
from billing.applications import OpenItem
from billing.enums import DocumentKind, PaymentMethod
from billing.models import (
    Application,
    Document,
    DocumentStatus,
    OpeningDeposit,
    Payment,
    PaymentReversal,
    PaymentStatus,
)
from billing.posting import application_legs, document_legs, document_worth, opening_deposit_legs, payment_legs
from kernel.bulk import copy_in
from kernel.money import rounded
from ledger.enums import Account
from ledger.models import JournalLine
from ledger.operations import Journal
from ledger.posting import Carried, JournalLeg, reversal_legs


class Books:
    """Postings of one legal entity, dated ``on``.

    Statuses handed to :meth:`apply` are locked by the caller (documents in primary-key order, then payments), or are
    new; their balances change in memory and are saved by :meth:`write`.
    """

    def __init__(self, entity: LegalEntity, *, on: date, now: datetime) -> None:
        self.entity = entity
        self.now = now
        self._statuses: list[DocumentStatus | PaymentStatus] = []
        self._touched: dict[UUID, DocumentStatus | PaymentStatus] = {}
        self._applications: list[Application] = []
        self._openings: list[OpeningDeposit] = []
        self._journal = Journal(entity, on=on)

    @property
    def currency(self) -> str:
        return self.entity.functional_currency

    def open_document(self, document: Document) -> DocumentStatus:
        """Post a document that is being issued, and give it its entry and its status."""
        legs = document_legs(
            kind=document.kind,
            net=document.net,
            tax=document.tax,
            currency=document.currency,
            rate=document.exchange_rate,
            books_currency=self.currency,
        )
        if document.kind != DocumentKind.DEPOSIT_REQUEST:
            document.entry_id = self._journal.post(document.client_id, legs)
        status = DocumentStatus(
            document_id=document.pk,
            amount=document.gross,
            open_balance=document.gross,
            withholding_outstanding=max(document.withholding_expected, Decimal(0)),
        )
        if not document.gross:
            status.paid_at = self.now
        self._statuses.append(status)
        return status

    def open_payment(self, payment: Payment) -> PaymentStatus:
        """Post money that has come in, all of it unapplied, as the entry that the payment names already."""
        legs = payment_legs(
            method=payment.method,
            amount=payment.amount,
            currency=payment.currency,
            rate=payment.exchange_rate,
            books_currency=self.currency,
        )
        self._journal.post(payment.client_id, legs, entry=payment.entry_id)
        status = PaymentStatus(payment=payment, amount=payment.amount, unapplied=payment.amount)
        self._statuses.append(status)
        return status

    def open_deposit(self, deposit: OpeningDeposit) -> None:
        """Post a deposit that was held before the lease came here."""
        legs = opening_deposit_legs(
            amount=deposit.amount, currency=deposit.currency, rate=deposit.exchange_rate, books_currency=self.currency
        )
        deposit.entry_id = self._journal.post(deposit.client_id, legs)
        self._openings.append(deposit)

    def apply(self, source: PaymentStatus | DocumentStatus, target: DocumentStatus, amount: Decimal) -> Application:
        """Put ``amount`` of a payment or a credit note against an open document of the same client and currency."""
        application = Application(document=target.document, amount=amount, applied_at=self.now)
        carried = self._carried(source)
        legs = application_legs(
            source=carried, target=self._carried(target), amount=amount, books_currency=self.currency
        )
        if isinstance(source, PaymentStatus):
            application.payment = source.payment
            source.unapplied -= amount
            settled = amount if source.payment.method == PaymentMethod.CERTIFICATE else Decimal(0)
        else:
            application.credit_note = source.document
            source.open_balance += amount
            self._close(source)
            settled = self._withheld_on(source.document, amount)
        target.open_balance -= amount
        target.withholding_outstanding = max(Decimal(0), target.withholding_outstanding - settled)
        self._close(target)
        self._touched[source.pk] = source
        self._touched[target.pk] = target
        self._applications.append(application)
        application.entry_id = self._journal.post(target.document.client_id, legs)
        return application

    def take_back(
        self,
        reversal: PaymentReversal,
        source: PaymentStatus,
        applied: Iterable[tuple[Application, DocumentStatus]],
        posted: Iterable[JournalLine],
    ) -> None:
        """Undo a payment: what was ``applied`` of it is open again, and what was ``posted`` is posted back.

        The reversal is saved and names its entry; all statuses are locked by the caller.
        """
        reopened = Decimal(0)
        for application, target in applied:
            if target.document.kind != DocumentKind.DEPOSIT_REQUEST:
                reopened -= self._carried(target).part(-application.amount, self.currency)
            target.open_balance += application.amount
            target.paid_at = None
            if source.payment.method == PaymentMethod.CERTIFICATE:
                target.withholding_outstanding = self._still_awaited(target.document)
            self._touched[target.pk] = target
        source.unapplied = Decimal(0)
        self._touched[source.pk] = source
        legs = reversal_legs(
            [JournalLeg(Account(line.account), line.currency, line.amount, line.functional) for line in posted],
            reopened=reopened,
            books_currency=self.currency,
        )
        self._journal.post(source.payment.client_id, legs, entry=reversal.entry_id)

    def write(self) -> None:
        """Insert and update; what is new comes in one COPY a table. :raises PeriodClosed:"""
        new = {status.pk for status in self._statuses}
        copy_in([status for status in self._statuses if isinstance(status, DocumentStatus)])
        copy_in([status for status in self._statuses if isinstance(status, PaymentStatus)])
        changed = [status for pk, status in self._touched.items() if pk not in new]
        DocumentStatus.objects.bulk_update(
            [status for status in changed if isinstance(status, DocumentStatus)],
            ["open_balance", "withholding_outstanding", "paid_at"],
        )
        PaymentStatus.objects.bulk_update(
            [status for status in changed if isinstance(status, PaymentStatus)], ["unapplied"]
        )
        copy_in(self._applications)
        copy_in(self._openings)
        self._journal.write()

    def _close(self, status: DocumentStatus) -> None:
        if not status.open_balance:
            status.paid_at = self.now

    def _still_awaited(self, document: Document) -> Decimal:
        """Return the part of the certificate expected that has neither come nor gone with a credit note."""
        unreversed = Application.objects.unreversed().filter(document=document).select_related("payment", "credit_note")
        settled = sum(
            (
                self._withheld_on(each.credit_note, each.amount) if each.credit_note is not None else each.amount
                for each in unreversed
                if each.payment is None or each.payment.method == PaymentMethod.CERTIFICATE
            ),
            Decimal(0),
        )
        return max(document.withholding_expected - settled, Decimal(0))

    def _withheld_on(self, credit_note: Document, amount: Decimal) -> Decimal:
        """A credit note takes its part of the certificate expected along."""
        return rounded(credit_note.withholding_expected * amount / credit_note.gross, credit_note.currency)

    def _carried(self, status: PaymentStatus | DocumentStatus) -> Carried:
        if isinstance(status, PaymentStatus):
            payment = status.payment
            worth = rounded(payment.amount * payment.exchange_rate, self.currency)
            return Carried(Account.UNAPPLIED, payment.currency, payment.amount, worth, status.unapplied)
        document = status.document
        is_deposit = document.kind == DocumentKind.DEPOSIT_REQUEST
        worth = document_worth(
            net=document.net, tax=document.tax, rate=document.exchange_rate, books_currency=self.currency
        )
        return Carried(
            Account.DEPOSITS if is_deposit else Account.RECEIVABLES,
            document.currency,
            abs(document.gross),
            abs(worth),
            abs(status.open_balance),
        )


def open_item(status: DocumentStatus) -> OpenItem[DocumentStatus]:
    """A status as the rule of ``billing.applications`` sees it."""
    return OpenItem(
        status, status.document.due_on, status.document.number, status.open_balance, status.withholding_outstanding
    )
