"""The SQL that fills the database: one statement for thousands of rows each."""

ROOMS_AND_SEATS = """
WITH levels AS (
    INSERT INTO facilities_floor (id, facility_id, name, level, width, height, drawing)
    SELECT gen_random_uuid(), %(facility)s, 'Level ' || n, n, 4000, 2500, '[]'
    FROM generate_series(1, (%(seats)s + 199) / 200) AS n
    RETURNING id, level
), rooms AS (
    INSERT INTO facilities_room (id, floor_id, name, kind, is_exclusive, is_clean_room, x, y, width, height)
    SELECT gen_random_uuid(), levels.id, 'Bay ' || n, 'production', false, false, 1000 * (n - 1), 0, 1000, 2500
    FROM levels, generate_series(1, 4) AS n
    RETURNING id, floor_id, name
), numbered AS (
    SELECT rooms.id, row_number() OVER (ORDER BY levels.level, rooms.name) - 1 AS place
    FROM rooms JOIN levels ON levels.id = rooms.floor_id
)
INSERT INTO facilities_workstation (id, facility_id, room_id, code, state, "row", position, x, y, rotation)
SELECT gen_random_uuid(), %(facility)s, numbered.id, 'S' || lpad(n::text, 5, '0'), 'in_service',
       'R' || (n %% 50) / 10, n %% 10, 60 + 140 * (n %% 7), 90 + 100 * ((n %% 50) / 7), 0
FROM generate_series(0, %(seats)s - 1) AS n JOIN numbered ON numbered.place = n / 50
"""

CLIENTS = """
WITH people AS (
    INSERT INTO accounts_user (id, email, name, password, is_staff, is_active, is_superuser, date_joined)
    SELECT gen_random_uuid(), 'owner' || lpad(n::text, 5, '0') || '@example.com', 'Owner ' || n, '!', false, true,
           false, now()
    FROM generate_series(1, %(clients)s) AS n
    RETURNING id, email
), companies AS (
    INSERT INTO accounts_client (id, name, legal_name, country, address, tax_id, branch_code, billing_name,
                                 billing_email, phone, time_zone, withholding, created_at)
    SELECT gen_random_uuid(), 'Client ' || lpad(n::text, 5, '0'), 'Client ' || n || ', Inc.', 'US', 'Austin, TX', '',
           '', '', 'owner' || lpad(n::text, 5, '0') || '@example.com', '', 'America/Chicago', 'none', now()
    FROM generate_series(1, %(clients)s) AS n
    RETURNING id, billing_email
)
INSERT INTO accounts_member (client_id, user_id, role, since)
SELECT companies.id, people.id, 'owner', now() FROM companies JOIN people ON people.email = companies.billing_email
"""

OCCUPANCY = """
INSERT INTO facilities_occupancy (workstation_id, room_id, room_is_exclusive, client_id, purpose, days, minutes,
                                  guarded_minutes, claim, source, reason)
SELECT seat.id, seat.room_id, false, client.id, 'lease', %(days)s::daterange, %(minutes)s, %(guarded)s,
       gen_random_uuid(), gen_random_uuid(), ''
FROM (SELECT id, room_id, row_number() OVER (ORDER BY code) AS n FROM facilities_workstation
      WHERE facility_id = %(facility)s) AS seat
JOIN (SELECT id, row_number() OVER (ORDER BY name) AS n, count(*) OVER () AS clients FROM accounts_client) AS client
  ON client.n = 1 + (seat.n / 10) %% client.clients
WHERE seat.n %% 8 < %(share)s
"""

# A lease has period revisions of the months before, as if they had been billed and paid.
LEASES = """
WITH company AS (
    SELECT id, row_number() OVER (ORDER BY name) - 1 AS n, count(*) OVER () AS clients FROM accounts_client
), seat AS (
    SELECT id, facility_id, (row_number() OVER (ORDER BY facility_id, code) - 1) AS n FROM facilities_workstation
    WHERE facility_id = ANY(%(halls)s)
), wanted AS (
    SELECT gen_random_uuid() AS booking, k, company.id AS client
    FROM generate_series(0, %(bookings)s - 1) AS k JOIN company ON company.n = k %% company.clients
), placed AS (
    SELECT wanted.*, (SELECT facility_id FROM seat WHERE seat.n = wanted.k * (%(seats)s + 1)) AS facility FROM wanted
), booked AS (
    INSERT INTO bookings_booking (id, reference, client_id, facility_id, package_id, pattern_id, state, days,
                                  term_months, auto_renews, held_at, submitted_at, decided_at, decision_reason,
                                  agreement_version, client_note, charges_changed_from, time_zone, own_reference)
    SELECT booking, 'L' || %(shift)s || '-' || lpad(k::text, 7, '0'), client, facility, %(package)s, %(pattern)s,
           'active', daterange(%(began)s, NULL), 12, true, %(at)s, %(at)s, %(at)s, '', '2026-11', '', %(added)s,
           '', ''
    FROM placed
), terms AS (
    INSERT INTO bookings_terms (id, booking_id, effective_from, currency, list_rate, net_rate, discounts, setup_rate,
                                deposit_months, committed_seats, committed_until, minimum_months, notice_days,
                                escalation_percent, created_at)
    SELECT gen_random_uuid(), booking, %(began)s, 'PHP', 6500, 6177 + k %% 100, '[]', 2500, 0, %(seats)s,
           %(began)s + interval '1 year', 12, 60, 5, %(at)s
    FROM placed
), allocated AS (
    INSERT INTO bookings_allocation (id, booking_id, workstation_id, pattern_id, days)
    SELECT gen_random_uuid(), booking, seat.id, %(pattern)s,
           daterange(CASE WHEN seat.n = (k + 1) * (%(seats)s + 1) - 1 THEN %(added)s ELSE %(began)s END, NULL)
    FROM placed JOIN seat ON seat.n BETWEEN k * (%(seats)s + 1) AND (k + 1) * (%(seats)s + 1) - 1
), set_up AS (
    INSERT INTO bookings_oneoff (id, booking_id, kind, "on", quantity, unit_net)
    SELECT gen_random_uuid(), booking, 'setup', %(added)s, 1, 2500 FROM placed
)
INSERT INTO billing_periodrevision (id, booking_id, month, revision, currency, net, charges, treatment, recorded_at)
SELECT gen_random_uuid(), booking, before.month, 1, 'PHP', 0, '[]', %(treatment)s, %(at)s
FROM placed, (VALUES (%(began)s::date), ((%(began)s + interval '1 month')::date)) AS before (month)
"""
