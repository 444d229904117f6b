"""API keys are given out, used and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.enums import DEFAULT_SCOPES, Scope
from accounts.errors import ExpiresInThePast, UnknownScope
from accounts.models import ApiKey, Client, Partner
from accounts.operations.audit import record
from accounts.operations.representation import tell_owners

# A key that is used all the time says so once a minute: a write per request would be paid by every request.
USE_IS_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def issue_api_key(
    *,
    name: str,
    actor: Actor,
    now: datetime,
    client: Client | None = None,
    partner: Partner | None = None,
    scopes: Iterable[str] = DEFAULT_SCOPES,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key of one client, or of one partner, and its secret: show it now, only a hash of it is kept.

    :param name: what its owner knows it by, at most 50 characters.
    :returns: the key and ``<prefix>.<secret>`` as it stands in the ``Authorization`` header.
    :raises NotAllowed: also to every key: a key gives out no keys, or a leaked one could outlive its revocation.
    :raises UnknownScope, ExpiresInThePast, ActingReasonMissing:
    :raises ValueError: for no owner, or two.
    """
    owner = client or partner
    if owner is None or (client and partner):
        raise ValueError("a key belongs to a client or to a partner, one of them")
    _require(actor, owner)
    scopes = list(dict.fromkeys(str(scope) for scope in scopes))
    for scope in scopes:
        if scope not in Scope.values:
            raise UnknownScope(scope=scope, known=", ".join(Scope.values))
    if expires_at is not None and expires_at <= now:
        raise ExpiresInThePast
    key = ApiKey(name=name, client=client, partner=partner, scopes=scopes, expiry_date=expires_at)
    secret: str = ApiKey.objects.assign_key(key)
    key.save(force_insert=True)
    _record(key, owner, actor=actor, verb="accounts.api_key_issued", now=now)
    if isinstance(owner, Client):
        tell_owners(actor=actor, client=owner, done=_("An API key was given out: %(name)s.") % {"name": name}, now=now)
    return key, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey, actor: Actor, now: datetime) -> ApiKey:
    """End a key at once and for good; revoking it again changes nothing.

    :raises NotAllowed: unless somebody who could give it out.
    """
    owner = key.owner
    _require(actor, owner)
    key = ApiKey.objects.select_for_update(no_key=True).get(pk=key.pk)
    if not key.revoked:
        key.revoked = True
        key.save(update_fields=["revoked"])
        _record(key, owner, actor=actor, verb="accounts.api_key_revoked", now=now)
        if isinstance(owner, Client):
            done = _("An API key was revoked: %(name)s.") % {"name": key.name}
            tell_owners(actor=actor, client=owner, done=done, now=now)
    return key


def note_api_key_use(*, key: ApiKey, now: datetime) -> None:
    """Remember that the key was used; at most one write a minute, whatever the number of requests."""
    before = now - USE_IS_NOTED_EVERY
    if key.last_used_at is None or key.last_used_at <= before:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=before)
        ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now)


def _require(actor: Actor, owner: Client | Partner) -> None:
    if isinstance(owner, Client):
        require(actor, Capability.MANAGE_KEYS, owner)
    else:
        require(actor, Capability.MANAGE_PARTNERS)


def _record(key: ApiKey, owner: Client | Partner, *, actor: Actor, verb: str, now: datetime) -> None:
    """The log tells it of the owner: the key's own id contains its hash."""
    record(
        actor=actor,
        verb=verb,
        subject=owner,
        now=now,
        prefix=key.prefix,
        name=key.name,
        scopes=key.scopes,
        expires_at=key.expiry_date,
    )
