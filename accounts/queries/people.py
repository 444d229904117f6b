"""Who can sign in, and who was never asked to."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import OutgoingMessage, User

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
    return people.exclude(Exists(OutgoingMessage.objects.filter(key=OuterRef("key")))).distinct()
