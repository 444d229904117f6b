"""Keep the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.actors import Actor
from accounts.models import Deed
from kernel.bulk import copy_in


def record(*, actor: Actor, verb: str, subject: Model, now: datetime, **details: Any) -> Deed:
    """Add a line to the log, in the transaction of the operation it tells of.

    :param verb: dotted, past tense, such as ``bookings.confirmed``.
    :param details: JSON-able facts for people and reports; decimals and dates are fine.
    """
    if actor.key is not None:
        details["api_key"] = actor.key.prefix
    return Deed.objects.create(
        at=now,
        actor=actor.user,
        as_client=actor.as_client,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=details,
    )


def record_each(*, actor: Actor, verb: str, subjects: Iterable[tuple[Model, Mapping[str, Any]]], now: datetime) -> None:
    """The same line for many subjects at once, each with details of its own."""
    copy_in(
        [
            Deed(
                at=now,
                actor=actor.user,
                as_client=actor.as_client,
                verb=verb,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                details=dict(details),
            )
            for subject, details in subjects
        ]
    )
