"""The board says what the day asks, and the same few queries answer it whatever there is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from billing.models import Document
from billing.operations import bill_booking, give_transfer_notice, prepare_run
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility, Occupancy, Package, ShiftPattern
from tests import factories
from tests.billing.rows import make_lease
from tests.conftest import Bring, HoldSeats, SignIn


def test_requests_holds_and_arrivals_stand_on_the_board(
    desk: HttpClient, hold_seats: HoldSeats, bring: Bring, globex: Client
) -> None:
    waiting = bring(hold_seats("A1"), BookingState.SUBMITTED)
    expiring = hold_seats("A2", client=globex)
    Booking.objects.filter(pk=expiring.pk).update(hold_expires_at=expiring.held_at + timedelta(hours=3))
    coming = bring(hold_seats("A3", start=date(2026, 11, 28)), BookingState.CONFIRMED)
    board = desk.get("/admin/").context["bookings"]
    assert [each.booking for each in board.requests] == [waiting]
    assert [each.booking for each in board.expiring] == [expiring]
    assert [each.booking for each in board.arrivals] == [coming]


def test_money_that_wants_somebody_stands_on_the_board(desk: HttpClient, invoice: Document, opal: User) -> None:
    staff = Staff(opal)
    notice = give_transfer_notice(
        document=invoice, amount=Decimal(500), transferred_on=date(2026, 11, 20), reference="T-1", actor=staff,
        now=invoice.issued_at,
    )  # fmt: skip
    run = prepare_run(
        legal_entity=invoice.legal_entity, month=date(2026, 11, 1), issue_on=date(2026, 11, 30), actor=staff,
        now=invoice.issued_at,
    )  # fmt: skip
    page = desk.get("/admin/")
    money = page.context["money"]
    assert list(money.notices) == [notice]
    assert [each.run for each in money.runs if each.run] == [run]
    assert "Nothing is overdue." in page.content.decode()


def test_occupancy_is_shown_by_facility_and_shift(desk: HttpClient, hold_seats: HoldSeats, bring: Bring) -> None:
    bring(hold_seats("A1", "A2", "A3", start=date(2026, 11, 23)), BookingState.ACTIVE)
    page = desk.get("/admin/").content.decode()
    assert "25 %" in page
    assert "3 of 12" in page


def test_each_sees_the_part_of_the_board_that_is_theirs(
    sign_in: SignIn, nils: User, request_of_acme: Booking, invoice: Document
) -> None:
    nils.groups.add(Group.objects.get(name="Finance"))
    context = sign_in(nils).get("/admin/").context
    assert context["money"]
    assert context["bookings"].requests
    nils.groups.clear()
    context = sign_in(nils).get("/admin/").context
    assert "money" not in context
    assert "bookings" not in context


def test_a_run_can_be_started_from_the_board(desk: HttpClient, place: Facility) -> None:
    page = desk.get("/admin/").content.decode()
    assert f"{reverse('admin:billing_billingrun_add')}?legal_entity={place.legal_entity_id}" in page


@pytest.mark.parametrize("path", ["index", "requests", "bookings_booking_changelist", "billing_document_changelist"])
def test_thirty_rows_cost_as_many_queries_as_three(
    desk: HttpClient, place: Facility, day_shift: ShiftPattern, standard: Package, opal: User, path: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(f"admin:{path}")).status_code == 200
        return len(queries)

    add(3, place, day_shift, standard)
    cost()
    few = cost()
    add(27, place, day_shift, standard)
    assert cost() == few


def add(count: int, place: Facility, pattern: ShiftPattern, package: Package) -> None:
    """Requests and leases, with an invoice each, of clients of their own."""
    for _ in range(count):
        number = Booking.objects.count()
        client = factories.make_client(f"Client {number}")
        make_lease(client, place, pattern, package, seats=1, state=BookingState.SUBMITTED)
        lease = make_lease(client, place, pattern, package, seats=2)
        bill_booking(
            booking=lease, month=date(2026, 12, 1), issue_on=date(2026, 12, 1), actor=SYSTEM, now=lease.held_at
        )


def test_hours_that_a_change_of_clocks_brings_into_conflict_lead_to_moving_the_seats(
    desk: HttpClient, hold_seats: HoldSeats, bring: Bring, night_shift: ShiftPattern, globex: Client, now: datetime
) -> None:
    lease = bring(hold_seats("A1", pattern=night_shift, time_zone="America/Chicago"), BookingState.ACTIVE)
    assert "into conflict" not in desk.get(reverse("admin:index")).content.decode()
    Booking.objects.filter(pk=lease.pk).update(hours_collide_since=now)
    # As if a country had changed its rules: the seat is globex's.
    Occupancy.objects.filter(claim=lease.pk).update(released_at=now)
    other = bring(hold_seats("A1", client=globex, pattern=night_shift), BookingState.SUBMITTED)
    page = desk.get(reverse("admin:index")).content.decode()
    assert "Hours that a change of clocks brings into conflict" in page
    assert (
        f"{reverse('admin:booking-change', args=[lease.pk, 'move-seats'])}?seats=A1&amp;effective_on=2026-11-23" in page
    )
    assert f">{other.reference}</a> Globex" in page
    assert "21:00–00:00" in page
