"""A key has an allowance, says what is left of it, and takes nothing from others."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from api.throttling import KeyThrottle
from tests.api.conftest import Ask


@pytest.fixture(autouse=True)
def _three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", {"key": "3/min"})


def test_every_answer_says_what_is_left(ask: Ask, acme_key: str, now: datetime) -> None:
    with time_machine.travel(now + timedelta(seconds=20), tick=False):
        left = [ask("me/", acme_key).headers["RateLimit"] for _ in range(3)]
        assert left == ['"key";r=2;t=40', '"key";r=1;t=40', '"key";r=0;t=40']
        answer = ask("me/", acme_key)
    assert (answer.status, answer.code) == (429, "rate_limited")
    assert answer.headers["Retry-After"] == "40"
    assert answer.headers["RateLimit"] == '"key";r=0;t=40'
    assert answer.headers["RateLimit-Policy"] == '"key";q=3;w=60'


def test_next_minute_begins_anew(ask: Ask, acme_key: str, now: datetime) -> None:
    assert [ask("me/", acme_key).status for _ in range(4)] == [200, 200, 200, 429]
    with time_machine.travel(now + timedelta(seconds=60), tick=False):
        assert ask("me/", acme_key).status == 200


def test_one_key_takes_nothing_from_another(ask: Ask, acme_key: str, globex_key: str) -> None:
    for _ in range(4):
        ask("me/", acme_key)
    assert ask("me/", globex_key).headers["RateLimit"].startswith('"key";r=2')


def test_refused_parameters_count_too(ask: Ask, acme_key: str) -> None:
    assert ask("bookings/", acme_key, sate="x").headers["RateLimit"].startswith('"key";r=2')


def test_strangers_use_nothing_up(ask: Ask, acme_key: str) -> None:
    for _ in range(5):
        assert ask("me/", acme_key[:9] + "x" * 32).status == 401
    assert ask("me/", acme_key).headers["RateLimit"].startswith('"key";r=2')


def test_without_a_cache_everything_is_let_through(
    ask: Ask, acme_key: str, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nobody_there = {"default": {**settings.CACHES["default"], "LOCATION": f"unix://{tmp_path}/valkey.sock"}}
    settings.CACHES = nobody_there
    answers = [ask("me/", acme_key) for _ in range(5)]
    assert [answer.status for answer in answers] == [200] * 5
    assert "RateLimit" not in answers[0].headers
    assert "not counted" in caplog.text
