"""A team: who is asked in, joins, gets another role and goes, and who may say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import pytest

from accounts import errors
from accounts.access import visible_invitations
from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.enums import InvitationState, Mode, Role
from accounts.models import Client, Invitation, Member, User
from accounts.operations import (
    accept_invitation,
    change_role,
    invite_member,
    join_by_invitation,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)
from accounts.operations.team import INVITATION_LASTS, MOST_A_DAY
from audit.models import AuditEntry
from kernel.states import WrongState
from outbox.models import Message
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(acme: Client, olga: User, now: datetime) -> Invitation:
    """Olga asks nina to manage acme's seats."""
    return invite_member(client=acme, email=" Nina@Example.com ", role="manager", actor=Person(olga), now=now)


@pytest.fixture
def nina(db: None) -> User:
    return factories.make_user("Nina")


def test_who_is_asked_gets_a_mail_with_the_link(invitation: Invitation, acme: Client) -> None:
    mail = Message.objects.get()
    assert (mail.kind, mail.to, mail.client) == ("accounts.team_invitation", "Nina@example.com", acme)
    assert mail.subject == "Olga invites you to Acme on Seatlease"
    for text in (mail.text, mail.html):
        assert f"/invitations/{invitation.pk}/{invitation.token}/" in text
    assert "as: Manager" in mail.text
    assert "7 Dec 2026" in mail.text
    entry = AuditEntry.objects.get(verb="accounts.member_invited")
    assert (entry.subject_id, entry.details["role"]) == (str(acme.pk), "manager")


def test_they_join_in_the_role_and_whoever_asked_is_told(
    invitation: Invitation, acme: Client, nina: User, now: datetime
) -> None:
    member = accept_invitation(invitation=invitation, token=invitation.token, user=nina, now=now)
    assert (member.client, member.role) == (acme, Role.MANAGER)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decided_at) == (InvitationState.ACCEPTED, now)
    assert Message.objects.get(kind="accounts.member_joined").to == "olga@example.com"
    assert AuditEntry.objects.get(verb="accounts.member_joined").actor == nina


def test_it_opens_once_until_it_runs_out_and_for_nobody_else(
    invitation: Invitation, nina: User, mallory: User, opal: User, now: datetime
) -> None:
    def accept(user: User = nina, token: str = invitation.token, at: datetime = now) -> Member:
        return accept_invitation(invitation=invitation, token=token, user=user, now=at)

    for somebody in (mallory, opal):
        with pytest.raises(errors.InvitationForAnother, match=r"Nina@example\.com"):
            accept(somebody)
    with pytest.raises(errors.InvitationOver):
        accept(token="guessed")
    with pytest.raises(errors.InvitationOver):
        accept(at=now + INVITATION_LASTS)
    accept(at=now + INVITATION_LASTS - timedelta(seconds=1))
    with pytest.raises(errors.InvitationOver):
        accept()


def test_sending_again_makes_a_new_link_and_new_time(
    invitation: Invitation, olga: User, nina: User, now: datetime
) -> None:
    later, before = now + INVITATION_LASTS, invitation.token
    again = resend_invitation(invitation=invitation, actor=Person(olga), now=later)
    assert Message.objects.filter(kind="accounts.team_invitation").count() == 2
    with pytest.raises(errors.InvitationOver):
        accept_invitation(invitation=again, token=before, user=nina, now=later)
    accept_invitation(invitation=again, token=again.token, user=nina, now=later)
    with pytest.raises(errors.InvitationOver):
        resend_invitation(invitation=again, actor=Person(olga), now=later)


def test_what_is_withdrawn_opens_nothing_and_makes_room(
    invitation: Invitation, acme: Client, olga: User, nina: User, now: datetime
) -> None:
    actor = Person(olga)
    with pytest.raises(errors.InvitedAlready):
        invite_member(client=acme, email="nina@example.com", role="viewer", actor=actor, now=now)
    withdraw_invitation(invitation=invitation, actor=actor, now=now)
    with pytest.raises(errors.InvitationOver):
        accept_invitation(invitation=invitation, token=invitation.token, user=nina, now=now)
    with pytest.raises(WrongState):
        withdraw_invitation(invitation=invitation, actor=actor, now=now)
    invite_member(client=acme, email="nina@example.com", role="viewer", actor=actor, now=now)


def test_who_belongs_to_the_company_is_not_asked_in(
    invitation: Invitation, acme: Client, alice: User, olga: User, nina: User, now: datetime
) -> None:
    with pytest.raises(errors.AlreadyMember):
        invite_member(client=acme, email="ALICE@example.com", role="viewer", actor=Person(olga), now=now)
    Member.objects.create(client=acme, user=nina)
    with pytest.raises(errors.AlreadyMember):
        accept_invitation(invitation=invitation, token=invitation.token, user=nina, now=now)


def test_a_company_sends_so_many_a_day(acme: Client, globex: Client, now: datetime) -> None:
    for number in range(MOST_A_DAY):
        invite_member(client=acme, email=f"{number}@example.com", role="viewer", actor=SYSTEM, now=now)
    with pytest.raises(errors.TooManyInvitations):
        invite_member(client=acme, email="more@example.com", role="viewer", actor=SYSTEM, now=now)
    with pytest.raises(errors.TooManyInvitations):
        resend_invitation(invitation=Invitation.objects.all()[0], actor=SYSTEM, now=now)
    invite_member(client=globex, email="more@example.com", role="viewer", actor=SYSTEM, now=now)
    invite_member(client=acme, email="more@example.com", role="viewer", actor=SYSTEM, now=now + timedelta(days=1))


# --- Newcomers -------------------------------------------------------------------------------------------------


class JoinAs(Protocol):
    def __call__(self, *, token: str = ..., has_second_factor: bool = ..., at: datetime = ...) -> User: ...


@pytest.fixture
def verified() -> list[User]:
    """Whose address was noted as theirs."""
    return []


@pytest.fixture
def join_as(invitation: Invitation, verified: list[User], now: datetime) -> JoinAs:
    usual = now

    def join(*, token: str = invitation.token, has_second_factor: bool = False, at: datetime | None = None) -> User:
        return join_by_invitation(
            invitation=invitation,
            token=token,
            name="Nina Cruz",
            password="another horse battery",
            has_second_factor=lambda user: has_second_factor,
            verify=verified.append,
            now=at or usual,
        )

    return join


def test_a_newcomer_is_made_and_joins(join_as: JoinAs, acme: Client, verified: list[User], now: datetime) -> None:
    person = join_as()
    assert (person.name, person.email.lower(), person.date_joined) == ("Nina Cruz", "nina@example.com", now)
    assert person.check_password("another horse battery")
    assert Member.objects.get(user=person).role == Role.MANAGER
    assert verified == [person]


def test_a_link_that_is_over_makes_nobody(join_as: JoinAs, now: datetime) -> None:
    for wrong in ({"token": "guessed"}, {"at": now + INVITATION_LASTS}):
        with pytest.raises(errors.InvitationOver):
            join_as(**wrong)
    assert not User.objects.filter(email__iexact="nina@example.com").exists()


def test_who_could_never_sign_in_chooses_a_first_password(join_as: JoinAs, nina: User) -> None:
    nina.set_unusable_password()
    nina.save()
    assert join_as() == nina
    nina.refresh_from_db()
    assert (nina.name, nina.check_password("another horse battery")) == ("Nina Cruz", True)


@pytest.mark.parametrize("why", ["a password", "a second factor", "may not sign in"])
def test_a_link_in_a_mail_changes_nobodys_way_to_sign_in(join_as: JoinAs, nina: User, why: str) -> None:
    nina.set_unusable_password()
    if why == "a password":
        nina.set_password("their own words")
    nina.is_active = why != "may not sign in"
    nina.save()
    before = nina.password
    with pytest.raises(errors.SignInToJoin):
        join_as(has_second_factor=why == "a second factor")
    nina.refresh_from_db()
    assert (nina.password, nina.name) == (before, "Nina")
    assert not Member.objects.filter(user=nina).exists()


def test_a_link_to_staff_gives_them_no_password(join_as: JoinAs, nina: User) -> None:
    nina.set_unusable_password()
    nina.is_staff = True
    nina.save()
    with pytest.raises(errors.InvitationForAnother):
        join_as()
    nina.refresh_from_db()
    assert not nina.has_usable_password()


# --- Roles -----------------------------------------------------------------------------------------------------


def place(client: Client, user: User) -> Member:
    return Member.objects.get(client=client, user=user)


def test_a_role_changes_and_they_are_told(acme: Client, olga: User, alice: User, now: datetime) -> None:
    for _ in range(2):
        change_role(member=place(acme, alice), role="billing", actor=Person(olga), now=now)
    assert place(acme, alice).role == Role.BILLING
    entry = AuditEntry.objects.get(verb="accounts.member_role_changed")
    assert (entry.details["before"], entry.details["role"]) == ("manager", "billing")
    assert Message.objects.get(kind="accounts.role_changed").to == "alice@example.com"


def test_the_last_owner_stays(acme: Client, olga: User, alice: User, now: datetime) -> None:
    actor = Person(olga)
    with pytest.raises(errors.LastOwner):
        remove_member(member=place(acme, olga), actor=actor, now=now)
    with pytest.raises(errors.LastOwner):
        change_role(member=place(acme, olga), role="viewer", actor=actor, now=now)
    change_role(member=place(acme, alice), role="owner", actor=actor, now=now)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(errors.LastOwner):
        remove_member(member=place(acme, olga), actor=actor, now=now)
    User.objects.filter(pk=alice.pk).update(is_active=True)
    remove_member(member=place(acme, olga), actor=actor, now=now)
    assert not Member.objects.filter(user=olga).exists()


def test_who_is_let_go_is_told_and_it_is_done_once(acme: Client, olga: User, victor: User, now: datetime) -> None:
    member = place(acme, victor)
    for _ in range(2):
        remove_member(member=member, actor=Person(olga), now=now)
    assert Message.objects.get(kind="accounts.member_removed").to == "victor@example.com"
    assert AuditEntry.objects.get(verb="accounts.member_removed").details["email"] == "victor@example.com"


# --- Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "bela", "victor", "mallory"])
def test_only_owners_change_the_team(
    invitation: Invitation, acme: Client, olga: User, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    actor = Person(request.getfixturevalue(who))
    for operation in (
        lambda: invite_member(client=acme, email="x@example.com", role="owner", actor=actor, now=now),
        lambda: resend_invitation(invitation=invitation, actor=actor, now=now),
        lambda: withdraw_invitation(invitation=invitation, actor=actor, now=now),
        lambda: change_role(member=place(acme, olga), role="viewer", actor=actor, now=now),
        lambda: remove_member(member=place(acme, olga), actor=actor, now=now),
    ):
        with pytest.raises(errors.NotAllowed):
            operation()
    assert not visible_invitations(actor).exists()


def test_keys_see_nobody_who_is_asked(invitation: Invitation, acme: Client, olga: User, opal: User) -> None:
    assert not visible_invitations(factories.make_key(client=acme)).exists()
    for actor in (Person(olga), Staff(opal), StaffFor(opal, acme, Mode.ACTING)):
        assert visible_invitations(actor).get() == invitation


def test_whoever_has_left_meanwhile_gets_no_other_role(acme: Client, olga: User, now: datetime) -> None:
    left = factories.make_member(acme, "Nina", Role.VIEWER)
    member = Member.objects.get(client=acme, user=left)
    remove_member(member=Member.objects.get(pk=member.pk), actor=Person(olga), now=now)
    with pytest.raises(errors.MemberGone):
        change_role(member=member, role="manager", actor=Person(olga), now=now)
