"""A provider's whole business brought in from its spreadsheets, beside the same rows copied by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM
from benchmarks import floors
from benchmarks.dataset import Data, depot
from benchmarks.measures import Row, seconds, side_by_side
from billing.operations.going_live import apply, check
from facilities.models import Facility, Workstation

ROUNDS = 3
SEATS_OF_A_LEASE = 8
LEASES_OF_A_CLIENT = 20
DEPOTS = 5

Tables = dict[str, list[dict[str, Any]]]

BROUGHT = "(SELECT id FROM bookings_booking WHERE own_reference <> '')"
# Entries that other things than deposits held before are the cause of.
ELSEWHERE = (
    "(SELECT entry_id FROM billing_document WHERE entry_id IS NOT NULL"
    " UNION SELECT entry_id FROM billing_payment UNION SELECT entry_id FROM billing_application)"
)
# Each table with the rows of it that a lease brings; in the order in which one needs the other.
MADE = {
    "bookings_booking": "own_reference <> ''",
    "bookings_terms": f"booking_id IN {BROUGHT}",
    "bookings_allocation": f"booking_id IN {BROUGHT}",
    "facilities_occupancy": f"claim IN {BROUGHT}",
    "ledger_journalentry": f"id NOT IN {ELSEWHERE}",
    "ledger_journalline": f"entry_id NOT IN {ELSEWHERE}",
    "billing_openingdeposit": f"booking_id IN {BROUGHT}",
    "audit_auditentry": "verb = 'bookings.taken_over'",
}
KEEP = tuple(
    f"CREATE UNLOGGED TABLE kept_{table} AS SELECT * FROM {table} WHERE {rows}" for table, rows in MADE.items()
)
COPY = tuple(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}" for table in MADE)
LOCK = """
SELECT id FROM facilities_workstation WHERE id IN (SELECT workstation_id FROM kept_facilities_occupancy)
ORDER BY id FOR NO KEY UPDATE
"""
# Each is a transaction of its own: a table with pending checks can't have its triggers switched.
FORGET = tuple(
    statement
    for table, rows in reversed(MADE.items())
    for statement in (
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"DELETE FROM {table} WHERE {rows}",
        f"ALTER TABLE {table} ENABLE TRIGGER USER",
    )
)

LEASE_CELLS = (
    "lease", "client", "facility", "shift", "package", "first_day", "net_rate", "list_rate", "deposit_held",
)  # fmt: skip
CELLS = (
    f"CREATE TEMPORARY TABLE lease_cell ({', '.join(f'{name} text' for name in LEASE_CELLS)}) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE seat_cell (lease text, seat text) ON COMMIT DROP",
)
QUESTION = """
SELECT count(*) FILTER (WHERE seat.id IS NULL OR pattern.id IS NULL OR package.id IS NULL OR company.id IS NULL),
       count(taken.id)
FROM seat_cell
JOIN lease_cell USING (lease)
LEFT JOIN facilities_facility AS facility ON facility.code = lease_cell.facility
LEFT JOIN facilities_workstation AS seat ON seat.facility_id = facility.id AND seat.code = seat_cell.seat
LEFT JOIN facilities_shiftpattern AS pattern ON pattern.slug = lease_cell.shift
LEFT JOIN facilities_package AS package ON package.slug = lease_cell.package
LEFT JOIN accounts_client AS company ON company.name = lease_cell.client
LEFT JOIN facilities_occupancy AS taken ON taken.workstation_id = seat.id AND taken.released_at IS NULL
     AND taken.days && daterange(lease_cell.first_day::date, NULL)
"""


def rows(data: Data) -> Iterator[Row]:
    """Companies are there from the first round on; leases, seats and deposits are what is timed."""
    leases = data.sizes.bookings
    tables = business(data, leases=leases)
    apply(tables={name: tables[name] for name in ("clients", "people")}, actor=SYSTEM, now=timezone.now())
    rounds = min(ROUNDS, data.sizes.rounds)
    name = f"going live with {leases:,} leases of {SEATS_OF_A_LEASE} seats"
    checked, asked = side_by_side(rounds, lambda: _check(tables), lambda: _ask(tables))
    yield Row(f"{name}: checked", checked, "s", asked, "the same cells by COPY, joined to what is there")
    _write(tables)
    floors.forget(KEEP)
    written, copied = side_by_side(rounds, lambda: _write(tables), _copy)
    floors.forget([*FORGET, *(f"DROP TABLE kept_{table}" for table in MADE)])
    yield Row(f"{name}: written", written, "s", copied, "the same rows by INSERT … SELECT")


def _check(tables: Tables) -> float:
    """:raises RuntimeError: when anything is found wrong."""
    found = []
    took = seconds(lambda: found.append(check(tables=tables, now=timezone.now())))
    if found[0].problems:
        raise RuntimeError(f"the check finds {found[0].problems[0]}")
    return took


def _ask(tables: Tables) -> float:
    """:raises RuntimeError: when anything is found wrong."""
    answers: list[Any] = []
    with floors.raw_connection() as raw:
        took = seconds(lambda: answers.append(_answer(raw, tables)))
    if answers != [(0, 0)]:
        raise RuntimeError(f"the floor finds {answers}")
    return took


def _answer(raw: floors.Raw, tables: Tables) -> tuple[object, ...] | None:
    with raw.transaction(), raw.cursor() as cursor:
        for statement in CELLS:
            cursor.execute(statement)
        for table, cells, names in (("lease_cell", "leases", LEASE_CELLS), ("seat_cell", "seats", ("lease", "seat"))):
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in tables[cells]:
                    copy.write_row([row[name] for name in names])
            cursor.execute(f"ANALYZE {table}")
        return cursor.execute(QUESTION).fetchone()


def _write(tables: Tables) -> float:
    floors.forget(FORGET)
    return seconds(lambda: apply(tables=tables, actor=SYSTEM, now=timezone.now()))


def _copy() -> float:
    floors.forget(FORGET)
    with floors.raw_connection() as raw:

        def copied() -> None:
            with raw.transaction():
                for statement in (LOCK, *COPY):
                    raw.execute(statement)

        return seconds(copied)


def business(data: Data, *, leases: int) -> Tables:
    """Leases of eight seats each in empty depots, half by day and half by night on the same desks, of companies that
    nobody has seen before: twenty leases each."""
    desks = -(-leases * SEATS_OF_A_LEASE // (2 * DEPOTS))
    places = [depot(f"Depot {n}", data.legal_entity, desks=desks + SEATS_OF_A_LEASE) for n in range(DEPOTS)]
    began = data.month.start - timedelta(days=400)
    tables: Tables = {"clients": [], "people": [], "leases": [], "seats": []}
    for n in range(-(-leases // LEASES_OF_A_CLIENT)):
        tables["clients"].append(
            {
                "client": f"Newcomer {n}", "legal_name": f"Newcomer {n}, Inc.", "country": "PH", "address": "Cebu",
                "tax_id": "", "billing_name": "", "billing_email": f"bills{n}@example.com",
                "time_zone": "Asia/Manila", "withholding": "rent",
            }
        )  # fmt: skip
        tables["people"].append(
            {"client": f"Newcomer {n}", "email": f"newcomer{n}@example.com", "name": f"Person {n}", "role": "owner"}
        )
    codes = {place.pk: _codes(place) for place in places}
    for n in range(leases):
        place, turn = places[n % DEPOTS], n // DEPOTS
        number = f"L-{n:06}"
        tables["leases"].append(
            {
                "lease": number, "client": f"Newcomer {n // LEASES_OF_A_CLIENT}", "facility": place.code,
                "shift": ("day", "night")[turn % 2], "package": data.package.slug, "first_day": began.isoformat(),
                "months": "12", "renews": "yes", "last_day": "", "notice_days": "60", "currency": "PHP",
                "net_rate": "6177.00", "list_rate": "6500.00", "escalation_percent": "5", "next_increase": "",
                "committed_seats": "8", "deposit_held": "12354.00",
                "billed_through": (data.month.start - timedelta(days=1)).isoformat(),
            }
        )  # fmt: skip
        first = turn // 2 * SEATS_OF_A_LEASE
        tables["seats"] += [
            {"lease": number, "seat": code} for code in codes[place.pk][first : first + SEATS_OF_A_LEASE]
        ]
    return tables


def _codes(place: Facility) -> list[str]:
    return list(Workstation.objects.filter(facility=place).order_by("code").values_list("code", flat=True))
