"""A company's bookings: the list, the page of one, leaving and staying."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from billing.models import Document
from bookings.enums import BookingState
from bookings.models import Booking
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def running(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """Four of acme's seats, since a month before today, for six months at a time."""
    held = hold_seats("A1", "A2", "A3", "A4", start=date(2026, 10, 23), now=datetime.fromisoformat("2026-10-01T02:00Z"))
    return bring(held, BookingState.ACTIVE, now=datetime.fromisoformat("2026-10-02T02:00Z"))


def give_notice(browser: HttpClient, booking: Booking, last_day: str) -> Any:
    """Look what it brings about, then give it."""
    path = reverse("portal:booking-change", args=[booking.pk, "notice"])
    shown: Any = browser.get(path, {"last_day": last_day}).context["page"]
    return browser.post(path, {"last_day": last_day, "digest": shown.preview.digest})


class TestTheList:
    def test_it_shows_where_seats_stand_and_what_they_cost(
        self, alice: User, running: Booking, sign_in: SignIn
    ) -> None:
        page = sign_in(alice).get(reverse("portal:bookings"))
        row = page.context["list"].rows[0]
        assert (row.booking, row.seats, row.currency, row.monthly_net) == (running, 4, "PHP", 36000)
        # Half a year from 23 October, and 60 days before its end.
        assert row.notice_deadline == date(2027, 2, 22)
        assert "PHP&nbsp;36,000.00" in page.content.decode()

    def test_a_tab_shows_one_group(self, alice: User, running: Booking, hold_seats: HoldSeats, sign_in: SignIn) -> None:
        held = hold_seats("B1")
        for group, found in {"running": [running], "requests": [held], "past": [], "": [held, running]}.items():
            page = sign_in(alice).get(reverse("portal:bookings"), {"show": group})
            assert [row.booking for row in page.context["list"].rows] == found

    def test_thirty_rows_cost_as_many_queries_as_three(
        self, alice: User, hold_seats: HoldSeats, sign_in: SignIn
    ) -> None:
        browser = sign_in(alice)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                browser.get(reverse("portal:bookings"))
            return len(captured)

        def hold(month: int) -> None:
            hold_seats("A1", start=date(2027, 1, 1) + timedelta(days=32 * month), months=1, auto_renews=False)

        for month in range(3):
            hold(month)
        few = queries()
        for month in range(3, 20):
            hold(month)
        assert queries() == few

    def test_the_file_has_every_row_and_plain_numbers(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        answer = sign_in(alice).get(reverse("portal:bookings-csv"))
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0]["Reference"] == running.reference
        assert rows[0]["Monthly price, net"] == "36000.00"
        assert rows[0]["First day"] == "2026-10-23"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bookings.csv"'

    def test_a_spreadsheet_takes_no_cell_for_a_formula(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        running.facility.name = "=HYPERLINK(1)"
        running.facility.save()
        answer = sign_in(alice).get(reverse("portal:bookings-csv"))
        assert "'=HYPERLINK(1)" in answer.content.decode()

    def test_nothing_yet_leads_to_the_search(self, alice: User, sign_in: SignIn) -> None:
        page = sign_in(alice).get(reverse("portal:bookings")).content.decode()
        assert reverse("portal:search") in page
        assert "No bookings yet" in page


class TestThePage:
    @pytest.mark.parametrize("state", list(BookingState))
    def test_every_state_says_what_it_means(
        self, alice: User, state: BookingState, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
    ) -> None:
        booking = bring(hold_seats("A1", "A2"), state)
        page = sign_in(alice).get(reverse("portal:booking", args=[booking.pk]))
        assert page.status_code == 200
        assert booking.reference in page.content.decode()

    def test_it_draws_the_seats_and_lists_them_by_room(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        page = sign_in(alice).get(reverse("portal:booking", args=[running.pk]))
        rooms = page.context["view"].rooms
        assert [(room.room, room.codes) for room in rooms] == [("Main floor", ["A1", "A2", "A3", "A4"])]
        assert page.content.decode().count("data-own") == 4

    def test_the_story_says_who_and_hides_names_of_staff(
        self, alice: User, running: Booking, opal: User, sign_in: SignIn
    ) -> None:
        from accounts.actors import Staff
        from tests.bookings import changes

        changes.terminate(
            booking=running, last_day=date(2026, 11, 30), reason="The roof leaks.", actor=Staff(opal),
            now=datetime.fromisoformat("2026-11-23T02:00Z"),
        )  # fmt: skip
        story = sign_in(alice).get(reverse("portal:booking", args=[running.pk])).context["view"].timeline
        assert story[-1].what == "Seats held"
        assert story[-1].note == "A1, A2, A3, A4"
        ended = next(entry for entry in story if entry.what == "Terminated")
        assert "The roof leaks." in ended.note
        assert {entry.who for entry in story} == {"", "our team"}

    def test_documents_are_called_what_they_call_themselves(
        self, alice: User, invoice: Document, sign_in: SignIn
    ) -> None:
        page = sign_in(alice).get(reverse("portal:booking", args=[invoice.booking_id]))
        assert page.context["view"].documents == [(invoice, "Billing statement")]

    def test_the_calendar_file_has_both_days(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        answer = sign_in(alice).get(reverse("portal:booking-calendar", args=[running.pk]))
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [event.decoded("dtstart") for event in events] == [date(2026, 10, 23), date(2027, 2, 22)]


class TestLeaving:
    def test_the_effect_is_shown_before_anything_is_final(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        page = sign_in(alice).get(reverse("portal:booking-change", args=[running.pk, "notice"]))
        effect = page.context["page"].preview.lease
        assert effect.entry.last_day == date(2027, 4, 22)
        # 4 seats × PHP 9,000.00 × 22 of 30 days.
        assert effect.after.month_net(date(2027, 4, 1)) == 26400
        assert "Give notice for 22 Apr 2027" in page.content.decode()
        running.refresh_from_db()
        assert running.state == BookingState.ACTIVE

    def test_notice_ends_the_lease_with_its_term(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        answer = give_notice(sign_in(alice), running, "2027-04-22")
        assert answer.headers["Location"] == reverse("portal:booking", args=[running.pk])
        running.refresh_from_db()
        assert (running.state, running.days.last) == (BookingState.NOTICE_GIVEN, date(2027, 4, 22))

    def test_too_early_a_day_is_refused_beside_the_field(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        path = reverse("portal:booking-change", args=[running.pk, "notice"])
        answer = sign_in(alice).post(path, {"last_day": "2026-12-31", "digest": "x"})
        assert answer.status_code == 422
        assert "22 Apr 2027 at the earliest" in answer.context["page"].form.errors["last_day"][0]
        assert 'value="2026-12-31"' in answer.content.decode()

    def test_notice_can_be_withdrawn(self, alice: User, running: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        give_notice(browser, running, "2027-04-22")
        [row] = browser.get(reverse("portal:booking", args=[running.pk])).context["view"].planned.rows
        shown = browser.get(row.undo_href).context["page"]
        browser.post(row.undo_href, {"digest": shown.preview.digest})
        running.refresh_from_db()
        assert (running.state, running.days.end) == (BookingState.ACTIVE, None)

    def test_a_request_is_cancelled_after_a_second_look(
        self, alice: User, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
    ) -> None:
        booking = bring(hold_seats("A1"), BookingState.SUBMITTED)
        browser = sign_in(alice)
        assert browser.get(reverse("portal:booking-cancel", args=[booking.pk])).status_code == 200
        browser.post(reverse("portal:booking-cancel", args=[booking.pk]), {"reason": "Plans changed"})
        booking.refresh_from_db()
        assert booking.state == BookingState.CANCELLED

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (BookingState.DECLINED, "those you asked for are filled"),
            (BookingState.EXPIRED, "those you asked for are filled"),
            (BookingState.ENDED, "those you had are filled"),
            (BookingState.SUBMITTED, "yours are filled"),
        ],
    )
    def test_seats_are_theirs_while_they_have_them(
        self, alice: User, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn, state: BookingState, said: str
    ) -> None:
        booking = bring(hold_seats("A1"), state)
        page = sign_in(alice).get(reverse("portal:booking", args=[booking.pk])).content.decode()
        assert said in page
        assert ("as of" in page) == ("Your seats on" in page) == (said == "yours are filled")

    def test_what_is_over_is_not_cancelled(
        self, alice: User, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
    ) -> None:
        booking = bring(hold_seats("A1"), BookingState.DECLINED)
        answer = sign_in(alice).post(reverse("portal:booking-cancel", args=[booking.pk]), {"reason": "Typed text"})
        assert answer.status_code == 422
        assert "Typed text" in answer.content.decode()
