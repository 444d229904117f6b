"""An open floor plan stays true: what others do is told once, and what is lost comes with a way on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, User
from facilities.models import Facility
from tests import factories
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

LIVE = "/facilities/cebu/plan/live/"
LOST = "/facilities/cebu/plan/lost/"
WISH = {"shift": "day", "start": "2026-12-01", "months": "12"}


@pytest.fixture
def visitor() -> HttpClient:
    return HttpClient()


def ask(browser: HttpClient, known: str = "", **wish: Any) -> HttpResponse:
    headers = {"If-None-Match": known} if known else {}
    return browser.get(LIVE, WISH | wish, headers=headers)  # type: ignore[return-value]


class TestWhatIsTold:
    def test_every_seat_and_how_it_stands(self, visitor: HttpClient, hold_seats: HoldSeats, globex: Client) -> None:
        hold_seats("A1", client=globex)
        answer = ask(visitor).json()  # type: ignore[attr-defined]
        assert len(answer["seats"]) == 12
        assert answer["seats"]["A1"] == ["held", "on hold"]
        assert answer["seats"]["A2"] == ["free", "free"]
        assert answer["floors"] == {"1": "11 free"}
        assert "Globex" not in str(answer)

    def test_nothing_new_is_not_told_again(self, visitor: HttpClient) -> None:
        first = ask(visitor)
        again = ask(visitor, first["ETag"])
        assert (again.status_code, again.content) == (304, b"")

    def test_what_others_do_is_told(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        first = ask(visitor)
        hold_seats("A1")
        again = ask(visitor, first["ETag"])
        assert again.json()["seats"]["A1"][0] == "held"  # type: ignore[attr-defined]

    def test_members_and_strangers_are_told_apart(
        self, visitor: HttpClient, alice: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        hold_seats("A1")
        stranger, member = ask(visitor), ask(sign_in(alice))
        assert stranger["ETag"] != member["ETag"]
        assert member.json()["seats"]["A1"][0] == "yours"  # type: ignore[attr-defined]
        assert "private" in member["Cache-Control"]
        assert "Cookie" in member["Vary"]

    def test_another_wish_is_another_answer(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats("A1")
        assert ask(visitor, ask(visitor)["ETag"], shift="night").status_code == 200

    def test_nothing_new_costs_a_few_queries_however_large_the_floor(self, visitor: HttpClient, cebu: Facility) -> None:
        factories.make_room(cebu, "Annex", dict.fromkeys("CDEFGHIJKLMN", 10))
        known = ask(visitor)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            assert ask(visitor, known).status_code == 304
        assert len(queries) == 2

    def test_a_wish_it_cannot_read_is_refused(self, visitor: HttpClient) -> None:
        assert ask(visitor, start="soon").status_code == 422

    def test_a_facility_that_is_not_listed_tells_nothing(self, visitor: HttpClient, cebu: Facility) -> None:
        Facility.objects.filter(pk=cebu.pk).update(is_listed=False)
        assert ask(visitor).status_code == 404


class TestWhatIsLost:
    def lose(self, browser: HttpClient, *gone: str, seat: tuple[str, ...] = ()) -> str:
        response = browser.post(LOST, WISH | {"gone": list(gone), "seat": list(seat)})
        assert response.status_code == 200
        return response.content.decode()

    def test_the_nearest_free_seat_is_one_click_away(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats("A2")
        page = self.lose(visitor, "A2", seat=("A1", "A2"))
        assert "A2 has just been taken." in page
        assert 'data-take="A3"' in page
        assert "Take A3 instead" in page
        assert "pick=A1,A3" in page, "without the script's help the link leads to the plan with it"

    def test_several_are_told_together(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats("A1", "A2")
        page = self.lose(visitor, "A1", "A2", seat=("A3",))
        assert "A1, A2 have just been taken." in page
        assert 'data-take="B1,B2"' in page

    def test_where_nothing_is_left_it_says_so(self, visitor: HttpClient, hold_seats: HoldSeats) -> None:
        hold_seats(seats=12)
        page = self.lose(visitor, "A1")
        assert "Nothing else is free here for these days and this shift." in page
        assert "data-take" not in page

    def test_seats_that_do_not_exist_are_not_spoken_of(self, visitor: HttpClient) -> None:
        assert self.lose(visitor, "Z99").strip() == ""
        both = self.lose(visitor, "A1", "Z99")
        assert "A1" in both
        assert "Z99" not in both
