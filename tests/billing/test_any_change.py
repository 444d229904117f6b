"""What a change is shown to cost is what is billed for it, and both are what the days come to, whatever came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM, Actor, Person, Staff
from accounts.models import Client, LegalEntity, User
from billing.models import DocumentLine
from billing.operations import bill_booking
from bookings import operations
from bookings.changes import Change
from bookings.charges import Charge, charges_for
from bookings.enums import AmendmentState, Authority
from bookings.lease import Lease
from bookings.models import Amendment, Booking
from bookings.queries.facts import facts_of
from bookings.queries.lease import load
from facilities.models import Facility, Package, ShiftPattern, Workstation
from kernel.period import Period, add_months, month_of
from kernel.refusal import Refusal
from tests import factories
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import make_lease, take_seats
from tests.bookings.days import Told
from tests.bookings.lives import KINDS, MONTHS, Life
from tests.races.books import assert_one_story

START = date(2026, 11, 16)
TODAY = date(2026, 12, 10)
RATE, SET_UP = Decimal("8333.35"), Decimal(1500)
UNTIL = date(2027, 2, 10)
T = TypeVar("T")
FRESH = [f"N{number}" for number in range(1, 60)]


def noon(day: date) -> datetime:
    """Noon in Cebu."""
    return datetime.combine(day, time(4), tzinfo=UTC)


class Stored:
    """A lease in the database. Every change is shown first, and what was shown is what is written."""

    def __init__(self, lease: Booking, people: dict[Authority, Actor]) -> None:
        self.booking, self.people = lease, people

    def read(self, today: date) -> Lease:
        operations.begin_changes(booking=self.booking, now=noon(today))
        self.booking.refresh_from_db()
        lease = load(self.booking)
        assert [lease.month_net(day) for day in months()] == [
            sum((charge.net for charge in charges_of(self.booking, day)), Decimal(0)) for day in months()
        ], "one lease and many are read alike"
        return lease

    def make(self, change: Change, by: Authority, today: date) -> None:
        asked = {"booking": self.booking, "change": change, "actor": self.people[by], "now": noon(today)}
        shown = _said(lambda: operations.preview(**asked))  # type: ignore[arg-type]
        if isinstance(shown, Refusal):
            again = _said(lambda: operations.change(**asked))  # type: ignore[arg-type]
            assert (type(again), str(again)) == (type(shown), str(shown)), "the preview refuses what the change does"
            raise shown
        made = operations.change(**asked)  # type: ignore[arg-type]
        assert (made.digest, made.effective_on) == (shown.digest, shown.effective_on)
        assert load(made.booking).agreed.state == shown.after.agreed.state
        written = {(seat.id, seat.workstation, seat.days) for seat in load(made.booking).seats if seat.days}
        assert written == {(seat.id, seat.workstation, seat.days) for seat in shown.after.seats if seat.days}


def _said(act: Callable[[], T]) -> T | Refusal:
    try:
        return act()
    except Refusal as refusal:
        return refusal


def months() -> list[date]:
    return [add_months(START.replace(day=1), number) for number in range(MONTHS)]


def charges_of(booking: Booking, day: date) -> tuple[Charge, ...]:
    return charges_for(month_of(day), facts_of([booking])[booking.pk])


@settings(max_examples=max(settings().max_examples // 5, 10))
@given(data=st.data(), kinds=st.lists(st.sampled_from([*KINDS, "bill", "bill"]), min_size=3, max_size=12))
def test_what_is_shown_is_what_is_billed(
    acme: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
    provider: LegalEntity,
    alice: User,
    opal: User,
    data: st.DataObject,
    kinds: list[str],
) -> None:
    lease = take_seats(
        make_lease(
            acme, facility, day_shift, standard, seats=4, days=Period(START), rate=str(RATE), months=1,
            setup_rate=SET_UP, committed_seats=3, committed_until=UNTIL, notice_days=30,
        )
    )  # fmt: skip
    desks = _desks(facility, lease)
    first = {code: code for code in lease.allocations.values_list("workstation__code", flat=True)}
    people = {Authority.CLIENT: Person(alice), Authority.STAFF: Staff(opal), Authority.SYSTEM: SYSTEM}
    kept = Stored(lease, people)
    life = Life(
        data.draw,
        Told(START, first, RATE, SET_UP, 3, UNTIL),
        today=TODAY,
        lease=lambda: kept.read(life.today),
        make=kept.make,
        desks=desks,
    )
    for kind in kinds:
        if kind == "bill":
            bill(lease, data.draw(st.integers(0, MONTHS - 1)))
        else:
            life.happen(kind)
            life.check()
    bill(lease, MONTHS - 1)
    net = DocumentLine.objects.filter(document__booking=lease).aggregate(net=Sum("net", default=Decimal(0)))["net"]
    assert net == sum((life.told.month(day) for day in months()), Decimal(0)), life.done
    assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)
    assert_one_story()
    numbers = list(Amendment.objects.filter(booking=lease).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    due = Amendment.objects.filter(booking=lease, effective_on__lte=life.today, state=AmendmentState.SCHEDULED)
    assert not due.exists()


def _desks(facility: Facility, lease: Booking) -> dict[str, UUID]:
    """The seats of the lease, and as many free ones as a life may want."""
    codes = dict(Workstation.objects.filter(facility=facility).values_list("code", "pk"))
    if "N1" not in codes:
        for number, seat in enumerate(factories.make_room(facility, "Free", {"N": len(FRESH)}), 1):
            codes[f"N{number}"] = seat.pk
    return {code: pk for code, pk in codes.items() if code in FRESH or lease.allocations.filter(workstation=pk)}


def bill(lease: Booking, count: int) -> None:
    """Through so many months after the first, all on one day of issue."""
    lease.refresh_from_db()
    month = add_months(START.replace(day=1), count)
    bill_booking(booking=lease, month=month, issue_on=date(2027, 12, 1), actor=SYSTEM, now=noon(TODAY))
    lease.refresh_from_db()
