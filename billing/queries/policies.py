"""The policy of a legal entity on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from accounts.models import LegalEntity
from billing.models import BillingPolicy


def policy_on(day: date, entity: LegalEntity) -> BillingPolicy:
    """Return what holds on ``day`` for ``entity``: its own policy, or the one of all, or the defaults."""
    rows = BillingPolicy.objects.filter(Q(legal_entity=entity) | Q(legal_entity=None), effective_from__lte=day)
    return rows.order_by(F("legal_entity_id").asc(nulls_last=True), "-effective_from").first() or BillingPolicy()
