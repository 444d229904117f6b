"""A company registers with a name, completes its details when it must, and is seen through by staff only visibly."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission

from accounts.actors import CLOCK, Actor
from accounts.enums import Role
from accounts.errors import InvalidTaxId, NotAllowed
from accounts.models import Client, Member, User
from accounts.operations import begin_acting, complete_details, end_acting, record, register_client
from audit.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db


def test_who_registers_a_company_owns_it(now: datetime) -> None:
    nora = factories.make_user("Nora")
    client = register_client(user=nora, name="Newcomer", now=now, time_zone="Asia/Manila")
    owner = Member.objects.get(client=client)
    assert (owner.role, owner.since, client.created_at) == (Role.OWNER, now, now)
    assert client.billing_email == nora.email
    assert not client.has_billing_details
    entry = AuditEntry.objects.get(verb="accounts.registered")
    assert (entry.actor, entry.subject_id, entry.details) == (nora, str(client.pk), {"name": "Newcomer"})


def test_details_complete_what_a_document_names(acme: Client, olga: User, now: datetime) -> None:
    Client.objects.filter(pk=acme.pk).update(legal_name="", address="")
    changed = complete_details(
        client=acme, actor=Actor(user=olga), now=now, legal_name="Acme Corporation", address="2 Ayala Avenue",
        tax_id="123-456-789-00000",
    )  # fmt: skip
    assert changed.has_billing_details
    entry = AuditEntry.objects.get(verb="accounts.details_changed")
    assert entry.details == {"changed": ["legal_name", "address", "tax_id"]}


def test_the_same_details_again_leave_no_audit_entry(acme: Client, olga: User, now: datetime) -> None:
    complete_details(client=acme, actor=Actor(user=olga), now=now, legal_name=acme.legal_name, country="PH")
    assert not AuditEntry.objects.filter(verb="accounts.details_changed").exists()


def test_a_wrong_tax_number_changes_nothing(acme: Client, olga: User, now: datetime) -> None:
    with pytest.raises(InvalidTaxId, match="Philippines"):
        complete_details(client=acme, actor=Actor(user=olga), now=now, legal_name="Other", tax_id="12345")
    acme.refresh_from_db()
    assert acme.legal_name == "Acme Incorporated"


def test_only_owners_and_staff_change_details(
    acme: Client, alice: User, bela: User, mallory: User, opal: User, now: datetime
) -> None:
    for user in (alice, bela, mallory):
        with pytest.raises(NotAllowed):
            complete_details(client=acme, actor=Actor(user=user), now=now, legal_name="Mine")
    complete_details(client=acme, actor=Actor(user=opal), now=now, legal_name="Acme Corporation")


def test_staff_act_for_a_client_on_the_record(acme: Client, opal: User, now: datetime) -> None:
    actor = begin_acting(user=opal, client=acme, now=now)
    assert (actor.is_staff, actor.as_client) == (False, acme)
    record(actor=actor, verb="tests.done", subject=acme, now=now)
    end_acting(actor=actor, now=now)
    told = AuditEntry.objects.order_by("id").values_list("verb", "actor", "as_client")
    assert list(told) == [
        (verb, opal.pk, acme.pk) for verb in ("accounts.acting_began", "tests.done", "accounts.acting_ended")
    ]


def test_who_may_not_act_for_clients_does_not(acme: Client, mallory: User, opal: User, now: datetime) -> None:
    opal.user_permissions.clear()
    for user in (mallory, User.objects.get(pk=opal.pk)):
        with pytest.raises(NotAllowed):
            begin_acting(user=user, client=acme, now=now)
    mallory.user_permissions.add(Permission.objects.get(codename="act_for_client"))
    with pytest.raises(NotAllowed):
        begin_acting(user=User.objects.get(pk=mallory.pk), client=acme, now=now)


def test_the_log_tells_of_keys_by_their_prefix(acme: Client, now: datetime) -> None:
    actor = factories.make_key(client=acme)
    assert actor.key is not None
    entry = record(actor=actor, verb="tests.done", subject=acme, now=now, count=2)
    assert entry.actor is None
    assert (entry.details, entry.api_key) == ({"count": 2}, actor.key.prefix)


def test_an_actor_says_who_it_is(alice: User, acme: Client) -> None:
    key = factories.make_key(client=acme)
    assert str(Actor(user=alice)) == "Alice"
    assert str(key) == str(key.key)
    assert str(CLOCK) == "clock"
