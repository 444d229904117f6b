"""Faults of workstations: report one, put it right. Who has the seat keeps it all the while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.operations import record
from facilities import errors
from facilities.enums import Severity
from facilities.models import Incident, Workstation
from kernel.refusal import refusing


@transaction.atomic
def report_incident(
    *, workstation: Workstation, severity: Severity, what: str, opened_at: datetime, actor: Actor, now: datetime
) -> Incident:
    """Write down a fault that somebody saw at ``opened_at``, in whatever state the seat is and whoever has it.

    :raises FaultInTheFuture: when that has not come yet.
    """
    if opened_at > now:
        raise errors.FaultInTheFuture
    incident = Incident.objects.create(
        workstation=workstation, severity=severity, what=what, opened_at=opened_at, opened_by=actor.user
    )
    record(actor=actor, verb="facilities.fault_reported", subject=workstation, now=now, what=what, severity=severity)
    return incident


@transaction.atomic
def fix_incident(*, incident: Incident, fix: str, fixed_at: datetime, actor: Actor, now: datetime) -> Incident:
    """Say what put a fault right, and when.

    :raises FaultIsFixed: when somebody said so before. :raises FixedTooEarly: before it began, or after now.
    """
    if fixed_at > now:
        raise errors.FixedTooEarly
    incident = Incident.objects.select_for_update(of=("self",)).select_related("workstation").get(pk=incident.pk)
    if incident.fixed_at is not None:
        raise errors.FaultIsFixed
    incident.fixed_at, incident.fixed_by, incident.fix = fixed_at, actor.user, fix
    with refusing(incident_is_fixed_after_it_began=errors.FixedTooEarly):
        incident.save(update_fields=["fixed_at", "fixed_by", "fix"])
    record(actor=actor, verb="facilities.fault_fixed", subject=incident.workstation, now=now, fix=fix)
    return incident
