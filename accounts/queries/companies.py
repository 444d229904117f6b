"""Companies for those of our own people who choose among all of them, and the key of a request."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import ApiKey, Client, Partner


def clients() -> QuerySet[Client]:
    """Return every client, by name."""
    return Client.objects.order_by("name")


def partners() -> QuerySet[Partner]:
    """Return every partner, by name."""
    return Partner.objects.order_by("name")


def live_key(prefix: str) -> ApiKey | None:
    """Return the key that begins so, unless it is revoked; whether the secret is right is still to be asked."""
    return ApiKey.objects.select_related("client", "partner").filter(prefix=prefix, revoked=False).first()
