"""Who sees which company, and may do what for it: person × noun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest

from accounts.access import (
    clients_where,
    may,
    require,
    visible_audit_entries,
    visible_clients,
    visible_members,
    visible_messages,
)
from accounts.actors import SYSTEM, Actor, Person, Staff, StaffFor
from accounts.capabilities import Capability
from accounts.enums import Mode, Role
from accounts.errors import NotAllowed
from accounts.models import Client, Member, Partner, User
from accounts.operations import record
from outbox.models import Message
from tests import factories

pytestmark = pytest.mark.django_db

C = Capability

EVERYBODY = {"Acme", "Globex", "Initech"}

# What each sees, and for which companies it may do what owners, seat managers and those who handle money do.
SEES: dict[str, set[str]] = {
    "olga, owner of acme": {"Acme"},
    "alice, manager of acme": {"Acme"},
    "bela, billing at acme": {"Acme"},
    "victor, viewer at acme": {"Acme"},
    "mallory, owner of globex": {"Globex"},
    "a person without a company": set(),
    "opal, staff": EVERYBODY,
    "opal acting as acme": {"Acme"},
    "acme's key": {"Acme"},
    "petra's key": {"Initech"},
    "the timetable": EVERYBODY,
}
RUNS = {
    "olga, owner of acme": {"Acme"},
    "mallory, owner of globex": {"Globex"},
    "opal, staff": EVERYBODY,
    "opal acting as acme": {"Acme"},
    "the timetable": EVERYBODY,
}
MANAGES = {**RUNS, "alice, manager of acme": {"Acme"}}
PAYS = {**MANAGES, "bela, billing at acme": {"Acme"}}


@pytest.fixture
def actors(
    acme: Client,
    initech: Client,
    petra: Partner,
    olga: User,
    alice: User,
    bela: User,
    victor: User,
    mallory: User,
    opal: User,
) -> Mapping[str, Actor]:
    return {
        "olga, owner of acme": Person(olga),
        "alice, manager of acme": Person(alice),
        "bela, billing at acme": Person(bela),
        "victor, viewer at acme": Person(victor),
        "mallory, owner of globex": Person(mallory),
        "a person without a company": Person(factories.make_user("Norman")),
        "opal, staff": Staff(opal),
        "opal acting as acme": StaffFor(opal, acme, Mode.ACTING),
        "acme's key": factories.make_key(client=acme),
        "petra's key": factories.make_key(partner=petra),
        "the timetable": SYSTEM,
    }


@pytest.mark.parametrize("who", SEES)
def test_everybody_sees_their_own_companies_only(who: str, actors: Mapping[str, Actor]) -> None:
    actor = actors[who]
    assert {client.name for client in visible_clients(actor)} == SEES[who]
    assert {member.client.name for member in visible_members(actor)} == SEES[who] & {"Acme", "Globex"}


@pytest.mark.parametrize("who", SEES)
def test_roles_say_what_may_be_done(who: str, actors: Mapping[str, Actor]) -> None:
    actor = actors[who]
    clients = list(Client.objects.all())
    for capability, allowed in ((C.MANAGE_TEAM, RUNS), (C.CHANGE_LEASES, MANAGES), (C.TELL_OF_TRANSFERS, PAYS)):
        assert {client.name for client in clients if may(actor, capability, client)} == allowed.get(who, set())
        assert {client.name for client in clients_where(actor, capability)} == allowed.get(who, set())
        for client in clients:
            if client.name not in allowed.get(who, set()):
                with pytest.raises(NotAllowed):
                    require(actor, capability, client)
            else:
                require(actor, capability, client)


@pytest.mark.parametrize("who", SEES)
def test_mail_and_the_log_are_for_staff(who: str, actors: Mapping[str, Actor], acme: Client, now: datetime) -> None:
    record(actor=SYSTEM, verb="tests.done", subject=acme, now=now)
    Message.objects.create(kind="t", client=acme, to="a@example.com", subject="s", text="t", created_at=now, due_at=now)
    ours = who in {"opal, staff", "the timetable"}
    assert visible_messages(actors[who]).exists() is ours
    assert visible_audit_entries(actors[who]).exists() is ours


def test_a_person_of_two_companies_sees_both_once(alice: User, acme: Client, globex: Client, initech: Client) -> None:
    Member.objects.create(client=globex, user=alice, role=Role.VIEWER)
    actor = Person(alice)
    assert list(visible_clients(actor)) == [acme, globex]
    assert may(actor, C.CHANGE_LEASES, acme)
    assert not may(actor, C.CHANGE_LEASES, globex), "a role counts in its own company"


def test_who_has_left_sees_nothing(alice: User) -> None:
    assert visible_clients(Person(alice)).exists()
    Member.objects.filter(user=alice).delete()
    assert not visible_clients(Person(alice)).exists()


def test_a_client_that_changes_its_partner_changes_hands(petra: Partner, initech: Client) -> None:
    paul = factories.make_partner("Paul")
    old, new = factories.make_key(partner=petra), factories.make_key(partner=paul)
    Client.objects.filter(pk=initech.pk).update(partner=paul)
    assert not visible_clients(old).exists()
    assert visible_clients(new).get() == initech
