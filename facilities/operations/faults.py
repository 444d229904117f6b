"""Faults of workstations: report one, put it right. Who has the seat keeps it all the while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.enums import Severity
from facilities.models import Fault, Workstation
from kernel.refusal import refusing


@transaction.atomic
def report_fault(
    *, workstation: Workstation, severity: Severity, what: str, opened_at: datetime, actor: Actor, now: datetime
) -> Fault:
    """Write down a fault that somebody saw at ``opened_at``, in whatever state the seat is and whoever has it.

    :raises NotAllowed: :raises FaultInTheFuture: when that has not come yet.
    """
    require(actor, Capability.REPORT_FAULTS, facility=workstation.facility)
    if opened_at > now:
        raise errors.FaultInTheFuture
    fault = Fault.objects.create(
        workstation=workstation, severity=severity, what=what, opened_at=opened_at, opened_by=actor.user
    )
    record(actor=actor, verb="facilities.fault_reported", subject=workstation, now=now, what=what, severity=severity)
    return fault


@transaction.atomic
def fix_fault(*, fault: Fault, fix: str, fixed_at: datetime, actor: Actor, now: datetime) -> Fault:
    """Say what put a fault right, and when.

    :raises NotAllowed:
    :raises FaultIsFixed: when somebody said so before. :raises FixedTooEarly: before it began, or after now.
    """
    require(actor, Capability.FIX_FAULTS, facility=fault.workstation.facility)
    if fixed_at > now:
        raise errors.FixedTooEarly
    fault = Fault.objects.select_for_update(of=("self",)).select_related("workstation").get(pk=fault.pk)
    if fault.fixed_at is not None:
        raise errors.FaultIsFixed
    fault.fixed_at, fault.fixed_by, fault.fix = fixed_at, actor.user, fix
    with refusing(fault_is_fixed_after_it_began=errors.FixedTooEarly):
        fault.save(update_fields=["fixed_at", "fixed_by", "fix"])
    record(actor=actor, verb="facilities.fault_fixed", subject=fault.workstation, now=now, fix=fix)
    return fault
