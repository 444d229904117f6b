"""Rivals over a team: the last two owners, and one invitation opened twice."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from accounts import errors
from accounts.actors import SYSTEM
from accounts.enums import Role
from accounts.models import Client, Member
from accounts.operations import accept_invitation, change_role, invite_member, remove_member
from tests import factories
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_owners_leave_at_once_and_one_stays(race: Race, acme: Client, now: datetime) -> None:
    for name in ("Olga", "Otto"):
        factories.make_member(acme, name, Role.OWNER)
    one, other = Member.objects.filter(client=acme)
    outcome = race(
        partial(remove_member, member=one, actor=SYSTEM, now=now),
        partial(change_role, member=other, role="viewer", actor=SYSTEM, now=now),
    )
    assert [type(refusal) for refusal in outcome.refused] == [errors.LastOwner]
    assert Member.objects.filter(client=acme, role=Role.OWNER).count() == 1


def test_an_invitation_is_accepted_once(race: Race, acme: Client, now: datetime) -> None:
    invitation = invite_member(client=acme, email="nina@example.com", role="viewer", actor=SYSTEM, now=now)
    nina = factories.make_user("Nina")
    outcome = race(*[partial(accept_invitation, invitation=invitation, token=invitation.token, user=nina, now=now)] * 3)
    assert [type(refusal) for refusal in outcome.refused] == [errors.InvitationOver] * 2
    assert Member.objects.filter(client=acme, user=nina).count() == 1
