"""The least the same work takes: plain SQL over a plain connection."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
from django.utils import timezone
from psycopg.types.json import Jsonb
from psycopg.types.range import DateRange

from facilities.models import Facility, Occupancy
from kernel.fields import MinutesField
from kernel.period import Period
from kernel.week import Leg

Raw = psycopg.Connection[tuple[object, ...]]

# Each is a transaction of its own: a table with pending checks can't have its triggers switched.
FORGET_HOLDS = (
    "DELETE FROM facilities_occupancy WHERE purpose = 'hold'",
    "DELETE FROM bookings_allocation WHERE booking_id IN (SELECT id FROM bookings_booking WHERE state = 'held')",
    "ALTER TABLE bookings_terms DISABLE TRIGGER USER",
    "DELETE FROM bookings_terms WHERE booking_id IN (SELECT id FROM bookings_booking WHERE state = 'held')",
    "ALTER TABLE bookings_terms ENABLE TRIGGER USER",
    "DELETE FROM bookings_booking WHERE state = 'held'",
    "TRUNCATE audit_auditentry",
)

LOCK = "SELECT id FROM facilities_workstation WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
BOOKING = """
INSERT INTO bookings_booking (id, reference, client_id, facility_id, package_id, pattern_id, state, days, term_months,
                              auto_renews, hold_expires_at, held_at, decision_reason, agreement_version, client_note,
                              time_zone, own_reference)
VALUES (%s, %s, %s, %s, %s, %s, 'held', %s, 1, false, %s, %s, '', '', '', '', '')
"""
TERMS = """
INSERT INTO bookings_terms (id, booking_id, effective_from, currency, list_rate, net_rate, discounts, setup_rate,
                            deposit_months, committed_seats, committed_until, minimum_months, notice_days,
                            escalation_percent, created_at)
VALUES (%s, %s, %s, 'PHP', 6500, 6500, '[]', 2500, 2, 5, %s, 1, 60, 0, %s)
"""
ALLOCATIONS = """
INSERT INTO bookings_allocation (id, booking_id, workstation_id, pattern_id, days)
SELECT source, %s, seat, %s, %s FROM unnest(%s::uuid[], %s::uuid[]) AS sold (source, seat)
"""
OCCUPANCIES = """
INSERT INTO facilities_occupancy (workstation_id, room_id, room_is_exclusive, client_id, purpose, days, minutes,
                                  guarded_minutes, claim, source, reason, expires_at)
SELECT seat, room, false, %s, 'hold', %s, %s, %s, %s, source, '', %s
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS sold (source, seat, room)
"""
AUDIT_ENTRY = """
INSERT INTO audit_auditentry (id, at, actor_id, api_key, verb, subject_type, subject_id, details)
VALUES (%s, %s, %s, '', 'bookings.held', 'bookings.booking', %s, %s)
"""


def forget(statements: Sequence[str]) -> None:
    """Put the database back, one statement after the other."""
    with raw_connection() as raw:
        raw.autocommit = True
        for statement in statements:
            raw.execute(statement)


def raw_connection() -> Raw:
    return psycopg.connect(os.environ["DATABASE_URL"])


def taken_seats(*, facility: Facility) -> list[UUID]:
    """Seats with something that has no end."""
    open_ended = Occupancy.objects.filter(workstation__facility=facility, days__endswith__isnull=True)
    return list(open_ended.order_by().values_list("workstation", flat=True).distinct())


def insert_hold(
    raw: Raw,
    *,
    client: UUID,
    facility: UUID,
    package: UUID,
    pattern: UUID,
    actor: UUID,
    days: Period,
    legs: Sequence[Leg],
    seats: Sequence[UUID],
    rooms: Sequence[UUID],
) -> None:
    """The rows of one hold in one transaction."""
    now = timezone.now()
    expires = now + timedelta(hours=48)
    booking = uuid4()
    sources = [uuid4() for _ in seats]
    taken = DateRange(days.start, days.end)
    minutes = MinutesField()
    with raw.transaction():
        raw.execute(LOCK, [list(seats)])
        raw.execute(BOOKING, [booking, booking.hex[:12], client, facility, package, pattern, taken, expires, now])
        raw.execute(TERMS, [uuid4(), booking, days.start, days.end, now])
        raw.execute(ALLOCATIONS, [booking, pattern, taken, sources, list(seats)])
        for leg in legs:
            on = days.shifted(leg.day_offset)
            worked = [minutes.get_prep_value(each) for each in (leg.minutes, leg.guarded)]
            raw.execute(
                OCCUPANCIES,
                [client, DateRange(on.start, on.end), *worked, booking, expires, sources, list(seats), list(rooms)],
            )
        raw.execute(AUDIT_ENTRY, [uuid4(), now, actor, str(booking), Jsonb({"seats": len(seats)})])
