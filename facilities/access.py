"""The facilities that somebody is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Exists, Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from facilities.models import Facility

Rows = TypeVar("Rows", bound=QuerySet[Any])


def is_limited(actor: Actor) -> bool:
    """Return whether the actor is one of our own people who is there for some facilities only."""
    return _is_ours(actor) and Facility.objects.filter(staff=actor.user).exists()


def their_facilities(actor: Actor) -> QuerySet[Facility]:
    """The facilities whose affairs are the actor's: of our own people some are there for some of them only."""
    return at_their_facilities(actor, Facility.objects.all(), "pk")


def at_their_facilities(actor: Actor, rows: Rows, path: str = "facility") -> Rows:
    """Those of ``rows`` that are at the actor's facilities; ``path`` leads from a row to its facility."""
    return where_they_are(actor, rows, lambda theirs: Q(**{f"{path}__in": theirs}))


def where_they_are(actor: Actor, rows: Rows, near: Callable[[QuerySet[Facility]], Q]) -> Rows:
    """Those of ``rows`` that are the affair of facilities the actor is there for, in the same query; ``near`` says
    which rows that are. Whom no facility names is there for all of them."""
    if not _is_ours(actor):
        return rows
    theirs = Facility.objects.filter(staff=actor.user)
    return rows.filter(near(theirs) | ~Exists(theirs))


def _is_ours(actor: Actor) -> bool:
    return actor.user is not None and actor.user.is_staff


def there_for(people: QuerySet[User], facility: Facility) -> QuerySet[User]:
    """Return those of our own people whom the affairs of a facility concern."""
    return people.filter(Q(facilities=facility) | Q(facilities=None))
