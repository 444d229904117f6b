"""What a company sees first: what it uses and owes, what comes up, and what needs somebody."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Person, Staff
from accounts.models import Client, User
from billing.models import Document, TransferNotice
from billing.operations import give_transfer_notice, reject_notice
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import ShiftPattern
from kernel.period import Period
from portal.pages.home import HomePage
from tests import factories
from tests.billing.rows import make_lease
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def home(user: User, sign_in: SignIn) -> HomePage:
    page: HomePage = sign_in(user).get(reverse("portal:home")).context["page"]
    return page


def wants(page: HomePage) -> list[str]:
    return [need.what for need in page.needs]


def test_a_new_company_is_led_to_the_search(alice: User, sign_in: SignIn) -> None:
    answer = sign_in(alice).get(reverse("portal:home"))
    assert answer.context["page"].is_new
    assert "Find your first seats" in answer.content.decode()


def test_seats_in_use_are_counted_by_shift(
    alice: User, lease: Booking, night_shift: ShiftPattern, sign_in: SignIn
) -> None:
    since = Period(date(2026, 11, 1))
    make_lease(lease.client, lease.facility, lease.pattern, lease.package, seats=7, days=since)
    make_lease(lease.client, lease.facility, lease.pattern, lease.package, seats=4, days=since)
    make_lease(lease.client, lease.facility, night_shift, lease.package, seats=3, days=since)
    page = home(alice, sign_in)
    # The lease from 1 December is not in use in November.
    assert [(use.pattern.slug, use.seats) for use in page.uses] == [("day", 11), ("night", 3)]
    assert (page.in_use, page.shifts_in_use) == (14, 2)


def test_one_shift_in_two_places_is_one_shift(alice: User, lease: Booking, sign_in: SignIn) -> None:
    since = Period(date(2026, 11, 1))
    elsewhere = factories.make_facility("Clark", legal_entity=lease.facility.legal_entity)
    for facility in (lease.facility, elsewhere):
        make_lease(lease.client, facility, lease.pattern, lease.package, seats=2, days=since)
    page = home(alice, sign_in)
    assert (len(page.uses), page.shifts_in_use) == (2, 1)


def test_the_next_invoice_is_what_will_be_billed(alice: User, lease: Booking, now: datetime, sign_in: SignIn) -> None:
    forecast = home(alice, sign_in).forecasts[0]
    assert (forecast.month, forecast.currency) == (date(2026, 12, 1), "PHP")
    assert (forecast.net, forecast.gross) == (Decimal(180000), Decimal(201600))


def test_what_is_open_is_shown_by_currency(alice: User, invoice: Document, sign_in: SignIn) -> None:
    assert [(each.currency, each.open) for each in home(alice, sign_in).balances] == [("PHP", Decimal(201600))]


def test_renewals_come_in_the_order_of_their_notice_deadlines(alice: User, lease: Booking, sign_in: SignIn) -> None:
    soon = make_lease(
        lease.client, lease.facility, lease.pattern, lease.package, days=Period(date(2026, 2, 1)), notice_days=60
    )
    page = home(alice, sign_in)
    assert [row.booking for row in page.renewals] == [soon, lease]
    assert page.renewals[0].notice_deadline == date(2026, 12, 3)
    assert "Stay in Cebu IT Park or leave? Decide by 3 Dec 2026" in wants(page)


def test_a_hold_shows_its_clock_and_needs_somebody(alice: User, hold_seats: HoldSeats, sign_in: SignIn) -> None:
    hold_seats("A1", "A2")
    answer = sign_in(alice).get(reverse("portal:home"))
    assert "2 seats in Cebu are on hold" in wants(answer.context["page"])
    assert "2\N{NO-BREAK SPACE}days left" in answer.content.decode()


def test_a_hold_that_has_run_out_needs_nobody(alice: User, hold_seats: HoldSeats, sign_in: SignIn) -> None:
    hold_seats("A1", now=datetime.fromisoformat("2026-11-20T02:00Z"))
    page = home(alice, sign_in)
    assert page.holds == []
    assert wants(page) == ["Only a password protects your account"]


def test_requests_and_move_ins_are_coming_up(alice: User, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn) -> None:
    asked = bring(hold_seats("A1"), BookingState.SUBMITTED)
    certain = bring(hold_seats("A2"), BookingState.CONFIRMED)
    page = home(alice, sign_in)
    assert [row.booking for row in page.requests] == [asked]
    assert [row.booking for row in page.coming] == [certain]


def test_a_transfer_we_could_not_find_needs_somebody(
    alice: User, opal: User, invoice: Document, now: datetime, sign_in: SignIn
) -> None:
    notice = give_transfer_notice(
        document=invoice,
        amount=invoice.gross,
        transferred_on=now.date(),
        reference="WIRE-17",
        actor=Person(alice),
        now=now,
    )
    reject_notice(notice=notice, reason="Nothing has come.", actor=Staff(opal), now=now)
    assert f"We could not find your transfer for {invoice.number}" in wants(home(alice, sign_in))
    assert TransferNotice.objects.count() == 1


def test_missing_details_matter_once_there_is_a_hold(
    alice: User, acme: Client, hold_seats: HoldSeats, sign_in: SignIn
) -> None:
    acme.legal_name = ""
    acme.save()
    assert "Company details are missing" not in wants(home(alice, sign_in))
    hold_seats("A1")
    assert "Company details are missing" in wants(home(alice, sign_in))


def test_a_second_factor_is_asked_for_until_there_is_one(alice: User, sign_in: SignIn) -> None:
    assert "Only a password protects your account" in wants(home(alice, sign_in))
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert "Only a password protects your account" not in wants(home(alice, sign_in))


def test_a_larger_company_costs_no_more_queries(alice: User, lease: Booking, sign_in: SignIn) -> None:
    browser = sign_in(alice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("portal:home"))
        return len(captured)

    few = queries()
    for _ in range(8):
        make_lease(lease.client, lease.facility, lease.pattern, lease.package, seats=3)
    assert queries() == few
