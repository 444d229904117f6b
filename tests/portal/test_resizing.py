"""Seats more or fewer: the effect first, to the cent what is billed, then the operation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.actors import SYSTEM, Person, Staff
from accounts.models import Client, User
from billing.operations import bill_booking
from bookings import operations
from bookings.changes import AddSeats, RemoveSeats
from bookings.enums import BookingState
from bookings.models import Allocation, Booking
from facilities.enums import Purpose
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.operations import Sold, occupy
from tests import factories
from tests.billing.rows import DECEMBER, JANUARY, make_lease
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lease(acme: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Four seats at PHP 9,000 from 1 December 2026, three of them committed, PHP 1,500 set-up for each more."""
    booking = make_lease(
        acme, place, day_shift, standard, seats=4, setup_rate=Decimal(1500), committed_seats=3,
        state=BookingState.CONFIRMED,
    )  # fmt: skip
    taken = [
        Sold(seat.workstation, seat.pk, booking.slots(seat.days)) for seat in booking.allocations.all() if seat.days
    ]
    occupy(claim=booking.pk, client=acme, purpose=Purpose.LEASE, seats=taken)
    factories.make_room(place, "Spare", {"Z": 3})
    return booking


def add(seats: int, on: str = "2026-12-17") -> dict[str, str]:
    return {"seats": str(seats), "effective_on": on}


class TestAdding:
    def test_the_effect_is_shown_to_the_cent(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        page = sign_in(alice).get(reverse("portal:booking-add-seats", args=[lease.pk]), add(2)).context["page"]
        effect = page.effect
        # 2 seats × 15 of 31 days × 9,000.00, and 2 × 1,500.00 once.
        assert effect.first_net == Decimal("8709.68") + 3000
        assert (effect.setup_net, effect.monthly_before, effect.monthly_after) == (3000, 36000, 54000)
        assert (effect.seats_before, effect.seats_after) == (4, 6)
        assert sorted(seat.workstation for seat in effect.begins) == sorted(effect.change.workstations)
        assert Allocation.objects.count() == 4

    def test_what_was_shown_is_what_is_billed(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        bill_booking(booking=lease, month=DECEMBER, issue_on=date(2026, 11, 23), actor=SYSTEM, now=lease.held_at)
        wanted = AddSeats(date(2026, 12, 17), seats=2)
        shown = operations.preview(booking=lease, change=wanted, actor=Person(alice), now=lease.held_at)
        answer = sign_in(alice).post(reverse("portal:booking-add-seats", args=[lease.pk]), add(2))
        assert answer.headers["Location"] == reverse("portal:booking", args=[lease.pk])
        lease.refresh_from_db()
        document = bill_booking(
            booking=lease, month=JANUARY, issue_on=date(2026, 11, 23), actor=SYSTEM, now=lease.held_at
        )
        assert document is not None
        assert document.net == shown.first_net + shown.monthly_after

    def test_more_than_there_are_is_said_before_and_refused_after(
        self, alice: User, lease: Booking, sign_in: SignIn
    ) -> None:
        browser, path = sign_in(alice), reverse("portal:booking-add-seats", args=[lease.pk])
        page = browser.get(path, add(4)).content.decode()
        assert "Only 3 more seats are free" in page
        assert "Add 4 seats from" not in page
        answer = browser.post(path, add(4))
        assert answer.status_code == 422
        assert "Only 3 of the 4 seats" in answer.context["page"].form.errors["seats"][0]
        assert 'value="4"' in answer.content.decode()

    @pytest.mark.parametrize("typed", [add(0), add(2, "2026-11-01"), add(2, "soon"), add(501)])
    def test_what_cant_be_shows_no_effect(
        self, alice: User, lease: Booking, typed: dict[str, str], sign_in: SignIn
    ) -> None:
        answer = sign_in(alice).get(reverse("portal:booking-add-seats", args=[lease.pk]), typed)
        assert answer.status_code == 422
        assert answer.context["page"].effect is None

    def test_a_viewer_may_not(self, victor: User, lease: Booking, sign_in: SignIn) -> None:
        answer = sign_in(victor).post(reverse("portal:booking-add-seats", args=[lease.pk]), add(1))
        assert answer.status_code == 422
        assert "Your role in this company" in answer.content.decode()

    def test_a_hold_gets_no_more(self, alice: User, hold_seats: HoldSeats, sign_in: SignIn) -> None:
        held = hold_seats("A1")
        answer = sign_in(alice).post(reverse("portal:booking-add-seats", args=[held.pk]), add(1))
        assert answer.status_code == 422


class TestGivingBack:
    def test_the_effect_counts_what_stays_committed(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        going = [str(seat) for seat in lease.allocations.values_list("workstation", flat=True)[:2]]
        path, browser = reverse("portal:booking-give-back", args=[lease.pk]), sign_in(alice)
        asked: dict[str, Any] = {"workstations": going, "effective_on": "2027-01-01"}
        # Three are committed, so what would be refused is not shown as if it could be had.
        for answer in (browser.get(path, asked), browser.post(path, asked)):
            assert answer.status_code == 422
            assert answer.context["page"].effect is None
            assert "at most 1 can go before" in answer.content.decode()
        effect = browser.get(path, {**asked, "workstations": going[:1]}).context["page"].effect
        assert (effect.seats_before, effect.seats_after) == (4, 3)
        assert (effect.monthly_before, effect.monthly_after) == (36000, 27000)

    def test_of_fewer_than_committed_the_commitment_is_billed(self, opal: User, lease: Booking) -> None:
        going = tuple(lease.allocations.values_list("workstation", flat=True)[:2])
        effect = operations.preview(
            booking=lease, change=RemoveSeats(JANUARY, going), actor=Staff(opal), now=lease.held_at
        )
        assert (effect.seats_before, effect.seats_after) == (4, 2)
        assert effect.monthly_before == 36000
        assert effect.monthly_after == 27000

    def test_the_seats_of_the_day_are_offered(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser, path = sign_in(alice), reverse("portal:booking-give-back", args=[lease.pk])
        seat = lease.allocations.values_list("workstation", flat=True)[0]
        asked: dict[str, Any] = {"workstations": [str(seat)], "effective_on": "2026-12-15"}
        browser.post(path, asked)
        for day, offered in (("2026-12-14", 4), ("2026-12-15", 3), ("2027-02-01", 3)):
            page = browser.get(path, {**asked, "effective_on": day}).context["page"]
            assert len(page.form.seats) == offered
            assert (page.effect is not None) == (offered == 4)

    def test_a_seat_goes_back_on_its_day(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        seat = Workstation.objects.get(pk=lease.allocations.values_list("workstation", flat=True)[0])
        browser = sign_in(alice)
        browser.post(
            reverse("portal:booking-give-back", args=[lease.pk]),
            {"workstations": [seat.pk], "effective_on": "2027-01-01"},
        )
        assert lease.allocations.get(workstation=seat).days.last == date(2026, 12, 31)
        story = browser.get(reverse("portal:booking", args=[lease.pk])).context["view"].timeline
        assert story[0].what == f"1 seat given back from 1 Jan 2027: {seat.code}."

    def test_a_strangers_seat_is_no_choice(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        other = Workstation.objects.filter(room__name="Spare")[0]
        asked = {"workstations": [other.pk], "effective_on": "2027-01-01"}
        answer = sign_in(alice).post(reverse("portal:booking-give-back", args=[lease.pk]), asked)
        assert list(answer.context["page"].form.errors) == ["workstations"]


@pytest.mark.parametrize("name", ["booking-add-seats", "booking-give-back"])
def test_for_an_outsider_it_does_not_exist(mallory: User, lease: Booking, name: str, sign_in: SignIn) -> None:
    path = reverse(f"portal:{name}", args=[lease.pk])
    assert sign_in(mallory).get(path).status_code == 404
    assert sign_in(mallory).post(path, add(1)).status_code == 404
