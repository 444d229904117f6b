"""How fast a month is billed, beside the least the database needs to store the same rows.

``python -m benchmarks.billing_run [LEASES] [WORKERS]`` needs an empty, migrated database in DATABASE_URL whose
contents may be lost. The floor computes net, tax and postings in SQL and inserts the same rows with the same
constraints and triggers, a chunk a transaction; it explains, freezes, hashes and checks nothing.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import django

CHUNK = 500
MONTH, FLOOR_MONTH = date(2026, 12, 1), date(2027, 1, 1)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
SEATS = 12

FLOOR = """
WITH chunk AS MATERIALIZED (
    SELECT b.id AS booking, b.client_id AS client, row_number() OVER (ORDER BY b.id) + %(done)s AS nth,
           gen_random_uuid() AS document, gen_random_uuid() AS settlement, gen_random_uuid() AS entry,
           round(t.net_rate * count(a.id), 2) AS net, round(t.net_rate * count(a.id) * 0.12, 2) AS tax,
           t.net_rate AS rate, count(a.id) AS seats, t.currency
      FROM (SELECT * FROM bookings_booking ORDER BY id OFFSET %(done)s LIMIT %(size)s) AS b
      JOIN bookings_terms AS t ON t.booking_id = b.id
      JOIN bookings_allocation AS a ON a.booking_id = b.id AND a.days @> %(month)s::date
     GROUP BY b.id, b.client_id, t.net_rate, t.currency
), settled AS (
    INSERT INTO billing_settlement (id, booking_id, month, revision, currency, net, charges, treatment, settled_at)
    SELECT settlement, booking, %(month)s, 1, currency, net, '[]', '[]', now() FROM chunk
), issued AS (
    INSERT INTO billing_document (id, kind, legal_entity_id, client_id, booking_id, number, series_id, issued_on,
        issued_at, due_on, month, currency, net, tax, gross, withholding_expected, exchange_rate,
        exchange_rate_source, seller, buyer, notes, previous_hash, hash)
    SELECT document, 'invoice', %(entity)s, client, booking, 'FLOOR-' || nth, %(series)s, %(month)s, now(),
           %(month)s::date + 7, %(month)s, currency, net, tax, net + tax, 0, 1, '', '{}', '{}', '[]',
           md5(nth::text), md5((nth + 1)::text)
      FROM chunk
), lines AS (
    INSERT INTO billing_documentline (document_id, position, settlement_id, description, service_days, quantity, days,
        days_of, unit_net, net, tax_category, tax_percent)
    SELECT document, 1, settlement, 'Seats', daterange(%(month)s, %(month)s::date + 31), seats, 31, 31, rate, net, 'S', 12
      FROM chunk
), taxes AS (
    INSERT INTO billing_documenttax (document_id, category, percent, reason, base, tax)
    SELECT document, 'S', 12, '', net, tax FROM chunk
), statuses AS (
    INSERT INTO billing_documentstatus (document_id, amount, open_balance, awaits_certificate, official_number)
    SELECT document, net + tax, net + tax, 0, '' FROM chunk
), entries AS (
    INSERT INTO billing_journalentry (id, legal_entity_id, posted_on, document_id)
    SELECT entry, %(entity)s, %(month)s, document FROM chunk
)
INSERT INTO billing_journalline (entry_id, account, client_id, currency, amount, functional)
SELECT entry, leg.account, client, currency, leg.amount, leg.amount
  FROM chunk, LATERAL (VALUES ('1200', net + tax), ('4000', -net), ('2300', -tax)) AS leg (account, amount)
"""


def main(leases: int, workers: int) -> None:
    from django.db import connection

    from billing.models import BillingRun, Document
    from billing.operations import prepare_run

    entity, actor = populate(leases)
    print(f"{leases:,} leases of {SEATS} seats, chunks of {CHUNK}, {workers} worker(s)")
    began = time.perf_counter()
    run = prepare_run(legal_entity=entity, month=MONTH, issue_on=MONTH, actor=actor, now=NOW, issues_by_itself=True)
    prepared = time.perf_counter() - began
    connection.close()
    began = time.perf_counter()
    if workers == 1:
        work(run.pk)
    else:
        with ProcessPoolExecutor(workers, initializer=django.setup) as pool:
            list(pool.map(work, [run.pk] * workers))
    ours = time.perf_counter() - began
    run = BillingRun.objects.get(pk=run.pk)
    issued = Document.objects.count()
    print(
        f"run {run.state}: {issued:,} invoices in {ours:.1f} s = {issued / ours:,.0f} a second ({prepared:.1f} s to open)"
    )
    began = time.perf_counter()
    floor(entity.pk, leases)
    least = time.perf_counter() - began
    print(f"floor: {leases / least:,.0f} a second; ours is {least / ours:.0%} of it")


def work(run_id: UUID) -> None:
    from billing.models import BillingRun
    from billing.operations import work_chunk

    run = BillingRun.objects.select_related("legal_entity").get(pk=run_id)
    while work_chunk(run=run, now=NOW, size=CHUNK):
        pass


def floor(entity: UUID, leases: int) -> None:
    from django.db import connection, transaction

    from billing.models import NumberSeries

    series = NumberSeries.objects.get(legal_entity=entity, kind="deposit").pk
    for done in range(0, leases, CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            facts = {"done": done, "size": CHUNK, "month": FLOOR_MONTH, "entity": entity, "series": series}
            cursor.execute(FLOOR, facts)
            cursor.execute("UPDATE billing_numberseries SET last_number = %s WHERE id = %s", [done + CHUNK, series])


def populate(leases: int) -> tuple[object, object]:
    """Leases of active clients as rows; every tenth client withholds tax."""
    from accounts.actors import CLOCK
    from accounts.models import Client, LegalEntity
    from billing.models import NumberSeries, TaxRate, WithholdingRate
    from billing.operations.copying import copy_in
    from bookings.models import Allocation, Booking, Terms
    from facilities.models import Facility, Floor, Package, Room, ShiftPattern, Workstation
    from kernel.period import Period

    forever, since = Period(date(2020, 1, 1)), Period(MONTH)
    entity = LegalEntity.objects.create(
        name="Bench", country="PH", address="Cebu", tax_id="1", billing_email="billing@example.com"
    )
    for kind in ("invoice", "credit_note", "deposit"):
        NumberSeries.objects.create(legal_entity=entity, kind=kind, prefix=f"{kind}-{{year}}-")
    TaxRate.objects.create(country="PH", percent=12, days=forever)
    WithholdingRate.objects.create(country="PH", kind="rent", percent=5, days=forever)
    facility = Facility.objects.create(
        legal_entity=entity, name="Bench", slug="bench", code="B", summary="S", address="A", city="Cebu", country="PH",
        time_zone="Asia/Manila", currency="PHP",
    )  # fmt: skip
    package = Package.objects.create(name="Standard", slug="standard")
    pattern = ShiftPattern.objects.create(name="Day", slug="day", kind="day")
    storey = Floor.objects.create(facility=facility, name="1", level=1, width=1, height=1)
    room = Room.objects.create(floor=storey, name="1", width=1, height=1)
    desks = [Workstation(facility=facility, room=room, code=f"{n}", x=0, y=0) for n in range(SEATS)]
    clients = [
        Client(
            name=f"Client {n}", legal_name=f"Client {n} Inc.", country="PH", address="1 Ayala Avenue\nMakati",
            billing_email=f"accounts{n}@example.com", withholding="none" if n % 10 else "rent", created_at=NOW,
        )
        for n in range(leases)
    ]  # fmt: skip
    bookings = [
        Booking(
            client=client, facility=facility, package=package, pattern=pattern, state="active", days=since,
            term_months=12, held_at=NOW, submitted_at=NOW,
        )
        for client in clients
    ]  # fmt: skip
    terms = [
        Terms(
            booking=booking, effective_from=MONTH, currency="PHP", list_rate=Decimal(9000), net_rate=Decimal(9000),
            committed_until=date(2027, 3, 1), escalation_percent=Decimal(5), created_at=NOW,
        )
        for booking in bookings
    ]  # fmt: skip
    allocations = [
        Allocation(booking=booking, workstation=desk, pattern=pattern, days=since)
        for booking in bookings
        for desk in desks
    ]
    for rows in (desks, clients, bookings, terms, allocations):
        copy_in(rows)
    return entity, CLOCK


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatlease.settings")
    django.setup()
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000, int(sys.argv[2]) if sys.argv[2:] else 1)
