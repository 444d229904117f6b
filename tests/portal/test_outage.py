"""Where the database is away the portal says so with 503, and when to come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def outage() -> Iterator[None]:
    """Nothing listens where the database was."""
    known = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = known


def assert_out_of_service(browser: HttpClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Out of service for a moment" in answer.content.decode()


def test_a_visitor_is_told() -> None:
    with outage():
        assert_out_of_service(HttpClient(), reverse("portal:prices"))


def test_somebody_signed_in_is_told_before_they_are_known(alice: User, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    with outage():
        assert_out_of_service(browser, reverse("portal:home"))


def test_it_is_over_when_the_database_is_back(alice: User, sign_in: SignIn) -> None:
    assert sign_in(alice).get(reverse("portal:home")).status_code == 200
