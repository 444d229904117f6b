"""A company registers with a name, completes its details when it must, and is seen through by staff only visibly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.enums import Mode, Role
from accounts.errors import ActingReasonMissing, InvalidTaxId, NotAllowed
from accounts.models import Client, Member, User
from accounts.operations import (
    begin_acting,
    change_role,
    complete_details,
    end_acting,
    invite_member,
    issue_api_key,
    record,
    register_client,
    remove_member,
    resend_invitation,
    revoke_api_key,
    withdraw_invitation,
)
from audit.models import AuditEntry
from outbox.models import Message
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
        client=acme, actor=Person(olga), now=now, legal_name="Acme Corporation", address="2 Ayala Avenue",
        tax_id="123-456-789-00000",
    )  # fmt: skip
    assert changed.has_billing_details
    entry = AuditEntry.objects.get(verb="accounts.details_changed")
    assert entry.details == {"changed": ["legal_name", "address", "tax_id"]}


def test_the_same_details_again_leave_no_audit_entry(acme: Client, olga: User, now: datetime) -> None:
    same = complete_details(client=acme, actor=Person(olga), now=now, legal_name=acme.legal_name, country="PH")
    assert (same.legal_name, same.country) == ("Acme Incorporated", "PH")
    assert not AuditEntry.objects.filter(verb="accounts.details_changed").exists()


def test_a_wrong_tax_number_changes_nothing(acme: Client, olga: User, now: datetime) -> None:
    with pytest.raises(InvalidTaxId, match="Philippines"):
        complete_details(client=acme, actor=Person(olga), now=now, legal_name="Other", tax_id="12345")
    acme.refresh_from_db()
    assert acme.legal_name == "Acme Incorporated"


def test_only_owners_and_staff_change_details(
    acme: Client, alice: User, bela: User, mallory: User, opal: User, now: datetime
) -> None:
    for user in (alice, bela, mallory):
        with pytest.raises(NotAllowed):
            complete_details(client=acme, actor=Person(user), now=now, legal_name="Mine")
    complete_details(client=acme, actor=Staff(opal), now=now, legal_name="Acme Corporation")


def test_staff_act_for_a_client_on_the_record(acme: Client, opal: User, now: datetime) -> None:
    actor = begin_acting(actor=Staff(opal), client=acme, mode=Mode.ACTING, now=now)
    assert (actor.is_staff, actor.as_client) == (False, acme)
    record(actor=actor, verb="tests.done", subject=acme, now=now)
    end_acting(actor=actor, now=now)
    told = AuditEntry.objects.order_by("id").values_list("verb", "actor", "as_client")
    assert list(told) == [
        (verb, opal.pk, acme.pk) for verb in ("accounts.acting_began", "tests.done", "accounts.acting_ended")
    ]


def test_who_may_not_act_for_clients_does_not(acme: Client, mallory: User, opal: User, now: datetime) -> None:
    opal.groups.clear()
    for actor in (Person(mallory), Staff(User.objects.get(pk=opal.pk))):
        with pytest.raises(NotAllowed):
            begin_acting(actor=actor, client=acme, mode=Mode.ACTING, now=now)
    mallory.user_permissions.add(Permission.objects.get(codename="act_for_client"))
    with pytest.raises(NotAllowed):
        begin_acting(actor=Person(User.objects.get(pk=mallory.pk)), client=acme, mode=Mode.ACTING, now=now)


def test_what_is_a_companys_very_own_takes_a_reason_and_its_owners_are_told(
    acme: Client, opal: User, olga: User, alice: User, now: datetime
) -> None:
    """Team, details and keys; each of these operations refuses without, and tells who owns the company with."""
    member = Member.objects.get(user=alice)
    invitation = invite_member(client=acme, email="nina@example.com", role="viewer", actor=Person(olga), now=now)
    key, _secret = issue_api_key(client=acme, name="Sync", actor=Person(olga), now=now)
    operations: list[Callable[[StaffFor], object]] = [
        lambda actor: complete_details(client=acme, actor=actor, now=now, legal_name="Acme Corporation"),
        lambda actor: invite_member(client=acme, email="x@example.com", role="viewer", actor=actor, now=now),
        lambda actor: resend_invitation(invitation=invitation, actor=actor, now=now),
        lambda actor: withdraw_invitation(invitation=invitation, actor=actor, now=now),
        lambda actor: change_role(member=member, role="viewer", actor=actor, now=now),
        lambda actor: remove_member(member=member, actor=actor, now=now),
        lambda actor: issue_api_key(client=acme, name="Other", actor=actor, now=now),
        lambda actor: revoke_api_key(key=key, actor=actor, now=now),
    ]
    told = Message.objects.filter(kind="accounts.done_for_you")
    for number, operation in enumerate(operations, start=1):
        with pytest.raises(ActingReasonMissing), transaction.atomic():
            operation(StaffFor(opal, acme, Mode.ACTING))
        assert told.count() == number - 1
        operation(StaffFor(opal, acme, Mode.ACTING, "Olga rang."))
        assert told.count() == number
    assert set(told.values_list("to", flat=True)) == {olga.email}


def test_a_reason_is_asked_of_nobody_but_whoever_acts(acme: Client, opal: User, olga: User, now: datetime) -> None:
    for actor, name in ((Person(olga), "One"), (Staff(opal), "Two"), (SYSTEM, "Three")):
        complete_details(client=acme, actor=actor, now=now, legal_name=name)
    assert AuditEntry.objects.filter(verb="accounts.details_changed").count() == 3
    assert not Message.objects.filter(kind="accounts.done_for_you").exists()


def test_the_log_tells_of_keys_by_their_prefix(acme: Client, now: datetime) -> None:
    actor = factories.make_key(client=acme)
    assert actor.key is not None
    entry = record(actor=actor, verb="tests.done", subject=acme, now=now, count=2)
    assert entry.actor is None
    assert (entry.details, entry.api_key) == ({"count": 2}, actor.key.prefix)


def test_an_actor_says_who_it_is(alice: User, acme: Client) -> None:
    key = factories.make_key(client=acme)
    assert str(Person(alice)) == "Alice"
    assert str(key) == str(key.key)
    assert str(SYSTEM) == "timetable"
