"""A change of a lease by its client: what it brings about first, with tax, then just that; undone until it begins."""

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
from facilities.models import Facility, Package, ShiftPattern, Workstation
from tests.billing.rows import DECEMBER, JANUARY
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats, SignIn
from tests.portal.changes import address, codes_on, look, make, make_small_lease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lease(acme: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Four seats at PHP 9,000 from 1 December 2026, three of them committed, PHP 1,500 set-up for each more."""
    return make_small_lease(acme, place, day_shift, standard)


ON = "2026-12-17"


class TestAdding:
    def test_the_effect_is_shown_to_the_cent(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        answer = look(sign_in(alice), lease, "add-seats", seats=2, effective_on=ON)
        preview = answer.context["page"].preview
        effect = preview.lease
        # 2 seats × 15 of 31 days × 9,000.00, and 2 × 1,500.00 once.
        assert effect.first_net == Decimal("8709.68") + 3000
        assert (effect.setup_net, effect.monthly_before, effect.monthly_after) == (3000, 36000, 54000)
        assert (effect.seats_before, effect.seats_after) == (4, 6)
        assert (preview.monthly.gross_before, preview.monthly.gross_after) == (40320, 60480)
        assert preview.deposit.more == 36000
        assert Allocation.objects.count() == 4
        page = answer.content.decode()
        assert "Add 2 seats from 17 Dec 2026" in page
        assert "40,320.00" in page
        assert "60,480.00" in page

    def test_the_seats_are_named_before_and_had_after(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        shown = look(browser, lease, "add-seats", seats=2, effective_on=ON).context["page"].picker.picked
        assert len(shown) == 2
        make(browser, lease, "add-seats", seats=2, effective_on=ON)
        assert set(shown) < set(codes_on(lease, date(2026, 12, 17)))
        assert not set(shown) & set(codes_on(lease, date(2026, 12, 16)))

    def test_others_can_be_picked(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        picked = look(browser, lease, "add-seats", seat=["Z-03"], effective_on=ON).context["page"]
        free = [seat.code for zone in picked.picker.drawing.zones for seat in zone.seats if seat.is_free]
        page = look(browser, lease, "add-seats", seat=[free[-1]], effective_on=ON).context["page"]
        assert page.picker.picked == [free[-1]]
        assert page.preview.lease.seats_after == 5

    def test_what_was_shown_is_what_is_billed(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        bill_booking(booking=lease, month=DECEMBER, issue_on=date(2026, 11, 23), actor=SYSTEM, now=lease.held_at)
        wanted = AddSeats(date(2026, 12, 17), seats=2)
        shown = operations.preview(booking=lease, change=wanted, actor=Person(alice), now=lease.held_at)
        answer = make(sign_in(alice), lease, "add-seats", seats=2, effective_on=ON)
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
        browser = sign_in(alice)
        answer = look(browser, lease, "add-seats", seats=4, effective_on=ON)
        assert answer.status_code == 422
        assert "Only 3 of the 4 seats" in answer.content.decode()
        assert "Add 4 seats from" not in answer.content.decode()
        answer = make(browser, lease, "add-seats", seats=4, effective_on=ON)
        assert answer.status_code == 422
        assert "Only 3 of the 4 seats" in answer.context["page"].form.errors["seats"][0]
        assert 'value="4"' in answer.content.decode()

    @pytest.mark.parametrize(
        "typed",
        [{"seats": 0}, {"effective_on": "2026-11-01"}, {"effective_on": "soon"}, {"seats": 501}],
    )
    def test_what_cant_be_shows_no_effect(
        self, alice: User, lease: Booking, typed: dict[str, Any], sign_in: SignIn
    ) -> None:
        answer = look(sign_in(alice), lease, "add-seats", **{"seats": 2, "effective_on": ON, **typed})
        assert answer.status_code == 422
        assert answer.context["page"].preview is None

    def test_a_hold_gets_no_more(self, alice: User, hold_seats: HoldSeats, sign_in: SignIn) -> None:
        held = hold_seats("A1")
        browser = sign_in(alice)
        assert "This is on hold" in look(browser, held, "add-seats").content.decode()
        assert browser.post(address(held, "add-seats"), {"seats": 1, "digest": "x"}).status_code == 422

    def test_it_is_asked_again_when_something_has_changed(
        self, alice: User, opal: User, lease: Booking, sign_in: SignIn
    ) -> None:
        """The price fell between the look and the press: nothing is lost, the new figures stand there to be pressed."""
        browser = sign_in(alice)
        page = look(browser, lease, "add-seats", seats=2, effective_on=ON).context["page"]
        seat = lease.allocations.values_list("workstation", flat=True)[0]
        changes.remove_seats(
            booking=lease, effective_on=JANUARY, workstations=[seat], actor=Staff(opal), now=lease.held_at
        )
        asked = {"seat": page.picker.picked, "effective_on": ON, "digest": page.preview.digest}
        answer = browser.post(address(lease, "add-seats"), asked)
        again: Any = answer.context["page"]
        assert answer.status_code == 422
        assert "Look at the new figures" in answer.content.decode()
        assert again.picker.picked == page.picker.picked
        assert again.preview.monthly.gross_after == 50400
        assert browser.post(address(lease, "add-seats"), asked | {"digest": again.preview.digest}).status_code == 302

    def test_a_seat_lost_to_a_rival_is_named_with_the_nearest(
        self, alice: User, globex: Client, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
    ) -> None:
        lease, browser = bring(hold_seats("A1"), BookingState.CONFIRMED), sign_in(alice)
        page = look(browser, lease, "add-seats", seats=1, effective_on=ON).context["page"]
        assert page.picker.picked == ["A2"], "beside the team"
        hold_seats("A2", client=globex)
        asked = {"seat": ["A2"], "effective_on": ON, "digest": page.preview.digest}
        answer = browser.post(address(lease, "add-seats"), asked)
        assert answer.status_code == 422
        assert "A2: just taken" in answer.content.decode()
        assert codes_on(lease, date(2026, 12, 17)) == ["A1"]


class TestGivingBack:
    def test_the_effect_counts_what_stays_committed(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        going, browser = codes_on(lease, DECEMBER)[:2], sign_in(alice)
        asked: dict[str, Any] = {"seat": going, "effective_on": "2027-01-01"}
        # Three are committed, so what would be refused is not shown as if it could be had.
        for answer in (look(browser, lease, "give-back", **asked), make(browser, lease, "give-back", **asked)):
            assert answer.status_code == 422
            assert answer.context["page"].preview is None
            assert "at most 1 can go before" in answer.content.decode()
        effect = look(browser, lease, "give-back", seat=going[:1], effective_on="2027-01-01").context["page"].preview
        assert (effect.lease.seats_before, effect.lease.seats_after) == (4, 3)
        assert (effect.lease.monthly_before, effect.lease.monthly_after) == (36000, 27000)

    def test_of_fewer_than_committed_the_commitment_is_billed(self, opal: User, lease: Booking) -> None:
        going = tuple(lease.allocations.values_list("workstation", flat=True)[:2])
        effect = operations.preview(
            booking=lease, change=RemoveSeats(JANUARY, going), actor=Staff(opal), now=lease.held_at
        )
        assert (effect.seats_before, effect.seats_after) == (4, 2)
        assert [effect.monthly_before, effect.monthly_after] == [36000, 27000]

    def test_the_seats_of_the_day_are_offered(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        seat = codes_on(lease, DECEMBER)[0]
        make(browser, lease, "give-back", seat=[seat], effective_on="2026-12-15")
        for day, offered in (("2026-12-14", 4), ("2026-12-15", 3), ("2027-02-01", 3)):
            page = look(browser, lease, "give-back", seat=[seat], effective_on=day).context["page"]
            assert len(page.form.seats) == offered
            assert (page.preview is not None) == (offered == 4)
            assert page.lost == ([] if offered == 4 else [seat])

    def test_a_seat_goes_back_on_its_day(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        seat = codes_on(lease, DECEMBER)[0]
        browser = sign_in(alice)
        make(browser, lease, "give-back", seat=[seat], effective_on="2027-01-01")
        assert lease.allocations.get(workstation__code=seat).days.last == date(2026, 12, 31)
        story = browser.get(reverse("portal:booking", args=[lease.pk])).context["view"].timeline
        assert story[0].what == f"1 seat given back from 1 Jan 2027: {seat}."

    def test_a_strangers_seat_is_no_choice(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        other = Workstation.objects.filter(room__name="Spare")[0].code
        asked = {"seat": [other], "effective_on": "2027-01-01"}
        browser = sign_in(alice)
        answer = look(browser, lease, "give-back", **asked)
        assert answer.context["page"].lost == [other]
        assert "not one of your seats" in answer.content.decode()
        answer = browser.post(address(lease, "give-back"), asked | {"digest": "x"})
        assert answer.status_code == 422
        assert "not part of this booking on that day" in answer.content.decode()


@pytest.mark.parametrize("kind", ["add-seats", "give-back", "move", "notice", "withdraw-notice", "undo"])
class TestWhoMayNot:
    def test_meets_no_form(self, victor: User, lease: Booking, kind: str, sign_in: SignIn) -> None:
        browser = sign_in(victor)
        changes.add_seats(booking=lease, effective_on=JANUARY, seats=1, actor=SYSTEM, now=lease.held_at)
        answer = look(browser, lease, kind, number=1)
        assert "Your role in this company" in answer.content.decode()
        assert 'name="digest"' not in answer.content.decode()
        answer = browser.post(address(lease, kind), {"seats": 1, "number": 1, "digest": "x"})
        assert answer.status_code == 422
        assert "Your role in this company" in answer.content.decode()

    def test_finds_nothing_as_an_outsider(self, mallory: User, lease: Booking, kind: str, sign_in: SignIn) -> None:
        browser = sign_in(mallory)
        assert browser.get(address(lease, kind)).status_code == 404
        assert browser.post(address(lease, kind), {"digest": "x"}).status_code == 404


def test_a_viewer_sees_what_is_planned_without_the_verbs(
    victor: User, alice: User, lease: Booking, sign_in: SignIn
) -> None:
    changes.add_seats(booking=lease, effective_on=JANUARY, seats=1, actor=SYSTEM, now=lease.held_at)
    for user, can in ((victor, False), (alice, True)):
        answer: Any = sign_in(user).get(reverse("portal:booking", args=[lease.pk]))
        view = answer.context["view"]
        assert len(view.planned.rows) == 1
        assert bool(view.actions) == can
        assert bool(view.planned.rows[0].undo_href) == can


def test_what_is_no_kind_of_change_does_not_exist(alice: User, lease: Booking, sign_in: SignIn) -> None:
    assert sign_in(alice).get(address(lease, "terminate")).status_code == 404


def test_only_the_panel_is_asked_for_while_seats_are_picked(alice: User, lease: Booking, sign_in: SignIn) -> None:
    asked = {"seat": codes_on(lease, DECEMBER)[:1], "effective_on": "2027-01-01"}
    answer = sign_in(alice).post(f"{address(lease, 'give-back')}?panel", asked)
    page = answer.content.decode().strip()
    assert page.startswith("<aside")
    assert "Give 1 seat back from 1 Jan 2027" in page
    assert lease.amendments.count() == 0
