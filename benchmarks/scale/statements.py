"""The best SQL we could write by hand for each question, on the indexes the product has."""

# What a night shift is in conflict with on %(days)s: its evenings, and its mornings a day later. The outer condition on
# days is what an index is searched for, once, as none is for what stands in CASE; and rooms bound it to the facilities
# asked about.
IN_CONFLICT = """
    taken.days && %(either)s AND taken.released_at IS NULL AND (taken.expires_at IS NULL OR taken.expires_at > %(now)s)
    AND CASE WHEN taken.days && %(evenings)s AND taken.guarded_minutes && %(evening)s THEN true
        ELSE taken.days && %(mornings)s AND taken.guarded_minutes && %(morning)s END
"""
ROOMS = """
SELECT room.id FROM facilities_room AS room JOIN facilities_floor AS floor ON floor.id = room.floor_id
WHERE floor.facility_id = %(facility)s
"""

FREE_IN_ONE = f"""
SELECT seat.facility_id, seat.id, seat.code, seat.room_id, room.name, seat."row", seat.position
FROM facilities_workstation AS seat JOIN facilities_room AS room ON room.id = seat.room_id
WHERE seat.facility_id = %(facility)s AND seat.state = 'in_service' AND NOT EXISTS (
    SELECT FROM facilities_occupancy AS taken JOIN ({ROOMS}) AS asked ON asked.id = taken.room_id
    WHERE taken.workstation_id = seat.id AND {IN_CONFLICT}
) AND NOT (room.is_exclusive AND EXISTS (
    SELECT FROM facilities_occupancy AS taken
    WHERE taken.room_id = room.id AND taken.room_is_exclusive AND taken.client_id IS NOT NULL
      AND taken.days && %(either)s AND taken.released_at IS NULL
      AND (taken.expires_at IS NULL OR taken.expires_at > %(now)s)
))
ORDER BY seat.code
"""

LET_TO_OTHERS = """
SELECT DISTINCT room_id FROM facilities_occupancy AS taken
WHERE taken.room_is_exclusive AND taken.client_id IS NOT NULL AND taken.days && %(either)s
  AND taken.released_at IS NULL AND (taken.expires_at IS NULL OR taken.expires_at > %(now)s)
"""

FREE_EVERYWHERE = f"""
SELECT seat.facility_id, seat.id, seat.code, seat.room_id, room.name, seat."row", seat.position
FROM facilities_workstation AS seat JOIN facilities_room AS room ON room.id = seat.room_id
WHERE seat.state = 'in_service' AND NOT EXISTS (
    SELECT FROM facilities_occupancy AS taken WHERE taken.workstation_id = seat.id AND {IN_CONFLICT}
) AND seat.room_id NOT IN ({LET_TO_OTHERS})
ORDER BY seat.code
"""

COUNTED_EVERYWHERE = f"""
SELECT seat.facility_id, count(*) FROM facilities_workstation AS seat
WHERE seat.state = 'in_service' AND NOT EXISTS (
    SELECT FROM facilities_occupancy AS taken WHERE taken.workstation_id = seat.id AND {IN_CONFLICT}
) AND seat.room_id NOT IN ({LET_TO_OTHERS})
GROUP BY seat.facility_id
"""

PRICES = """
SELECT facility_id, package_id, monthly_net, setup_net, deposit_months, minimum_seats, minimum_months
FROM facilities_rate
WHERE facility_id = ANY(%(facilities)s) AND pattern_id = %(pattern)s AND days @> %(start)s
"""

PLAN = f"""
SELECT seat.id, seat.code, seat.room_id, seat.x, seat.y, seat.rotation, seat."row", seat.position, seat.state,
       unreleased.*
FROM facilities_workstation AS seat LEFT JOIN (
    SELECT taken.workstation_id, max(CASE taken.purpose WHEN 'closure' THEN 2 WHEN 'lease' THEN 1 ELSE 0 END) AS how,
           nullif(max(coalesce(upper(taken.days), 'infinity')), 'infinity') AS until
    FROM facilities_occupancy AS taken JOIN ({ROOMS}) AS asked ON asked.id = taken.room_id
    WHERE {IN_CONFLICT}
    GROUP BY taken.workstation_id
) AS unreleased ON unreleased.workstation_id = seat.id
WHERE seat.facility_id = %(facility)s AND seat.state <> 'retired'
ORDER BY seat."row", seat.position, seat.code
"""

# Free seats on each day of a year for one shift: the days on which a seat is taken are the bits of one string. What
# sits there has few shapes of week, so which weekdays it meets the shift on is found once for each.
CALENDAR = f"""
WITH leg (shift_by, minutes, guarded) AS (
    VALUES (0, %(evening_minutes)s::int4multirange, %(evening)s::int4multirange),
           (1, %(morning_minutes)s::int4multirange, %(morning)s::int4multirange)
), sat AS MATERIALIZED (
    SELECT taken.workstation_id, taken.room_id, taken.room_is_exclusive, taken.client_id IS NOT NULL AS is_let,
           taken.minutes, taken.guarded_minutes, leg.shift_by, leg.minutes AS worked, leg.guarded,
           greatest(lower(taken.days) - leg.shift_by - %(first)s, 0) AS begins,
           least(coalesce(upper(taken.days), 'infinity') - leg.shift_by, %(end)s) - %(first)s AS ends
    FROM ({ROOMS}) AS asked
    JOIN facilities_occupancy AS taken ON asked.id = taken.room_id
    JOIN leg ON taken.days && daterange(%(first)s + leg.shift_by, %(end)s + leg.shift_by)
    WHERE taken.days && daterange(%(first)s, %(end)s + 1) AND taken.released_at IS NULL
      AND (taken.expires_at IS NULL OR taken.expires_at > %(now)s)
), shape AS (
    SELECT found.*, (SELECT repeat(string_agg(CASE WHEN (found.minutes * found.worked
               + CASE WHEN found.is_let THEN found.guarded_minutes * found.guarded ELSE '{{}}' END)
               && int4multirange(int4range(weekday * 1440, (weekday + 1) * 1440)) THEN '1' ELSE '0' END, ''
               ORDER BY (weekday - found.shift_by - extract(isodow FROM %(first)s) + 15)::int %% 7), 53)::bit(366)
           FROM generate_series(0, 6) AS weekday) AS week
    FROM (SELECT DISTINCT minutes, guarded_minutes, is_let, worked, guarded, shift_by FROM sat) AS found
), seat AS (
    SELECT sat.workstation_id, bit_or(
        (%(ones)s::bit(366) >> sat.begins) & (%(ones)s::bit(366) << (366 - sat.ends)) & shape.week) AS taken
    FROM sat JOIN shape USING (minutes, guarded_minutes, is_let, shift_by)
    WHERE sat.begins < sat.ends
    GROUP BY sat.workstation_id
), alike AS (
    SELECT seat.taken, count(*) AS seats FROM seat JOIN facilities_workstation AS desk ON desk.id = seat.workstation_id
    WHERE desk.state = 'in_service' GROUP BY seat.taken
)
SELECT day, (SELECT count(*) FROM facilities_workstation WHERE facility_id = %(facility)s AND state = 'in_service')
       - coalesce(sum(alike.seats * get_bit(alike.taken, day)), 0) AS free
FROM generate_series(0, %(days)s - 1) AS day LEFT JOIN alike ON true
GROUP BY day ORDER BY day
"""
