"""What came back, in the words of the matrices, and how what came back is held against what should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.test import Client as HttpClient
from django.urls import reverse

from audit.models import AuditEntry


class Outcome(StrEnum):
    SIGN_IN = "is asked to sign in"
    COMPANYLESS = "is told that this page belongs to a company"
    MISSING = "is told that it does not exist"
    FORBIDDEN = "is kept out"
    NO_METHOD = "is told that this is no way to ask"
    SHOWN = "is answered"
    LEAKED = "is shown what is another company's"
    EMPTY = "is answered without what the page is for"
    REFUSED = "is refused"
    DONE = "has it done"
    FAULT = "is met by a fault"


BY_STATUS = {
    400: Outcome.REFUSED,
    401: Outcome.SIGN_IN,
    403: Outcome.FORBIDDEN,
    404: Outcome.MISSING,
    405: Outcome.NO_METHOD,
}
SIGN_IN_PAGES = ("account_login", "account_signup", "admin:login")


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    content: bytes
    wrote: bool  # an entry of the audit log

    @property
    def outcome(self) -> Outcome:
        """What it comes to for whoever asked, as far as the answer itself tells."""
        if self.status >= 500:
            return Outcome.FAULT
        if self.status in BY_STATUS:
            return BY_STATUS[self.status]
        if self.location.startswith(tuple(reverse(page) for page in SIGN_IN_PAGES)):
            return Outcome.SIGN_IN
        return Outcome.SHOWN


@contextmanager
def undone() -> Iterator[None]:
    """Nothing that is done inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(browser: HttpClient, method: str, path: str, data: dict[str, Any] | None = None) -> Answer:
    """Ask, and leave everything as it was: the rows, and the browser's cookies."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with undone():
        before = AuditEntry.objects.count()
        response = getattr(browser, method.lower())(path, data or {})
        content = response.getvalue() if response.streaming else response.content
        location = response.headers.get("Location", "")
        answer = Answer(response.status_code, location, content, AuditEntry.objects.count() > before)
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies[name] = value
    return answer


@dataclass(frozen=True)
class Cell:
    """One question of a matrix: who asked what, what should come of it, and what did."""

    who: str
    what: str
    expected: Outcome
    found: Outcome

    @property
    def is_right(self) -> bool:
        return self.expected == self.found

    def __str__(self) -> str:
        return f"{self.what}: {self.who} {self.found}; expected: {self.expected}"


def wrong(cells: Iterable[Cell]) -> list[str]:
    """The cells that are not as they should be, a sentence each."""
    return [str(cell) for cell in cells if not cell.is_right]
