"""Companies come and complete their details."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.access import require
from accounts.actors import Actor, Person
from accounts.capabilities import Capability
from accounts.enums import Role, Withholding
from accounts.errors import InvalidTaxId, WithholdsNothing
from accounts.models import Client, LegalEntity, Member, User
from accounts.operations.audit import record
from accounts.operations.representation import tell_owners
from accounts.tax_ids import is_valid_tax_id


@transaction.atomic
def register_client(*, user: User, name: str, now: datetime, time_zone: str = "UTC") -> Client:
    """A new company with ``user`` as its owner; sign-up asks for no more than a name."""
    client = Client.objects.create(name=name, time_zone=time_zone, billing_email=user.email, created_at=now)
    Member.objects.create(client=client, user=user, role=Role.OWNER, since=now)
    record(actor=Person(user), verb="accounts.registered", subject=client, now=now, name=name)
    return client


@transaction.atomic
def complete_details(*, client: Client, actor: Actor, now: datetime, **details: Any) -> Client:
    """Set what documents name: ``legal_name``, ``country`` (ISO code), ``address``, ``tax_id``, ``branch_code``,
    ``billing_name``, ``billing_email``, ``phone``, ``time_zone``, ``withholding``; only those given change.

    :raises NotAllowed, ActingReasonMissing:
    :raises InvalidTaxId: for a number the country can't have given.
    :raises WithholdsNothing: when it would withhold tax for a country where none of our legal entities is.
    """
    require(actor, Capability.EDIT_COMPANY, client)
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    before = {name: getattr(client, name) for name in details}
    for name, value in details.items():
        setattr(client, name, value)
    if client.tax_id and not is_valid_tax_id(client.tax_id, str(client.country)):
        raise InvalidTaxId(country=getattr(client.country, "name", ""))
    require_withholding(withholding=client.withholding, country=str(client.country))
    changed = [name for name in details if getattr(client, name) != before[name]]
    if changed:
        client.save(update_fields=changed)
        record(actor=actor, verb="accounts.details_changed", subject=client, now=now, changed=changed)
        tell_owners(actor=actor, client=client, done=_("Your company's details were changed."), now=now)
    return client


def require_withholding(*, withholding: str, country: str) -> None:
    """A buyer withholds tax for the country both sides are in; a foreign one keeps nothing back.

    :raises WithholdsNothing: when a company of ``country`` (ISO code) would, and none of our legal entities is there.
    """
    if withholding != Withholding.NONE and not LegalEntity.objects.filter(country=country).exists():
        raise WithholdsNothing(country=countries.name(country), none=Withholding.NONE.label)
