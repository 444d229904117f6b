"""Person × noun × operation: each key sees what its owner may see, and everything else does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

import pytest

from accounts.models import Client, Partner
from tests.api.conftest import Answer, Ask, BillSeats, IssueKey
from tests.conftest import HoldSeats

SCOPES = {"clients/": "clients:read", "bookings/": "bookings:read", "invoices/": "invoices:read"}
# Everything under a scope, with the noun whose id it takes.
OWN = [
    ("clients/", None),
    ("bookings/", None),
    ("bookings/{}/", "booking"),
    ("invoices/", None),
    ("invoices/{}/", "invoice"),
    ("invoices/{}/pdf/", "invoice"),
]
ON_OFFER = ["me/", "facilities/", "shifts/", "packages/"]


@pytest.fixture
def keys(acme: Client, globex: Client, petra: Partner, issue_key: IssueKey) -> dict[str, str]:
    return {"acme": issue_key(acme), "globex": issue_key(globex), "petra": issue_key(petra)}


@pytest.fixture
def rows(
    acme: Client, globex: Client, initech: Client, hold_seats: HoldSeats, bill_seats: BillSeats
) -> dict[str, dict[str, UUID]]:
    """A booking and an invoice of each client; an invoice comes with a lease of its own."""
    return {
        client.name: {
            "booking": hold_seats(seat, client=client).pk,
            "invoice": (document := bill_seats(client)).pk,
            "lease": cast(UUID, document.booking_id),
        }
        for client, seat in ((acme, "A1"), (globex, "B1"), (initech, "B3"))
    }


# Whom each key acts for.
SEES = {"acme": "Acme", "globex": "Globex", "petra": "Initech"}


@pytest.mark.parametrize("who", SEES)
def test_lists_hold_what_the_key_may_see(
    ask: Ask, keys: dict[str, str], rows: dict[str, dict[str, UUID]], who: str
) -> None:
    own = rows[SEES[who]]
    assert [row["name"] for row in ask("clients/", keys[who]).results] == [SEES[who]]
    assert {row["id"] for row in ask("bookings/", keys[who]).results} == {str(own["booking"]), str(own["lease"])}
    assert [row["id"] for row in ask("invoices/", keys[who]).results] == [str(own["invoice"])]


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize(("path", "noun"), [row for row in OWN if row[1]])
def test_one_of_somebody_elses_does_not_exist(
    ask: Ask, keys: dict[str, str], rows: dict[str, dict[str, UUID]], who: str, path: str, noun: str
) -> None:
    for client, ids in rows.items():
        answer = ask(path.format(ids[noun]), keys[who])
        assert answer.status == (200 if client == SEES[who] else 404)


@pytest.mark.parametrize("noun", ["bookings/", "invoices/"])
def test_filters_open_no_window(
    ask: Ask, keys: dict[str, str], rows: dict[str, dict[str, UUID]], globex: Client, noun: str
) -> None:
    assert ask(noun, keys["acme"], client=str(globex.pk)).results == []
    own = ask(noun, keys["globex"], client=str(globex.pk)).results
    assert own


@pytest.mark.parametrize(("path", "noun"), OWN)
def test_a_scope_opens_its_noun_and_no_other(
    ask: Ask,
    acme: Client,
    issue_key: IssueKey,
    rows: dict[str, dict[str, UUID]],
    path: str,
    noun: str | None,
) -> None:
    address = path.format(rows["Acme"][noun]) if noun else path
    needed = next(scope for start, scope in SCOPES.items() if path.startswith(start))
    for scope in SCOPES.values():
        answer = ask(address, issue_key(acme, scopes=[scope]))
        assert answer.status == (200 if scope == needed else 403)
        if scope != needed:
            assert answer.code == "scope_missing"
            assert answer.body["scope"] == needed


@pytest.mark.parametrize("path", ON_OFFER)
def test_any_key_may_read_what_is_on_offer(ask: Ask, acme: Client, issue_key: IssueKey, path: str) -> None:
    assert ask(path, issue_key(acme, scopes=[])).status == 200


@pytest.mark.parametrize(
    "path", ["me/", "facilities/", "shifts/", "packages/", "availability/", *[path for path, _ in OWN]]
)
def test_everything_needs_a_key(ask: Ask, path: str) -> None:
    answer = ask(path.format("01890a5d-ac96-774b-bcce-b302099a8057"))
    assert (answer.status, answer.code) == (401, "key_missing")


def test_what_concerns_a_client_is_kept_by_nobody(
    ask: Ask, keys: dict[str, str], rows: dict[str, dict[str, UUID]]
) -> None:
    own = rows["Acme"]
    answers: Callable[[str], Answer] = lambda path: ask(path, keys["acme"])  # noqa: E731
    for path in ("me/", *[path.format(own[noun]) if noun else path for path, noun in OWN]):
        assert answers(path).headers["Cache-Control"] == "private, no-store"
