"""Keep the log: what an actor did, in the words of :mod:`audit.operations`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.actors import Actor
from accounts.models import Client
from audit.models import AuditEntry
from audit.operations import entry, log, log_each


def record(*, actor: Actor, verb: str, subject: Model, now: datetime, **details: Any) -> AuditEntry:
    """Add a line to the log, in the transaction of what it tells of.

    :param verb: dotted, past tense, such as ``bookings.confirmed``.
    :param details: JSON-able facts for people and reports; decimals and dates are fine.
    """
    if actor.reason:
        details["acting_because"] = actor.reason
    [line] = _entries(actor, verb, [(subject, details)], now)
    return log(line)


def record_each(*, actor: Actor, verb: str, subjects: Iterable[tuple[Model, Mapping[str, Any]]], now: datetime) -> None:
    """The same line for many subjects at once, each with details of its own."""
    log_each(_entries(actor, verb, subjects, now))


def _entries(
    actor: Actor, verb: str, subjects: Iterable[tuple[Model, Mapping[str, Any]]], now: datetime
) -> list[AuditEntry]:
    entries = [
        entry(
            verb=verb,
            subject=subject,
            now=now,
            user=actor.user.pk if actor.user is not None else None,
            as_client=actor.as_client.pk if actor.as_client is not None else None,
            key=actor.key.prefix if actor.key is not None else "",
            partner=actor.key.partner_id if actor.key is not None else None,
            details=details,
        )
        for subject, details in subjects
    ]
    # An entry about a client is also about the partner who brought it.
    of_clients = [each for each in entries if each.client_id is not None and each.partner_id is None]
    brought = Client.objects.filter(pk__in={each.client_id for each in of_clients}, partner__isnull=False)
    partners: dict[UUID | None, UUID | None] = dict(brought.values_list("pk", "partner"))
    for each in of_clients:
        each.partner_id = partners.get(each.client_id)
    return entries
