"""Five-seat holds a second by four rivals: the operation, the page, and the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from benchmarks import floors
from benchmarks.browsers import Outside, serving, signed_in
from benchmarks.dataset import RIVALS, Data
from benchmarks.measures import Row, Work, rivals, side_by_side
from bookings.models import BookingPolicy
from bookings.operations import hold
from bookings.rules import lease_days
from bookings.seat_requests import SeatRequest
from facilities.models import Facility, Workstation
from kernel.period import Period, add_months

SEATS = 5
FLOOR = "the same rows and locks in SQL"


def rows(data: Data) -> Iterator[Row]:
    holds = Holds.of(data)
    chosen, named, floor = side_by_side(
        data.sizes.rounds,
        lambda: measured(holds.choose),
        lambda: measured(holds.name),
        lambda: measured(holds.insert),
    )
    yield Row("hold 5 seats, chosen for the client", chosen, "holds/s", floor, FLOOR)
    yield Row("hold 5 seats, named by the client", named, "holds/s", floor, FLOOR)
    with serving() as address:
        page, bare = side_by_side(
            data.sizes.rounds,
            lambda: measured(holds.posting(address)),
            lambda: rivals(RIVALS, holds.asking_for_nothing(address)),
        )
    yield Row("hold 5 named seats by HTTP, signed in", page, "holds/s", floor, FLOOR)
    yield Row("hold 5 named seats by HTTP, signed in", page, "requests/s", bare, "a bare view by HTTP")


def measured(work: Work) -> float:
    """One round; what it held is gone afterwards, so that each has the same seats to give."""
    try:
        return rivals(RIVALS, work)
    finally:
        floors.forget(floors.FORGET_HOLDS)


@dataclass(frozen=True, slots=True)
class Holds:
    """The holds of a round, shared out among the rivals.

    The first facility has half its seats free; as many holds as fill most of them begin in one month, the next ones
    in the month after.
    """

    data: Data
    facility: Facility
    free: list[tuple[UUID, UUID, str]]
    sessions: list[str]

    @classmethod
    def of(cls, data: Data) -> Holds:
        facility = data.facilities[0]
        taken = floors.taken_seats(facility=facility)
        seats = Workstation.objects.filter(facility=facility).exclude(pk__in=taken).order_by("code")
        free = list(seats.values_list("pk", "room", "code"))
        needed = data.sizes.holds // BookingPolicy().most_holds + RIVALS
        return cls(data, facility, free, [signed_in(owner) for owner in data.owners[:needed]])

    def of_rival(self, number: int) -> Iterator[tuple[int, date, list[tuple[UUID, UUID, str]]]]:
        """For each hold: which client's, its first day, and seats that no other hold of that month names."""
        a_month = len(self.free) * 4 // 5 // SEATS
        for turn, k in enumerate(range(number, self.data.sizes.holds, RIVALS)):
            month, place = divmod(k, a_month)
            client = number + RIVALS * (turn // BookingPolicy().most_holds)
            yield client, add_months(self.data.month.start, 6 + month), self.free[place * SEATS : (place + 1) * SEATS]

    def choose(self, number: int) -> int:
        return self._hold(number, is_named=False)

    def name(self, number: int) -> int:
        return self._hold(number, is_named=True)

    def _hold(self, number: int, *, is_named: bool) -> int:
        done = 0
        for client, start, seats in self.of_rival(number):
            request = SeatRequest(
                client=self.data.clients[client],
                facility=self.facility,
                pattern=self.data.night,
                package=self.data.package,
                start=start,
                months=1,
                renews=False,
                workstations=tuple(seat for seat, _room, _code in seats) if is_named else (),
                seats=SEATS,
            )
            hold(request=request, actor=self.data.as_owner(client), now=timezone.now())
            done += 1
        return done

    def insert(self, number: int) -> int:
        """The rows of such holds, by one statement a table, after locking the seats."""
        legs = self.data.night.legs(self.facility.handover_minutes)
        done = 0
        with floors.raw_connection() as raw:
            for client, start, seats in self.of_rival(number):
                days: Period = lease_days(start=start, months=1, auto_renews=False)
                floors.insert_hold(
                    raw,
                    client=self.data.clients[client].pk,
                    facility=self.facility.pk,
                    package=self.data.package.pk,
                    pattern=self.data.night.pk,
                    actor=self.data.owners[client].pk,
                    days=days,
                    legs=legs,
                    seats=[seat for seat, _room, _code in seats],
                    rooms=[room for _seat, room, _code in seats],
                )
                done += 1
        return done

    def posting(self, address: tuple[str, int]) -> Work:
        def post(number: int) -> int:
            done = 0
            with Outside(address) as browser:
                for client, start, seats in self.of_rival(number):
                    wish = {"shift": "night", "start": start, "months": 1, "package": "standard", "renews": "no"}
                    browser.post(
                        f"/facilities/{self.facility.slug}/hold/",
                        self.sessions[client],
                        {**wish, "seat": [code for _seat, _room, code in seats]},
                    )
                    done += 1
            return done

        return post

    def asking_for_nothing(self, address: tuple[str, int]) -> Work:
        def ask(number: int) -> int:
            asked = self.data.sizes.holds // RIVALS
            with Outside(address) as browser:
                for _ in range(asked):
                    browser.get("/bare/")
            return asked

        return ask
