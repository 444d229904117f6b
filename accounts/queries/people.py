"""Who can sign in, and who was never asked to."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from outbox.models import Message

INVITATION = "accounts.invitation:"


def invitation_key(person: UUID) -> str:
    """What makes an invitation be said once."""
    return f"{INVITATION}{person}"


def uninvited() -> QuerySet[User]:
    """People of client companies who have no password and were never invited."""
    key = Concat(Value(INVITATION), Cast(F("pk"), CharField()))
    people = User.objects.filter(
        memberships__isnull=False, is_active=True, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).annotate(key=key)
    return people.exclude(Exists(Message.objects.filter(key=OuterRef("key")))).distinct()


def staff_with(app: str, codename: str) -> QuerySet[User]:
    """Our own people who have a permission, by a duty or of their own."""
    named = {"content_type__app_label": app, "codename": codename}
    by_duty = {f"groups__permissions__{name}": value for name, value in named.items()}
    own = {f"user_permissions__{name}": value for name, value in named.items()}
    may = Q(is_superuser=True) | Q(**by_duty) | Q(**own)
    return User.objects.filter(may, is_staff=True, is_active=True).distinct()
