"""A lease that came over is billed from the day after the last one billed elsewhere, to the cent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, LegalEntity, User
from billing.models import Document, DocumentLine, PeriodRevision
from billing.operations import bill_booking
from billing.queries.candidates import awaiting_deposit_request, bookings_to_bill, newcomers
from bookings.models import Booking
from bookings.operations import RunningLease, take_over
from bookings.queries.summaries import summaries
from facilities.models import Facility, Package, ShiftPattern, Workstation
from kernel.money import rounded
from kernel.period import ONE_DAY, Period, add_months, month_of
from tests import factories
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import DECEMBER, JANUARY, make_lease
from tests.bookings import changes
from tests.examples import examples

pytestmark = pytest.mark.django_db

NOVEMBER_23 = datetime.fromisoformat("2026-11-23T02:00:00Z")
RATE = Decimal("8555.55")


@pytest.fixture
def desks(facility: Facility) -> list[Workstation]:
    room = factories.make_room(facility, "Floor", {"A": 6})
    return list(Workstation.objects.filter(pk__in=[seat.pk for seat in room]).select_related("room").order_by("code"))


@pytest.fixture
def lease_of(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, desks: list[Workstation]
) -> LeaseOf:
    return LeaseOf(acme, facility, day_shift, standard, desks)


class LeaseOf:
    """``lease_of(seats=2, start=…, through=…)``: taken over at 8,555.55 a seat and month."""

    def __init__(
        self, client: Client, facility: Facility, pattern: ShiftPattern, package: Package, desks: list[Workstation]
    ) -> None:
        self.client, self.facility, self.pattern, self.package, self.desks = client, facility, pattern, package, desks

    def __call__(
        self,
        *,
        start: date,
        through: date | None,
        seats: int = 2,
        percent: str = "0",
        escalates_on: date | None = None,
        committed: int = 0,
        end: date | None = None,
    ) -> Booking:
        days = Period(start, end)
        lease = RunningLease(
            reference="L-1", client=self.client, facility=self.facility, pattern=self.pattern, package=self.package,
            days=days, months=12, auto_renews=True, notice_days=60, currency="PHP", net_rate=RATE, list_rate=RATE,
            escalation_percent=Decimal(percent), escalates_on=escalates_on, committed_seats=committed,
            billed_before=through and through + ONE_DAY, seats=[(seat, days) for seat in self.desks[:seats]],
        )  # fmt: skip
        [booking] = take_over([lease], actor=SYSTEM, now=NOVEMBER_23)
        return Booking.objects.select_related("facility__legal_entity", "client").get(pk=booking.pk)


def bill(booking: Booking, month: date) -> Document | None:
    booking.refresh_from_db()
    return bill_booking(booking=booking, month=month, issue_on=date(2027, 12, 1), actor=SYSTEM, now=NOVEMBER_23)


@examples(40)
@given(
    begun=st.integers(0, 900),
    billed=st.integers(0, 60),
    seats=st.integers(1, 6),
    ahead=st.integers(0, 3),
)
def test_the_first_invoice_is_the_remaining_days_and_nothing_else(
    begun: int, billed: int, seats: int, ahead: int, lease_of: LeaseOf, provider: LegalEntity
) -> None:
    with transaction.atomic():
        start = date(2026, 11, 20) - timedelta(days=begun)
        through = date(2026, 11, 20) + timedelta(days=billed)
        booking = lease_of(start=start, through=through, seats=seats)
        last = add_months(DECEMBER, ahead)
        document = bill(booking, last)
        wanted, month = Decimal(0), month_of(through + ONE_DAY)
        while month.start <= last:
            assert month.end is not None
            owed = (month.end - max(month.start, through + ONE_DAY)).days
            wanted += rounded(RATE * seats * owed / month.days, "PHP")
            month = month_of(month.end)
        assert (document.net if document else Decimal(0)) == wanted
        for line in DocumentLine.objects.filter(document__booking=booking):
            assert line.service_days is not None
            assert line.service_days.start > through
        assert not PeriodRevision.objects.filter(month__lt=through.replace(day=1)).exists()
        transaction.set_rollback(True)


@examples(25)
@given(
    story=st.lists(st.tuples(st.sampled_from(["add", "remove", "move", "bill"]), st.integers(0, 200)), max_size=7),
    committed=st.integers(0, 3),
)
def test_whatever_is_changed_back_nothing_earlier_ever_appears(
    story: list[tuple[str, int]], committed: int, lease_of: LeaseOf, provider: LegalEntity, opal: User
) -> None:
    with transaction.atomic():
        through = date(2026, 12, 9)
        booking = lease_of(start=date(2026, 8, 1), through=through, seats=3, percent="7", committed=committed,
                           escalates_on=date(2027, 1, 20))  # fmt: skip
        staff = Staff(opal)
        for what, number in story:
            day = date(2026, 8, 1) + timedelta(days=number)
            here = list(booking.allocations.filter(days__contains=day).values_list("workstation", flat=True))
            free = [seat.pk for seat in lease_of.desks if not booking.allocations.filter(workstation=seat).exists()]
            if what == "add" and free:
                changes.add_seats(
                    booking=booking, effective_on=day, workstations=free[:1], actor=staff, now=NOVEMBER_23
                )
            elif what == "remove" and here:
                changes.remove_seats(
                    booking=booking, effective_on=day, workstations=here[:1], actor=staff, now=NOVEMBER_23
                )
            elif what == "move" and here and free:
                changes.move_seats(
                    booking=booking,
                    effective_on=day,
                    moves={here[0]: free[0]},
                    actor=staff,
                    now=NOVEMBER_23,
                    reason="Paint.",
                )
            elif what == "bill":
                bill(booking, add_months(DECEMBER, number % 5))
        bill(booking, add_months(DECEMBER, 4))
        for line in DocumentLine.objects.filter(document__booking=booking):
            assert line.service_days is not None
            assert line.service_days.start > through
        assert_every_day_is_charged_once(booking)
        assert_books_are_sound(provider)
        transaction.set_rollback(True)


def test_the_rate_rises_on_the_day_that_was_agreed_and_each_year_after(
    lease_of: LeaseOf, provider: LegalEntity
) -> None:
    booking = lease_of(
        start=date(2024, 3, 15), through=date(2026, 11, 30), percent="10", escalates_on=date(2027, 1, 16), seats=1
    )
    document = bill(booking, JANUARY)
    assert document is not None
    half = rounded(RATE * 15 / 31, "PHP") + rounded(
        (RATE * Decimal("1.1")).quantize(Decimal("0.0001")) * 16 / 31, "PHP"
    )
    assert document.net == RATE + half
    then = datetime.fromisoformat("2028-02-01T02:00:00Z")
    [summary] = summaries([Booking.objects.select_related("facility").get(pk=booking.pk)], now=then)
    assert summary.rate == (RATE * Decimal("1.21")).quantize(Decimal("0.0001"))


def test_without_such_a_day_it_rises_on_the_anniversary(lease_of: LeaseOf, provider: LegalEntity) -> None:
    booking = lease_of(start=date(2024, 12, 16), through=date(2026, 11, 30), percent="10", seats=1)
    document = bill(booking, DECEMBER)
    assert document is not None
    assert sorted(line.unit_net for line in document.lines.all()) == [
        RATE,
        (RATE * Decimal("1.1")).quantize(Decimal("0.0001")),
    ]


def test_no_run_takes_up_a_lease_before_its_first_month_here(lease_of: LeaseOf, provider: LegalEntity) -> None:
    booking = lease_of(start=date(2024, 3, 15), through=date(2026, 12, 31))
    assert list(bookings_to_bill(provider, DECEMBER)) == []
    assert list(newcomers(provider, DECEMBER)) == []
    assert list(bookings_to_bill(provider, JANUARY)) == [booking]


def test_a_lease_billed_to_its_end_is_never_billed_again(lease_of: LeaseOf, provider: LegalEntity) -> None:
    over = lease_of(start=date(2024, 3, 15), through=date(2026, 12, 31), end=date(2027, 1, 1))
    assert list(bookings_to_bill(provider, JANUARY)) == []
    Booking.objects.filter(pk=over.pk).update(days=Period(over.start))
    assert list(bookings_to_bill(provider, JANUARY)) == [over], "as one that goes on is"


def test_no_deposit_is_asked_for_twice(
    lease_of: LeaseOf, provider: LegalEntity, acme: Client, facility: Facility, day_shift: ShiftPattern,
    standard: Package,
) -> None:  # fmt: skip
    lease_of(start=date(2024, 3, 15), through=date(2026, 11, 30))
    begun_here = make_lease(acme, facility, day_shift, standard, deposit_months=2)
    assert list(awaiting_deposit_request(provider)) == [begun_here]
