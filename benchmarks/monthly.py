"""A month's invoices by SQL alone, for leases of the shape that the data set has."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.dataset import SEATS_OF_A_LEASE, Data
from benchmarks.floors import Raw

# Each is a transaction of its own: a table with pending checks can't have its triggers switched.
FORGET = (
    """
    TRUNCATE ledger_journalline, ledger_journalentry, billing_openingdeposit, billing_documentstatus,
             billing_documenttax, billing_documentline, billing_runitem, billing_billingrun, billing_application,
             billing_transfernotice, billing_paymentstatus, billing_paymentreversal, billing_payment, billing_document,
             audit_auditentry
    """,
    "ALTER TABLE billing_periodrevision DISABLE TRIGGER USER",
    "DELETE FROM billing_periodrevision WHERE charges <> '[]'",
    "ALTER TABLE billing_periodrevision ENABLE TRIGGER USER",
    "UPDATE billing_numberseries SET last_number = 0, last_hash = ''",
    """
    UPDATE bookings_booking SET charges_changed_from = added."on"
    FROM bookings_oneoff AS added WHERE added.booking_id = bookings_booking.id AND charges_changed_from IS NULL
    """,
)

# One line for the seats of the month's first half, one for those of its second, one for the set-up.
LINES = """
CREATE TEMPORARY TABLE line ON COMMIT DROP AS
WITH owed AS (
    SELECT booking.id AS booking, booking.client_id AS client, terms.net_rate AS rate, one_off.unit_net AS setup,
           count(*) FILTER (WHERE lower(seat.days) < %(added)s) AS before, count(*) AS after
    FROM bookings_booking AS booking
    JOIN bookings_terms AS terms ON terms.booking_id = booking.id
    JOIN bookings_oneoff AS one_off ON one_off.booking_id = booking.id AND one_off."on" = %(added)s
    JOIN bookings_allocation AS seat ON seat.booking_id = booking.id AND seat.days && daterange(%(first)s, %(end)s)
    WHERE booking.state = 'active'
    GROUP BY booking.id, booking.client_id, terms.net_rate, one_off.unit_net
)
SELECT booking, client, part.position, part.kind, part.days, part.quantity, part.rate, part.days_of,
       round(part.rate * part.quantity * part.length / part.days_of, 2) AS net, part.length
FROM owed, LATERAL (VALUES
    (1, 'rent', daterange(%(first)s, %(added)s), before, rate, %(added)s - %(first)s, %(end)s - %(first)s),
    (2, 'rent', daterange(%(added)s, %(end)s), after, rate, %(end)s - %(added)s, %(end)s - %(first)s),
    (3, 'setup', daterange(%(added)s, %(added)s + 1), 1, setup, 1, 1)
) AS part (position, kind, days, quantity, rate, length, days_of)
"""

BILLS = """
CREATE TEMPORARY TABLE bill ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS period_revision, gen_random_uuid() AS entry, booking, client,
       encode(sha256(booking::text::bytea), 'hex') AS hash, sum(net) AS net, round(sum(net) * 0.12, 2) AS tax,
       row_number() OVER (ORDER BY booking) AS n,
       jsonb_agg(jsonb_build_object('kind', kind, 'start', lower(days), 'end', upper(days), 'quantity', quantity,
                                    'days_of', days_of, 'rate', rate::text, 'net', net::text, 'currency', 'PHP')
                 ORDER BY position) AS charges
FROM line GROUP BY booking, client
"""

ROWS = (
    """
    INSERT INTO billing_periodrevision (id, booking_id, month, revision, currency, net, charges, treatment, recorded_at)
    SELECT period_revision, booking, %(first)s, 1, 'PHP', net, charges, '[]', now() FROM bill
    """,
    """
    INSERT INTO billing_document (id, kind, legal_entity_id, client_id, booking_id, number, series_id, issued_on,
        issued_at, due_on, month, currency, net, tax, gross, withholding_expected, exchange_rate, exchange_rate_source,
        seller, buyer, lease, notes, previous_hash, hash, entry_id)
    SELECT bill.id, 'invoice', %(entity)s, client, booking, 'I-' || lpad(n::text, 5, '0'), %(series)s, %(first)s, now(),
        %(first)s::date + 6, %(first)s, 'PHP', net, tax, net + tax, 0, 1, '',
        to_jsonb(entity), to_jsonb(company), '{"booking": "B", "facility": "F"}', '[]',
        coalesce(lag(hash) OVER (ORDER BY n), ''), hash, entry
    FROM bill JOIN accounts_client AS company ON company.id = bill.client
    JOIN accounts_legalentity AS entity ON entity.id = %(entity)s
    """,
    """
    INSERT INTO billing_documentline (document_id, position, period_revision_id, description, service_days, quantity,
        days, days_of, unit_net, net, tax_category, tax_percent)
    SELECT bill.id, line.position, bill.period_revision, 'Seats', line.days, quantity, length, days_of, rate, line.net,
        'S', 12
    FROM line JOIN bill USING (booking)
    """,
    """
    INSERT INTO billing_documenttax (document_id, category, percent, reason, base, tax)
    SELECT id, 'S', 12, '', net, tax FROM bill
    """,
    """
    INSERT INTO billing_documentstatus (document_id, amount, open_balance, withholding_outstanding, official_number)
    SELECT id, net + tax, net + tax, 0, '' FROM bill
    """,
    """
    INSERT INTO ledger_journalentry (id, legal_entity_id, posted_on)
    SELECT entry, %(entity)s, %(first)s FROM bill
    """,
    """
    INSERT INTO ledger_journalline (entry_id, account, client_id, currency, amount, functional)
    SELECT entry, leg.account, client, 'PHP', leg.amount, leg.amount
    FROM bill, LATERAL (VALUES ('receivables', net + tax), ('revenue', -net), ('output_vat', -tax))
        AS leg (account, amount)
    """,
    """
    INSERT INTO billing_runitem (run_id, booking_id, state, document_id, error)
    SELECT %(run)s, booking, 'issued', id, '' FROM bill
    """,
    "UPDATE bookings_booking SET charges_changed_from = NULL FROM bill WHERE bill.booking = bookings_booking.id",
    "UPDATE billing_numberseries SET last_number = last_number + (SELECT count(*) FROM bill) WHERE id = %(series)s",
)
RUN = """
INSERT INTO billing_billingrun (id, legal_entity_id, month, issue_on, state, issues_by_itself, started_at)
VALUES (gen_random_uuid(), %(entity)s, %(first)s, %(first)s, 'done', true, now()) RETURNING id
"""
SERIES = "SELECT id FROM billing_numberseries WHERE legal_entity_id = %(entity)s AND kind = 'invoice'"


def insert(raw: Raw, data: Data) -> None:
    """Compute and insert everything in one transaction."""
    params: dict[str, object] = {
        "entity": data.legal_entity.pk,
        "first": data.month.start,
        "added": data.month.start + timedelta(days=14),
        "end": data.month.end,
        "seats": SEATS_OF_A_LEASE,
    }
    with raw.transaction():
        for name, statement in (("run", RUN), ("series", SERIES)):
            row = raw.execute(statement, params).fetchone()
            params[name] = row[0] if row else None
        for statement in (LINES, BILLS, *ROWS):
            raw.execute(statement, params)
