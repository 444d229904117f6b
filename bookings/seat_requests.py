"""A request for seats as one value, from the search to the hold, the waitlist, the calendar and the floor plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from accounts.models import Client
from bookings import rules
from facilities.clocks import FollowedZone
from facilities.demand import Demand
from facilities.models import Facility, Inclusion, Package, ShiftPattern
from facilities.queries.clocks import followed_zone, resolved_until
from kernel.period import Period, add_months


class Space(Enum):
    """The kind of room: one let to one company at a time, or a floor that several share."""

    ANY = ""
    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Requirements:
    """Things asked for beyond seats: every one of ``inclusions``, had by the package or the facility; seats in such a
    room."""

    inclusions: tuple[Inclusion, ...] = ()
    space: Space = Space.ANY
    clean_room: bool = False

    @property
    def asks_for_rooms(self) -> bool:
        return self.clean_room or self.space != Space.ANY


NO_REQUIREMENTS = Requirements()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRequest:
    """Seats on a shift, from a day on for some months.

    Where: in one ``facility``, else in a ``city``, else anywhere. Which: the ``workstations`` named, else so many
    ``seats`` of our choice. Without ``package`` the first one with a price is meant, without ``client`` it is a
    newcomer who asks. ``renews`` is whether the lease goes on after its term until notice is given; ``time_zone`` the
    one that its hours follow, as they are there on the first day, ``""`` for the facility's.
    """

    pattern: ShiftPattern
    start: date
    months: int
    seats: int = 0
    workstations: tuple[UUID, ...] = ()
    facility: Facility | None = None
    city: str = ""
    package: Package | None = None
    client: Client | None = None
    renews: bool = True
    requirements: Requirements = NO_REQUIREMENTS
    time_zone: str = ""

    @property
    def count(self) -> int:
        """The number of seats."""
        return len(set(self.workstations)) or self.seats

    @property
    def days(self) -> Period:
        """The service days the seats would be taken."""
        return rules.lease_days(start=self.start, months=self.months, auto_renews=self.renews)

    @property
    def last(self) -> date:
        """The last day of the first term, as people say it."""
        return add_months(self.start, self.months) - timedelta(days=1)

    @property
    def term(self) -> Period:
        return Period.inclusive(self.start, self.last)

    def zone_at(self, facility: Facility, now: datetime) -> FollowedZone | None:
        """The time zone its hours would follow in a facility; ``None`` for the facility's own."""
        return followed_zone(self.time_zone, facility=facility, start=self.start, now=now)

    def demand_at(self, facility: Facility, now: datetime) -> Demand:
        """Return what it asks of the seats of a facility."""
        return Demand(self.pattern, self.days, self.client, self.zone_at(facility, now))

    def demand_anywhere(self, now: datetime) -> Demand:
        """Return what it asks of the seats of any facility, in whatever time zone."""
        zone = FollowedZone(self.time_zone, self.start, resolved_until(now=now)) if self.time_zone else None
        return Demand(self.pattern, self.days, self.client, zone)


def require_sensible(request: SeatRequest, *, today: date, dates_back: bool = False) -> None:
    """Refuse what no facility can meet, before asking whether it is free.

    :param today: in the facility.
    :param dates_back: whether the start may lie before ``today``; for staff who write down what was agreed by phone.
    :raises TooFewSeats, TooManySeats, StartsInThePast, StartsTooLate, TermTooShort, TermTooLong, TimeZoneUnknown:
    """
    for refusal in rules.refusals_of(
        seats=request.count,
        start=request.start,
        months=request.months,
        time_zone=request.time_zone,
        today=today,
        dates_back=dates_back,
    ):
        raise refusal
