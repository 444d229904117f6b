"""The tables of capabilities against rules written by hand, and how each kind of actor comes by them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.access import may, require
from accounts.actors import SYSTEM, Actor, Person, Staff, StaffFor
from accounts.capabilities import DUTIES, PERMISSIONS, READING, ROLES, SCOPES, Capability, Duty
from accounts.enums import Mode, Role, Scope
from accounts.errors import DutyMissing, NotAllowed, OnlySeeing
from accounts.models import Client, Member, User
from tests import factories

pytestmark = pytest.mark.django_db

C = Capability
NOTHING: frozenset[Capability] = frozenset()

MONEY_IN_AND_OUT = {
    C.PREPARE_BILL_RUNS, C.ISSUE_DOCUMENTS, C.RECORD_PAYMENTS, C.REVERSE_PAYMENTS, C.DECIDE_TRANSFERS,
    C.APPROVE_CERTIFICATES, C.ENTER_OPENING_BALANCES,
}  # fmt: skip
OWN_COMPANY = {C.EDIT_COMPANY, C.MANAGE_TEAM, C.MANAGE_KEYS}
SEATS = {C.HOLD_SEATS, C.ACCEPT_AGREEMENT, C.CHANGE_LEASES}


# --- The tables ------------------------------------------------------------------------------------------------


def test_every_role_duty_and_scope_has_its_line() -> None:
    assert (set(ROLES), set(DUTIES), set(SCOPES)) == (set(Role), set(Duty), set(Scope))
    assert set(PERMISSIONS) == set(Capability)
    assert all(PERMISSIONS.values())


def test_every_capability_is_somebodys() -> None:
    given = frozenset().union(*ROLES.values(), *DUTIES.values())
    assert given == set(Capability)


def test_roles_only_add_what_is_a_clients_own_affair() -> None:
    """Nobody of a client decides on requests, enters money or edits what there is."""
    assert ROLES[Role.OWNER] == READING | {C.TELL_OF_TRANSFERS} | SEATS | OWN_COMPANY
    assert ROLES[Role.VIEWER] == READING
    assert ROLES[Role.VIEWER] < ROLES[Role.BILLING] < ROLES[Role.MANAGER] < ROLES[Role.OWNER]
    assert ROLES[Role.OWNER] - ROLES[Role.MANAGER] == OWN_COMPANY
    assert not ROLES[Role.BILLING] & SEATS


def test_reading_changes_nothing() -> None:
    assert {capability for capability in READING if not capability.startswith("see_")} == set()
    assert {C.SEE_COMPANY, C.SEE_BOOKINGS, C.SEE_INVOICES} == READING


def test_scopes_that_read_only_read() -> None:
    for scope in Scope:
        if scope.endswith(":read"):
            assert SCOPES[scope] <= READING
    assert not any(SCOPES[scope] & OWN_COMPANY for scope in Scope), "a key gives out no keys and manages no team"


def test_money_is_for_finance_and_leases_are_for_facility() -> None:
    assert not DUTIES[Duty.FACILITY] & MONEY_IN_AND_OUT
    assert DUTIES[Duty.FINANCE] >= MONEY_IN_AND_OUT
    assert not DUTIES[Duty.FINANCE] & (SEATS | {C.DECIDE_REQUESTS, C.END_LEASES, C.MANAGE_TEAM, C.GO_LIVE})
    assert DUTIES[Duty.FACILITY] >= SEATS | {C.DECIDE_REQUESTS, C.END_LEASES}
    assert DUTIES[Duty.ADMINISTRATOR] == set(Capability)
    only_administrators = set(Capability) - DUTIES[Duty.FACILITY] - DUTIES[Duty.FINANCE]
    assert only_administrators == {C.MANAGE_KEYS, C.MANAGE_PARTNERS}


@pytest.mark.parametrize("duty", Duty)
def test_the_groups_permissions_come_to_what_the_table_says(duty: Duty) -> None:
    """What migrations gave the group, and what a member of staff may by it, is this table's line and not more."""
    rows = Group.objects.get(name=duty).permissions.values_list("content_type__app_label", "codename")
    held = {f"{app}.{codename}" for app, codename in rows}
    assert {capability for capability in Capability if held.issuperset(PERMISSIONS[capability])} == DUTIES[duty]
    lena = Staff(factories.make_staff("Lena", duty))
    assert {each for each in Capability if may(lena, each)} == DUTIES[duty]


def test_every_permission_exists() -> None:
    rows = Permission.objects.values_list("content_type__app_label", "codename")
    there = {f"{app}.{codename}" for app, codename in rows}
    assert {permission for asked in PERMISSIONS.values() for permission in asked} <= there


# --- Who has them ----------------------------------------------------------------------------------------------


def of(actor: Actor, client: Client | None) -> frozenset[Capability]:
    return frozenset(capability for capability in Capability if may(actor, capability, client))


@pytest.mark.parametrize("role", Role)
def test_people_have_what_their_role_says_in_their_own_company(role: Role, acme: Client, globex: Client) -> None:
    actor = Person(factories.make_member(acme, "Nina", role))
    assert (of(actor, acme), of(actor, globex), of(actor, None)) == (ROLES[role], NOTHING, NOTHING)


def test_whoever_may_not_sign_in_may_nothing(acme: Client, olga: User, opal: User) -> None:
    assert Capability.SEE_BOOKINGS in of(Person(olga), acme) & of(Staff(opal), acme)
    User.objects.filter(pk__in=[olga.pk, opal.pk]).update(is_active=False)
    gone = [User.objects.get(pk=person.pk) for person in (olga, opal)]
    assert of(Person(gone[0]), acme) == of(Staff(gone[1]), acme) == set()
    assert of(StaffFor(gone[1], acme, Mode.ACTING), acme) == set()


def test_staff_without_a_duty_may_nothing(acme: Client) -> None:
    nils = factories.make_staff("Nils")
    assert of(Staff(nils), acme) == of(StaffFor(nils, acme, Mode.ACTING), acme) == set()
    lena = factories.make_staff("Lena", Duty.FACILITY)
    assert Capability.SEE_BOOKINGS in of(Staff(lena), acme)


@pytest.mark.parametrize("duty", Duty)
def test_acting_for_a_client_is_what_both_may(duty: Duty, acme: Client, globex: Client) -> None:
    lena = factories.make_staff("Lena", duty)
    assert of(Staff(lena), acme) == of(Staff(lena), None) == DUTIES[duty]
    acting = StaffFor(lena, acme, Mode.ACTING)
    assert of(acting, acme) == DUTIES[duty] & ROLES[Role.OWNER]
    assert (of(acting, globex), of(acting, None)) == (NOTHING, NOTHING)


def test_finance_acting_for_a_client_changes_no_lease_and_no_team(acme: Client) -> None:
    felix = StaffFor(factories.make_staff("Felix", Duty.FINANCE), acme, Mode.ACTING)
    assert of(felix, acme) == READING | {C.EDIT_COMPANY, C.TELL_OF_TRANSFERS}


@pytest.mark.parametrize("duty", Duty)
def test_seeing_as_a_client_reads_and_no_more(duty: Duty, acme: Client, globex: Client) -> None:
    seeing = StaffFor(factories.make_staff("Lena", duty), acme, Mode.SEEING)
    assert of(seeing, acme) == READING
    assert of(seeing, globex) == set()


@pytest.mark.parametrize("scopes", [[], *([scope] for scope in Scope), list(Scope)])
def test_keys_have_what_their_scopes_say(scopes: list[Scope], acme: Client, globex: Client) -> None:
    expected = frozenset().union(*(SCOPES[scope] for scope in scopes))
    key = factories.make_key(client=acme, scopes=scopes)
    assert (of(key, acme), of(key, globex), of(key, None)) == (expected, NOTHING, NOTHING)


def test_a_scope_that_is_no_more_opens_nothing(acme: Client) -> None:
    key = factories.make_key(client=acme, scopes=["bookings:everything", Scope.BOOKINGS_READ])
    assert of(key, acme) == {C.SEE_BOOKINGS}


def test_the_system_may_everything(acme: Client) -> None:
    assert of(SYSTEM, acme) == of(SYSTEM, None) == set(Capability)


def test_a_role_in_one_company_is_none_in_another(acme: Client, globex: Client, olga: User) -> None:
    Member.objects.create(client=globex, user=olga, role=Role.VIEWER)
    assert of(Person(olga), globex) == READING


# --- What they are told ----------------------------------------------------------------------------------------


def test_each_is_told_what_would_help(acme: Client, victor: User, opal: User) -> None:
    nils = factories.make_staff("Nils")
    refusals: Iterable[tuple[Actor, type[NotAllowed]]] = (
        (Person(victor), NotAllowed),
        (factories.make_key(client=acme), NotAllowed),
        (Staff(nils), DutyMissing),
        (StaffFor(nils, acme, Mode.ACTING), DutyMissing),
        (StaffFor(opal, acme, Mode.SEEING), OnlySeeing),
    )
    for actor, expected in refusals:
        with pytest.raises(NotAllowed) as refused:
            require(actor, C.HOLD_SEATS, acme)
        assert type(refused.value) is expected
    require(StaffFor(opal, acme, Mode.ACTING), C.HOLD_SEATS, acme)
