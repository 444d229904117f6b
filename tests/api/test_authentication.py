"""A key, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.models import ApiKey, Client, Partner
from accounts.operations import revoke_api_key
from tests.api.conftest import Ask, IssueKey


def test_key_says_who_asks(ask: Ask, acme: Client, acme_key: str) -> None:
    answer = ask("me/", acme_key)
    assert answer.status == 200
    assert answer.body["owner"] == {"kind": "client", "id": str(acme.pk), "name": "Acme"}
    assert answer.body["prefix"] == acme_key[:8]
    assert answer.body["scopes"] == ["clients:read", "bookings:read", "invoices:read"]
    assert answer.body["expires_at"] is None


def test_partners_key_says_so(ask: Ask, petra: Partner, petra_key: str) -> None:
    assert ask("me/", petra_key).body["owner"] == {"kind": "partner", "id": str(petra.pk), "name": "Petra"}


def test_nobody_gets_in_without_a_key(ask: Ask) -> None:
    answer = ask("me/")
    assert (answer.status, answer.code) == (401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == 'Api-Key realm="Seatlease API"'


def test_another_scheme_is_no_key(ask: Ask) -> None:
    assert ask("me/", headers={"Authorization": "Bearer abcdefgh.0123"}).code == "key_missing"


def test_scheme_is_read_in_any_case(ask: Ask, acme_key: str) -> None:
    assert ask("me/", headers={"Authorization": f"api-key {acme_key}"}).status == 200


@pytest.mark.parametrize(
    "secret",
    ["", "nonsense", "abcdefgh.", "abcdefgh." + "x" * 32, "abcdefgh." + "x" * 31 + "\x00", "é" * 8 + "." + "x" * 32],
)
def test_what_is_no_key_is_refused(ask: Ask, secret: str) -> None:
    answer = ask("me/", headers={"Authorization": f"Api-Key {secret}"})
    assert (answer.status, answer.code) == (401, "key_invalid")
    assert "WWW-Authenticate" in answer.headers


def test_prefix_alone_opens_nothing(ask: Ask, acme_key: str) -> None:
    assert ask("me/", acme_key[:9] + "x" * 32).code == "key_invalid"


def test_revoked_key_works_no_more(ask: Ask, acme_key: str, now: datetime) -> None:
    revoke_api_key(key=ApiKey.objects.get(), actor=SYSTEM, now=now)
    assert ask("me/", acme_key).code == "key_invalid"


def test_key_works_until_it_expires(ask: Ask, acme: Client, issue_key: IssueKey, now: datetime) -> None:
    key = issue_key(acme, expires_at=now + timedelta(hours=1))
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert ask("me/", key).status == 200
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert ask("me/", key).code == "key_expired"


def test_nobody_learns_that_a_strangers_key_has_expired(
    ask: Ask, acme: Client, issue_key: IssueKey, now: datetime
) -> None:
    key = issue_key(acme, expires_at=now + timedelta(hours=1))
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert ask("me/", key[:9] + "x" * 32).code == "key_invalid"


def test_partner_who_left_takes_the_keys_along(ask: Ask, petra: Partner, petra_key: str) -> None:
    petra.is_active = False
    petra.save()
    assert ask("me/", petra_key).code == "key_invalid"


def test_use_is_noted_once_a_minute(ask: Ask, acme_key: str, now: datetime) -> None:
    ask("me/", acme_key)
    assert ApiKey.objects.get().last_used_at == now
    with time_machine.travel(now + timedelta(seconds=59), tick=False), CaptureQueriesContext(connection) as queries:
        ask("me/", acme_key)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    with time_machine.travel(now + timedelta(seconds=60), tick=False):
        ask("me/", acme_key)
        assert ApiKey.objects.get().last_used_at == now + timedelta(seconds=60)


def test_index_is_open(ask: Ask) -> None:
    answer = ask("")
    assert answer.status == 200
    assert answer.body["links"]["bookings"] == "http://testserver/api/v1/bookings/"


def test_wrong_key_is_refused_where_none_is_asked_for(ask: Ask) -> None:
    assert ask("", "abcdefgh." + "x" * 32).code == "key_invalid"
