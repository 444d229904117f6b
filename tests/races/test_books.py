"""Rivals over a period: one posts into it while another closes it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from kernel.period import Period
from ledger.enums import Account
from ledger.errors import PeriodClosed
from ledger.models import AccountingPeriod, JournalEntry
from ledger.operations import Journal, close_period
from ledger.posting import JournalLeg
from tests import factories
from tests.races.conftest import PATIENCE, Race

pytestmark = pytest.mark.django_db(transaction=True)

LAST = date(2026, 12, 31)
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
NEW_YEAR = datetime(2027, 1, 1, 12, tzinfo=UTC)


def post(entity: LegalEntity, client: Client) -> None:
    journal = Journal(entity, on=LAST)
    legs = [JournalLeg(account, "PHP", part, part) for account, part in PARTS]
    journal.post(client.pk, legs)
    journal.write()


PARTS = [(Account.CASH, Decimal(100)), (Account.UNAPPLIED, Decimal(-100))]


def wait_until_somebody_waits() -> None:
    """For a lock that the transaction of this thread holds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            [waiting] = cursor.fetchone()
        if waiting:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_who_closes_waits_for_a_posting_on_its_way(race: Race, acme: Client) -> None:
    entity, written = factories.make_legal_entity(), Event()
    seen: list[str] = []

    def poster() -> None:
        with transaction.atomic():
            post(entity, acme)
            written.set()
            wait_until_somebody_waits()
            seen.append("posted")

    def closer() -> None:
        assert written.wait(PATIENCE)
        close_period(entity=entity, days=DECEMBER, actor=SYSTEM, now=NEW_YEAR)
        seen.append("closed")

    assert race(poster, closer).refused == []
    assert seen == ["posted", "closed"]
    assert JournalEntry.objects.get().posted_on == LAST
    assert AccountingPeriod.objects.get().days == DECEMBER


def test_who_posts_while_a_period_is_being_closed_is_refused_once_it_is(race: Race, acme: Client) -> None:
    entity, closing = factories.make_legal_entity(), Event()

    def closer() -> None:
        with transaction.atomic():
            close_period(entity=entity, days=DECEMBER, actor=SYSTEM, now=NEW_YEAR)
            closing.set()
            wait_until_somebody_waits()

    def poster() -> None:
        assert closing.wait(PATIENCE)
        post(entity, acme)

    assert [type(refusal) for refusal in race(closer, poster).refused] == [PeriodClosed]
    assert not JournalEntry.objects.exists()
    assert AccountingPeriod.objects.get().days == DECEMBER
