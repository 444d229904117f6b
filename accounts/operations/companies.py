"""Companies and their people come in all at once, as somebody kept them elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import Client, Member, User
from accounts.operations.audit import record_each
from accounts.operations.clients import complete_details


@transaction.atomic
def import_companies(
    *,
    new: Iterable[Mapping[str, Any]],
    changed: Iterable[tuple[Client, Mapping[str, Any]]],
    actor: Actor,
    now: datetime,
) -> None:
    """Register companies with their details, and complete those of others.

    :param new: ``name`` and the details of :func:`complete_details`.
    :raises NotAllowed: :raises InvalidTaxId: for a changed company.
    """
    require(actor, Capability.REGISTER_CLIENTS)
    clients = Client.objects.bulk_create(Client(**fields) for fields in new)
    record_each(
        actor=actor, verb="accounts.registered", subjects=[(each, {"name": each.name}) for each in clients], now=now
    )
    for client, details in changed:
        complete_details(client=client, actor=actor, now=now, **details)


@transaction.atomic
def import_people(*, people: Iterable[tuple[Client, str, str, str]], actor: Actor, now: datetime) -> None:
    """Give people (company, e-mail address, name, role) their places; an empty name leaves theirs as it is.

    Who is new can't sign in before choosing a password; nobody is told anything (see :func:`invite`).

    :raises NotAllowed:
    """
    require(actor, Capability.REGISTER_CLIENTS)
    people = list(people)
    names = {email: name for _client, email, name, _role in people}
    users = _users(names, now)
    clients = {client.pk: client for client, *_rest in people}
    rows = Member.objects.filter(client__in=clients, user__in=[user.pk for user in users.values()])
    members = {(row.client_id, row.user_id): row for row in rows}
    added, moved = [], []
    brought: defaultdict[UUID, list[str]] = defaultdict(list)
    for client, email, _name, role in people:
        user = users[email]
        member = members.get((client.pk, user.pk))
        if member is None:
            added.append(Member(client=client, user=user, role=role))
        elif member.role != role:
            member.role = role
            moved.append(member)
        brought[client.pk].append(email)
    Member.objects.bulk_create(added)
    Member.objects.bulk_update(moved, ["role"])
    record_each(
        actor=actor,
        verb="accounts.people_imported",
        subjects=[(clients[pk], {"people": emails}) for pk, emails in brought.items()],
        now=now,
    )


def _users(names: Mapping[str, str], now: datetime) -> dict[str, User]:
    """The person behind each address, made where there is none."""
    found = User.objects.annotate(address=Lower("email")).filter(address__in=list(names))
    known = {user.email.lower(): user for user in found}
    new = [
        User(email=email, name=names[email], password=make_password(None), date_joined=now)
        for email in names
        if email not in known
    ]
    User.objects.bulk_create(new)
    renamed = [user for email, user in known.items() if names[email] and user.name != names[email]]
    for user in renamed:
        user.name = names[user.email.lower()]
    User.objects.bulk_update(renamed, ["name"])
    return {**known, **{user.email: user for user in new}}
