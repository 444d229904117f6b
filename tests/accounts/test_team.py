"""A team: who is asked in, joins, gets another role and goes, and who may say so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts import errors
from accounts.access import visible_invitations
from accounts.actors import CLOCK, Actor
from accounts.enums import InvitationState, Role
from accounts.models import Client, Invitation, Member, User
from accounts.operations import (
    accept_invitation,
    change_role,
    invite_member,
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
    return invite_member(client=acme, email=" Nina@Example.com ", role="manager", actor=Actor(user=olga), now=now)


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
    again = resend_invitation(invitation=invitation, actor=Actor(user=olga), now=later)
    assert Message.objects.filter(kind="accounts.team_invitation").count() == 2
    with pytest.raises(errors.InvitationOver):
        accept_invitation(invitation=again, token=before, user=nina, now=later)
    accept_invitation(invitation=again, token=again.token, user=nina, now=later)
    with pytest.raises(errors.InvitationOver):
        resend_invitation(invitation=again, actor=Actor(user=olga), now=later)


def test_what_is_withdrawn_opens_nothing_and_makes_room(
    invitation: Invitation, acme: Client, olga: User, nina: User, now: datetime
) -> None:
    actor = Actor(user=olga)
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
        invite_member(client=acme, email="ALICE@example.com", role="viewer", actor=Actor(user=olga), now=now)
    Member.objects.create(client=acme, user=nina)
    with pytest.raises(errors.AlreadyMember):
        accept_invitation(invitation=invitation, token=invitation.token, user=nina, now=now)


def test_a_company_sends_so_many_a_day(acme: Client, globex: Client, now: datetime) -> None:
    for number in range(MOST_A_DAY):
        invite_member(client=acme, email=f"{number}@example.com", role="viewer", actor=CLOCK, now=now)
    with pytest.raises(errors.TooManyInvitations):
        invite_member(client=acme, email="more@example.com", role="viewer", actor=CLOCK, now=now)
    with pytest.raises(errors.TooManyInvitations):
        resend_invitation(invitation=Invitation.objects.all()[0], actor=CLOCK, now=now)
    invite_member(client=globex, email="more@example.com", role="viewer", actor=CLOCK, now=now)
    invite_member(client=acme, email="more@example.com", role="viewer", actor=CLOCK, now=now + timedelta(days=1))


# --- Roles -----------------------------------------------------------------------------------------------------


def place(client: Client, user: User) -> Member:
    return Member.objects.get(client=client, user=user)


def test_a_role_changes_and_they_are_told(acme: Client, olga: User, alice: User, now: datetime) -> None:
    for _ in range(2):
        change_role(member=place(acme, alice), role="billing", actor=Actor(user=olga), now=now)
    assert place(acme, alice).role == Role.BILLING
    entry = AuditEntry.objects.get(verb="accounts.member_role_changed")
    assert (entry.details["before"], entry.details["role"]) == ("manager", "billing")
    assert Message.objects.get(kind="accounts.role_changed").to == "alice@example.com"


def test_the_last_owner_stays(acme: Client, olga: User, alice: User, now: datetime) -> None:
    actor = Actor(user=olga)
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
        remove_member(member=member, actor=Actor(user=olga), now=now)
    assert Message.objects.get(kind="accounts.member_removed").to == "victor@example.com"
    assert AuditEntry.objects.get(verb="accounts.member_removed").details["email"] == "victor@example.com"


# --- Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "bela", "victor", "mallory"])
def test_only_owners_change_the_team(
    invitation: Invitation, acme: Client, olga: User, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    actor = Actor(user=request.getfixturevalue(who))
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
    for actor in (Actor(user=olga), Actor(user=opal), Actor(user=opal, as_client=acme)):
        assert visible_invitations(actor).get() == invitation


def test_whoever_has_left_meanwhile_gets_no_other_role(acme: Client, olga: User, now: datetime) -> None:
    left = factories.make_member(acme, "Nina", Role.VIEWER)
    member = Member.objects.get(client=acme, user=left)
    remove_member(member=Member.objects.get(pk=member.pk), actor=Actor(user=olga), now=now)
    with pytest.raises(errors.MemberGone):
        change_role(member=member, role="manager", actor=Actor(user=olga), now=now)
