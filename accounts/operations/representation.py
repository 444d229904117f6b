"""Staff see the portal as a client does, or act for it: visibly, recorded, and accountable to its owners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.functional import Promise

from accounts.access import require
from accounts.actors import Actor, StaffFor
from accounts.capabilities import Capability
from accounts.enums import Mode, Role
from accounts.errors import ActingReasonMissing, NotAllowed
from accounts.models import Client, User
from accounts.operations.audit import record
from outbox.operations import write_message

ENTERING: Mapping[Mode, Capability] = MappingProxyType(
    {Mode.SEEING: Capability.SEE_AS_CLIENTS, Mode.ACTING: Capability.ACT_FOR_CLIENTS}
)


@transaction.atomic
def begin_acting(*, actor: Actor, client: Client, mode: Mode, now: datetime, reason: str = "") -> StaffFor:
    """Let one of our own people into the portal of a client, to see what it sees or to act for it.

    :param reason: why they act; without one, what only :func:`tell_owners` allows is refused.
    :raises NotAllowed: unless staff with the capability for this mode.
    """
    require(actor, ENTERING[mode])
    if actor.user is None:
        raise NotAllowed
    inside = StaffFor(actor.user, client, mode, reason.strip())
    record(actor=inside, verb=f"accounts.{mode.value}_began", subject=client, now=now)
    return inside


@transaction.atomic
def end_acting(*, actor: Actor, now: datetime) -> None:
    if actor.as_client is not None and actor.mode is not None:
        record(actor=actor, verb=f"accounts.{actor.mode.value}_ended", subject=actor.as_client, now=now)


def tell_owners(*, actor: Actor, client: Client, done: str | Promise, now: datetime) -> None:
    """Mail a client's owners what one of our own people did in their name, and why; nothing for anybody else.

    Operations on what is a company's very own call it as they finish: its team, its details, its keys, its word.

    :param done: a sentence.
    :raises ActingReasonMissing: when they act without saying why.
    """
    if not isinstance(actor, StaffFor):
        return
    if not actor.reason:
        raise ActingReasonMissing
    owners = User.objects.filter(memberships__client=client, memberships__role=Role.OWNER, is_active=True)
    for person in owners.order_by("email"):
        write_message(
            kind="accounts.done_for_you",
            to=person.email,
            context={"person": person, "staff": actor.user, "done": done, "reason": actor.reason},
            now=now,
            client=client,
        )
