"""Who calls: an API key, and with it the actor that every app asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actors import Actor, KeyHolder
from accounts.enums import Scope
from accounts.models import ApiKey, Client, Partner
from accounts.operations import note_api_key_use
from accounts.queries.companies import live_key

SCHEME = "Api-Key"
KEY = re.compile(r"[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}")


class KeyInvalid(AuthenticationFailed):
    """One answer for every key that doesn't work, or strangers could tell which exist."""

    default_code = "key_invalid"
    default_detail = _("This API key is unknown or has been revoked. Check it, or ask its owner for a new one.")


class KeyExpired(AuthenticationFailed):
    """Only said to whoever knows the secret."""

    default_code = "key_expired"
    default_detail = _("This API key has expired. Ask its owner for a new one.")


@dataclass(frozen=True, slots=True)
class Principal:
    """``request.user`` of the API: the key, and what it may do."""

    actor: Actor
    key: ApiKey

    is_authenticated: ClassVar[bool] = True

    @property
    def owner(self) -> Client | Partner:
        return self.key.owner

    def holds(self, scope: Scope) -> bool:
        return scope in self.key.scopes


def principal_of(request: Request) -> Principal | None:
    """Who calls; nobody where a key is not asked for and none was sent."""
    who: object = request.user
    return who if isinstance(who, Principal) else None


class KeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key <prefix>.<secret>``; sets ``request.actor`` besides ``request.user``."""

    def authenticate(self, request: Request) -> tuple[Principal, ApiKey] | None:
        """:raises KeyInvalid, KeyExpired:"""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        key = _key_of(secret.strip())
        now = timezone.now()
        if key.expiry_date is not None and key.expiry_date <= now:
            raise KeyExpired
        note_api_key_use(key=key, now=now)
        actor = KeyHolder(key)
        request._request.actor = actor  # type: ignore[attr-defined]
        return Principal(actor, key), key

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Seatlease API"'


def _key_of(secret: str) -> ApiKey:
    """:raises KeyInvalid: for a secret that is unknown, wrong or revoked, or whose partner works with us no more."""
    if not KEY.fullmatch(secret):
        raise KeyInvalid
    key = live_key(secret[:8])
    if key is None or not key.is_valid(secret) or (key.partner is not None and not key.partner.is_active):
        raise KeyInvalid
    return key
