"""Ask people into the portal whose companies are here already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import User
from accounts.operations.audit import record
from accounts.queries.people import invitation_key, uninvited
from outbox.operations import write_message


@transaction.atomic
def invite(*, people: Iterable[User], link: Callable[[User], str], actor: Actor, now: datetime) -> int:
    """Write to each of ``people`` who has never been asked and can't sign in yet; returns to how many.

    :param link: where somebody chooses a first password.
    :raises NotAllowed:
    """
    require(actor, Capability.REGISTER_CLIENTS)
    invited = 0
    waiting = uninvited().filter(pk__in=[person.pk for person in people]).prefetch_related("clients")
    for person in waiting.order_by("pk"):
        companies = sorted(person.clients.all(), key=lambda client: client.name)
        message = write_message(
            kind="accounts.invitation",
            to=person.email,
            context={"person": person, "companies": companies, "link": link(person)},
            now=now,
            client=companies[0],
            key=invitation_key(person.pk),
        )
        if message is not None:
            record(actor=actor, verb="accounts.invited", subject=person, now=now, email=person.email)
            invited += 1
    return invited
