"""A real browser at a real server: what only the two together can show."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as TestClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

# Playwright's synchronous API runs a loop of its own; Django would take it for ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@contextmanager
def morning_in_cebu() -> Iterator[datetime]:
    """Ten o'clock, and from there the clock goes on ticking."""
    now = datetime.now(ZoneInfo("Asia/Manila")).replace(hour=10, minute=0, second=0, microsecond=0)
    with time_machine.travel(now, tick=True):
        yield now


@pytest.fixture(autouse=True)
def _morning_in_cebu() -> Iterator[None]:
    """No day ends while a journey goes on, neither there nor in Austin."""
    with morning_in_cebu():
        yield


def ahead_of_the_machine() -> float:
    """By how many seconds our clock is; browsers have the machine's."""
    return time.time() - time_machine.escape_hatch.time.time()


class Visitor:
    """Somebody at a browser in Austin. ``complaints`` is what its console said."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context = context
        self.server = server
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def hear(self, kind: str, text: str) -> None:
        # A refusal answers 422 on purpose, and Chromium calls that an error.
        if kind in {"error", "warning"} and "422" not in text:
            self.complaints.append(text)

    def go(self, path: str) -> None:
        self.page.goto(self.server + path)

    @property
    def heading(self) -> str:
        """What the page is headed with; there is one heading."""
        return self.page.locator("h1").inner_text()

    def faults(self) -> list[str]:
        """What axe finds on the page, and whether it is wider than the window."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [*(f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found), *self.overflow()]

    def overflow(self) -> list[str]:
        """Whether the page is wider than the window."""
        over: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [f"wider than the window by {over}"] if over > 0 else []


class Arrive(Protocol):
    def __call__(self, user: User | None = None, **context: Any) -> Visitor: ...


@pytest.fixture
def arrive(chromium: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Arrive]:
    """``arrive()``, ``arrive(alice)`` signed in, ``arrive(viewport=PHONE, color_scheme="dark")``."""
    contexts: list[BrowserContext] = []

    def come(user: User | None = None, **options: Any) -> Visitor:
        context = chromium.new_context(
            **{
                "viewport": WIDE,
                "color_scheme": "light",
                "timezone_id": "America/Chicago",
                "locale": "en-US",
                **options,
            }
        )
        contexts.append(context)
        if user is not None:
            session = TestClient()
            session.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session.cookies[name].value, "url": live_server.url}])
        context.set_default_timeout(15_000)
        context.add_init_script(f"const read = Date.now; Date.now = () => read() + {1000 * ahead_of_the_machine():.0f}")
        return Visitor(context, live_server.url)

    yield come
    for context in contexts:
        context.close()
