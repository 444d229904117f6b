"""A run prepared for a month, and worked to its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.actors import SYSTEM
from accounts.models import LegalEntity
from billing.models import BillingRun
from billing.operations import prepare_run, work_chunk
from tests.billing.rows import DECEMBER, NOW


def prepare(entity: LegalEntity, month: date = DECEMBER, **fields: Any) -> BillingRun:
    return prepare_run(legal_entity=entity, month=month, issue_on=month, actor=SYSTEM, now=NOW, **fields)


def work(run: BillingRun, size: int = 2) -> BillingRun:
    while work_chunk(run=run, now=NOW, size=size):
        pass
    return run
