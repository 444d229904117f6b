"""Permission: who may do what for which company, and whose rows somebody sees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.db.models import QuerySet

from accounts.actors import Actor, KeyHolder, Person, Staff, StaffFor, System
from accounts.capabilities import PERMISSIONS, READING, ROLES, SCOPES, Capability
from accounts.enums import Mode, Role, Scope
from accounts.errors import DutyMissing, NotAllowed, OnlySeeing
from accounts.models import ApiKey, Client, Invitation, LegalEntity, Member, User
from audit.models import AuditEntry
from kernel.period import day_in
from outbox.models import Message

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Place(Protocol):
    """A facility, as far as this app knows of any: some of our own people are there for some of them only."""

    def admits(self, user: User) -> bool: ...


def may(actor: Actor, capability: Capability, client: Client | None = None, facility: Place | None = None) -> bool:
    """Return whether the actor may, for a client where it is about one, at a facility where it is about one.

    Clients' people and keys may nothing but for a client; what our own people may for one in its portal, they may
    for that one alone.
    """
    match actor:
        case System():
            return True
        case Staff(user=User() as user):
            return _has(user, capability) and (facility is None or facility.admits(user))
        case StaffFor(user=User() as user, as_client=portal):
            mine = client is not None and client == portal and capability in _in_the_portal(actor)
            return mine and (facility is None or facility.admits(user))
        case KeyHolder(key=ApiKey() as key):
            return client is not None and capability in _by_scopes(key) and _of_key(key).filter(pk=client.pk).exists()
        case Person(user=User() as user):
            members = Member.objects.filter(client=client, user=user, role__in=roles_with(capability))
            return client is not None and user.is_active and members.exists()
    return False


def require(actor: Actor, capability: Capability, client: Client | None = None, facility: Place | None = None) -> None:
    """:raises NotAllowed: unless the actor :func:`may`."""
    if may(actor, capability, client, facility):
        return
    if actor.mode == Mode.SEEING and capability not in READING:
        raise OnlySeeing
    raise DutyMissing if isinstance(actor, (Staff, StaffFor)) else NotAllowed


def clients_where(actor: Actor, capability: Capability) -> QuerySet[Client]:
    """The companies for which the actor may."""
    clients = Client.objects.all()
    match actor:
        case System():
            return clients
        case Staff(user=User() as user):
            return clients if _has(user, capability) else clients.none()
        case StaffFor(as_client=Client() as portal):
            return clients.filter(pk=portal.pk) if capability in _in_the_portal(actor) else clients.none()
        case KeyHolder(key=ApiKey() as key):
            return _of_key(key) if capability in _by_scopes(key) else clients.none()
        case Person(user=User() as user) if user.is_active:
            return clients.filter(members__user=user, members__role__in=roles_with(capability))
    return clients.none()


def of_clients_where(actor: Actor, capability: Capability, rows: Rows) -> Rows:
    """Those of ``rows`` (of a model with a ``client``) that are of companies for which the actor may."""
    if actor.is_ours:
        return rows if may(actor, capability) else rows.none()
    return rows.filter(client__in=clients_where(actor, capability))


def visible_clients(actor: Actor) -> QuerySet[Client]:
    return clients_where(actor, Capability.SEE_COMPANY)


def visible_members(actor: Actor) -> QuerySet[Member]:
    return of_clients_where(actor, Capability.SEE_COMPANY, Member.objects.select_related("user", "client"))


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Those of companies whose team the actor manages: whom a company asks is its owners' affair."""
    invitations = Invitation.objects.select_related("client", "invited_by")
    return of_clients_where(actor, Capability.MANAGE_TEAM, invitations)


def visible_messages(actor: Actor) -> QuerySet[Message]:
    """Staff see what was written to whom; clients read their mail elsewhere."""
    messages = Message.objects.all()
    return messages if may(actor, Capability.SEE_MAIL) else messages.none()


def visible_audit_entries(actor: Actor) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.select_related("actor", "as_client")
    return entries if may(actor, Capability.READ_AUDIT) else entries.none()


def legal_entities() -> QuerySet[LegalEntity]:
    """The provider's companies; their names stand on every document, so nobody needs leave to see them."""
    return LegalEntity.objects.all()


def first_books_day(now: datetime) -> date:
    """Return the day it is in the books of the provider's companies: the earliest, where it is two."""
    zones = LegalEntity.objects.order_by().values_list("time_zone", flat=True).distinct()
    return min((day_in(zone, now) for zone in zones), default=day_in("UTC", now))


def roles_with(capability: Capability) -> list[Role]:
    """The roles whose people may."""
    return [role for role, capabilities in ROLES.items() if capability in capabilities]


def _has(user: User, capability: Capability) -> bool:
    """Django says no for whoever may not sign in, and yes to every question for superusers."""
    return user.is_staff and user.has_perms(PERMISSIONS[capability])


def _in_the_portal(actor: Actor) -> frozenset[Capability]:
    """Return what an owner may *and* their own duties allow: acting for a client never widens them."""
    assert actor.user is not None
    opened = ROLES[Role.OWNER] & READING if actor.mode == Mode.SEEING else ROLES[Role.OWNER]
    return frozenset(capability for capability in opened if _has(actor.user, capability))


def _by_scopes(key: ApiKey) -> frozenset[Capability]:
    return frozenset().union(*(SCOPES[Scope(scope)] for scope in key.scopes if scope in Scope.values))


def _of_key(key: ApiKey) -> QuerySet[Client]:
    """The companies a key is for; a client that changes its partner changes hands."""
    if key.client_id is not None:
        return Client.objects.filter(pk=key.client_id)
    return Client.objects.filter(partner=key.partner_id)
