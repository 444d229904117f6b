"""Money comes in and is put against what is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import Client, LegalEntity
from accounts.operations import record
from billing import errors, notifications, wording
from billing.applications import spread
from billing.enums import DocumentKind, PaymentMethod
from billing.models import Document, DocumentStatus, Payment, PaymentReversal, PaymentStatus
from billing.operations.books import Books, open_item
from billing.operations.matches import apply_what_is_left, locked_documents, locked_payments
from kernel.ids import new_id
from kernel.refusal import refusing
from ledger.queries.rates import exchange_on


@transaction.atomic
def record_payment(
    *,
    client: Client,
    legal_entity: LegalEntity,
    method: str,
    amount: Decimal,
    currency: str,
    received_on: date,
    reference: str,
    actor: Actor,
    now: datetime,
    applications: Mapping[UUID, Decimal] | None = None,
) -> Payment:
    """Record money or a withholding certificate, and apply it.

    :param applications: how much goes to which document, by its id; what is left of the payment stays unapplied.
        Without it the oldest due comes first (see ``billing.applications.spread``).
    :raises NotAllowed:
    :raises AmountNotPositive, PaymentRepeated, ExchangeRateMissing, ReceivedInTheFuture:
    :raises PaymentTooLarge, WrongCurrency, NotThisClients: for an application that can't be.
    """
    require(actor, Capability.RECORD_PAYMENTS)
    payment = Payment(
        client=client,
        legal_entity=legal_entity,
        method=method,
        amount=amount,
        currency=currency,
        received_on=received_on,
        reference=reference.strip(),
        entry_id=new_id(),
        recorded_at=now,
        recorded_by=actor.user,
    )
    return receive(payment, actor=actor, now=now, applications=applications)


def receive(
    payment: Payment,
    *,
    actor: Actor,
    now: datetime,
    applications: Mapping[UUID, Decimal] | None = None,
    first: UUID | None = None,
) -> Payment:
    """Save, post and apply an unsaved payment in the caller's transaction; see :func:`record_payment`.

    :param first: the document that comes before the oldest due, where nothing else is said.
    """
    today = payment.legal_entity.today(now)
    if payment.received_on > today:
        raise errors.ReceivedInTheFuture(today=wording.day(today))
    payment.attempt = PaymentReversal.objects.filter(
        payment__client=payment.client_id,
        payment__method=payment.method,
        payment__reference=payment.reference,
        payment__received_on=payment.received_on,
    ).count()
    payment.exchange_rate = exchange_on(
        payment.received_on, currency=payment.currency, entity=payment.legal_entity
    ).rate
    with refusing(payment_is_positive=errors.AmountNotPositive, payment_recorded_once=errors.PaymentRepeated):
        payment.save(force_insert=True)
    statuses = _lock_targets(payment, applications)
    books = Books(payment.legal_entity, on=payment.received_on, now=now)
    status = books.open_payment(payment)
    if applications is None:
        shares = _default_shares(payment, statuses, first)
    else:
        shares = [(statuses[pk], part) for pk, part in applications.items()]
    for target, part in shares:
        _apply(books, status, target, part)
    books.write()
    record(
        actor=actor,
        verb="billing.payment_recorded",
        subject=payment,
        now=now,
        amount=payment.amount,
        currency=payment.currency,
        applied={target.document.number: part for target, part in shares},
    )
    notifications.payment_received(payment, now=now)
    return payment


@transaction.atomic
def apply_payment(
    *, payment: Payment, actor: Actor, now: datetime, applications: Mapping[UUID, Decimal] | None = None
) -> Payment:
    """Apply what is left of a payment to the documents named; or all that the client has left, oldest due first.

    :raises NotAllowed, NothingToApply, PaymentTooLarge, WrongCurrency, NotThisClients:
    """
    require(actor, Capability.RECORD_PAYMENTS)
    mine = PaymentStatus.objects.filter(pk=payment.pk)
    if not mine.filter(unapplied__gt=0).exists():
        raise errors.NothingToApply
    books = Books(payment.legal_entity, on=payment.legal_entity.today(now), now=now)
    if applications is None:
        apply_what_is_left(books, clients=[payment.client_id])
    else:
        statuses = _lock_targets(payment, applications)
        [status] = locked_payments(mine)
        for pk, part in applications.items():
            _apply(books, status, statuses[pk], part)
    books.write()
    record(actor=actor, verb="billing.payment_applied", subject=payment, now=now)
    return payment


def _lock_targets(payment: Payment, applications: Mapping[UUID, Decimal] | None) -> dict[UUID, DocumentStatus]:
    """The open documents of the payer, or those named, locked in primary-key order.

    :raises NotThisClients: for a document of somebody else, or that does not exist.
    """
    if applications is None:
        statuses = DocumentStatus.objects.filter(
            document__client=payment.client_id,
            document__legal_entity=payment.legal_entity,
            document__currency=payment.currency,
            open_balance__gt=0,
        )
    else:
        statuses = DocumentStatus.objects.filter(
            pk__in=list(applications),
            document__client=payment.client_id,
            document__legal_entity=payment.legal_entity,
        )
    locked = {status.pk: status for status in locked_documents(statuses)}
    for pk in applications or ():
        if pk not in locked:
            number = Document.objects.filter(pk=pk).values_list("number", flat=True).first()
            raise errors.NotThisClients(document=number or pk)
    return locked


def _default_shares(
    payment: Payment, statuses: Mapping[UUID, DocumentStatus], first: UUID | None
) -> list[tuple[DocumentStatus, Decimal]]:
    """Share a payment out: what is paid ``first``, then oldest due first; a certificate settles invoices only."""
    shares: list[tuple[DocumentStatus, Decimal]] = []
    left = payment.amount
    if first is not None and first in statuses:
        target = statuses[first]
        shares.append((target, min(left, target.open_balance)))
        left -= shares[0][1]
    is_certificate = payment.method == PaymentMethod.CERTIFICATE
    items = [
        open_item(status)
        for status in statuses.values()
        if status.pk != first and not (is_certificate and status.document.kind == DocumentKind.DEPOSIT_REQUEST)
    ]
    return shares + spread(left, items, is_certificate=is_certificate)


def _apply(books: Books, source: PaymentStatus, target: DocumentStatus, part: Decimal) -> None:
    """:raises AmountNotPositive, WrongCurrency, PaymentTooLarge:"""
    payment, document = source.payment, target.document
    if part <= 0:
        raise errors.AmountNotPositive
    if payment.currency != document.currency:
        raise errors.WrongCurrency(payment=payment.currency, document=document.number, invoice=document.currency)
    if part > min(target.open_balance, source.unapplied):
        raise errors.PaymentTooLarge(
            document=document.number,
            open=wording.money(max(target.open_balance, Decimal(0)), document.currency),
            left=wording.money(source.unapplied, payment.currency),
        )
    books.apply(source, target, part)
