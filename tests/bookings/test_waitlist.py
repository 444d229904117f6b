"""The waitlist: first come first served, by the same hold as everybody's, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

import pytest
import time_machine

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, User
from audit.models import AuditEntry
from bookings import errors, operations, tasks
from bookings.access import visible_waitlist
from bookings.enums import WAITLIST_MOVES, BookingState, WaitlistState
from bookings.models import Booking, BookingPolicy, WaitlistEntry
from bookings.queries.waitlist import positions
from bookings.seat_requests import SeatRequest
from facilities.errors import NotPriced
from facilities.models import Facility, Package, ShiftPattern, Workstation
from kernel.states import WrongState
from outbox.models import Message
from tests import factories
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

W = WaitlistState
CHICAGO = "America/Chicago"
DECEMBER_1, MARCH_1 = date(2026, 12, 1), date(2027, 3, 1)


class Join(Protocol):
    def __call__(self, client: Client, seats: int = ..., **wish: Any) -> WaitlistEntry: ...


@pytest.fixture
def join(cebu: Facility, day_shift: ShiftPattern, now: datetime) -> Join:
    """``join(acme, 3)``: for the day shift in cebu, to begin from December to March."""

    def entry(client: Client, seats: int = 4, **wish: Any) -> WaitlistEntry:
        latest, actor, at = wish.pop("latest", MARCH_1), wish.pop("actor", SYSTEM), wish.pop("now", now)
        place = {} if "city" in wish else {"facility": cebu}
        usual = {"pattern": day_shift, "months": 6, "start": DECEMBER_1, "seats": seats, **place}
        request = SeatRequest(client=client, **{**usual, **wish})
        return operations.join_waitlist(request=request, latest=latest, actor=actor, now=at)

    return entry


@pytest.fixture
def tick(now: datetime) -> Callable[..., int]:
    """``tick()``, ``tick(hours=49)``: the clock's work on the waitlist, so much after the story's begin."""

    def run(**after: int) -> int:
        with time_machine.travel(now + timedelta(**after), tick=False):
            tasks.release_expired_holds()
            return tasks.process_waitlist()

    return run


@pytest.fixture
def full(hold_seats: HoldSeats, bring: Bring, globex: Client) -> Booking:
    """Every seat of cebu is globex's, by day."""
    return bring(hold_seats(seats=12, client=globex), BookingState.SUBMITTED)


def state_of(entry: WaitlistEntry) -> str:
    entry.refresh_from_db()
    return entry.state


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=f"bookings.{kind}").values_list("to", flat=True))


class TestJoining:
    def test_a_manager_joins_and_the_log_says_so(self, join: Join, acme: Client, alice: User) -> None:
        entry = join(acme, actor=Person(alice))
        assert (entry.state, entry.joined_by, entry.place) == (W.WAITING, alice, "Cebu")
        assert AuditEntry.objects.get(subject_id=str(entry.pk)).verb == "bookings.waitlist_joined"

    def test_others_may_not(self, join: Join, acme: Client, victor: User, mallory: User) -> None:
        for user in (victor, mallory):
            with pytest.raises(NotAllowed):
                join(acme, actor=Person(user))

    def test_the_same_wish_again_keeps_its_place(self, join: Join, acme: Client) -> None:
        assert join(acme) == join(acme)
        assert join(acme, 5) != join(acme)
        assert join(acme, city="Cebu") not in {join(acme), join(acme, 5)}

    def test_a_company_waits_for_a_few_things_at_a_time(self, join: Join, acme: Client, globex: Client) -> None:
        for seats in range(1, BookingPolicy().most_waitlist_entries + 1):
            join(acme, seats)
        with pytest.raises(errors.TooManyWaitlistEntries):
            join(acme, BookingPolicy().most_waitlist_entries + 1)
        join(globex)

    def test_what_makes_no_sense_is_refused(
        self, join: Join, acme: Client, cebu: Facility, day_shift: ShiftPattern
    ) -> None:
        for refusal, wish in (
            (errors.WindowBackwards, {"latest": date(2026, 11, 30)}),
            (errors.StartsInThePast, {"start": date(2026, 11, 22)}),
            (errors.StartsTooLate, {"latest": date(2028, 11, 24)}),
            (errors.TermTooShort, {"months": 0}),
            (errors.TooFewSeats, {"seats": 0}),
            (errors.TooManySeats, {"seats": 5_001}),
            (NotPriced, {"package": factories.make_package("gold")}),
        ):
            with pytest.raises(refusal):
                join(acme, **wish)
        cebu.rates.filter(pattern=day_shift).update(minimum_seats=6)
        with pytest.raises(errors.TooFewSeats):
            join(acme, 5)


class TestOffering:
    def test_while_nothing_is_free_nothing_is_offered(
        self, join: Join, acme: Client, alice: User, full: Booking, tick: Callable[..., int]
    ) -> None:
        entry = join(acme)
        assert tick() == 0
        assert state_of(entry) == W.WAITING
        assert mails("seats_offered") == []

    def test_what_comes_free_is_held_for_the_first_and_mailed_with_the_deadline(
        self, join: Join, acme: Client, alice: User, olga: User, full: Booking, tick: Callable[..., int], now: datetime
    ) -> None:
        entry = join(acme)
        operations.cancel(booking=full, actor=SYSTEM, now=now)
        assert tick() == 1
        assert state_of(entry) == W.OFFERED
        booking = entry.booking
        assert booking is not None
        assert (booking.client, booking.state, booking.start) == (acme, BookingState.HELD, DECEMBER_1)
        assert booking.allocations.count() == 4
        assert booking.hold_expires_at == now + timedelta(hours=48)
        assert mails("seats_offered") == ["alice@example.com", "olga@example.com"]
        message = Message.objects.filter(kind="bookings.seats_offered").first()
        assert message is not None
        assert f"/bookings/{booking.pk}/hold/" in message.text
        assert "25 Nov, 10:00 (Asia/Manila)" in message.text

    def test_seats_that_come_free_later_are_offered_from_then_on(
        self, join: Join, acme: Client, hold_seats: HoldSeats, globex: Client, tick: Callable[..., int]
    ) -> None:
        hold_seats(seats=12, client=globex, months=2, auto_renews=False)
        early = join(acme, latest=date(2027, 1, 31))
        entry = join(acme)
        assert tick() == 1
        assert (state_of(early), state_of(entry)) == (W.WAITING, W.OFFERED)
        assert entry.booking is not None
        assert entry.booking.start == date(2027, 2, 1)

    def test_a_tick_run_again_changes_nothing(
        self, join: Join, acme: Client, alice: User, tick: Callable[..., int]
    ) -> None:
        join(acme)
        assert (tick(), tick(), tick()) == (1, 0, 0)
        assert Booking.objects.count() == 1
        assert mails("seats_offered") == ["alice@example.com"]

    def test_who_came_first_is_served_first_and_what_is_too_little_goes_to_the_next(
        self, join: Join, acme: Client, globex: Client, initech: Client, seats: dict[str, Workstation],
        hold_seats: HoldSeats, tick: Callable[..., int], now: datetime,
    ) -> None:  # fmt: skip
        Workstation.objects.exclude(code__startswith="A").update(state="retired")
        many = join(globex, 6)
        first = join(acme, 3, now=now + timedelta(minutes=1))
        second = join(initech, 3, now=now + timedelta(minutes=2))
        small = join(initech, 1, now=now + timedelta(minutes=3))
        assert tick(minutes=5) == 2
        assert [state_of(entry) for entry in (many, first, second, small)] == [
            W.WAITING,
            W.OFFERED,
            W.WAITING,
            W.OFFERED,
        ]

    def test_an_offer_that_lapses_passes_on(
        self, join: Join, acme: Client, globex: Client, mallory: User, tick: Callable[..., int], now: datetime
    ) -> None:
        Workstation.objects.exclude(code__startswith="A").update(state="retired")
        first, second = join(acme), join(globex, now=now + timedelta(minutes=1))
        tick(minutes=2)
        assert (state_of(first), state_of(second)) == (W.OFFERED, W.WAITING)
        assert tick(hours=49) == 1
        assert (state_of(first), state_of(second)) == (W.LAPSED, W.OFFERED)
        assert mails("seats_offered") == ["mallory@example.com"]
        assert tick(hours=49) == 0, "who let it lapse is not asked again"

    def test_an_offer_taken_ends_the_wait(
        self, join: Join, acme: Client, tick: Callable[..., int], now: datetime
    ) -> None:
        entry = join(acme)
        tick()
        entry.refresh_from_db()
        assert entry.booking is not None
        operations.submit(booking=entry.booking, accepted=True, actor=SYSTEM, now=now)
        tick(minutes=5)
        assert state_of(entry) == W.TAKEN

    def test_anywhere_in_a_city_is_where_it_can_begin_first(
        self, join: Join, acme: Client, full: Booking, standard: Package, day_shift: ShiftPattern,
        tick: Callable[..., int],
    ) -> None:  # fmt: skip
        entry = join(acme, city="Cebu")
        assert tick() == 0
        other = factories.make_facility("Mactan")
        factories.make_room(other, "Main", {"A": 5})
        assert tick() == 0, "it has no list price"
        factories.make_rate(other, standard, day_shift)
        assert tick() == 1
        entry.refresh_from_db()
        assert entry.booking is not None
        assert entry.booking.facility == other

    def test_when_the_last_possible_day_has_gone_by_they_are_told(
        self, join: Join, acme: Client, alice: User, full: Booking, tick: Callable[..., int]
    ) -> None:
        entry = join(acme, latest=date(2026, 12, 5))
        # In Cebu the sixth begins at four in the afternoon of the fifth in UTC.
        assert (tick(days=12, hours=13), state_of(entry)) == (0, W.WAITING)
        assert (tick(days=12, hours=14), state_of(entry)) == (0, W.LAPSED)
        assert (tick(days=13), mails("waitlist_over")) == (0, ["alice@example.com"])

    def test_the_last_day_of_a_whole_city_is_over_when_it_is_over_there(
        self, join: Join, acme: Client, full: Booking, tick: Callable[..., int]
    ) -> None:
        entry = join(acme, city="Cebu", latest=date(2026, 12, 5))
        assert (tick(days=12, hours=13), state_of(entry)) == (0, W.WAITING)
        assert (tick(days=12, hours=14), state_of(entry)) == (0, W.LAPSED)


class TestKeepingAClock:
    """Dusk from 17:00 to 20:30 meets the night only once Chicago's clocks have changed on 14 March 2027."""

    @pytest.fixture
    def dusk(self, cebu: Facility, standard: Package) -> ShiftPattern:
        pattern = factories.make_pattern("dusk", time(17), 3.5, weekdays=factories.EVERY_DAY)
        factories.make_rate(cebu, standard, pattern)
        return pattern

    @pytest.fixture
    def dusk_is_full(self, hold_seats: HoldSeats, bring: Bring, globex: Client, dusk: ShiftPattern) -> Booking:
        return bring(hold_seats(seats=12, client=globex, pattern=dusk), BookingState.SUBMITTED)

    def test_seats_that_would_meet_others_after_a_change_are_not_offered(
        self, join: Join, acme: Client, globex: Client, dusk_is_full: Booking, night_shift: ShiftPattern,
        tick: Callable[..., int], now: datetime,
    ) -> None:  # fmt: skip
        kept = join(acme, pattern=night_shift, time_zone=CHICAGO)
        own = join(globex, 2, pattern=night_shift)
        assert tick() == 1
        assert (state_of(kept), state_of(own)) == (W.WAITING, W.OFFERED)
        assert kept.time_zone == CHICAGO
        operations.cancel(booking=dusk_is_full, actor=SYSTEM, now=now)
        assert tick() == 1
        assert state_of(kept) == W.OFFERED
        assert kept.booking is not None
        assert kept.booking.time_zone == CHICAGO

    def test_a_lease_that_begins_after_the_change_is_offered_then(
        self, join: Join, acme: Client, dusk_is_full: Booking, night_shift: ShiftPattern, tick: Callable[..., int]
    ) -> None:
        entry = join(acme, pattern=night_shift, time_zone=CHICAGO, latest=date(2027, 4, 30))
        assert tick() == 1
        assert state_of(entry) == W.OFFERED
        assert entry.booking is not None
        assert entry.booking.start == date(2027, 3, 15)

    def test_the_facilitys_own_zone_is_no_other_clock(self, join: Join, acme: Client, cebu: Facility) -> None:
        assert join(acme, time_zone=cebu.time_zone) == join(acme)
        assert join(acme, time_zone=CHICAGO) != join(acme)

    def test_what_is_no_zone_is_refused(self, join: Join, acme: Client) -> None:
        with pytest.raises(errors.TimeZoneUnknown):
            join(acme, time_zone="Texas/Austin")


class TestWithdrawing:
    def test_staff_withdraw_and_the_client_is_told_why(
        self, join: Join, acme: Client, alice: User, opal: User, tick: Callable[..., int], now: datetime
    ) -> None:
        entry = join(acme)
        tick()
        operations.withdraw_waitlist_entry(entry=entry, reason="The floor closes.", actor=Staff(opal), now=now)
        assert state_of(entry) == W.WITHDRAWN
        assert entry.booking is not None
        assert entry.booking.state == BookingState.CANCELLED
        assert mails("waitlist_withdrawn") == ["alice@example.com"]
        assert "The floor closes." in Message.objects.get(kind="bookings.waitlist_withdrawn").text
        audit_entry = AuditEntry.objects.get(verb="bookings.waitlist_withdrawn")
        assert (audit_entry.actor, audit_entry.details) == (opal, {"reason": "The floor closes."})

    def test_it_takes_staff_and_a_reason(
        self, join: Join, acme: Client, alice: User, opal: User, now: datetime
    ) -> None:
        entry = join(acme)
        with pytest.raises(NotAllowed):
            operations.withdraw_waitlist_entry(entry=entry, reason="No more.", actor=Person(alice), now=now)
        with pytest.raises(errors.ReasonMissing):
            operations.withdraw_waitlist_entry(entry=entry, reason=" ", actor=Staff(opal), now=now)
        assert state_of(entry) == W.WAITING


class TestLeaving:
    def test_withdrawing_frees_what_was_kept(
        self, join: Join, acme: Client, alice: User, tick: Callable[..., int], now: datetime
    ) -> None:
        entry = join(acme)
        tick()
        operations.leave_waitlist(entry=entry, actor=Person(alice), now=now)
        assert state_of(entry) == W.WITHDRAWN
        assert entry.booking is not None
        assert entry.booking.state == BookingState.CANCELLED

    def test_somebody_elses_place_cannot_be_given_up(
        self, join: Join, acme: Client, mallory: User, now: datetime
    ) -> None:
        entry = join(acme)
        with pytest.raises(NotAllowed):
            operations.leave_waitlist(entry=entry, actor=Person(mallory), now=now)
        assert not visible_waitlist(Person(mallory)).exists()

    @pytest.mark.parametrize("state", [state for state in W if not WAITLIST_MOVES[state]])
    def test_what_is_over_is_over(
        self, join: Join, acme: Client, hold_seats: HoldSeats, now: datetime, state: WaitlistState
    ) -> None:
        entry = join(acme)
        WaitlistEntry.objects.filter(pk=entry.pk).update(state=state, booking=hold_seats("A1"))
        with pytest.raises(WrongState):
            operations.leave_waitlist(entry=entry, actor=SYSTEM, now=now)
        assert operations.close_offer(entry=entry, now=now) == state
        assert operations.offer_seats(entry=entry, now=now) is None


def test_the_position_counts_those_who_want_the_same_hours_where_they_could_be_served(
    join: Join, acme: Client, globex: Client, night_shift: ShiftPattern, all_hours: ShiftPattern, now: datetime,
    standard: Package, day_shift: ShiftPattern,
) -> None:  # fmt: skip
    davao = factories.make_facility("Davao", city="Davao")
    factories.make_rate(davao, standard, day_shift)
    wishes: list[dict[str, Any]] = [
        {},
        {"pattern": night_shift},
        {"facility": davao},
        {"city": "Cebu"},
        {"pattern": all_hours},
    ]
    entries = [join(globex, 2, now=now + timedelta(minutes=n), **wish) for n, wish in enumerate(wishes)]
    last = join(acme, now=now + timedelta(minutes=9))
    found = positions([*entries, last])
    assert [found[entry.pk] for entry in (*entries, last)] == [1, 1, 1, 2, 4, 4]
