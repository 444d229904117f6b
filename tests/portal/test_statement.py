"""A company's account with us: what was billed and paid, with the balance after each."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import User
from billing.models import Document
from tests import answers
from tests.conftest import SignIn
from tests.portal.test_invoices import pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_it_runs_from_bill_to_payment(alice: User, invoice: Document, now: datetime, sign_in: SignIn) -> None:
    pay(invoice, "100000.00", now)
    account = sign_in(alice).get(reverse("portal:statement")).context["page"].accounts[0]
    assert [(row.billed, row.paid, row.line.balance) for row in account.rows] == [
        (Decimal(201600), Decimal(0), Decimal(201600)),
        (Decimal(0), Decimal(100000), Decimal(101600)),
    ]
    assert (account.billed, account.paid, account.statement.closing) == (201600, 100000, 101600)


def test_days_before_are_the_opening_balance(alice: User, invoice: Document, sign_in: SignIn) -> None:
    asked = {"days_first": "2026-11-24", "days_last": "2026-12-31"}
    page = sign_in(alice).get(reverse("portal:statement"), asked).context["page"]
    assert str(page.days.start) == "2026-11-24"
    assert (page.accounts[0].statement.opening, page.accounts[0].rows) == (201600, [])


def test_days_the_wrong_way_round_are_refused_beside_the_field(alice: User, invoice: Document, sign_in: SignIn) -> None:
    asked = {"days_first": "2026-12-31", "days_last": "2026-11-24"}
    answer = sign_in(alice).get(reverse("portal:statement"), asked)
    assert answer.status_code == 422
    assert "The last day can" in answer.content.decode()


def test_the_file_has_plain_numbers(alice: User, invoice: Document, sign_in: SignIn) -> None:
    answer = sign_in(alice).get(reverse("portal:statement-csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["What"], row["Amount"], row["Balance"]) for row in rows[1:]] == [
        (invoice.number, "201600.000", "201600.000")
    ]


def test_an_outsider_has_an_account_of_their_own(mallory: User, invoice: Document, sign_in: SignIn) -> None:
    answer = sign_in(mallory).get(reverse("portal:statement"))
    assert answer.context["page"].accounts == []
    assert invoice.number not in answers.page(answer, "Statement")
