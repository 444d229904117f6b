"""Membership of a company: people are asked in, join, get another role, are let go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import errors
from accounts.access import require
from accounts.actors import Actor, Person
from accounts.capabilities import Capability
from accounts.enums import INVITATION_MOVES, InvitationState, Role
from accounts.models import Client, Invitation, Member, User
from accounts.operations.audit import record
from accounts.operations.representation import tell_owners
from accounts.queries.people import known_by, may_choose_first_password
from kernel.refusal import refusing
from kernel.states import move
from outbox.models import Message
from outbox.operations import write_message

INVITATION_LASTS = timedelta(days=14)
# A company's invitations go to anybody's address: so many mails a day, and not more.
MOST_A_DAY = 30
MAIL = "accounts.team_invitation"


@transaction.atomic
def invite_member(*, client: Client, email: str, role: str, actor: Actor, now: datetime) -> Invitation:
    """Ask somebody into a company, by a mail with a link that lasts 14 days.

    :raises NotAllowed, ActingReasonMissing:
    :raises AlreadyMember, InvitedAlready, TooManyInvitations:
    """
    require(actor, Capability.MANAGE_TEAM, client)
    _lock(client)
    email = User.objects.normalize_email(email.strip())
    if Member.objects.filter(client=client, user__email__iexact=email).exists():
        raise errors.AlreadyMember(email=email)
    invitation = Invitation(
        client=client, email=email, role=role, invited_by=actor.user, invited_at=now, expires_at=now + INVITATION_LASTS
    )
    with refusing(invitation_open_once=errors.InvitedAlready(email=email)):
        invitation.save(force_insert=True)
    _send(invitation, now)
    record(actor=actor, verb="accounts.member_invited", subject=client, now=now, email=email, role=role)
    _tell_owners(actor, client, now, _("%(person)s was invited to your team."), email)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: Actor, now: datetime) -> Invitation:
    """Send it again with a new link, good for another 14 days; the link before opens nothing any more.

    :raises NotAllowed, ActingReasonMissing, TooManyInvitations:
    :raises InvitationOver: when it was accepted or withdrawn.
    """
    invitation = _changing(invitation, actor)
    if invitation.state != InvitationState.OPEN:
        raise errors.InvitationOver
    invitation.sent += 1
    invitation.expires_at = now + INVITATION_LASTS
    invitation.save(update_fields=["sent", "expires_at"])
    _send(invitation, now)
    record(actor=actor, verb="accounts.invitation_resent", subject=invitation.client, now=now, email=invitation.email)
    _tell_owners(actor, invitation.client, now, _("%(person)s was invited to your team again."), invitation.email)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Actor, now: datetime) -> Invitation:
    """:raises NotAllowed, ActingReasonMissing: :raises WrongState: when it was accepted or withdrawn."""
    invitation = _changing(invitation, actor)
    _decide(invitation, InvitationState.WITHDRAWN, now)
    record(
        actor=actor, verb="accounts.invitation_withdrawn", subject=invitation.client, now=now, email=invitation.email
    )
    _tell_owners(actor, invitation.client, now, _("The invitation of %(person)s was withdrawn."), invitation.email)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, token: str, user: User, now: datetime) -> Member:
    """Join the company that asked; whoever asked is told.

    :raises InvitationOver: when it was accepted or withdrawn, has run out, or a later mail replaced the link.
    :raises InvitationForAnother: unless ``user`` has the address it was sent to.
    :raises AlreadyMember:
    """
    _lock(invitation.client)
    invitation = _locked(invitation)
    is_open = invitation.state == InvitationState.OPEN and not invitation.has_run_out(now)
    if not (is_open and invitation.is_opened_by(token)):
        raise errors.InvitationOver
    if user.is_staff or user.email.lower() != invitation.email.lower():
        raise errors.InvitationForAnother(email=invitation.email)
    member = Member(client=invitation.client, user=user, role=invitation.role, since=now)
    with refusing(member_joins_once=errors.AlreadyMember(email=user.email)):
        member.save(force_insert=True)
    _decide(invitation, InvitationState.ACCEPTED, now)
    record(
        actor=Person(user), verb="accounts.member_joined", subject=invitation.client, now=now, email=user.email,
        role=invitation.role,
    )  # fmt: skip
    asker = invitation.invited_by
    if asker is not None and asker.is_active:
        _tell("member_joined", asker, invitation.client, now, newcomer=user, role=member.get_role_display())
    return member


@transaction.atomic
def join_by_invitation(
    *,
    invitation: Invitation,
    token: str,
    name: str,
    password: str,
    has_second_factor: Callable[[User], bool],
    verify: Callable[[User], None],
    now: datetime,
) -> User:
    """Make the person whom a company asked, or give who could never sign in a first password, and let them join.

    The link came by mail, so the address is theirs.

    :param has_second_factor: whether somebody has set one up.
    :param verify: notes that the address is theirs, where signing in looks for it.
    :raises SignInToJoin: for somebody who has chosen how to sign in, or may not.
    :raises InvitationOver, InvitationForAnother, AlreadyMember: as :func:`accept_invitation` says.
    """
    user = known_by(invitation.email)
    if user is None:
        with refusing(user_email_once=errors.SignInToJoin):
            user = User.objects.create_user(invitation.email, password, name=name, date_joined=now)
    else:
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not may_choose_first_password(user, has_second_factor=has_second_factor(user)):
            raise errors.SignInToJoin
        user.name = name
        user.set_password(password)
        user.save(update_fields=["name", "password"])
    verify(user)
    accept_invitation(invitation=invitation, token=token, user=user, now=now)
    return user


@transaction.atomic
def change_role(*, member: Member, role: str, actor: Actor, now: datetime) -> Member:
    """:raises NotAllowed, ActingReasonMissing, LastOwner, MemberGone:"""
    require(actor, Capability.MANAGE_TEAM, member.client)
    _lock(member.client)
    found = Member.objects.select_related("client", "user").filter(pk=member.pk).first()
    if found is None:
        raise errors.MemberGone
    member = found
    if member.role == role:
        return member
    if role != Role.OWNER:
        _keep_an_owner(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    record(
        actor=actor, verb="accounts.member_role_changed", subject=member.client, now=now, email=member.user.email,
        before=before, role=role,
    )  # fmt: skip
    if actor.user != member.user:
        _tell("role_changed", member.user, member.client, now, role=member.get_role_display())
    _tell_owners(actor, member.client, now, _("%(person)s was given another role."), member.user)
    return member


@transaction.atomic
def remove_member(*, member: Member, actor: Actor, now: datetime) -> None:
    """Let somebody go; what they did stays in the log. Owners may go themselves while another stays.

    :raises NotAllowed, ActingReasonMissing, LastOwner:
    """
    client = member.client
    require(actor, Capability.MANAGE_TEAM, client)
    _lock(client)
    found = Member.objects.select_related("user").filter(pk=member.pk).first()
    if found is None:
        return
    _keep_an_owner(found)
    found.delete()
    record(actor=actor, verb="accounts.member_removed", subject=client, now=now, email=found.user.email)
    if actor.user != found.user:
        _tell("member_removed", found.user, client, now)
    _tell_owners(actor, client, now, _("%(person)s was removed from your team."), found.user)


def _lock(client: Client) -> None:
    """Changes of one team queue here, so that the last owner is the last."""
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_related("client", "invited_by").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=invitation.pk)


def _changing(invitation: Invitation, actor: Actor) -> Invitation:
    require(actor, Capability.MANAGE_TEAM, invitation.client)
    _lock(invitation.client)
    return _locked(invitation)


def _decide(invitation: Invitation, state: InvitationState, now: datetime) -> None:
    move(invitation, state, INVITATION_MOVES, decided_at=now)


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(client=member.client_id, role=Role.OWNER, user__is_active=True).exclude(pk=member.pk)
    if member.role == Role.OWNER and not others.exists():
        raise errors.LastOwner


def _send(invitation: Invitation, now: datetime) -> None:
    client = invitation.client
    mails = Message.objects.filter(kind=MAIL, client=client, created_at__gt=now - timedelta(days=1))
    if mails.count() >= MOST_A_DAY:
        raise errors.TooManyInvitations(most=MOST_A_DAY)
    context = {"invitation": invitation, "role": invitation.get_role_display(), "inviter": invitation.invited_by}
    write_message(kind=MAIL, to=invitation.email, context=context, now=now, client=client)


def _tell_owners(actor: Actor, client: Client, now: datetime, done: str, person: object) -> None:
    tell_owners(actor=actor, client=client, done=done % {"person": person}, now=now)


def _tell(message: str, person: User, client: Client, now: datetime, **context: object) -> None:
    write_message(
        kind=f"accounts.{message}", to=person.email, context={"person": person, **context}, now=now, client=client
    )
