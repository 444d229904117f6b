"""Pages hold every row once, whatever comes and goes meanwhile."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

import pytest

from accounts.models import Client
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from tests.api.conftest import Ask
from tests.billing.rows import make_lease


@pytest.fixture
def leases(acme: Client, cebu: Facility, day_shift: ShiftPattern, standard: Package) -> list[Booking]:
    """Seven, imported at one moment, on three first days."""
    return [
        make_lease(acme, cebu, day_shift, standard, seats=0, days=Period(date(2026, 12, 1 + number % 3)))
        for number in range(7)
    ]


def walk(ask: Ask, key: str, path: str, *, link: str = "next") -> list[list[str]]:
    """The ids page by page."""
    pages = []
    following: str | None = path
    while following is not None:
        body = ask(following.removeprefix("http://testserver"), key).body
        pages.append([row["id"] for row in body["results"]])
        following = body[link]
        assert len(pages) < 20
    return pages


@pytest.mark.parametrize("ordering", ["held_at", "-held_at", "first_day", "-first_day"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 25])
def test_every_row_comes_once(ask: Ask, acme_key: str, leases: list[Booking], ordering: str, limit: int) -> None:
    pages = walk(ask, acme_key, f"bookings/?ordering={ordering}&limit={limit}")
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    descending = ordering.startswith("-")
    by = {"held_at": lambda row: (row.held_at, row.pk), "first_day": lambda row: (row.start, row.pk)}
    expected = sorted(leases, key=by[ordering.removeprefix("-")], reverse=descending)
    assert list(chain.from_iterable(pages)) == [str(row.pk) for row in expected]


def test_back_is_the_way_one_came(ask: Ask, acme_key: str, leases: list[Booking]) -> None:
    forth = walk(ask, acme_key, "bookings/?limit=3&ordering=first_day")
    last = "/api/v1/bookings/?limit=3&ordering=first_day"
    while following := ask(last, acme_key).body["next"]:
        last = following.removeprefix("http://testserver")
    assert walk(ask, acme_key, last, link="previous") == forth[::-1]


def test_row_that_comes_meanwhile_moves_nothing(
    ask: Ask,
    acme_key: str,
    leases: list[Booking],
    acme: Client,
    cebu: Facility,
    day_shift: ShiftPattern,
    standard: Package,
) -> None:
    first = ask("bookings/", acme_key, limit=4).body
    make_lease(acme, cebu, day_shift, standard, seats=0)
    second = ask(first["next"].removeprefix("http://testserver"), acme_key).body
    seen = [row["id"] for row in first["results"] + second["results"]]
    assert sorted(seen) == sorted(str(row.pk) for row in leases)


def test_filters_stay_with_the_links(ask: Ask, acme_key: str, leases: list[Booking]) -> None:
    pages = walk(ask, acme_key, "bookings/?limit=1&first_day_from=2026-12-03&first_day_to=2026-12-03")
    assert [len(page) for page in pages] == [1, 1]


def test_empty_list_is_one_page(ask: Ask, acme_key: str) -> None:
    assert ask("bookings/", acme_key).body == {"next": None, "previous": None, "results": []}


def forged(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


PK = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "AAAA",
        forged(),
        forged("held_at", False, "2026-12-01T00:00:00+00:00", PK),
        forged("-held_at", False, "2026-12-01T00:00:00", PK),
        forged("-held_at", False, 7, PK),
        forged("-held_at", False, None, PK),
        forged("-held_at", False, "2026-12-01T00:00:00+00:00", "x"),
        forged("-held_at", False, "2026-12-01T00:00:00+00:00", None),
        forged(["-held_at"], False, "2026-12-01T00:00:00+00:00", PK),
    ],
)
def test_what_is_no_cursor_here_is_refused(ask: Ask, acme_key: str, cursor: str) -> None:
    answer = ask("bookings/", acme_key, cursor=cursor)
    assert answer.field_errors == {"cursor": "cursor_invalid"}


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "1e5", 10**30, -(10**30), [1], "\x00"])
def test_forged_numbers_break_nothing(ask: Ask, acme_key: str, standard: Package, value: Any) -> None:
    assert ask("packages/", acme_key, cursor=forged("position", False, value, PK)).status in {200, 400}


def test_forged_names_break_nothing(ask: Ask, acme_key: str, cebu: Facility) -> None:
    for value in ("\x00", 3, ["x"], "\ud800"):
        assert ask("facilities/", acme_key, cursor=forged("name", False, value, PK)).status in {200, 400}


def test_cursor_names_the_last_row(ask: Ask, acme_key: str, leases: list[Booking]) -> None:
    body = ask("bookings/", acme_key, limit=2).body
    cursor = body["next"].partition("cursor=")[2].partition("&")[0]
    moment = datetime(2026, 12, 1, 2, 0, tzinfo=UTC).isoformat()
    assert json.loads(base64.urlsafe_b64decode(cursor + "==")) == ["-held_at", False, moment, body["results"][-1]["id"]]
