"""What a deed adds to the books: collected in memory, written in one go."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounts.models import LegalEntity
from billing.applying import OpenItem
from billing.enums import Account, DocumentKind, PaymentMethod
from billing.models import (
    Application,
    Document,
    DocumentStatus,
    JournalEntry,
    JournalLine,
    Payment,
    PaymentStatus,
)
from billing.operations.copying import copy_in
from billing.posting import Carried, Leg, application_legs, document_legs, document_worth, payment_legs
from kernel.money import rounded


class Books:
    """Postings of one legal entity, dated ``on``.

    Statuses handed to :meth:`apply` are locked by the caller (documents in primary-key order, then payments), or are
    new; their balances change in memory and are saved by :meth:`write`.
    """

    def __init__(self, entity: LegalEntity, *, on: date, now: datetime) -> None:
        self.entity = entity
        self.on = on
        self.now = now
        self._statuses: list[DocumentStatus | PaymentStatus] = []
        self._touched: dict[UUID, DocumentStatus | PaymentStatus] = {}
        self._applications: list[Application] = []
        self._entries: list[JournalEntry] = []
        self._lines: list[JournalLine] = []

    @property
    def currency(self) -> str:
        return self.entity.functional_currency

    def open_document(self, document: Document) -> DocumentStatus:
        """Post a document that is being issued, and give it its status."""
        legs = document_legs(
            kind=document.kind,
            net=document.net,
            tax=document.tax,
            currency=document.currency,
            rate=document.exchange_rate,
            books=self.currency,
        )
        if legs:
            self._post(JournalEntry(document=document), document.client_id, legs)
        status = DocumentStatus(
            document=document,
            amount=document.gross,
            open_balance=document.gross,
            awaits_certificate=max(document.withholding_expected, Decimal(0)),
        )
        if not document.gross:
            status.paid_at = self.now
        self._statuses.append(status)
        return status

    def open_payment(self, payment: Payment) -> PaymentStatus:
        """Post money that has come in, all of it unapplied."""
        legs = payment_legs(
            method=payment.method,
            amount=payment.amount,
            currency=payment.currency,
            rate=payment.exchange_rate,
            books=self.currency,
        )
        self._post(JournalEntry(payment=payment), payment.client_id, legs)
        status = PaymentStatus(payment=payment, amount=payment.amount, unapplied=payment.amount)
        self._statuses.append(status)
        return status

    def apply(self, source: PaymentStatus | DocumentStatus, target: DocumentStatus, amount: Decimal) -> Application:
        """Put ``amount`` of a payment or a credit note against an open document of the same client and currency."""
        application = Application(document=target.document, amount=amount, applied_at=self.now)
        carried = self._carried(source)
        legs = application_legs(source=carried, target=self._carried(target), amount=amount, books=self.currency)
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
        target.awaits_certificate = max(Decimal(0), target.awaits_certificate - settled)
        self._close(target)
        self._touched[source.pk] = source
        self._touched[target.pk] = target
        self._applications.append(application)
        self._post(JournalEntry(application=application), target.document.client_id, legs)
        return application

    def write(self) -> None:
        """Insert and update; what is new comes in one COPY a table."""
        new = {status.pk for status in self._statuses}
        copy_in([status for status in self._statuses if isinstance(status, DocumentStatus)])
        copy_in([status for status in self._statuses if isinstance(status, PaymentStatus)])
        changed = [status for pk, status in self._touched.items() if pk not in new]
        DocumentStatus.objects.bulk_update(
            [status for status in changed if isinstance(status, DocumentStatus)],
            ["open_balance", "awaits_certificate", "paid_at"],
        )
        PaymentStatus.objects.bulk_update(
            [status for status in changed if isinstance(status, PaymentStatus)], ["unapplied"]
        )
        copy_in(self._applications)
        copy_in(self._entries)
        copy_in(self._lines)

    def _post(self, entry: JournalEntry, client: UUID, legs: tuple[Leg, ...]) -> None:
        entry.legal_entity = self.entity
        entry.posted_on = self.on
        self._entries.append(entry)
        self._lines += [
            JournalLine(
                entry=entry,
                account=leg.account,
                client_id=client,
                currency=leg.currency,
                amount=leg.amount,
                functional=leg.functional,
            )
            for leg in legs
        ]

    def _close(self, status: DocumentStatus) -> None:
        if not status.open_balance:
            status.paid_at = self.now

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
        worth = document_worth(net=document.net, tax=document.tax, rate=document.exchange_rate, books=self.currency)
        return Carried(
            Account.DEPOSITS if is_deposit else Account.RECEIVABLES,
            document.currency,
            abs(document.gross),
            abs(worth),
            abs(status.open_balance),
        )


def open_item(status: DocumentStatus) -> OpenItem[DocumentStatus]:
    """A status as the law of ``billing.applying`` sees it."""
    return OpenItem(
        status, status.document.due_on, status.document.number, status.open_balance, status.awaits_certificate
    )
