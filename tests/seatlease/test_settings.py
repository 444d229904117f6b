"""What the environment says, and what follows from it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from local.paths import ROOT

PRODUCTION = {"DJANGO_DEBUG": "false", "DJANGO_SECRET_KEY": "only-for-this-test", "TRUST_PROXY_HEADERS": "false"}
# Said nowhere, so that the settings decide.
UNSAID = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")


def settings_with(*names: str, **environment: str) -> list[Any]:
    """The settings of these names, as a process of its own reads them."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSAID}
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, sys; from seatlease import settings\n"
            "print(json.dumps([getattr(settings, name, None) for name in sys.argv[1:]]))",
            *names,
        ],
        cwd=ROOT,
        env={**kept, **PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    values: list[Any] = json.loads(found.stdout)
    return values


KEPT_TO_HTTPS = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")


def test_an_address_with_https_is_kept_to_https() -> None:
    assert all(settings_with(*KEPT_TO_HTTPS, SITE_URL="https://seats.example.com", DJANGO_DEBUG="true"))


def test_over_plain_http_people_can_sign_in_too() -> None:
    address, *kept = settings_with("SITE_URL", *KEPT_TO_HTTPS, SITE_URL="http://192.168.1.5:8000")
    assert address == "http://192.168.1.5:8000"
    assert not any(kept)


@pytest.mark.parametrize(
    ("url", "queue", "cache"),
    [
        ("unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3", "unix:///run/v.sock?db=3"),
        ("redis+socket:///run/v.sock?virtual_host=3", None, "unix:///run/v.sock?db=3"),
        ("redis://:db=1@localhost:6379/3", None, None),
    ],
)
def test_queue_and_cache_each_hear_of_the_database_in_their_words(
    url: str, queue: str | None, cache: str | None
) -> None:
    broker, caches = settings_with("CELERY_BROKER_URL", "CACHES", REDIS_URL=url)
    assert broker == (queue or url)
    assert caches["default"]["LOCATION"] == (cache or url)


def test_a_mail_server_that_says_nothing_is_left_before_the_worker_is_cut_off() -> None:
    patience, limit = settings_with("EMAIL_TIMEOUT", "CELERY_TASK_TIME_LIMIT")
    assert 0 < patience < limit / 4


def test_behind_a_proxy_visitors_are_told_apart_by_what_it_says() -> None:
    assert settings_with("ALLAUTH_TRUSTED_PROXY_COUNT", TRUST_PROXY_HEADERS="true") == [1]
    assert settings_with("ALLAUTH_TRUSTED_PROXY_COUNT") == [None], "without one anybody could say anything"
