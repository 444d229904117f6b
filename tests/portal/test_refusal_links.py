"""After a refusal: the one link that leads on."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.errors import DetailsMissing, NotAllowed
from bookings import errors
from bookings.seat_requests import SeatRequest
from facilities.errors import NotPriced, RoomExclusive, SeatTaken
from facilities.models import Facility, ShiftPattern
from kernel.refusal import Refusal
from portal.refusal_links import refusal_link
from portal.request_links import RequestLinks

CEBU = Facility(slug="cebu", name="Cebu")
REQUEST = SeatRequest(pattern=ShiftPattern(slug="day"), start=date(2026, 12, 1), months=12)
LINKS = RequestLinks(REQUEST, picks=("A1", "A2"))


@pytest.mark.parametrize(
    ("refusal", "label", "address"),
    [
        (errors.SeatsTaken(seats=["A1"], alternative=["B1"]), "Take B1 instead", "pick=A2,B1"),
        (errors.NotEnoughSeats(asked=9, free=4), "Take the 4 seats that are free", "seats=4"),
        (errors.NotEnoughSeats(asked=9, free=0), "See other days and places", "/search/?"),
        (errors.TooFewSeats(minimum=5), "Choose 5 seats", "seats=5"),
        (errors.TermTooShort(minimum=24), "Take 24 months", "months=24"),
        (errors.TooManyHolds(limit=3), "See your holds", "/bookings/"),
        (errors.NoneLeft(seats=["A1"]), "See other days and places", "/search/?"),
        (SeatTaken(), "See other days and places", "/search/?"),
        (DetailsMissing(), "Company details", "/company/"),
    ],
)
def test_what_can_be_done_instead_is_a_link(refusal: Refusal, label: str, address: str) -> None:
    link = refusal_link(refusal, LINKS, CEBU)
    assert link is not None
    assert link.label == label
    assert address in link.href


@pytest.mark.parametrize("refusal", [NotAllowed(), NotPriced(), RoomExclusive()])
def test_where_words_are_all_there_is_no_link(refusal: Refusal) -> None:
    assert str(refusal).endswith(".")
    assert refusal_link(refusal, LINKS, CEBU) is None


def test_asking_for_a_number_lets_go_of_seats_named() -> None:
    link = refusal_link(errors.TooFewSeats(minimum=5), LINKS, CEBU)
    assert link is not None
    assert "pick=" not in link.href
