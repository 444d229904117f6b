"""People who can sign in, and people who were never asked to."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Permission
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.capabilities import PERMISSIONS, Capability
from accounts.models import Invitation, User
from outbox.models import Message

INVITATION = "accounts.invitation:"


def invitation_key(person: UUID) -> str:
    """Return the key that makes an invitation be said once."""
    return f"{INVITATION}{person}"


def uninvited() -> QuerySet[User]:
    """People of client companies who have no password and were never invited."""
    key = Concat(Value(INVITATION), Cast(F("pk"), CharField()))
    people = User.objects.filter(
        memberships__isnull=False, is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).annotate(key=key)
    return people.exclude(Exists(Message.objects.filter(key=OuterRef("key")))).distinct()


def known_by(email: str) -> User | None:
    """Return the person whose address it is."""
    return User.objects.filter(email__iexact=email).first()


def may_choose_first_password(person: User, *, has_second_factor: bool) -> bool:
    """Return whether a link in a mail is enough: for people who could never sign in. Others keep what they chose."""
    return person.is_active and not person.has_usable_password() and not has_second_factor


def staff_who_may(capability: Capability) -> QuerySet[User]:
    """Our own people who have a capability, by a duty or of their own."""
    people = User.objects.filter(is_staff=True, is_active=True)
    for permission in PERMISSIONS[capability]:
        app, _dot, codename = permission.partition(".")
        asked = Permission.objects.filter(content_type__app_label=app, codename=codename)
        people = people.filter(
            Q(is_superuser=True)
            | Exists(asked.filter(group__user=OuterRef("pk")))
            | Exists(asked.filter(user=OuterRef("pk")))
        )
    return people


def invitations() -> QuerySet[Invitation]:
    """Return invitations for whoever has the link of one: its token says whether they may open it."""
    return Invitation.objects.select_related("client", "invited_by")
