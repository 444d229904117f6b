"""A run's dry run: every document as it would be issued, explained, compared and warned about."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.utils.translation import gettext as _

from billing import wording
from billing.drafts import Draft, DraftLine
from billing.enums import DocumentKind, ItemState
from billing.models import BillingRun, Document, RunItem
from billing.operations.documents import line_description
from billing.operations.issuer import Issuer
from billing.queries.facts import BillingFacts, billing_facts_for
from bookings.models import Booking
from kernel.refusal import Refusal

log = logging.getLogger(__name__)

# A total that moves by more than this share of the last one deserves a look.
NOTEWORTHY_CHANGE = Decimal("0.25")


def preview_items(items: list[RunItem], *, run: BillingRun) -> None:
    """Draft each item and set its state, preview or error; nothing is saved.

    The preview is JSON: ``kind``, ``currency``, ``net``, ``tax``, ``gross``, ``withholding``, ``cash``, ``due_on``,
    ``lines`` (``description``, ``first``, ``last``, ``how``, ``net``, ``category``, ``percent``, ``is_correction``),
    ``taxes``, ``previous`` (``number``, ``gross``) or null, ``difference`` and ``warnings`` (``code``, ``text``).
    """
    bookings = {booking.pk: booking for booking in Booking.objects.filter(pk__in=[item.booking_id for item in items])}
    facts = billing_facts_for(list(bookings.values()), entity=run.legal_entity, issue_on=run.issue_on)
    issuer = Issuer(run.legal_entity, run.issue_on, run.started_at)
    previous = _last_documents(list(bookings))
    for item in items:
        booking = bookings[item.booking_id]
        try:
            draft = facts.draft(booking, run.month)
        except OperationalError:
            raise
        except Exception as error:
            log.warning("booking %s can't be previewed", booking, exc_info=error)
            item.state, item.error = ItemState.FAILED, said(error)
            continue
        if draft.needs_document:
            item.state = ItemState.PREVIEWED
            item.preview = _preview(booking, draft, facts, run, issuer, previous.get(booking.pk))
        else:
            # Months that came to nothing are still to be billed when the run is issued.
            item.state = ItemState.PREVIEWED if draft.period_revisions else ItemState.NOTHING


def said(error: Exception) -> str:
    """An error as staff read it: a refusal's sentence, or what kind of fault it is."""
    return str(error) if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"


def _preview(
    booking: Booking, draft: Draft, facts: BillingFacts, run: BillingRun, issuer: Issuer, previous: Document | None
) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "currency": draft.currency,
        "net": draft.net,
        "tax": draft.tax,
        "gross": draft.gross,
        "withholding": draft.withholding,
        "cash": draft.gross - draft.withholding,
        "due_on": issuer.due_on(draft.kind, month=run.month),
        "lines": [_line(booking, line, draft.currency, facts) for line in draft.lines],
        "taxes": [
            {
                "category": part.category,
                "percent": part.percent,
                "reason": part.reason,
                "base": part.base,
                "tax": part.tax,
            }
            for part in draft.taxes
        ],
        "previous": {"number": previous.number, "gross": previous.gross} if previous else None,
        "difference": draft.gross - previous.gross if previous else None,
        "warnings": [{"code": code, "text": text} for code, text in _warnings(booking, draft, facts, previous)],
    }


def _line(booking: Booking, line: DraftLine, currency: str, facts: BillingFacts) -> dict[str, Any]:
    charge = line.charge
    return {
        "description": line_description(
            facts,
            pattern=booking.pattern_id,
            package=booking.package_id,
            time_zone=booking.time_zone,
            kind=charge.kind,
            is_correction=line.is_correction,
            is_credit=charge.quantity < 0,
        ),
        "first": charge.days.start,
        "last": charge.days.last,
        "how": wording.how(
            quantity=charge.quantity, days=charge.days.days, days_of=charge.days_of, rate=charge.rate, currency=currency
        ),
        "net": charge.net,
        "category": line.treatment.category,
        "percent": line.treatment.percent,
        "is_correction": line.is_correction,
    }


def _warnings(booking: Booking, draft: Draft, facts: BillingFacts, previous: Document | None) -> list[tuple[str, str]]:
    found = []
    client = facts.clients[booking.client_id]
    if not client.has_billing_details:
        found.append(("details_missing", _("Billing details of %(client)s are missing.") % {"client": client.name}))
    if previous is None:
        found.append(("first_invoice", _("First invoice of this booking.")))
    elif previous.currency == draft.currency and abs(draft.gross - previous.gross) > NOTEWORTHY_CHANGE * abs(
        previous.gross
    ):
        found.append(("total_changed", _("The total changed by more than a quarter.")))
    if any(line.is_correction for line in draft.lines):
        found.append(("corrections", _("Corrects months billed before.")))
    if draft.kind == DocumentKind.CREDIT_NOTE:
        found.append(("credit", _("A credit: we owe the client.")))
    return found


def _last_documents(bookings: list[UUID]) -> dict[UUID, Document]:
    latest = (
        Document.objects.filter(booking__in=bookings)
        .exclude(kind=DocumentKind.DEPOSIT_REQUEST)
        .order_by("booking_id", "-issued_at", "-pk")
        .distinct("booking_id")
    )
    return {
        document.booking_id: document
        for document in latest.only("booking", "number", "gross", "currency")
        if document.booking_id
    }
