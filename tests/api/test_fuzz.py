"""Whatever anybody asks is answered as described: never with a 500, never with a shape nobody was told of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Client
from api.documentation import description
from bookings.enums import BookingState
from facilities.models import Facility
from tests.api.conformance import faults_of
from tests.api.conftest import Ask, BillSeats
from tests.conftest import Bring, HoldSeats

PATHS = sorted(description()["paths"])

# What people mean, what they mistype, and what only a machine would send.
SENSIBLE = [
    "1",
    "25",
    "day",
    "night",
    "2026-12-01",
    "2027-01",
    "12",
    "true",
    "no",
    "cebu",
    "Cebu",
    "standard",
    "held",
    "-held_at",
]
ODD = ["", " ", "\x00", "é", "-1", "0", "1e9", "9" * 40, "0001-01-01", "9999-12-31", "null", "[]", "%", "2026-02-30"]
values = st.one_of(
    st.sampled_from(SENSIBLE),
    st.sampled_from(ODD),
    st.text(max_size=30),
    st.dates().map(str),
    st.integers().map(str),
    st.uuids().map(str),
)


@st.composite
def queries(draw: st.DrawFn, path: str) -> dict[str, Any]:
    """Parameters of an operation, most of them declared, some required ones missing, some made up."""
    declared = description()["paths"][path]["get"].get("parameters", [])
    query: dict[str, Any] = {}
    for parameter in declared:
        if parameter["in"] == "query" and (draw(st.integers(0, 9)) < (9 if parameter.get("required") else 4)):
            known = parameter["schema"].get("enum") or parameter["schema"].get("items", {}).get("enum")
            query[parameter["name"]] = draw(st.sampled_from(known) | values if known else values)
    if draw(st.integers(0, 9)) == 0:
        query[draw(st.text(max_size=8))] = draw(st.lists(values, max_size=2))
    return query


@pytest.fixture
def ids(acme: Client, cebu: Facility, hold_seats: HoldSeats, bring: Bring, bill_seats: BillSeats) -> dict[str, str]:
    """Something to find, by the noun its address begins with."""
    booking = bring(hold_seats("A1", "A2"), BookingState.ACTIVE)
    return {"facilities": str(cebu.pk), "bookings": str(booking.pk), "invoices": str(bill_seats(acme).pk)}


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_is_answered_as_described(ask: Ask, acme_key: str, ids: dict[str, str], path: str) -> None:
    documented = description()["paths"][path]["get"]["responses"]
    noun = path.split("/")[3]

    @settings(max_examples=settings().max_examples // 4)
    @given(query=queries(path), own=st.booleans(), stranger=st.uuids())
    def answered(query: dict[str, Any], own: bool, stranger: Any) -> None:
        address = path.replace("{id}", ids[noun] if own and noun in ids else str(stranger))
        answer = ask(address, acme_key, **query)
        assert str(answer.status) in documented.keys() - {"500", "503"}, (query, answer.body)
        if answer.type.endswith("json"):
            assert faults_of(answer, path) == [], query

    answered()
