"""Mails about money to clients; one function a message."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Client, Member
from billing import wording
from billing.documents import file_name, render_pdf
from billing.enums import DocumentKind, PaymentMethod
from billing.letterhead import title
from billing.models import Document, Payment, TransferNotice
from outbox.models import Message
from outbox.operations import File, write_message


def address_of(client: Client) -> str | None:
    """Return where mail about money goes: the address for invoices, or else the company's first owner."""
    if client.billing_email:
        return client.billing_email
    owners = Member.objects.filter(client=client, role=Role.OWNER, user__is_active=True).order_by("since", "pk")
    return owners.values_list("user__email", flat=True).first()


def issued(document: Document, *, now: datetime) -> Message | None:
    """A new document, attached as a PDF; each is sent once."""
    currency = document.currency
    facts = [
        (title(document.kind, document.seller), document.number),
        (_("Booking"), document.lease.get("booking", "")),
        (_("Month"), wording.month(document.month)),
        (_("Total"), wording.money(document.gross, currency)),
    ]
    if document.kind != DocumentKind.CREDIT_NOTE:
        facts.append((_("Due"), wording.day(document.due_on)))
    if document.withholding_expected > 0:
        facts.append((_("Cash expected"), wording.money(document.gross - document.withholding_expected, currency)))
    return _tell(
        "issued",
        document.client,
        now,
        key=f"billing.issued:{document.pk}",
        attachments=(File(file_name(document), "application/pdf", render_pdf(document)),),
        document=document,
        title=title(document.kind, document.seller),
        is_credit=document.kind == DocumentKind.CREDIT_NOTE,
        is_deposit=document.kind == DocumentKind.DEPOSIT_REQUEST,
        facts=facts,
    )


def payment_received(payment: Payment, *, now: datetime) -> Message | None:
    """We have the money, and where it went."""
    facts = [
        (_("Amount"), wording.money(payment.amount, payment.currency)),
        (_("Received"), wording.day(payment.received_on)),
        (_("Reference"), payment.reference),
    ]
    applied = Decimal(0)
    for application in payment.applications.select_related("document").order_by("document__due_on"):
        facts.append((application.document.number, wording.money(application.amount, payment.currency)))
        applied += application.amount
    if applied < payment.amount:
        facts.append((_("Kept for your next invoice"), wording.money(payment.amount - applied, payment.currency)))
    return _tell(
        "payment_received",
        payment.client,
        now,
        key=f"billing.payment_received:{payment.pk}",
        is_certificate=payment.method == PaymentMethod.CERTIFICATE,
        facts=facts,
    )


def notice_rejected(notice: TransferNotice, *, now: datetime) -> Message | None:
    """We could not find a transfer, and why."""
    facts = [
        (_("Amount"), wording.money(notice.amount, notice.currency)),
        (_("Transferred"), wording.day(notice.transferred_on)),
        (_("Reference"), notice.reference),
    ]
    return _tell("notice_rejected", notice.client, now, document=notice.document, reason=notice.reason, facts=facts)


def overdue(document: Document, *, reminder: int, today: date, now: datetime) -> Message | None:
    """Something is still open; each reminder (in days late) is said once."""
    status = document.status
    facts = [
        (title(document.kind, document.seller), document.number),
        (_("Due"), wording.day(document.due_on)),
        (_("Still open"), wording.money(status.money_expected, document.currency)),
        (_("Payment reference"), document.number),
    ]
    return _tell(
        "overdue",
        document.client,
        now,
        key=f"billing.overdue:{document.pk}:{reminder}",
        document=document,
        days_late=(today - document.due_on).days,
        facts=facts,
    )


def _tell(
    message: str,
    client: Client,
    now: datetime,
    *,
    key: str | None = None,
    attachments: tuple[File, ...] = (),
    **context: Any,
) -> Message | None:
    """Write one mail; ``None`` when it was said already or there is nobody to write to."""
    to = address_of(client)
    if to is None:
        return None
    return write_message(
        kind=f"billing.{message}",
        to=to,
        context={"name": client.billing_name or client.name, **context},
        now=now,
        client=client,
        key=key,
        attachments=attachments,
    )
