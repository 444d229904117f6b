"""Pages, asked for in process or from a server on loopback."""

from __future__ import annotations

import http.client
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler

from accounts.models import User

HOST = "127.0.0.1"
CSRF = "c" * 32


def signed_in(user: User) -> str:
    """The key of a new session of ``user``."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def cookies(session: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


class Inside:
    """Calls the product as a server would, without one."""

    def __init__(self) -> None:
        # Reads the settings, which are in the environment by now.
        from seatlease.wsgi import application

        self.application: WSGIHandler = application

    def getter(self, path: str, session: str = "", **headers: str) -> Callable[[], None]:
        """A call of GET ``path``; it fails for anything but 200."""
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": cookies(session) if session else "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }

        def get() -> None:
            status: list[str] = []

            def start(code: str, *rest: object) -> Callable[[bytes], object]:
                status.append(code)
                return lambda written: None

            response = self.application({**environ, "wsgi.input": io.BytesIO()}, start)
            body = b"".join(response)
            response.close()
            if not status[0].startswith("200"):
                raise RuntimeError(f"{path} answered {status[0]}: {body[:300]!r}")

        return get


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """The product behind gunicorn, two workers of four threads, as it is installed."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        address = free.getsockname()
    options = (
        f"--bind {HOST}:{address[1]} --workers 2 --threads 4 --keep-alive 60 --log-level error --no-control-socket"
    )
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", "seatlease.wsgi", *options.split()], env=os.environ)
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: tuple[str, int]) -> None:
    for _ in range(200):
        try:
            with Outside(address) as browser:
                browser.get("/bare/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


class Outside:
    """One visitor's connection to a server, kept open."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.connection = http.client.HTTPConnection(*address, timeout=60)

    def __enter__(self) -> Outside:
        return self

    def __exit__(self, *exc: object) -> None:
        self.connection.close()

    def get(self, path: str) -> None:
        self._ask("GET", path, None, {}, 200)

    def post(self, path: str, session: str, fields: Mapping[str, Any]) -> None:
        """A form sent by somebody signed in; it fails for anything but a redirect."""
        headers = {
            "Cookie": cookies(session),
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._ask("POST", path, urlencode(fields, doseq=True), headers, 302)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], expected: int) -> None:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != expected:
            raise RuntimeError(f"{method} {path} answered {response.status}: {answer[:500]!r}")
