"""Keep the log. Who acts and for whom is told by ids, since the log lies below what knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from audit.models import AuditEntry
from kernel.bulk import copy_in


def entry(
    *,
    verb: str,
    subject: Model,
    now: datetime,
    user: UUID | None = None,
    as_client: UUID | None = None,
    key: str = "",
    partner: UUID | None = None,
    details: Mapping[str, Any],
) -> AuditEntry:
    """Return a line for the log, not written yet. Whom and where it concerns is what ``subject`` is or points at.

    :param verb: dotted, past tense, such as ``bookings.confirmed``.
    :param user: who did it; nobody for the system and for an API key, of which ``key`` is the prefix.
    :param as_client: on whose behalf a member of staff acted.
    :param details: JSON-able facts for people and reports; decimals and dates are fine.
    """
    concerned = {name: _concerned(subject, name) for name in ("client", "partner", "facility")}
    return AuditEntry(
        at=now,
        actor_id=user,
        as_client_id=as_client,
        api_key=key,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        client_id=concerned["client"],
        partner_id=partner or concerned["partner"],
        facility_id=concerned["facility"],
        details=dict(details),
    )


def log(entry: AuditEntry) -> AuditEntry:
    """Add a line, in the transaction of what it tells of."""
    entry.save(force_insert=True)
    return entry


def log_each(entries: Sequence[AuditEntry]) -> None:
    """The same for many lines at once."""
    copy_in(entries)


def _concerned(subject: Model, name: str) -> UUID | None:
    """Return the company or building that ``subject`` is, or else that its own key of this name points at."""
    field = AuditEntry._meta.get_field(name)
    assert field.related_model is not None
    return subject.pk if isinstance(subject, field.related_model) else getattr(subject, f"{name}_id", None)
