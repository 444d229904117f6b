"""Who may see and touch which company."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.models import Client, Invitation, LegalEntity, Member
from audit.models import AuditEntry
from outbox.models import Message

# What each role may do beyond looking.
MANAGES_SEATS = (Role.OWNER, Role.MANAGER)
HANDLES_MONEY = (Role.OWNER, Role.MANAGER, Role.BILLING)
RUNS_THE_COMPANY = (Role.OWNER,)


def visible_clients(actor: Actor) -> QuerySet[Client]:
    """The companies whose affairs the actor may see; everything of a company hangs on this."""
    clients = Client.objects.all()
    if actor.is_clock or actor.is_staff:
        return clients
    if actor.as_client is not None:
        # Nobody but our own people acts for somebody else, whatever an actor says of itself.
        return clients.filter(pk=actor.as_client.pk) if actor.user and actor.user.is_staff else clients.none()
    if actor.key is not None:
        if actor.key.client_id is not None:
            return clients.filter(pk=actor.key.client_id)
        return clients.filter(partner=actor.key.partner_id)
    return clients.filter(members__user=actor.user)


def visible_members(actor: Actor) -> QuerySet[Member]:
    return Member.objects.filter(client__in=visible_clients(actor)).select_related("user", "client")


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Those of companies the actor runs: whom a company asks is its owners' affair."""
    invitations = Invitation.objects.select_related("client", "invited_by")
    if actor.key is not None:
        return invitations.none()
    found = invitations.filter(client__in=visible_clients(actor))
    if actor.is_clock or actor.is_staff or actor.as_client is not None:
        return found
    return found.filter(client__in=Client.objects.filter(members__user=actor.user, members__role__in=RUNS_THE_COMPANY))


def visible_messages(actor: Actor) -> QuerySet[Message]:
    """Staff see what was written to whom; clients read their mail elsewhere."""
    messages = Message.objects.all()
    return messages if actor.is_staff or actor.is_clock else messages.none()


def visible_audit_entries(actor: Actor) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.select_related("actor", "as_client")
    return entries if actor.is_staff or actor.is_clock else entries.none()


def legal_entities() -> QuerySet[LegalEntity]:
    """The provider's companies; their names stand on every document, so nobody needs leave to see them."""
    return LegalEntity.objects.all()


def may(actor: Actor, client: Client, *roles: Role) -> bool:
    """Whether the actor may do for ``client`` what ``roles`` may do."""
    if actor.is_clock or actor.is_staff:
        return True
    if actor.as_client is not None:
        return actor.user is not None and actor.user.is_staff and actor.as_client == client
    if actor.key is not None:
        return visible_clients(actor).filter(pk=client.pk).exists()
    return Member.objects.filter(client=client, user=actor.user, role__in=roles).exists()


def require_role(actor: Actor, client: Client, *roles: Role) -> None:
    """:raises NotAllowed: unless the actor may do for ``client`` what ``roles`` may do."""
    if not may(actor, client, *roles):
        raise NotAllowed
