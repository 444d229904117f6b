"""Whatever happens to a lease, and whenever it is billed and paid: every day is charged once and the books agree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.models import Client, LegalEntity
from billing.models import Payment
from billing.operations import bill_booking, record_payment, reverse_payment
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period, add_months
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import DECEMBER, NOW, add_seats, make_lease, remove_seats
from tests.examples import examples

MONTHS = 5
days = st.integers(0, 150).map(lambda n: DECEMBER + timedelta(days=n))
seats = st.integers(1, 4)
CHANGES = st.one_of(
    st.tuples(st.just("add"), seats, days),
    st.tuples(st.just("remove"), seats, days),
    st.tuples(st.just("price"), st.integers(1, 20_000), days),
    st.tuples(st.just("bill"), st.integers(0, MONTHS), st.none()),
    st.tuples(st.just("pay"), st.integers(1, 100_000), st.none()),
    st.tuples(st.just("certificate"), st.integers(1, 20_000), st.none()),
    st.tuples(st.just("reverse"), st.integers(0, 4), st.none()),
)


@examples(12)
@given(story=st.lists(CHANGES, min_size=3, max_size=14), first=seats)
def test_any_story(
    acme: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
    provider: LegalEntity,
    story: list[tuple[str, int, date | None]],
    first: int,
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=first, committed_seats=2, escalation_percent=5)
    for what, number, day in story:
        happen(lease, provider, what, number, day)
        lease.refresh_from_db()
    bill(lease, MONTHS)
    assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def happen(lease: Booking, provider: LegalEntity, what: str, number: int, day: date | None) -> None:
    match what, day:
        case "add", date():
            add_seats(lease, number, Period(day))
        case "remove", date():
            remove_seats(lease, number, day)
        case "price", date() if not lease.terms.filter(effective_from=day).exists():
            lease.terms.create(
                effective_from=day, currency="PHP", list_rate=number, net_rate=number, created_at=NOW,
                committed_until=add_months(day, 6), committed_seats=number % 4,
            )  # fmt: skip
            lease.charges_changed_from = min(lease.charges_changed_from or day, day)
            lease.save()
        case "bill", None:
            bill(lease, number)
        case "reverse", None:
            unreversed = Payment.objects.filter(reversals=None).order_by("pk")
            for payment in unreversed[number : number + 1]:
                reverse_payment(payment=payment, reason="Ours", actor=SYSTEM, now=NOW)
        case (("pay" | "certificate"), None):
            method = "cash" if what == "pay" else what
            record_payment(
                client=lease.client, legal_entity=provider, method=method, amount=Decimal(number), currency="PHP",
                received_on=DECEMBER, reference=str(Payment.objects.count()), actor=SYSTEM, now=NOW,
            )  # fmt: skip


def bill(lease: Booking, months: int) -> None:
    """Through so many months after December, all in one year of issue."""
    month = add_months(DECEMBER, months)
    bill_booking(booking=lease, month=month, issue_on=date(2027, 12, 1), actor=SYSTEM, now=NOW)
    lease.refresh_from_db()
