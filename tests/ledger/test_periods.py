"""The books of a period are closed, and opened again: by staff, once it is over, and nothing is posted meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from audit.models import AuditEntry
from billing.operations import bill_booking, record_payment
from bookings.models import Booking
from kernel.period import Period
from ledger import errors
from ledger.enums import Account
from ledger.models import AccountingPeriod, JournalEntry
from ledger.operations import Journal, close_period, reopen_period
from ledger.posting import JournalLeg
from tests.billing.rows import DECEMBER

pytestmark = pytest.mark.django_db

WHOLE_DECEMBER = Period(DECEMBER, date(2027, 1, 1))
# The first day of January in Manila.
NEW_YEAR = datetime(2026, 12, 31, 16, tzinfo=UTC)


def post(entity: LegalEntity, client: Client, on: date) -> None:
    journal = Journal(entity, on=on)
    amount = Decimal(100)
    journal.post(
        client.pk,
        [
            JournalLeg(Account.CASH, "PHP", amount, amount),
            JournalLeg(Account.UNAPPLIED, "PHP", -amount, -amount),
        ],
    )
    journal.write()


def test_nothing_is_posted_into_a_closed_period(provider: LegalEntity, acme: Client, opal: User) -> None:
    post(provider, acme, date(2026, 12, 31))
    period = close_period(entity=provider, days=WHOLE_DECEMBER, actor=Staff(opal), now=NEW_YEAR)
    with pytest.raises(errors.PeriodClosed) as caught:
        post(provider, acme, date(2026, 12, 31))
    assert "31 Dec 2026" in str(caught.value)
    post(provider, acme, date(2027, 1, 1))
    reopen_period(period=period, actor=Staff(opal), now=NEW_YEAR)
    post(provider, acme, date(2026, 12, 31))
    assert JournalEntry.objects.count() == 3
    assert list(AuditEntry.objects.filter(verb__startswith="ledger.").values_list("verb", "actor__name")) == [
        ("ledger.period_reopened", "Opal"),
        ("ledger.period_closed", "Opal"),
    ]


def test_a_period_opened_again_is_closed_again_as_the_same(provider: LegalEntity) -> None:
    first = close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=NEW_YEAR)
    reopen_period(period=first, actor=SYSTEM, now=NEW_YEAR)
    again = close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=NEW_YEAR)
    assert (again, again.reopened_at) == (first, None)
    with pytest.raises(errors.PeriodsOverlap):
        close_period(entity=provider, days=Period(date(2026, 12, 31), date(2027, 1, 1)), actor=SYSTEM, now=NEW_YEAR)


def test_books_are_closed_once_the_period_is_over_where_the_company_is(provider: LegalEntity) -> None:
    minute = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    with pytest.raises(errors.PeriodNotOver) as caught:
        close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=minute)
    assert "30 Dec 2026" in str(caught.value)
    with pytest.raises(errors.PeriodHasNoEnd):
        close_period(entity=provider, days=Period(DECEMBER), actor=SYSTEM, now=NEW_YEAR)
    close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=NEW_YEAR)
    assert AccountingPeriod.objects.get().days == WHOLE_DECEMBER


def test_clients_close_no_books(provider: LegalEntity, olga: User) -> None:
    with pytest.raises(NotAllowed):
        close_period(entity=provider, days=WHOLE_DECEMBER, actor=Person(olga), now=NEW_YEAR)
    period = close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=NEW_YEAR)
    with pytest.raises(NotAllowed):
        reopen_period(period=period, actor=Person(olga), now=NEW_YEAR)


def test_a_closed_period_takes_no_document_and_no_payment(lease: Booking, provider: LegalEntity) -> None:
    close_period(entity=provider, days=WHOLE_DECEMBER, actor=SYSTEM, now=NEW_YEAR)
    with pytest.raises(errors.PeriodClosed):
        bill_booking(booking=lease, month=DECEMBER, issue_on=date(2026, 12, 31), actor=SYSTEM, now=NEW_YEAR)
    with pytest.raises(errors.PeriodClosed):
        record_payment(
            client=lease.client, legal_entity=provider, method="cash", amount=Decimal(5), currency="PHP",
            received_on=date(2026, 12, 31), reference="1", actor=SYSTEM, now=NEW_YEAR,
        )  # fmt: skip
    document = bill_booking(
        booking=lease, month=DECEMBER, issue_on=date(2027, 1, 1), actor=SYSTEM, now=NEW_YEAR
    )  # fmt: skip
    assert document is not None
    assert JournalEntry.objects.get().posted_on == date(2027, 1, 1)
