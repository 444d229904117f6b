"""The seats that are free for a shift on all of some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, DateField, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from facilities import clocks
from facilities.clocks import FollowedZone
from facilities.demand import Demand
from facilities.models import Facility, Occupancy, ShiftPattern, Workstation
from facilities.queries.conflicts import Free, conflicting, rooms_of_others, within
from kernel.period import ONE_DAY, Period
from kernel.week import Slot

# How far ahead another first day is looked for.
HALF_A_YEAR = 190
# What the end of a lease without one is told as, where days are compared.
NO_END = Value(date.max, DateField())


def free_workstations(demand: Demand, *, facility: Facility, now: datetime) -> QuerySet[Workstation]:
    """Return the seats of a facility that can be taken as demanded."""
    [free] = free_workstations_of(demand, facilities=[facility], now=now)
    return free


def free_workstations_of(
    demand: Demand, *, facilities: Iterable[Facility], now: datetime
) -> Iterator[QuerySet[Workstation]]:
    """The same for several facilities: one query for each way the shift lies on their calendars, by hand-over time
    and, where it follows a time zone, by theirs."""
    hours = demand.pattern.hours
    groups: dict[tuple[Slot, ...], list[Facility]] = {}
    for facility in facilities:
        taken = clocks.slots(
            hours,
            days=demand.days,
            buffer=facility.handover_minutes,
            home=facility.time_zone,
            followed=demand.zone,
        )
        groups.setdefault(taken, []).append(facility)
    for taken, group in groups.items():
        places = [facility.pk for facility in group]
        free = Free(taken, taker=demand.taker, now=now, facilities=places)
        yield Workstation.objects.rentable().filter(free, facility__in=places)


def _by_buffer(facilities: Iterable[Facility]) -> dict[int, list[Facility]]:
    found: dict[int, list[Facility]] = {}
    for facility in facilities:
        found.setdefault(facility.handover_minutes, []).append(facility)
    return found


def free_count_by_facility(demand: Demand, *, facilities: Iterable[Facility], now: datetime) -> dict[UUID, int]:
    """Count the seats that are free in each facility; as many queries as :func:`free_workstations_of`."""
    facilities = list(facilities)
    counts = {facility.pk: 0 for facility in facilities}
    for free in free_workstations_of(demand, facilities=facilities, now=now):
        counts.update(free.order_by().values_list("facility").annotate(seats=Count("pk")))
    return counts


def taken_share_by_shift(
    *, facilities: Iterable[Facility], patterns: Sequence[ShiftPattern], day: date, now: datetime
) -> dict[UUID, dict[UUID, tuple[int, int]]]:
    """For each facility and shift: (seats leased or on hold on ``day`` in that shift's hours, seats let)."""
    facilities = list(facilities)
    rentable = dict(
        Workstation.objects.rentable()
        .filter(facility__in=facilities)
        .order_by()
        .values_list("facility")
        .annotate(n=Count("pk"))
    )
    shares: dict[UUID, dict[UUID, tuple[int, int]]] = {f.pk: {} for f in facilities}
    for pattern in patterns:
        legs = [leg for leg in pattern.legs(0) if leg.day_offset == 0]
        taken = dict(
            Occupancy.objects.taking(now)
            .filter(
                reduce(or_, (Q(minutes__overlap=leg.minutes) for leg in legs)),
                within(facilities),
                days__contains=day,
                client__isnull=False,
            )
            .order_by()
            .values_list("workstation__facility")
            .annotate(n=Count("workstation", distinct=True))
        )
        for facility in facilities:
            shares[facility.pk][pattern.pk] = (taken.get(facility.pk, 0), rentable.get(facility.pk, 0))
    return shares


def free_from(demand: Demand, *, facilities: Iterable[Facility], now: datetime) -> dict[UUID, list[date]]:
    """For each facility, the day from which each of its seats is free for good, sorted; where the days demanded end is
    not looked at.

    Seats free already count from their first day; seats taken without end, or in an exclusive room of somebody else's,
    are not in the list. So entry ``n - 1`` is the first day on which ``n`` seats can be taken open-ended.
    """
    if demand.zone is not None:
        return {facility.pk: _free_from_following(demand, demand.zone, facility, now) for facility in facilities}
    start = demand.days.start
    facilities = list(facilities)
    found: dict[UUID, list[date]] = {facility.pk: [] for facility in facilities}
    weekdays = frozenset(span.weekday for span in demand.pattern.hours)
    for buffer, group in _by_buffer(facilities).items():
        legs = demand.pattern.legs(buffer)
        days = Period(start)
        # Keyed by the ids' integers: UUIDs hash and compare in Python code, which is slow.
        ends: dict[int, date] = {}
        for leg in legs:
            slot = leg.on(days)
            blocking = conflicting([slot] if slot else [], taker=demand.taker, now=now)
            rows = blocking.filter(within(group)).order_by().values_list("workstation")
            for seat, end in rows.annotate(end=Max(Coalesce("days__endswith", NO_END))):
                free = end if end == date.max else _first_worked(end - timedelta(days=leg.day_offset), weekdays)
                if free > ends.get(seat.int, start):
                    ends[seat.int] = free
        others = rooms_of_others([slot for leg in legs if (slot := leg.on(days))], taker=demand.taker, now=now)
        seats = Workstation.objects.rentable().filter(facility__in=group)
        open_seats = seats.exclude(Q(room__is_exclusive=True) & Exists(others.filter(room=OuterRef("room"))))
        places = {facility.pk.int: found[facility.pk] for facility in group}
        for seat, facility in open_seats.order_by().values_list("pk", "facility"):
            day = ends.get(seat.int, start)
            if day != date.max:
                places[facility.int].append(day)
    return {facility: sorted(days) for facility, days in found.items()}


def _free_from_following(demand: Demand, zone: FollowedZone, facility: Facility, now: datetime) -> list[date]:
    """:func:`free_from` for hours that follow a time zone: a lease that begins after a change of clocks has other
    hours, so that each stretch between changes in the half year ahead is asked about; days are late rather than
    early."""
    start, hours = demand.days.start, demand.pattern.hours
    weekdays = frozenset(span.weekday for span in hours)
    ahead = Period(start, start + timedelta(days=HALF_A_YEAR))
    known: dict[UUID, date] = {}
    seats = Workstation.objects.rentable().filter(facility=facility).select_related("room").order_by()
    for stage in clocks.stages(hours, days=ahead, home=facility.time_zone, followed=replace(zone, since=start)):
        slots = clocks.slots(
            hours,
            days=Period(stage.days.start),
            buffer=facility.handover_minutes,
            home=facility.time_zone,
            followed=replace(zone, since=stage.days.start),
        )
        blocked = _blocked_until(slots, demand, facility, now)
        theirs = set(rooms_of_others(slots, taker=demand.taker, now=now).values_list("room", flat=True))
        for seat in seats:
            until = blocked.get(seat.pk, stage.days.start - 3 * ONE_DAY)
            if until is None or (seat.room.is_exclusive and seat.room_id in theirs):
                continue
            # A night's work may lie on the day before and the day after its own.
            first = _first_worked(max(until + 2 * ONE_DAY, stage.days.start), weekdays)
            if first in stage.days:
                known.setdefault(seat.pk, first)
    return sorted(known.values())


def _blocked_until(slots: Sequence[Slot], demand: Demand, facility: Facility, now: datetime) -> dict[UUID, date | None]:
    """The last day of conflict in ``slots`` of each seat that isn't free; ``None`` for ever."""
    rows = conflicting(slots, taker=demand.taker, now=now).filter(within([facility])).order_by()
    found: dict[UUID, date | None] = {}
    for seat, days in rows.values_list("workstation", "days").distinct():
        known = found.get(seat, days.start)
        found[seat] = None if known is None or days.last is None else max(known, days.last)
    return found


@lru_cache(maxsize=4096)
def _first_worked(day: date, weekdays: frozenset[int]) -> date:
    """``day``, or the first after it on which a shift is worked: nobody wants to pay from a Saturday for Mondays."""
    return next(each for each in (day + timedelta(days=n) for n in range(7)) if each.weekday() in weekdays)
