"""Staff see the portal as a client does: visibly, and recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.errors import NotAllowed
from accounts.models import Client, User
from accounts.operations.audit import record


@transaction.atomic
def begin_acting(*, user: User, client: Client, now: datetime) -> Actor:
    """:raises NotAllowed: unless ``user`` is staff with the permission to act for clients."""
    if not (user.is_active and user.is_staff and user.has_perm("accounts.act_for_client")):
        raise NotAllowed
    actor = Actor(user=user, as_client=client)
    record(actor=actor, verb="accounts.acting_began", subject=client, now=now)
    return actor


@transaction.atomic
def end_acting(*, actor: Actor, now: datetime) -> None:
    if actor.as_client is not None:
        record(actor=actor, verb="accounts.acting_ended", subject=actor.as_client, now=now)
