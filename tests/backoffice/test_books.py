"""The books as finance keeps them: codes of accounts, and periods that are closed and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import LegalEntity
from kernel.period import Period
from ledger.models import AccountingPeriod, LedgerAccount
from tests import factories

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


@pytest.fixture
def provider(db: None) -> LegalEntity:
    return factories.make_legal_entity()


def add(desk: HttpClient, entity: LegalEntity, first: str, last: str) -> str:
    typed = {"legal_entity": entity.pk, "days_first": first, "days_last": last}
    return desk.post(reverse("admin:ledger_accountingperiod_add"), typed, follow=True).content.decode()


def test_adding_a_period_closes_it_and_an_action_opens_it_again(desk: HttpClient, provider: LegalEntity) -> None:
    add(desk, provider, "2026-01-01", "2026-01-31")
    period = AccountingPeriod.objects.get()
    assert (period.days, period.reopened_at) == (JANUARY, None)
    listed = reverse("admin:ledger_accountingperiod_changelist")

    def do(action: str) -> str:
        return desk.post(listed, {"action": action, "_selected_action": [period.pk]}, follow=True).content.decode()

    assert "1 period is open again." in do("reopen")
    period.refresh_from_db()
    assert period.reopened_at is not None
    assert "1 period is closed." in do("close_again")
    period.refresh_from_db()
    assert period.reopened_at is None


def test_a_period_that_is_not_over_stays_open_and_the_page_says_so(desk: HttpClient, provider: LegalEntity) -> None:
    assert "once a period is over" in add(desk, provider, "2026-01-01", "2126-01-31")
    assert not AccountingPeriod.objects.exists()
    add(desk, provider, "2026-01-01", "2026-01-31")
    assert AccountingPeriod.objects.get().days == JANUARY


def test_the_trial_balance_says_the_codes_of_the_company(desk: HttpClient, provider: LegalEntity) -> None:
    LedgerAccount.objects.create(legal_entity=provider, role="revenue", code="0400", name="Rent of seats")
    page = desk.get(reverse("admin:trial-balance")).content.decode()
    assert "0400 Rent of seats" in page
    assert "1000 Cash in bank" in page
    assert "4000" not in page
