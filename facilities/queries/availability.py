"""Which seats are free for a shift on all of some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, DateField, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import Client
from facilities import clocks
from facilities.clocks import FollowedZone
from facilities.models import Facility, Occupancy, ShiftPattern, Workstation
from facilities.queries.obstacles import Free, InTheWay, KeepsTheRoom, Wanted
from kernel.period import ONE_DAY, Period
from kernel.week import Slot

# How far ahead another first day is looked for.
HALF_A_YEAR = 190
# What the end of a lease without one is told as, where days are compared.
NO_END = Value(date.max, DateField())


def in_the_way(*, slots: Iterable[Slot], now: datetime, client: Client | None) -> QuerySet[Occupancy]:
    """Occupancies that keep a seat from being taken for ``slots``: what the database would refuse.

    A stranger's buffer counts too; ``client``'s own seats need none between its shifts. Expired holds don't count.
    Bound it by ``within`` where it is not bound by seats already.
    """
    return Occupancy.objects.filter(InTheWay(Wanted.by(client, slots=list(slots), now=now)))


def within(facilities: Iterable[Facility]) -> Q:
    """Occupancies in the rooms of ``facilities``: the way the index by room and days wants to be asked."""
    return Q(room__floor__facility__in=list(facilities))


def rooms_of_others(*, slots: Iterable[Slot], now: datetime, client: Client | None) -> QuerySet[Occupancy]:
    """Occupancies that keep an exclusive room from anybody but their own client on the days of ``slots``."""
    return Occupancy.objects.filter(KeepsTheRoom(Wanted.by(client, slots=list(slots), now=now)))


def free_workstations(
    *,
    facility: Facility,
    days: Period,
    pattern: ShiftPattern,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> QuerySet[Workstation]:
    """Seats of a facility that ``client`` (or a newcomer) could take for ``pattern`` on every one of ``days``.

    :param clock: the clock that its hours keep, when it isn't the facility's.
    """
    [free] = free_workstations_of(
        facilities=[facility], days=days, pattern=pattern, now=now, client=client, followed=followed
    )
    return free


def free_workstations_of(
    *,
    facilities: Iterable[Facility],
    days: Period,
    pattern: ShiftPattern,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> Iterator[QuerySet[Workstation]]:
    """The same for several facilities: one query for each way the shift lies on their calendars, by hand-over time
    and, with ``followed``, time zone."""
    hours = pattern.hours
    groups: dict[tuple[Slot, ...], list[Facility]] = {}
    for facility in facilities:
        taken = clocks.slots(
            hours, days=days, buffer=facility.handover_minutes, home=facility.time_zone, followed=followed
        )
        groups.setdefault(taken, []).append(facility)
    for taken, group in groups.items():
        yield _free(facilities=group, slots=taken, now=now, client=client)


def _by_buffer(facilities: Iterable[Facility]) -> dict[int, list[Facility]]:
    found: dict[int, list[Facility]] = {}
    for facility in facilities:
        found.setdefault(facility.handover_minutes, []).append(facility)
    return found


def _free(
    *, facilities: Iterable[Facility], slots: Sequence[Slot], now: datetime, client: Client | None
) -> QuerySet[Workstation]:
    places = [facility.pk for facility in facilities]
    free = Free(Wanted.by(client, slots=slots, now=now), facilities=places)
    return Workstation.objects.rentable().filter(free, facility__in=places)


def free_count_by_facility(
    *,
    facilities: Iterable[Facility],
    days: Period,
    pattern: ShiftPattern,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> dict[UUID, int]:
    """How many seats are free in each facility; as many queries as :func:`free_workstations_of`."""
    facilities = list(facilities)
    counts = {facility.pk: 0 for facility in facilities}
    for free in free_workstations_of(
        facilities=facilities, days=days, pattern=pattern, now=now, client=client, followed=followed
    ):
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


def free_from(
    *,
    facilities: Iterable[Facility],
    pattern: ShiftPattern,
    start: date,
    now: datetime,
    client: Client | None = None,
    followed: FollowedZone | None = None,
) -> dict[UUID, list[date]]:
    """For each facility, the day from which each of its seats is free for good in ``pattern``'s hours, sorted.

    Seats free already count from ``start``; seats taken without end, or in an exclusive room of somebody else's,
    are not in the list. So entry ``n - 1`` is the first day on which ``n`` seats can be taken open-ended.
    """
    if followed is not None:
        return _free_from_on(followed, facilities=facilities, pattern=pattern, start=start, now=now, client=client)
    facilities = list(facilities)
    found: dict[UUID, list[date]] = {facility.pk: [] for facility in facilities}
    weekdays = frozenset(span.weekday for span in pattern.hours)
    for buffer, group in _by_buffer(facilities).items():
        legs = pattern.legs(buffer)
        days = Period(start)
        # By the ids' numbers: ids themselves hash and compare in Python.
        ends: dict[int, date] = {}
        for leg in legs:
            slot = leg.on(days)
            blocking = in_the_way(slots=[slot] if slot else [], now=now, client=client)
            rows = blocking.filter(within(group)).order_by().values_list("workstation")
            for seat, end in rows.annotate(end=Max(Coalesce("days__endswith", NO_END))):
                free = end if end == date.max else _first_worked(end - timedelta(days=leg.day_offset), weekdays)
                if free > ends.get(seat.int, start):
                    ends[seat.int] = free
        others = rooms_of_others(slots=[slot for leg in legs if (slot := leg.on(days))], now=now, client=client)
        seats = Workstation.objects.rentable().filter(facility__in=group)
        open_seats = seats.exclude(Q(room__is_exclusive=True) & Exists(others.filter(room=OuterRef("room"))))
        places = {facility.pk.int: found[facility.pk] for facility in group}
        for seat, facility in open_seats.order_by().values_list("pk", "facility"):
            day = ends.get(seat.int, start)
            if day != date.max:
                places[facility.int].append(day)
    return {facility: sorted(days) for facility, days in found.items()}


def _free_from_on(
    followed: FollowedZone,
    *,
    facilities: Iterable[Facility],
    pattern: ShiftPattern,
    start: date,
    now: datetime,
    client: Client | None,
) -> dict[UUID, list[date]]:
    """:func:`free_from` for hours that keep another clock: a lease that begins after a change has other hours, so that
    each stretch between changes in the half year ahead is asked about; days are late rather than early."""
    found: dict[UUID, list[date]] = {}
    hours = pattern.hours
    weekdays = frozenset(span.weekday for span in hours)
    for facility in facilities:
        ahead = Period(start, start + timedelta(days=HALF_A_YEAR))
        known: dict[UUID, date] = {}
        seats = Workstation.objects.rentable().filter(facility=facility).select_related("room").order_by()
        for stage in clocks.stages(hours, days=ahead, home=facility.time_zone, followed=replace(followed, since=start)):
            since = replace(followed, since=stage.days.start)
            slots = clocks.slots(
                hours,
                days=Period(stage.days.start),
                buffer=facility.handover_minutes,
                home=facility.time_zone,
                followed=since,
            )
            blocked = _blocked_until(slots, facility=facility, now=now, client=client)
            theirs = set(rooms_of_others(slots=slots, now=now, client=client).values_list("room", flat=True))
            for seat in seats:
                until = blocked.get(seat.pk, stage.days.start - 3 * ONE_DAY)
                if until is None or (seat.room.is_exclusive and seat.room_id in theirs):
                    continue
                # A night's work may lie on the day before and the day after its own.
                first = _first_worked(max(until + 2 * ONE_DAY, stage.days.start), weekdays)
                if first in stage.days:
                    known.setdefault(seat.pk, first)
        found[facility.pk] = sorted(known.values())
    return found


def _blocked_until(
    slots: Sequence[Slot], *, facility: Facility, now: datetime, client: Client | None
) -> dict[UUID, date | None]:
    """The last day on which each seat that isn't free meets somebody in ``slots``; ``None`` for ever."""
    rows = in_the_way(slots=slots, now=now, client=client).filter(within([facility])).order_by()
    found: dict[UUID, date | None] = {}
    for seat, days in rows.values_list("workstation", "days").distinct():
        known = found.get(seat, days.start)
        found[seat] = None if known is None or days.last is None else max(known, days.last)
    return found


@lru_cache(maxsize=4096)
def _first_worked(day: date, weekdays: frozenset[int]) -> date:
    """``day``, or the first after it on which a shift is worked: nobody wants to pay from a Saturday for Mondays."""
    return next(each for each in (day + timedelta(days=n) for n in range(7)) if each.weekday() in weekdays)
