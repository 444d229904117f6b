"""The team on a company's page, and the way in for whom is asked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import Person
from accounts.enums import Role
from accounts.models import Client, Invitation, Member, User
from accounts.operations import invite_member
from outbox.models import Message
from tests import factories
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TYPED = {"name": "Nina Cruz", "password": "correct horse battery"}


@pytest.fixture
def invitation(acme: Client, olga: User, now: datetime) -> Invitation:
    return invite_member(client=acme, email="nina@example.com", role="manager", actor=Person(olga), now=now)


def invitation_path(invitation: Invitation) -> str:
    """The address as the mail says it."""
    found = re.search(r"https?://[^/]+(/invitations/\S+)", Message.objects.earliest("created_at").text)
    assert found is not None
    assert str(invitation.pk) in found[1]
    return found[1]


# --- The panel -------------------------------------------------------------------------------------------------


def test_an_owner_asks_somebody_in(olga: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(olga)
    answer = browser.post(reverse("portal:team-invite"), {"email": "nina@example.com", "role": "billing"}, follow=True)
    page = answer.content.decode()
    assert "nina@example.com" in page
    assert "until" in page
    found = Invitation.objects.get()
    assert (found.client, found.role, found.invited_by) == (acme, "billing", olga)
    browser.post(reverse("portal:invitation-resend", args=[found.pk]))
    assert Message.objects.count() == 2
    browser.post(reverse("portal:invitation-withdraw", args=[found.pk]))
    assert "nina@example.com" not in browser.get(reverse("portal:details")).content.decode()


def test_a_refusal_stands_beside_what_was_typed(olga: User, alice: User, sign_in: SignIn) -> None:
    browser = sign_in(olga)
    for typed, said in [("alice@example.com", "belongs to this company already"), ("nobody", "valid email")]:
        answer = browser.post(reverse("portal:team-invite"), {"email": typed, "role": "owner"})
        assert answer.status_code == 422
        assert said in str(answer.context["invite"].errors["email"])
        assert f'value="{typed}"' in answer.content.decode()
    assert not Message.objects.exists()


def test_an_owner_changes_a_role_and_lets_somebody_go(olga: User, alice: User, acme: Client, sign_in: SignIn) -> None:
    browser, member = sign_in(olga), Member.objects.get(user=alice)
    path = reverse("portal:member", args=[member.pk])
    assert path in browser.get(reverse("portal:details")).content.decode()
    assert "Alice" in browser.get(path).content.decode()
    browser.post(path, {"role": "viewer"})
    member.refresh_from_db()
    assert member.role == Role.VIEWER
    browser.post(reverse("portal:member-remove", args=[member.pk]))
    assert not Member.objects.filter(user=alice).exists()


def test_the_last_owner_is_told_to_find_another(olga: User, sign_in: SignIn) -> None:
    browser, member = sign_in(olga), Member.objects.get(user=olga)
    answer = browser.post(reverse("portal:member", args=[member.pk]), {"role": "viewer"})
    assert answer.status_code == 422
    assert "at least one owner" in answer.content.decode()
    answer = browser.post(reverse("portal:member-remove", args=[member.pk]))
    assert any("at least one owner" in str(said) for said in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("who", ["alice", "victor", "mallory"])
def test_others_see_no_way_to(
    invitation: Invitation, olga: User, who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser, owner = sign_in(request.getfixturevalue(who)), Member.objects.get(user=olga)
    page = browser.get(reverse("portal:details")).content.decode()
    assert "nina@example.com" not in page
    for name, pk in [("invitation-resend", invitation.pk), ("invitation-withdraw", invitation.pk)]:
        assert browser.post(reverse(f"portal:{name}", args=[pk])).status_code == 404
    for name in ("member", "member-remove"):
        assert browser.post(reverse(f"portal:{name}", args=[owner.pk]), {"role": "viewer"}).status_code == 404
    if who != "mallory":  # she invites into her own company
        assert "Send the invitation" not in page
        answer = browser.post(reverse("portal:team-invite"), {"email": "x@example.com", "role": "owner"})
        assert answer.status_code == 422
    assert Member.objects.get(user=olga).role == Role.OWNER
    assert Invitation.objects.get() == invitation


# --- The way in ------------------------------------------------------------------------------------------------


def test_a_newcomer_says_name_and_password_and_is_in(invitation: Invitation, acme: Client) -> None:
    browser, path = HttpClient(), invitation_path(invitation)
    page = browser.get(path).content.decode()
    assert "Join Acme" in page
    assert "nina@example.com" in page
    answer = browser.post(path, TYPED, follow=True)
    assert answer.request["PATH_INFO"] == reverse("portal:home")
    user = User.objects.get(email="nina@example.com")
    assert (user.name, user.check_password(TYPED["password"])) == ("Nina Cruz", True)
    assert Member.objects.get(user=user).role == Role.MANAGER
    assert EmailAddress.objects.get(user=user).verified
    assert browser.get(path).status_code == 410


@pytest.mark.parametrize(("name", "typed"), [("password", "12345678"), ("password", ""), ("name", ""), ("name", "x\0")])
def test_a_newcomer_is_told_what_is_wrong(invitation: Invitation, name: str, typed: str) -> None:
    answer = HttpClient().post(invitation_path(invitation), TYPED | {name: typed})
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert not User.objects.filter(email="nina@example.com").exists()


def test_who_was_brought_without_a_password_chooses_one(invitation: Invitation) -> None:
    nina = factories.make_user("Nina")
    nina.set_unusable_password()
    nina.save()
    browser = HttpClient()
    browser.post(invitation_path(invitation), TYPED)
    nina.refresh_from_db()
    assert nina.check_password(TYPED["password"])
    assert Member.objects.filter(user=nina).exists()


def test_who_has_a_password_signs_in_and_comes_back(invitation: Invitation, sign_in: SignIn) -> None:
    nina = factories.make_user("Nina")
    nina.set_password("another horse battery")
    nina.save()
    path = invitation_path(invitation)
    page = HttpClient().get(path).content.decode()
    assert f"{reverse('account_login')}?next={path}" in page
    HttpClient().post(path, TYPED)
    nina.refresh_from_db()
    assert nina.check_password("another horse battery")
    assert not Member.objects.filter(user=nina).exists()
    browser = sign_in(nina)
    assert "Join Acme" in browser.get(path).content.decode()
    answer = browser.post(path, follow=True)
    assert "Welcome to Acme." in answer.content.decode()
    assert Member.objects.get(user=nina).role == Role.MANAGER


@pytest.mark.parametrize("who", ["mallory", "opal"])
def test_somebody_else_is_told_whose_it_is(
    invitation: Invitation, who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser, path = sign_in(request.getfixturevalue(who)), invitation_path(invitation)
    page = browser.get(path).content.decode()
    assert "nina@example.com" in page
    assert "Sign out and go on" in page
    assert browser.post(path).status_code == 403
    assert not Member.objects.filter(client=invitation.client, role=Role.MANAGER).exists()


def test_a_member_who_comes_again_is_told(invitation: Invitation, acme: Client, sign_in: SignIn) -> None:
    nina = factories.make_member(acme, "Nina", Role.VIEWER)
    answer = sign_in(nina).post(invitation_path(invitation), follow=True)
    assert "belongs to this company already" in answer.content.decode()


def test_a_link_that_is_over_or_guessed_opens_nothing(invitation: Invitation, now: datetime) -> None:
    path = invitation_path(invitation)
    guessed = reverse("portal:invitation", args=[invitation.pk, "x" * 43])
    assert HttpClient().get(guessed).status_code == 410
    Invitation.objects.update(expires_at=now - timedelta(seconds=1))
    answer = HttpClient().post(path, TYPED)
    assert answer.status_code == 410
    assert "ask an owner of Acme" in answer.content.decode()
    assert not User.objects.filter(email="nina@example.com").exists()
