"""Bill bookings: issue what is owed, then put what clients have left with us against it.

Issuing knows nothing of payments; this is the step above both. Locks are taken in this order: bookings, the number
series, documents, payments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import LegalEntity
from accounts.operations import record
from billing.models import Document
from billing.operations.documents import Outcome, issue_documents
from billing.operations.matches import settle_from_what_is_left
from bookings.models import Booking


@transaction.atomic
def bill_booking(*, booking: Booking, month: date, issue_on: date, actor: Actor, now: datetime) -> Document | None:
    """Bill one booking through ``month`` (its first day) now; ``None`` when nothing is left to bill.

    :raises NotAllowed:
    :raises ClientDetailsMissing, TaxRateMissing, WithholdingRateMissing, ExchangeRateMissing: what is missing.
    :raises SeriesMissing, YearClosed, PeriodClosed: when it can't be numbered or posted.
    """
    require(actor, Capability.ISSUE_DOCUMENTS, booking.client, booking.facility)
    entity = booking.facility.legal_entity
    outcomes = bill_bookings(entity=entity, bookings=[booking.pk], month=month, issue_on=issue_on, now=now)
    outcome = outcomes[booking.pk]
    if outcome.error is not None:
        raise outcome.error
    if outcome.document is not None:
        record(actor=actor, verb="billing.issued", subject=outcome.document, now=now, number=outcome.document.number)
    return outcome.document


def bill_bookings(
    *, entity: LegalEntity, bookings: Iterable[UUID], month: date, issue_on: date, now: datetime
) -> dict[UUID, Outcome]:
    """Issue for bookings of one legal entity, see :func:`~billing.operations.documents.issue_documents`, then apply the
    credits and the money that their clients have left; in the caller's transaction."""
    outcomes = issue_documents(entity=entity, bookings=bookings, month=month, issue_on=issue_on, now=now)
    clients = {outcome.document.client_id for outcome in outcomes.values() if outcome.document is not None}
    settle_from_what_is_left(entity=entity, clients=clients, on=issue_on, now=now)
    return outcomes
