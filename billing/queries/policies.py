"""The policy of a legal entity on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import F, Q

from accounts.models import LegalEntity
from billing.models import BillingPolicy


def policies_of(entity: LegalEntity) -> Callable[[date], BillingPolicy]:
    """Return what :func:`policy_on` says of any day, read once for many."""
    rows = BillingPolicy.objects.filter(Q(legal_entity=entity) | Q(legal_entity=None))
    ranked = sorted(rows, key=lambda row: (row.legal_entity_id is not None, row.effective_from), reverse=True)
    return lambda day: next((row for row in ranked if row.effective_from <= day), BillingPolicy())


def policy_on(day: date, entity: LegalEntity) -> BillingPolicy:
    """Return what holds on ``day`` for ``entity``: its own policy, or the one of all, or the defaults."""
    rows = BillingPolicy.objects.filter(Q(legal_entity=entity) | Q(legal_entity=None), effective_from__lte=day)
    return rows.order_by(F("legal_entity_id").asc(nulls_last=True), "-effective_from").first() or BillingPolicy()
