"""Whatever clients and staff do in whatever order: nobody is doubled, and what is free is let."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from bookings import errors, operations, rules
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.seat_requests import SeatRequest
from facilities import errors as facilities
from facilities.demand import Demand
from facilities.models import Facility, Package, ShiftPattern, Workstation
from facilities.queries.availability import free_workstations
from facilities.queries.vacancies import vacancies_of
from kernel.period import Period
from kernel.refusal import Refusal
from tests import factories
from tests.bookings import changes
from tests.bookings.minutes import Building, Lease, Shift, Stay
from tests.conftest import Bring
from tests.races.books import assert_one_story

DECEMBER_1 = date(2026, 12, 1)
SEATS = ("A1", "A2", "S1", "S2")
SHIFTS = {
    "day": Shift(tuple(range(5)), 9 * 60, 9 * 60),
    "night": Shift(tuple(range(5)), 21 * 60, 9 * 60),
    "nightly": Shift(tuple(range(7)), 21 * 60, 9 * 60),
    "evening": Shift(tuple(range(5)), 18 * 60, 3 * 60),
    "24h": Shift(tuple(range(7)), 0, 24 * 60),
}
TAKEN = (facilities.SeatTaken, facilities.BufferNeeded, facilities.RoomExclusive)
HELD = {BookingState.HELD}
STANDS = {BookingState.CONFIRMED, BookingState.ACTIVE, BookingState.NOTICE_GIVEN}

starts = st.integers(0, 20).map(lambda days: DECEMBER_1 + timedelta(days=days))
shift_names = st.sampled_from(sorted(SHIFTS))


class Story:
    """One run: every operation is done in the database and, as far as it should succeed, in plain bits beside it."""

    def __init__(
        self,
        draw: Callable[[Any], Any],
        cebu: Facility,
        package: Package,
        clients: list[Client],
        bring: Bring,
        opal: User,
    ) -> None:
        self.draw, self.cebu, self.package, self.bring = draw, cebu, package, bring
        self.clients = {client.name: client for client in clients}
        self.patterns = {pattern.slug: pattern for pattern in ShiftPattern.objects.prefetch_related("spans")}
        self.desks = {seat.code: seat.pk for seat in Workstation.objects.filter(facility=cebu, code__in=SEATS)}
        self.town = [cebu, factories.make_facility(), factories.make_facility()]
        self.staff = Staff(opal)
        self.now = datetime.fromisoformat("2026-11-23T02:00:00Z")
        self.book = Building({"Main": ("A1", "A2"), "Suite": ("S1", "S2")}, frozenset({"Suite"}), cebu.handover_minutes)
        self.bookings: dict[str, Booking] = {}

    def some(self, states: set[BookingState]) -> Booking | None:
        found = [booking for booking in self.bookings.values() if booking.state in states]
        return self.draw(st.sampled_from(found)) if found else None

    def agrees(
        self, operation: Callable[[], Booking], *, should: bool, known: tuple[type[Refusal], ...] = TAKEN
    ) -> Booking | None:
        """Do it, and expect a refusal exactly where the bits say so."""
        if not should:
            with pytest.raises(known):
                operation()
            return None
        booking = operation()
        self.bookings[str(booking.pk)] = booking
        return booking

    # --- Operations ---

    def hold(self) -> Booking | None:
        client, slug, first = (
            self.draw(st.sampled_from(sorted(self.clients))),
            self.draw(shift_names),
            self.draw(starts),
        )
        months, renews = self.draw(st.integers(1, 3)), self.draw(st.booleans())
        days = rules.lease_days(start=first, months=months, auto_renews=renews)
        wish = {"client": client, "shift": SHIFTS[slug], "first": first, "end": days.end}
        free = self.book.free(**wish)
        seats = self.draw(st.none() | st.lists(st.sampled_from(SEATS), min_size=1, max_size=3, unique=True))
        count = self.draw(st.integers(1, 3)) if seats is None else len(seats)
        should = len(free) >= count if seats is None else set(seats) <= free

        def operation() -> Booking:
            request = SeatRequest(
                client=self.clients[client],
                facility=self.cebu,
                pattern=self.patterns[slug],
                package=self.package,
                start=first,
                months=months,
                workstations=() if seats is None else tuple(self.desks[code] for code in seats),
                seats=count,
                renews=renews,
            )
            return operations.hold(request=request, actor=SYSTEM, now=self.now)

        booking = self.agrees(operation, should=should, known=(*TAKEN, errors.NotEnoughSeats))
        if booking is not None:
            got = list(booking.allocations.values_list("workstation__code", flat=True))
            assert len(got) == count
            assert set(got) <= free
            self.book.leases[str(booking.pk)] = Lease(
                client, SHIFTS[slug], [Stay(code, first, days.end) for code in got]
            )
        return booking

    def lease(self) -> None:
        """A hold that becomes a lease at once."""
        booking = self.hold()
        if booking is not None:
            self.bookings[str(booking.pk)] = self.bring(booking, BookingState.ACTIVE, now=self.now)

    def cancel(self) -> None:
        booking = self.some(HELD)
        if booking is not None:
            operations.cancel(booking=booking, actor=SYSTEM, now=self.now)
            self.forget(booking)

    def entry(self) -> None:
        """Two days pass, and every hold runs out; nobody sweeps."""
        self.now += timedelta(hours=self.cebu.hold_hours)
        for booking in [booking for booking in self.bookings.values() if booking.state == BookingState.HELD]:
            self.forget(booking)

    def forget(self, booking: Booking) -> None:
        del self.bookings[str(booking.pk)], self.book.leases[str(booking.pk)]

    def give_notice(self) -> None:
        booking = self.some({BookingState.ACTIVE})
        if booking is None or booking.days.end is not None:
            return
        last = booking.start + timedelta(days=self.draw(st.integers(0, 60)))
        self.bookings[str(booking.pk)] = changes.give_notice(
            booking=booking, last_day=last, actor=self.staff, now=self.now
        )
        self.end(booking, last + timedelta(days=1))

    def end(self, booking: Booking, day: date) -> None:
        for stay in self.book.leases[str(booking.pk)].stays:
            stay.end = day if stay.end is None else min(stay.end, day)

    def withdraw(self) -> None:
        booking = self.some({BookingState.NOTICE_GIVEN})
        if booking is None:
            return
        name, end = str(booking.pk), booking.days.end
        lease = self.book.leases[name]
        staying = [stay for stay in lease.stays if stay.end == end and not stay.is_over]
        should = all(
            self.book.is_free(stay.seat, client=lease.client, shift=lease.shift, first=stay.first, end=None, but=name)
            for stay in staying
        )
        if self.agrees(
            lambda: changes.withdraw_notice(booking=booking, actor=SYSTEM, now=self.now),
            should=should,
            known=(errors.SeatsSoldOn,),
        ):
            for stay in staying:
                stay.end = None

    def remove(self) -> None:
        booking = self.some(STANDS)
        if booking is None:
            return
        day = booking.start + timedelta(days=self.draw(st.integers(0, 40)))
        stays = self.book.leases[str(booking.pk)].stays
        there = [stay for stay in stays if stay.first <= day and (stay.end is None or day < stay.end)]
        if day in booking.days and there:
            stay = self.draw(st.sampled_from(there))
            changes.remove_seats(
                booking=booking, effective_on=day, workstations=[self.desks[stay.seat]], actor=self.staff, now=self.now
            )
            stay.end = day

    def add(self) -> None:
        booking = self.some(STANDS)
        if booking is None:
            return
        day = booking.start + timedelta(days=self.draw(st.integers(0, 40)))
        if day not in booking.days:
            return
        seat, lease = self.draw(st.sampled_from(SEATS)), self.book.leases[str(booking.pk)]
        should = self.book.is_free(seat, client=lease.client, shift=lease.shift, first=day, end=booking.days.end)
        if self.agrees(
            lambda: changes.add_seats(
                booking=booking, effective_on=day, workstations=[self.desks[seat]], actor=self.staff, now=self.now
            ),
            should=should,
        ):
            lease.stays.append(Stay(seat, day, booking.days.end))

    # --- What is asked after each ---

    def ask(self) -> None:
        """What the plan would show as free is what the bits say is free."""
        client, slug, first = (
            self.draw(st.sampled_from(sorted(self.clients))),
            self.draw(shift_names),
            self.draw(starts),
        )
        days = rules.lease_days(start=first, months=1, auto_renews=self.draw(st.booleans()))
        demand = Demand(self.patterns[slug], days, self.clients[client])
        rows = free_workstations(demand, facility=self.cebu, now=self.now)
        expected = self.book.free(client=client, shift=SHIFTS[slug], first=first, end=days.end)
        assert set(rows.filter(code__in=SEATS).values_list("code", flat=True)) == expected
        # What is asked again and again may come from the cache.
        by_day = Demand(self.patterns["day"], Period(DECEMBER_1), self.clients[client])
        found = vacancies_of(by_day, facilities=self.town, now=self.now)
        expected = self.book.free(client=client, shift=SHIFTS["day"], first=DECEMBER_1, end=None)
        assert {free_seat.code for free_seat in found[self.cebu.pk].free_seats} == expected


OPERATIONS = [
    Story.hold,
    Story.hold,
    Story.lease,
    Story.lease,
    Story.lease,
    Story.cancel,
    Story.entry,
    Story.give_notice,
    Story.give_notice,
    Story.withdraw,
    Story.withdraw,
    Story.remove,
    Story.add,
    Story.add,
]


@pytest.fixture
def small(cebu: Facility) -> Facility:
    """Two seats on the floor and two in the suite."""
    Workstation.objects.filter(facility=cebu).exclude(code__in=SEATS).update(state="retired")
    return cebu


@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_nobody_is_doubled_and_what_is_free_is_let(
    data: st.DataObject, small: Facility, standard: Package, acme: Client, globex: Client, bring: Bring, opal: User
) -> None:
    with transaction.atomic():
        story = Story(data.draw, small, standard, [acme, globex], bring, opal)
        for operation in data.draw(st.lists(st.sampled_from(OPERATIONS), min_size=6, max_size=16)):
            operation(story)
            story.ask()
        assert story.book.doubled() == set()
        # The holds that nobody swept are over, too.
        for booking in Booking.objects.filter(state=BookingState.HELD):
            operations.expire_hold(booking=booking, now=story.now)
        assert_one_story()
        transaction.set_rollback(True)
