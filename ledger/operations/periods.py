"""Close the books of a period, and open them again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import LegalEntity
from accounts.operations import record
from kernel.period import ONE_DAY, Period
from kernel.refusal import refusing
from kernel.wording import days as in_words
from kernel.wording import written
from ledger import errors
from ledger.models import AccountingPeriod


@transaction.atomic
def close_period(*, entity: LegalEntity, days: Period, actor: Actor, now: datetime) -> AccountingPeriod:
    """Let nothing more be posted on ``days``; a period that was opened again is closed again by its own days.

    Postings of these days that are on their way are waited for.

    :raises NotAllowed:
    :raises PeriodHasNoEnd, PeriodNotOver, PeriodsOverlap:
    """
    require(actor, Capability.CLOSE_PERIODS)
    if days.end is None:
        raise errors.PeriodHasNoEnd
    yesterday = entity.today(now) - ONE_DAY
    if days.end > yesterday + ONE_DAY:
        raise errors.PeriodNotOver(last=written(yesterday))
    _lock(entity)
    period = AccountingPeriod.objects.filter(legal_entity=entity, days=days).first()
    if period is None:
        period = AccountingPeriod(legal_entity=entity, days=days)
    period.closed_at, period.closed_by, period.reopened_at = now, actor.user, None
    with refusing(accounting_period_days_once=errors.PeriodsOverlap):
        period.save()
    record(actor=actor, verb="ledger.period_closed", subject=entity, now=now, period=in_words(days))
    return period


@transaction.atomic
def reopen_period(*, period: AccountingPeriod, actor: Actor, now: datetime) -> AccountingPeriod:
    """Let postings in again; opening an open period changes nothing. :raises NotAllowed:"""
    require(actor, Capability.CLOSE_PERIODS)
    _lock(period.legal_entity)
    period = AccountingPeriod.objects.select_related("legal_entity").get(pk=period.pk)
    if period.reopened_at is None:
        period.reopened_at = now
        period.save(update_fields=["reopened_at"])
        entity = period.legal_entity
        record(actor=actor, verb="ledger.period_reopened", subject=entity, now=now, period=in_words(period.days))
    return period


def _lock(entity: LegalEntity) -> None:
    # Whoever posts holds a key-share lock of this row until its transaction ends.
    LegalEntity.objects.select_for_update().get(pk=entity.pk)
