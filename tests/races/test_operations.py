"""Two operations on one booking at once: one after the other, in some order, and the tables tell one story."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, User
from audit.models import AuditEntry
from bookings import errors, operations
from bookings.enums import BookingState
from bookings.models import Amendment, Booking
from facilities.models import Workstation
from kernel.states import WrongState
from outbox.models import Message
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story
from tests.races.conftest import Outcome, Race

pytestmark = pytest.mark.django_db(transaction=True)

DECEMBER_1 = date(2026, 12, 1)
ROUNDS = range(1, 5)


def states(bookings: list[Booking]) -> set[str]:
    return set(Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).values_list("state", flat=True))


def one_each(outcome: Outcome) -> None:
    assert len(outcome.won) == len(outcome.refused) == 1


def test_a_request_is_confirmed_or_cancelled_never_both(
    race: Race, hold_seats: HoldSeats, bring: Bring, alice: User, opal: User, now: datetime
) -> None:
    for n in ROUNDS:
        booking = bring(hold_seats(f"A{n}", f"B{n}"), BookingState.SUBMITTED)
        outcome = race(
            partial(operations.confirm, booking=booking, actor=Staff(opal), now=now),
            partial(operations.cancel, booking=booking, actor=Person(alice), now=now),
        )
        one_each(outcome)
        # After a yes the client can't simply go; after a cancellation there is nothing to confirm.
        assert isinstance(outcome.refused[0], (NotAllowed, WrongState))
        booking.refresh_from_db()
        assert booking.state == outcome.won[0].state
    assert_one_story()


def test_a_request_is_decided_once(race: Race, hold_seats: HoldSeats, bring: Bring, opal: User, now: datetime) -> None:
    booking = bring(hold_seats("A1"), BookingState.SUBMITTED)
    staff = Staff(opal)
    outcome = race(
        *(partial(operations.confirm, booking=booking, actor=staff, now=now) for _ in range(4)),
        *(partial(operations.decline, booking=booking, reason="Full.", actor=staff, now=now) for _ in range(4)),
    )
    assert len(outcome.won) == 1
    assert {type(refusal) for refusal in outcome.refused} == {WrongState}
    assert AuditEntry.objects.filter(verb__in=["bookings.confirmed", "bookings.declined"]).count() == 1
    assert_one_story()


def test_a_hold_is_submitted_in_its_last_second_or_it_expires(
    race: Race, hold_seats: HoldSeats, globex: Client, olga: User, now: datetime
) -> None:
    for n in ROUNDS:
        booking = hold_seats(f"A{n}", f"B{n}")
        assert booking.hold_expires_at is not None
        end = booking.hold_expires_at
        outcome = race(
            partial(operations.submit, booking=booking, accepted=True, actor=SYSTEM, now=end - timedelta(seconds=1)),
            partial(operations.expire_hold, booking=booking, now=end),
            partial(hold_seats, f"A{n}", client=globex, now=end),
        )
        booking.refresh_from_db()
        submitted, expired, rival = outcome.results
        if booking.state == BookingState.SUBMITTED:
            assert submitted.pk == booking.pk
            assert expired is False
            assert isinstance(rival, errors.SeatsTaken)
        else:
            assert booking.state == BookingState.EXPIRED
            assert isinstance(submitted, errors.HoldExpired)
            assert isinstance(rival, Booking)
            assert Message.objects.filter(key__startswith=f"bookings.hold_expired:{booking.pk}").count() == 1
    assert_one_story()


def test_two_sweeps_expire_a_hold_once(
    race: Race, hold_seats: HoldSeats, olga: User, alice: User, now: datetime
) -> None:
    booking = hold_seats("A1", "A2")
    outcome = race(*(partial(operations.expire_hold, booking=booking, now=now + timedelta(hours=48)) for _ in range(8)))
    assert outcome.results.count(True) == 1
    assert AuditEntry.objects.filter(verb="bookings.expired").count() == 1
    assert Message.objects.filter(kind="bookings.hold_expired").count() == 2, "one to each manager"


def test_two_ticks_remind_once(race: Race, hold_seats: HoldSeats, bring: Bring, olga: User, now: datetime) -> None:
    booking = bring(hold_seats("A1", months=6), BookingState.ACTIVE)
    # 60 days' notice before 1 June is 2 April; a month earlier the second reminder is due.
    march = datetime.fromisoformat("2027-03-05T02:00:00Z")
    outcome = race(*(partial(operations.remind_of_renewal, booking=booking, now=march) for _ in range(8)))
    assert outcome.results.count(True) == 1
    assert Message.objects.filter(kind="bookings.renewal").count() == 1


def test_a_lease_begins_once(race: Race, hold_seats: HoldSeats, bring: Bring, now: datetime) -> None:
    booking = bring(hold_seats("A1"), BookingState.CONFIRMED)
    first_day = datetime.fromisoformat("2026-12-01T00:00:00Z")
    outcome = race(*(partial(operations.activate, booking=booking, actor=SYSTEM, now=first_day) for _ in range(6)))
    assert len(outcome.won) == 1
    assert AuditEntry.objects.filter(verb="bookings.activated").count() == 1


def test_seats_leave_while_the_lease_is_ended(
    race: Race, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], opal: User
) -> None:
    staff = Staff(opal)
    for n in ROUNDS:
        booking = bring(hold_seats(f"A{n}", f"B{n}"), BookingState.ACTIVE)
        january = datetime.fromisoformat("2027-01-04T02:00:00Z")
        outcome = race(
            partial(
                changes.remove_seats,
                booking=booking,
                effective_on=date(2027, 1, 10),
                workstations=[seats[f"B{n}"].pk],
                actor=staff,
                now=january,
            ),
            partial(
                changes.terminate,
                booking=booking,
                last_day=date(2027, 1, 31),
                reason="Unpaid.",
                actor=staff,
                now=january,
            ),
        )
        removed, terminated = outcome.results
        assert terminated.state == BookingState.TERMINATED
        assert isinstance(removed, (Booking, WrongState))
        days = dict(booking.allocations.values_list("workstation__code", "days"))
        last = {code: period.last for code, period in days.items() if period is not None}
        assert last[f"A{n}"] == date(2027, 1, 31)
        assert last[f"B{n}"] == (date(2027, 1, 9) if isinstance(removed, Booking) else date(2027, 1, 31))
    assert_one_story()


def test_a_lease_that_ends_takes_the_seats_added_meanwhile_along(
    race: Race, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation]
) -> None:
    for n in ROUNDS:
        booking = bring(hold_seats(f"A{n}"), BookingState.ACTIVE)
        january = datetime.fromisoformat("2027-01-04T02:00:00Z")
        outcome = race(
            partial(
                changes.add_seats,
                booking=booking,
                effective_on=date(2027, 2, 1),
                workstations=[seats[f"B{n}"].pk],
                actor=SYSTEM,
                now=january,
            ),
            partial(changes.give_notice, booking=booking, actor=SYSTEM, now=january),
        )
        assert outcome.refused == []
        booking.refresh_from_db()
        assert booking.state == BookingState.NOTICE_GIVEN
        assert {row.days.end for row in booking.allocations.all()} == {booking.days.end}
    assert_one_story()


def test_who_stays_after_all_and_who_wants_the_seat_meet_over_it(
    race: Race, hold_seats: HoldSeats, bring: Bring, globex: Client
) -> None:
    for n in ROUNDS:
        booking = bring(hold_seats(f"A{n}", f"B{n}"), BookingState.NOTICE_GIVEN)
        end = booking.days.end
        assert end is not None
        january = datetime.fromisoformat("2027-01-04T02:00:00Z")
        outcome = race(
            partial(changes.withdraw_notice, booking=booking, actor=SYSTEM, now=january),
            partial(hold_seats, f"B{n}", client=globex, start=end, now=january),
        )
        one_each(outcome)
        assert isinstance(outcome.refused[0], (errors.SeatsSoldOn, errors.SeatsTaken))
        booking.refresh_from_db()
        stays = isinstance(outcome.results[0], Booking)
        assert booking.state == (BookingState.ACTIVE if stays else BookingState.NOTICE_GIVEN)
        assert booking.days.end == (None if stays else end)
    assert_one_story()


def test_the_same_seat_is_added_once(
    race: Race, hold_seats: HoldSeats, bring: Bring, seats: dict[str, Workstation], now: datetime
) -> None:
    booking = bring(hold_seats("A1"), BookingState.CONFIRMED)
    outcome = race(
        *(
            partial(
                changes.add_seats,
                booking=booking,
                effective_on=DECEMBER_1,
                workstations=[seats["A2"].pk],
                actor=SYSTEM,
                now=now,
            )
            for _ in range(4)
        )
    )
    assert len(outcome.won) == 1
    assert Amendment.objects.count() == 1
    assert_one_story()
