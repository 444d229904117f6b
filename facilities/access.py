"""The facilities that somebody is there for."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from accounts.actors import Actor
from facilities.models import Facility

Rows = TypeVar("Rows", bound=QuerySet[Any])


def their_facilities(actor: Actor) -> QuerySet[Facility]:
    """The facilities whose affairs are the actor's: of our own people some are there for some of them only."""
    return Facility.objects.filter(staff=actor.user) if is_limited(actor) else Facility.objects.all()


def is_limited(actor: Actor) -> bool:
    """Return whether the actor is one of our own people who is there for some facilities only."""
    return actor.user is not None and actor.user.is_staff and Facility.objects.filter(staff=actor.user).exists()


def at_their_facilities(actor: Actor, rows: Rows, path: str = "facility") -> Rows:
    """Those of ``rows`` that are at the actor's facilities; ``path`` leads from a row to its facility."""
    return rows.filter(**{f"{path}__in": their_facilities(actor)}) if is_limited(actor) else rows
