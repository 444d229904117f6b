"""The settings each command gives to Django; seatlease/settings.py reads them, .env.example explains them."""

import os
import secrets
from pathlib import Path

from local.paths import ROOT, STATE
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
        "STATIC_ROOT": str(media.with_name("static")),
        "TRUST_PROXY_HEADERS": "false",
        "LOG_LEVEL": "WARNING",
        "SITE_NAME": "Seatlease",
        "STAFF_NEEDS_MFA": "false",
        "MESSAGES_WAKE_THE_WORKER": "true",
        "API_RATE": "600/min",
        "TIME_ZONE_HORIZON_MONTHS": "24",
        "OWN_TEMPLATES": "",
        "AGREEMENT_VERSION": "2026-11-2",
        "DATABASE_CONN_MAX_AGE": "60",
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_HSTS_SECONDS": "0",
    }


def for_production(urls: Urls) -> dict[str, str]:
    """As .env.example has it, for `manage.py check --deploy`."""
    example = variables((ROOT / ".env.example").read_text())
    return {**os.environ, **example, **urls.as_environment(), "DJANGO_SECRET_KEY": secrets.token_urlsafe(64)}


def variables(text: str) -> dict[str, str]:
    """Names and values of a file like .env.example; what is commented out is not among them."""
    lines = (line.partition("=") for line in text.splitlines() if line[:1].isupper())
    return {name: value for name, _, value in lines}


def secret_key() -> str:
    """This checkout's own, made once, so that sessions outlive a restart."""
    path = STATE / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()
