"""Put what a client has left with us, unapplied money and credits, against what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import LegalEntity
from billing.applications import oldest_first, spread
from billing.enums import DocumentKind, PaymentMethod
from billing.models import DocumentStatus, PaymentStatus
from billing.operations.books import Books, open_item


def locked_documents(statuses: QuerySet[DocumentStatus]) -> list[DocumentStatus]:
    """Lock the rows in primary-key order, the documents along with them to read."""
    return list(statuses.select_related("document").select_for_update(of=("self",), no_key=True).order_by("pk"))


def locked_payments(statuses: QuerySet[PaymentStatus]) -> list[PaymentStatus]:
    """Lock the rows in primary-key order; documents are locked before payments."""
    return list(statuses.select_related("payment").select_for_update(of=("self",), no_key=True).order_by("pk"))


def settle_from_what_is_left(*, entity: LegalEntity, clients: Iterable[UUID], on: date, now: datetime) -> None:
    """Apply, dated ``on``, what these clients have left; in the caller's transaction. :raises PeriodClosed:"""
    books = Books(entity, on=on, now=now)
    apply_what_is_left(books, clients=clients)
    books.write()


def apply_what_is_left(books: Books, *, clients: Iterable[UUID]) -> None:
    """Apply credits, then money, to the open invoices of ``clients``, oldest first.

    Only clients with something left cost more than two queries. Deposit requests are paid by name, never by what
    happens to be left.
    """
    concerned = _with_something_left(books.entity, list(clients))
    if not concerned:
        return
    before = locked_documents(
        DocumentStatus.objects.filter(document__client__in=concerned, document__legal_entity=books.entity).exclude(
            open_balance=0
        )
    )
    payments = locked_payments(
        PaymentStatus.objects.filter(payment__client__in=concerned, payment__legal_entity=books.entity, unapplied__gt=0)
    )
    invoices: defaultdict[tuple[UUID, str], list[DocumentStatus]] = defaultdict(list)
    credit_notes: defaultdict[tuple[UUID, str], list[DocumentStatus]] = defaultdict(list)
    for status in before:
        if status.document.kind != DocumentKind.DEPOSIT_REQUEST:
            kind = invoices if status.open_balance > 0 else credit_notes
            kind[status.document.client_id, status.document.currency].append(status)
    for account, found in credit_notes.items():
        _apply_credits(books, found, invoices[account])
    for payment in sorted(payments, key=lambda each: (each.payment.received_on, each.pk)):
        _apply_payment(books, payment, invoices[payment.payment.client_id, payment.payment.currency])


def _with_something_left(entity: LegalEntity, clients: Iterable[UUID]) -> set[UUID]:
    credited = DocumentStatus.objects.filter(
        open_balance__lt=0, document__legal_entity=entity, document__client__in=clients
    )
    paid = PaymentStatus.objects.filter(unapplied__gt=0, payment__legal_entity=entity, payment__client__in=clients)
    return {
        *credited.values_list("document__client", flat=True),
        *paid.values_list("payment__client", flat=True),
    }


def _apply_credits(books: Books, credit_notes: Iterable[DocumentStatus], invoices: list[DocumentStatus]) -> None:
    for credit in sorted(credit_notes, key=lambda each: (each.document.issued_on, each.pk)):
        for item in oldest_first([open_item(status) for status in invoices if status.open_balance > 0]):
            part = min(-credit.open_balance, item.open)
            if part > 0:
                books.apply(credit, item.key, part)


def _apply_payment(books: Books, payment: PaymentStatus, invoices: list[DocumentStatus]) -> None:
    items = [open_item(status) for status in invoices if status.open_balance > 0]
    is_certificate = payment.payment.method == PaymentMethod.CERTIFICATE
    for status, part in spread(payment.unapplied, items, is_certificate=is_certificate):
        books.apply(payment, status, part)
