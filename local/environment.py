"""The settings each command gives to Django; seatlease/settings.py reads them, .env.example explains them."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from local.places import STATE
from local.ports import Address
from local.servers import Urls


def for_run(urls: Urls, address: Address) -> dict[str, str]:
    """A demo on this machine. What the caller's environment says wins."""
    hosts = "*" if address.listens_everywhere else f"localhost,127.0.0.1,[::1],{address.host}"
    defaults = {
        "DJANGO_DEBUG": "true",
        "DJANGO_SECRET_KEY": secret_key(),
        "DJANGO_ALLOWED_HOSTS": hosts,
        "DJANGO_CSRF_TRUSTED_ORIGINS": "",
        "SITE_URL": address.url,
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "Seatlease <hello@localhost>",
        "MAILBOX_PAGE": "true",
        "MEDIA_ROOT": str(STATE / "media"),
        "TRUST_PROXY_HEADERS": "false",
        "LOG_LEVEL": "INFO",
    }
    return {**defaults, **os.environ, **urls.as_environment(), "PYTHONUNBUFFERED": "1"}


def for_tests(urls: Urls, media: Path) -> dict[str, str]:
    """The same for everybody: neither a developer's .env nor shell changes what the tests see."""
    return {
        **urls.as_environment(),
        "DJANGO_DEBUG": "true",
        "DJANGO_SECRET_KEY": "only-for-tests",
        "DJANGO_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "DJANGO_CSRF_TRUSTED_ORIGINS": "",
        "SITE_URL": "http://localhost:8000",
        "EMAIL_URL": "memorymail://",
        "DEFAULT_FROM_EMAIL": "Seatlease <hello@localhost>",
        "MAILBOX_PAGE": "true",
        "MEDIA_ROOT": str(media),
        "TRUST_PROXY_HEADERS": "false",
        "LOG_LEVEL": "WARNING",
    }


def for_production(urls: Urls) -> Mapping[str, str]:
    """As a real installation behind a proxy would have it, for `manage.py check --deploy`."""
    return {
        **os.environ,
        **urls.as_environment(),
        "DJANGO_DEBUG": "false",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(64),
        "DJANGO_ALLOWED_HOSTS": "seats.example.com",
        "DJANGO_CSRF_TRUSTED_ORIGINS": "https://seats.example.com",
        "SITE_URL": "https://seats.example.com",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
        "DEFAULT_FROM_EMAIL": "Seatlease <hello@example.com>",
        "MAILBOX_PAGE": "false",
        "TRUST_PROXY_HEADERS": "true",
        "LOG_LEVEL": "INFO",
    }


def secret_key() -> str:
    """This checkout's own, made once, so that sessions outlive a restart."""
    path = STATE / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()
