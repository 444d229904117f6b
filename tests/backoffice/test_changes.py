"""Staff change a lease for its client: they see what the client would see, then do it, and the client reads why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as HttpClient
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from billing.queries.drafts import next_issue
from bookings.enums import BookingState
from bookings.models import Allocation, Booking
from facilities.models import Facility, Workstation
from outbox.models import Message
from tests import factories
from tests.backoffice.conftest import page_of
from tests.billing.rows import make_philippine_rates
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats, SignIn

S = BookingState
TODAY = "2026-11-23"


@pytest.fixture
def lease_of_acme(hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A1 and A2 since Monday, renewing by themselves."""
    return bring(hold_seats("A1", "A2", start=date(2026, 11, 23)), S.ACTIVE)


def address(booking: Booking, kind: str) -> str:
    return reverse("admin:booking-change", args=[booking.pk, kind])


def moving(booking: Booking, *codes: str, day: str = TODAY) -> str:
    """Where other pages lead: the seats and the day stand in the address."""
    seats = "".join(f"&seats={code}" for code in codes)
    return address(booking, "move-seats") + f"?effective_on={day}{seats}"


def make(browser: HttpClient, booking: Booking, kind: str, **typed: Any) -> tuple[int, str]:
    """Look, then do what was shown; the status and the page that comes back."""
    seen: Any = browser.post(address(booking, kind), {**typed, "look": "1"})
    preview = seen.context["preview"]
    if preview is None:
        return seen.status_code, seen.content.decode()
    answer = browser.post(address(booking, kind), {**typed, "digest": preview.digest}, follow=True)
    booking.refresh_from_db()
    return answer.status_code, answer.content.decode()


def seats_of(booking: Booking) -> set[str]:
    rows = Allocation.objects.filter(booking=booking).on(date(2026, 12, 1))
    return set(rows.values_list("workstation__code", flat=True))


# --- What is offered -------------------------------------------------------------------------------------------


def test_the_bookings_page_offers_what_can_be_done(
    desk: HttpClient, lease_of_acme: Booking, hold_seats: HoldSeats, bring: Bring
) -> None:
    page = desk.get(page_of(lease_of_acme)).content.decode()
    for kind in ("add-seats", "remove-seats", "move-seats", "notice", "terminate"):
        assert address(lease_of_acme, kind) in page
    assert address(lease_of_acme, "withdraw-notice") not in page
    request = bring(hold_seats("B1"), S.SUBMITTED)
    assert "/changes/" not in desk.get(page_of(request)).content.decode()


def test_what_can_not_be_done_is_said(desk: HttpClient, request_of_acme: Booking) -> None:
    page = desk.get(moving(request_of_acme, "A1"))
    assert page.status_code == 200
    assert "Reload the page to see what has changed." in page.content.decode()
    assert 'name="digest"' not in page.content.decode()
    assert desk.post(moving(request_of_acme, "A1"), {"digest": "x"}).status_code == 422


def test_whoever_has_no_duty_changes_nothing(sign_in: SignIn, nils: User, lease_of_acme: Booking) -> None:
    assert sign_in(nils).get(moving(lease_of_acme, "A1")).status_code == 403
    assert sign_in(nils).post(address(lease_of_acme, "notice"), {"digest": "x"}).status_code == 403


def test_what_is_no_kind_of_change_does_not_exist(desk: HttpClient, lease_of_acme: Booking) -> None:
    assert desk.get(address(lease_of_acme, "nonsense")).status_code == 404


# --- Figures first ---------------------------------------------------------------------------------------------


def test_staff_see_the_clients_figures_before(desk: HttpClient, lease_of_acme: Booking) -> None:
    make_philippine_rates()
    seen: Any = desk.post(address(lease_of_acme, "add-seats"), {"effective_on": "2027-01-01", "seats": "2"})
    preview = seen.context["preview"]
    assert (preview.monthly.gross_before, preview.monthly.gross_after) == (20160, 40320)
    page = seen.content.decode()
    assert "40,320.00" in page
    assert "Nothing is charged or credited." not in page
    assert seats_of(lease_of_acme) == {"A1", "A2"}


def test_a_termination_shows_what_it_costs(desk: HttpClient, lease_of_acme: Booking) -> None:
    make_philippine_rates()
    typed = {"last_day": "2026-12-31", "reason": "Unpaid invoices."}
    preview: Any = desk.post(address(lease_of_acme, "terminate"), typed).context["preview"]
    assert (preview.monthly.issue.month, preview.monthly.gross_after) == (date(2027, 2, 1), 0)
    assert preview.lease.after.days.last == date(2026, 12, 31)


def test_what_has_changed_meanwhile_is_shown_anew(
    desk: HttpClient, lease_of_acme: Booking, seats: dict[str, Workstation], opal: User
) -> None:
    typed = {"effective_on": "2027-01-01", "workstations": "B3"}
    old: Any = desk.post(address(lease_of_acme, "add-seats"), typed).context["preview"]
    changes.remove_seats(
        booking=lease_of_acme, effective_on=date(2026, 12, 15), workstations=[seats["A2"].pk],
        actor=Staff(opal), now=lease_of_acme.held_at,
    )  # fmt: skip
    seen: Any = desk.post(address(lease_of_acme, "add-seats"), typed | {"digest": old.digest})
    assert seen.status_code == 422
    assert "Look at the new figures" in seen.content.decode()
    assert 'value="B3"' in seen.content.decode()
    assert (old.lease.seats_after, seen.context["preview"].lease.seats_after) == (3, 2)


# --- Changing a lease ------------------------------------------------------------------------------------------


def test_seats_are_added_by_number_and_by_name(desk: HttpClient, lease_of_acme: Booking) -> None:
    make(desk, lease_of_acme, "add-seats", effective_on="2026-12-01", seats="2")
    make(desk, lease_of_acme, "add-seats", effective_on="2026-12-01", workstations="B3, B4")
    codes = lease_of_acme.allocations.values_list("workstation__code", flat=True)
    assert len(codes) == 6
    assert {"B3", "B4"} <= set(codes)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"seats": "40"}, "Only 10 of the 40 seats you asked for are free"),
        ({"workstations": "Z9"}, "Some of these seats are not in this facility"),
        ({}, "Say how many seats, or which; one of them."),
        ({"seats": "1", "workstations": "B1"}, "Say how many seats, or which; one of them."),
    ],
)
def test_seats_that_can_not_be_added_are_refused_in_words(
    desk: HttpClient, lease_of_acme: Booking, typed: dict[str, str], sentence: str
) -> None:
    status, page = make(desk, lease_of_acme, "add-seats", effective_on="2026-12-01", **typed)
    assert status == 422
    assert sentence in page
    assert lease_of_acme.allocations.count() == 2


def test_seats_are_removed(desk: HttpClient, lease_of_acme: Booking) -> None:
    make(desk, lease_of_acme, "remove-seats", effective_on="2027-02-01", seats=["A2"])
    ends = {row.workstation.code: row.days.end for row in lease_of_acme.allocations.select_related("workstation")}
    assert ends == {"A1": None, "A2": date(2027, 2, 1)}


def test_notice_is_given_and_withdrawn_for_the_client(desk: HttpClient, lease_of_acme: Booking) -> None:
    make(desk, lease_of_acme, "notice")
    assert lease_of_acme.state == S.NOTICE_GIVEN
    make(desk, lease_of_acme, "withdraw-notice")
    assert lease_of_acme.state == S.ACTIVE


def test_a_lease_is_terminated_with_a_reason(desk: HttpClient, lease_of_acme: Booking) -> None:
    status, page = make(desk, lease_of_acme, "terminate", last_day="2026-12-31", reason="")
    assert (status, lease_of_acme.state) == (422, S.ACTIVE)
    assert 'value="2026-12-31"' in page
    make(desk, lease_of_acme, "terminate", last_day="2026-12-31", reason="Unpaid invoices.")
    assert lease_of_acme.state == S.TERMINATED
    assert lease_of_acme.days.last == date(2026, 12, 31)


def test_what_is_planned_is_listed_with_its_effect_and_undone(desk: HttpClient, lease_of_acme: Booking) -> None:
    make_philippine_rates()
    make(desk, lease_of_acme, "add-seats", effective_on="2027-01-01", workstations="B3")
    page: Any = desk.get(page_of(lease_of_acme))
    [row] = page.context["planned"]
    assert (row.sentence, row.change.monthly_gross) == ("1 seat added from 1 Jan 2027: B3.", Decimal(10080))
    assert row.undo_href in page.content.decode()
    assert next_issue(lease_of_acme, now=lease_of_acme.held_at).month == date(2026, 11, 1)
    number = row.change.amendment.number
    status, _page = make(desk, lease_of_acme, "undo", number=number)
    assert status == 200
    again: Any = desk.get(page_of(lease_of_acme))
    assert again.context["planned"] == []
    assert "B3" not in seats_of(lease_of_acme)
    assert "withdrawn already" in desk.get(address(lease_of_acme, "undo") + f"?number={number}").content.decode()


# --- Moving ----------------------------------------------------------------------------------------------------


def test_the_nearest_free_seats_are_proposed_before_anything_moves(desk: HttpClient, lease_of_acme: Booking) -> None:
    page = desk.get(moving(lease_of_acme, "A1", "A2")).content.decode()
    assert "10 seats are free" in page
    assert 'value="B1"' in page
    assert "A2 → B2" in page
    assert seats_of(lease_of_acme) == {"A1", "A2"}


def test_typed_seats_are_looked_at_and_then_moved(desk: HttpClient, lease_of_acme: Booking, olga: User) -> None:
    typed = {
        "effective_on": TODAY, "seats": ["A1", "A2"], "to-A1": "B4", "to-A2": "", "reason": "The wall is painted."
    }  # fmt: skip
    page: Any = desk.post(address(lease_of_acme, "move-seats"), {**typed, "look": "1"})
    assert "A1 → B4" in page.content.decode()
    assert seats_of(lease_of_acme) == {"A1", "A2"}
    _status, done = make(desk, lease_of_acme, "move-seats", **typed)
    assert "Seats moved." in done
    assert seats_of(lease_of_acme) == {"B4", "A3"}
    mail = Message.objects.get(to=olga.email, kind="bookings.amended")
    assert "A1 → B4, A2 → A3" in mail.text
    assert "The wall is painted." in mail.text


def test_a_taken_seat_is_refused_beside_what_was_typed(
    desk: HttpClient, lease_of_acme: Booking, hold_seats: HoldSeats, globex: Client
) -> None:
    hold_seats("B1", client=globex)
    typed = {"effective_on": TODAY, "seats": ["A1"], "to-A1": "B1", "reason": "Painting.", "digest": "x"}
    answer = desk.post(address(lease_of_acme, "move-seats"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "B1: just taken for some of these hours. The nearest free seats are B2." in page
    assert 'value="B1"' in page
    assert "Painting." in page


def test_a_seat_that_is_not_there_is_refused_beside_it(desk: HttpClient, lease_of_acme: Booking) -> None:
    typed = {"effective_on": TODAY, "seats": ["A1"], "to-A1": "Z9", "reason": "Painting.", "digest": "x"}
    answer = desk.post(address(lease_of_acme, "move-seats"), typed)
    assert answer.status_code == 422
    assert "There is no such seat here." in answer.content.decode()


def test_no_reason_no_move(desk: HttpClient, lease_of_acme: Booking) -> None:
    typed = {"effective_on": TODAY, "seats": ["A1"], "to-A1": "B1", "reason": "", "digest": "x"}
    answer = desk.post(address(lease_of_acme, "move-seats"), typed)
    assert answer.status_code == 422
    assert "Say why; the client reads it." in answer.content.decode()


@pytest.mark.parametrize("asked", ["?effective_on=&seats=A1", "?effective_on=soon&seats=A1", f"?effective_on={TODAY}"])
def test_an_unclear_question_is_said(desk: HttpClient, lease_of_acme: Booking, asked: str) -> None:
    answer = desk.get(address(lease_of_acme, "move-seats") + asked)
    assert answer.status_code == 422


def test_more_seats_cost_no_more_queries(
    desk: HttpClient,
    cebu: Facility,
    hold_seats: HoldSeats,
    bring: Bring,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.make_room(cebu, "Annex", {"X": 40, "Y": 40})
    few = bring(hold_seats("A1", "A2", start=date(2026, 11, 23)), BookingState.ACTIVE)
    desk.get(moving(few, "A1"))
    with django_assert_max_num_queries(100) as with_few:
        desk.get(moving(few, "A1", "A2"))
    codes = [f"X{n}" for n in range(1, 31)]
    ids = list(Workstation.objects.filter(code__in=codes).values_list("pk", flat=True))
    changes.add_seats(booking=few, effective_on=date(2026, 11, 23), workstations=ids, actor=SYSTEM, now=few.held_at)
    with django_assert_max_num_queries(len(with_few)):
        page = desk.get(moving(few, *codes))
    assert "X30" in page.content.decode()
