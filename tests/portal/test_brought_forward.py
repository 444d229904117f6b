"""What a company owes from before its account moved here: under its old number, to be paid like an invoice."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.models import Client, User
from billing.models import Document, TransferNotice
from billing.operations.going_live import apply
from facilities.models import Facility
from tests.billing.going_live.books import item
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture(autouse=True)
def brought(acme: Client, cebu: Facility, now: datetime) -> None:
    owed = item("OLD-17", acme.name, open="19152", note="Seats for November")
    paid_too_much = item("OLD-18", acme.name, open="-50")
    apply(tables={"open_items": [owed, paid_too_much]}, actor=SYSTEM, now=now)


def page_of(number: str, name: str = "portal:invoice") -> str:
    return reverse(name, args=[Document.objects.get(number=number).pk])


def test_the_list_shows_it_with_its_old_number(sign_in: SignIn, olga: User) -> None:
    page = sign_in(olga).get(reverse("portal:invoices")).content.decode()
    for text in (
        "OLD-17",
        "Brought forward",
        "Seats for November",
        "19,152.00</data> overdue",
        "50.00</data> credit left",
    ):
        assert text in page
    file = sign_in(olga).get(reverse("portal:invoices-csv")).content.decode()
    assert "OLD-17,Brought forward,,,,2026-11-01,2026-11-06,PHP" in file


def test_its_page_says_where_it_is_from_and_how_to_pay_it(sign_in: SignIn, olga: User) -> None:
    browser = sign_in(olga)
    page = browser.get(page_of("OLD-17")).content.decode()
    assert "Still open when your account moved here." in page
    assert reverse("portal:invoice-pdf", args=[Document.objects.get(number="OLD-17").pk]) not in page
    told = {"amount": "19152.00", "transferred_on": "2026-11-23", "reference": "WIRE-17"}
    browser.post(page_of("OLD-17", "portal:invoice-transfer"), told)
    assert TransferNotice.objects.get().document.number == "OLD-17"
    assert "A credit that you had before" in browser.get(page_of("OLD-18")).content.decode()


def test_there_is_no_paper_of_it_here(sign_in: SignIn, olga: User) -> None:
    assert sign_in(olga).get(page_of("OLD-17", "portal:invoice-pdf")).status_code == 404


def test_nobody_else_sees_it(sign_in: SignIn, mallory: User) -> None:
    assert sign_in(mallory).get(page_of("OLD-17")).status_code == 404


def test_the_statement_names_it(sign_in: SignIn, olga: User) -> None:
    assert "OLD-17, brought forward" in sign_in(olga).get(reverse("portal:statement")).content.decode()
