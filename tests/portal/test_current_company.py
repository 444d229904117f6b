"""Whose affairs are shown: nobody's, the company's, or another one's of the same person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Client, Member, User
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def seen_by(browser: HttpClient) -> Any:
    """The request of a public page, as the middleware has met it."""
    return browser.get(reverse("portal:landing")).wsgi_request


def test_nobody_signed_in_is_no_actor() -> None:
    request = seen_by(HttpClient())
    assert request.resolver_match.view_name == "portal:landing"
    assert request.client is None
    assert not hasattr(request, "actor")


def test_a_member_sees_the_affairs_of_the_company(alice: User, acme: Client, sign_in: SignIn) -> None:
    assert seen_by(sign_in(alice)).client == acme


def test_somebody_in_two_companies_switches(alice: User, acme: Client, globex: Client, sign_in: SignIn) -> None:
    Member.objects.create(client=globex, user=alice, role=Role.VIEWER)
    browser = sign_in(alice)
    assert seen_by(browser).client == acme
    browser.post(reverse("portal:switch-client", args=[globex.pk]))
    assert seen_by(browser).client == globex


def test_nobody_switches_to_a_company_of_others(alice: User, globex: Client, sign_in: SignIn) -> None:
    assert sign_in(alice).post(reverse("portal:switch-client", args=[globex.pk])).status_code == 404


def test_a_company_one_has_left_is_current_no_more(alice: User, acme: Client, globex: Client, sign_in: SignIn) -> None:
    place = Member.objects.create(client=globex, user=alice, role=Role.VIEWER)
    browser = sign_in(alice)
    browser.post(reverse("portal:switch-client", args=[globex.pk]))
    place.delete()
    assert seen_by(browser).client == acme


def test_a_page_that_is_not_there_looks_like_the_rest() -> None:
    response = HttpClient().get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
