"""How leases come about, change and end: by the operations of bookings and billing, each by who would do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from accounts.actors import Actor
from billing.operations import bill_booking, request_deposit
from bookings import changes, operations
from bookings.access import visible_bookings
from bookings.models import Amendment, Booking
from bookings.queries.seats import nearest_free, vacant_seats
from bookings.seat_requests import SeatRequest
from demo.data.clients import ZERO_RATED
from demo.data.leases import LEASES, REQUESTS, Change, Fate, LeaseFacts, RequestFacts, Turn
from demo.payments import Paying
from demo.people import plan_certificates
from demo.story import at, day_of
from demo.ticks import Ticking
from demo.world import World
from facilities.demand import Demand
from facilities.models import Occupancy, Workstation
from facilities.seat_choice import FreeSeat, choose
from kernel.period import Period

TERMINATED_BECAUSE = "Invoices of two months are overdue and our reminders went unanswered."


class Leasing:
    """Plans every lease and request of the tables; what follows from one operation is planned by it."""

    def __init__(self, world: World, paying: Paying, ticking: Ticking) -> None:
        self.world = world
        self.story = world.story
        self.cast = world.cast
        self.paying = paying
        self.ticking = ticking

    def plan(self) -> None:
        first: dict[str, datetime] = {}
        for lease in LEASES:
            held_on = self.story.office_hours(self._start(lease) - timedelta(days=lease.lead))
            first[lease.client] = min(held_on, first.get(lease.client, held_on))
            self.story.plan(held_on, partial(self._lease, lease))
        for request in REQUESTS:
            asked_at = self._asked_at(request)
            first[request.client] = min(asked_at, first.get(request.client, asked_at))
            self.story.plan(asked_at, partial(self._request, request))
        for domain, day in first.items():
            self.story.plan(day - timedelta(hours=20), partial(self._sign_up, domain))

    def _sign_up(self, domain: str, now: datetime) -> None:
        self.cast.sign_up(domain, now)
        if domain in ZERO_RATED:
            plan_certificates(self.story, self.cast, domain, now)

    # --- Leases ---------------------------------------------------------------------------------------------------

    def _start(self, lease: LeaseFacts) -> date:
        return self.story.month(lease.month, lease.day)

    def _lease(self, lease: LeaseFacts, now: datetime) -> None:
        """Hold, submit a day later, be confirmed a day after that; changes follow on their days."""
        start = self._start(lease)
        places = self.world.places
        facility, pattern = places.facilities[lease.facility], places.patterns[lease.shift]
        actor = self.cast.staff("opal") if lease.by_staff else self.cast.owner(lease.client)
        client = self.cast.clients[lease.client]
        request = SeatRequest(
            client=client,
            facility=facility,
            pattern=pattern,
            package=places.packages[lease.package],
            start=start,
            months=lease.term,
            time_zone=client.time_zone if lease.follows else "",
        )
        free_seats = vacant_seats(request.demand_at(facility, now), facility=facility, now=now)
        seats = self._in_room(free_seats, lease.room, lease.seats)
        booking = operations.hold(request=replace(request, workstations=seats), actor=actor, now=now)
        self._submit_after(booking, lease.client, timedelta(hours=22), now, note=lease.note)
        self._confirm_after(booking, lease.facility, timedelta(days=2), now)
        for change in lease.changes:
            day = self.story.month(change.month, change.day)
            self.story.plan(self.story.office_hours(day), partial(self._change, booking, lease.client, change))

    def _submit_after(self, booking: Booking, domain: str, wait: timedelta, now: datetime, *, note: str) -> None:
        def submit(later: datetime) -> None:
            if not self.cast.clients[domain].has_billing_details:
                self.cast.complete(domain, later)
            operations.submit(booking=booking, accepted=True, note=note, actor=self.cast.owner(domain), now=later)

        self.story.plan(now + wait, submit)

    def _confirm_after(self, booking: Booking, facility: str, wait: timedelta, now: datetime) -> None:
        manager = self.cast.staff("noel" if facility == "MNL" else "opal")
        self.story.plan(now + wait, partial(self._confirm, booking, manager))

    def _confirm(self, booking: Booking, manager: Actor, now: datetime) -> None:
        """Accept it and ask for the deposit; the first invoice follows when the lease begins."""
        operations.confirm(booking=booking, actor=manager, now=now)
        document = request_deposit(booking=booking, issue_on=day_of(now), actor=self.cast.staff("felix"), now=now)
        if document is not None:
            self.paying.expect(document)
        self.ticking.turn(booking.start)
        self.ticking.remind_of_renewal(booking)
        self.ticking.remind_of_changes(booking)
        self.story.plan(at(booking.start, 10), partial(self._first_invoice, booking))

    def _first_invoice(self, booking: Booking, now: datetime) -> None:
        """Of a lease that was confirmed after the month's run, or begins inside a month."""
        document = bill_booking(
            booking=booking,
            month=booking.start.replace(day=1),
            issue_on=day_of(now),
            actor=self.cast.staff("felix"),
            now=now,
        )
        if document is not None:
            self.paying.expect(document)

    # --- Which seats ----------------------------------------------------------------------------------------------

    def _in_room(self, free_seats: Sequence[FreeSeat], room: str, seats: int) -> tuple[UUID, ...]:
        """Seats in the room named; without one, together on a shared floor, so that suites stay for whole teams.

        Desks that others use in other hours come first: whole desks are left for whoever needs them day and night.
        """
        if room:
            return tuple(free_seat.id for free_seat in free_seats if free_seat.room_name == room)[:seats]
        shared = [free_seat for free_seat in free_seats if free_seat.room not in self.world.places.exclusive_rooms]
        in_use = set(
            Occupancy.objects.unreleased()
            .filter(workstation__in=[free_seat.id for free_seat in shared])
            .values_list("workstation", flat=True)
        )
        stacked = [free_seat for free_seat in shared if free_seat.id in in_use]
        chosen = choose(stacked, seats) or choose(shared, seats)
        if chosen is None:
            raise ValueError(f"the table asks for {seats} seats where {len(shared)} are free")
        return chosen.workstations

    def _beside(self, booking: Booking, day: date, seats: int, now: datetime) -> list[UUID]:
        """The free seats closest to those a lease has."""
        own = Workstation.objects.filter(pk__in=booking.allocations.on(day).values("workstation"))
        demand = Demand(booking.pattern, Period(day, booking.days.end), booking.client)
        free_seats = vacant_seats(demand, facility=booking.facility, now=now)
        rooms = {seat.room_id for seat in own}
        near = [
            free_seat
            for free_seat in free_seats
            if free_seat.room in rooms or free_seat.room not in self.world.places.exclusive_rooms
        ]
        return [free_seat.id for free_seat in nearest_free(list(own), near)[:seats]]

    # --- Changes --------------------------------------------------------------------------------------------------

    def _change(self, booking: Booking, domain: str, change: Change, now: datetime) -> None:
        owner, opal = self.cast.owner(domain), self.cast.staff("opal")
        booking = visible_bookings(owner).get(pk=booking.pk)
        effective_on = day_of(now) + timedelta(days=change.after)

        def make(wanted: changes.Change, by: Actor = owner) -> Amendment:
            return operations.change(booking=booking, change=wanted, actor=by, now=now)

        match change.turn:
            case Turn.ADD:
                beside = self._beside(booking, effective_on, change.seats, now)
                make(changes.AddSeats(effective_on, tuple(beside)))
                self.ticking.turn(effective_on)
            case Turn.REMOVE:
                allocations = booking.allocations.filter(days__isnull=False)
                latest = allocations.order_by("-days__startswith", "-workstation__code")
                make(
                    changes.RemoveSeats(
                        effective_on, tuple(latest.values_list("workstation", flat=True)[: change.seats])
                    )
                )
                self.ticking.turn(effective_on)
            case Turn.NOTICE:
                self.ticking.turn(make(changes.GiveNotice()).booking.days.end)
            case Turn.WITHDRAW:
                make(changes.WithdrawNotice())
            case Turn.TERMINATE:
                make(changes.Terminate(effective_on, TERMINATED_BECAUSE), opal)

    # --- Requests that came to something else ---------------------------------------------------------------------

    def _asked_at(self, request: RequestFacts) -> datetime:
        """Holds that stand now count from the minute of loading, so that their clocks are right."""
        if request.fate == Fate.HELD:
            return self.story.now - timedelta(days=request.days_ago, minutes=request.minutes_ago)
        return self.story.office_hours(self.story.today - timedelta(days=request.days_ago))

    def _request(self, request: RequestFacts, now: datetime) -> None:
        places = self.world.places
        client = self.cast.clients[request.client]
        facility, pattern = places.facilities[request.facility], places.patterns[request.shift]
        start = self.story.today + timedelta(days=request.starts_in)
        asked = SeatRequest(
            client=client,
            facility=facility,
            pattern=pattern,
            package=places.packages[request.package],
            start=start,
            months=request.term,
        )
        free_seats = vacant_seats(asked.demand_at(facility, now), facility=facility, now=now)
        booking = operations.hold(
            request=replace(asked, workstations=self._in_room(free_seats, "", request.seats)),
            actor=self.cast.owner(request.client),
            now=now,
        )
        match request.fate:
            case Fate.EXPIRED:
                self.story.plan(
                    now + timedelta(hours=facility.hold_hours, minutes=1),
                    lambda later: operations.expire_hold(booking=booking, now=later),
                )
            case Fate.CANCELLED:
                self.story.plan(
                    now + timedelta(hours=26),
                    lambda later: operations.cancel(
                        booking=booking, reason=request.reason, actor=self.cast.owner(request.client), now=later
                    ),
                )
            case Fate.DECLINED:
                self._submit_after(booking, request.client, timedelta(hours=3), now, note=request.note)
                self.story.plan(
                    now + timedelta(days=1),
                    lambda later: operations.decline(
                        booking=booking, reason=request.reason, actor=self.cast.staff("opal"), now=later
                    ),
                )
            case Fate.SUBMITTED:
                self._submit_after(booking, request.client, timedelta(hours=2), now, note=request.note)
            case Fate.CONFIRMED:
                self._submit_after(booking, request.client, timedelta(hours=5), now, note=request.note)
                self._confirm_after(booking, request.facility, timedelta(days=1), now)
            case Fate.HELD:
                pass
