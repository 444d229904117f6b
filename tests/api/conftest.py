"""Keys of the cast, and a way to ask the API as a partner's program would."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Protocol

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as HttpClient

from accounts.actors import SYSTEM
from accounts.enums import DEFAULT_SCOPES
from accounts.models import Client, Partner
from accounts.operations import issue_api_key
from billing.models import Document
from billing.operations import bill_booking
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import DECEMBER, make_lease, make_philippine_rates, make_provider


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Iterator[None]:
    """The API reads the clock: it is the cast's Monday morning."""
    with time_machine.travel(now, tick=False):
        yield


class IssueKey(Protocol):
    def __call__(
        self,
        owner: Client | Partner,
        *,
        scopes: Iterable[str] = ...,
        expires_at: datetime | None = None,
    ) -> str: ...


@pytest.fixture
def issue_key(now: datetime) -> IssueKey:
    """``issue_key(acme)``: the secret of a new key with every scope unless told."""

    def issue(
        owner: Client | Partner, *, scopes: Iterable[str] = DEFAULT_SCOPES, expires_at: datetime | None = None
    ) -> str:
        _key, secret = issue_api_key(
            client=owner if isinstance(owner, Client) else None,
            partner=owner if isinstance(owner, Partner) else None,
            name="Test",
            scopes=scopes,
            expires_at=expires_at,
            actor=SYSTEM,
            now=now,
        )
        return secret

    return issue


@pytest.fixture
def acme_key(acme: Client, issue_key: IssueKey) -> str:
    return issue_key(acme)


@pytest.fixture
def globex_key(globex: Client, issue_key: IssueKey) -> str:
    return issue_key(globex)


@pytest.fixture
def petra_key(petra: Partner, issue_key: IssueKey) -> str:
    return issue_key(petra)


class Answer:
    """What came back: ``status``, the parsed ``body`` of JSON, and the raw response."""

    def __init__(self, response: HttpResponse) -> None:
        self.raw = response
        self.status = response.status_code
        self.type = response.headers.get("Content-Type", "").partition(";")[0]
        self.body: Any = json.loads(response.content) if self.type.endswith("json") and response.content else None

    @property
    def headers(self) -> Any:
        return self.raw.headers

    @property
    def results(self) -> list[Any]:
        assert self.status == 200, self.body
        found: list[Any] = self.body["results"]
        return found

    @property
    def code(self) -> str:
        """Of a problem."""
        assert self.type == "application/problem+json", self.raw.content[:200]
        assert self.body["status"] == self.status
        code: str = self.body["code"]
        return code

    @property
    def field_errors(self) -> dict[str, str]:
        """Codes by parameter."""
        return {field_error["parameter"]: field_error["code"] for field_error in self.body["errors"]}


class Ask(Protocol):
    def __call__(self, path: str, key: str | None = None, *, http_method: str = "GET", **parameters: Any) -> Answer: ...


@pytest.fixture
def ask(db: None) -> Ask:
    """``ask("bookings/", acme_key, state="active")``; a path that begins with ``/`` is taken as it is."""

    def ask(path: str, key: str | None = None, *, http_method: str = "GET", **parameters: Any) -> Answer:
        sent = {"Authorization": f"Api-Key {key}"} if key else {}
        sent |= parameters.pop("headers", {})
        address = path if path.startswith("/") else f"/api/v1/{path}"
        # A fault of ours is answered, not raised, as a caller would see it.
        browser = HttpClient(raise_request_exception=False)
        return Answer(browser.generic(http_method, address, headers=sent, query_params=parameters))  # type: ignore[arg-type]

    return ask


# --- Money -----------------------------------------------------------------------------------------------------


@pytest.fixture
def tower(db: None) -> Facility:
    """A facility whose owner numbers documents."""
    make_philippine_rates()
    return factories.make_facility("Tower", legal_entity=make_provider(name="Island Seats Incorporated"))


class BillSeats(Protocol):
    def __call__(self, client: Client, *, seats: int = 2, month: date = ..., **terms: Any) -> Document: ...


@pytest.fixture
def bill_seats(tower: Facility, day_shift: ShiftPattern, standard: Package, now: datetime) -> BillSeats:
    """``bill_seats(acme)``: the invoice for December of a new lease, issued on the cast's Monday."""

    def bill(client: Client, *, seats: int = 2, month: date = DECEMBER, **terms: Any) -> Document:
        lease = make_lease(client, tower, day_shift, standard, seats=seats, **terms)
        document = bill_booking(booking=lease, month=month, issue_on=now.date(), actor=SYSTEM, now=now)
        assert document is not None
        return document

    return bill
