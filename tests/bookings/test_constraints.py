"""What can never be true of bookings, their seats and their terms, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from psycopg.types.range import DateRange

from bookings.enums import (
    AGREED,
    AmendmentKind,
    AmendmentState,
    Authority,
    BookingState,
    OneOffKind,
    SeatEffect,
    WaitlistState,
)
from bookings.models import Allocation, AmendedSeat, Amendment, Booking, BookingPolicy, OneOff, Terms, WaitlistEntry
from facilities.models import Workstation
from kernel.period import Period
from tests.conftest import HoldSeats
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

EMPTY = DateRange(empty=True)
THEN = datetime(2026, 11, 23, tzinfo=UTC)

Write = Callable[[Booking], object]


def change(**fields: Any) -> Write:
    return lambda booking: Booking.objects.filter(pk=booking.pk).update(**fields)


def agree(**fields: Any) -> Write:
    values = {
        "effective_from": date(2027, 1, 1),
        "committed_until": date(2027, 6, 1),
        "currency": "PHP",
        "list_rate": Decimal(9000),
        "net_rate": Decimal(9000),
        "created_at": THEN,
    }
    return lambda booking: Terms.objects.create(booking=booking, **{**values, **fields})


def owe(**fields: Any) -> Write:
    values = {"kind": OneOffKind.SETUP, "on": date(2026, 12, 1), "quantity": 1, "unit_net": Decimal(5)}
    return lambda booking: OneOff.objects.create(booking=booking, **{**values, **fields})


def amend(**fields: Any) -> Write:
    values = {
        "number": 1, "kind": AmendmentKind.ADD_SEATS, "state": AmendmentState.SCHEDULED, "asked_as": Authority.STAFF,
        "effective_on": date(2026, 12, 1), "made_at": THEN,
    }  # fmt: skip
    return lambda booking: Amendment.objects.create(booking=booking, **{**values, **fields})


def both(*writes: Write) -> Write:
    return lambda booking: [write(booking) for write in writes]


def owe_for_a_seat(**fields: Any) -> Write:
    return lambda booking: owe(allocation=booking.allocations.get(), **fields)(booking)


def touch(**fields: Any) -> Write:
    """A row of a seat, of the one amendment of the booking."""
    values = {"effect": SeatEffect.BEGINS, "days_before": None}
    return lambda booking: AmendedSeat.objects.create(
        amendment=booking.amendments.get(), allocation=booking.allocations.get(), **{**values, **fields}
    )


def wish(**fields: Any) -> Write:
    values = {
        "seats": 2,
        "months": 6,
        "earliest": date(2026, 12, 1),
        "latest": date(2027, 2, 1),
        "joined_at": THEN,
    }

    def write(booking: Booking) -> WaitlistEntry:
        place = {} if "city" in fields else {"facility": booking.facility}
        return WaitlistEntry.objects.create(
            client=booking.client, pattern=booking.pattern, **{**values, **place, **fields}
        )

    return write


def offered_twice(booking: Booking) -> None:
    for _ in range(2):
        wish(state=WaitlistState.OFFERED, booking=booking)(booking)


def same_reference(booking: Booking) -> None:
    twin = Booking.objects.get(pk=booking.pk)
    twin.pk = None
    twin._state.adding = True
    twin.save()


def same_seat(booking: Booking) -> None:
    sold = booking.allocations.get()
    Allocation.objects.create(
        booking=booking, workstation=sold.workstation, pattern=sold.pattern, days=Period(date(2027, 1, 1))
    )


def rewritten(write: Write, **fields: Any) -> Write:
    """Add a row, then change it."""

    def run(booking: Booking) -> None:
        row: Any = write(booking)
        type(row)._default_manager.filter(pk=row.pk).update(**fields)

    return run


def same_own_reference(booking: Booking) -> None:
    change(own_reference="L-1")(booking)
    twin = Booking.objects.get(pk=booking.pk)
    twin.pk, twin.reference = None, "B-TWIN"
    twin._state.adding = True
    twin.save()


def two_policies(booking: Booking) -> None:
    """For every facility, which is to say without one."""
    for _ in range(2):
        BookingPolicy.objects.create(effective_from=date(2027, 1, 1))


CASES: dict[str, Write] = {
    "booking_reference_once": same_reference,
    "booking_own_reference_once": same_own_reference,
    "booking_state_is_known": change(state="limbo"),
    "booking_has_days": change(days=EMPTY),
    "booking_has_a_term": change(term_months=0),
    "booking_hold_has_an_end": change(hold_expires_at=None),
    "booking_agreed_was_submitted": change(state=BookingState.CONFIRMED),
    "booking_declined_with_a_reason": change(state=BookingState.DECLINED),
    "booking_time_zone_is_resolved": change(time_zone="America/Chicago"),
    "booking_policy_begins_once_a_day": two_policies,
    "allocation_has_days_or_none": lambda booking: booking.allocations.update(days=EMPTY),
    "allocation_seat_once_in_a_booking": same_seat,
    "terms_begin_once_a_day": agree(effective_from=date(2026, 12, 1)),
    "terms_are_not_negative": agree(net_rate=Decimal(-1)),
    "terms_currency_is_a_code": agree(currency="php"),
    "one_off_is_of_something": owe(quantity=0),
    "one_off_kind_is_known": owe(kind="tip"),
    "one_off_once_for_a_seat": both(owe_for_a_seat(), owe_for_a_seat()),
    "one_off_of_a_seat_is_one": owe_for_a_seat(quantity=2),
    "amendment_kind_is_known": amend(kind="whim"),
    "amendment_state_is_known": amend(state="lost"),
    "amendment_authority_is_known": amend(asked_as="ghost"),
    "amendment_number_once_in_a_booking": both(amend(), amend()),
    "amendment_numbers_begin_at_one": amend(number=0),
    "amendment_that_ends_a_lease_has_its_last_day": amend(kind=AmendmentKind.NOTICE),
    "amendment_that_withdraws_names_another": amend(kind=AmendmentKind.WITHDRAW_CHANGE),
    "amended_seat_effect_is_known": both(amend(), touch(effect="paints")),
    "amended_seat_once_in_an_amendment": both(amend(), touch(), touch()),
    "amended_seat_that_begins_had_no_days": both(amend(), touch(days_before=Period(date(2026, 12, 1)))),
    "waitlist_entry_state_is_known": wish(state="dreaming"),
    "waitlist_entry_is_for_something": wish(seats=0),
    "waitlist_entry_window_runs_forward": wish(latest=date(2026, 11, 30)),
    "waitlist_entry_is_for_a_facility_or_a_city": wish(city=""),
    "waitlist_entry_offered_has_a_booking": wish(state=WaitlistState.OFFERED),
    "waitlist_entry_booking_offered_once": offered_twice,
    "bookings_terms_append_only": rewritten(agree(), net_rate=Decimal(1)),
    "bookings_oneoff_append_only": rewritten(owe(), quantity=2),
    "bookings_amendment_is_kept": rewritten(amend(), effective_on=date(2027, 1, 1)),
}


@pytest.fixture
def booking(hold_seats: HoldSeats) -> Booking:
    return hold_seats("A1")


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(booking: Booking, name: str) -> None:
    assert refused_by(lambda: CASES[name](booking)) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("bookings") | triggers_of("bookings")


@pytest.mark.parametrize(
    ("write", "guard"),
    [
        (agree(), "bookings_terms_append_only"),
        (owe(), "bookings_oneoff_append_only"),
        (amend(), "bookings_amendment_is_kept"),
    ],
    ids=["terms", "one-off", "amendment"],
)
def test_what_was_agreed_is_never_deleted(booking: Booking, write: Write, guard: str) -> None:
    row: Any = write(booking)
    assert refused_by(row.delete) == guard


def test_an_amendment_changes_nothing_but_its_state(booking: Booking) -> None:
    row: Any = amend()(booking)
    Amendment.objects.filter(pk=row.pk).update(state=AmendmentState.APPLIED)
    assert Amendment.objects.get().state == AmendmentState.APPLIED
    assert refused_by(lambda: Amendment.objects.update(details={"seats": []})) == "bookings_amendment_is_kept"


@pytest.mark.parametrize("state", sorted({BookingState.SUBMITTED, *AGREED}))
def test_no_lease_is_agreed_that_was_never_submitted(booking: Booking, state: BookingState) -> None:
    assert refused_by(lambda: change(state=state)(booking)) == "booking_agreed_was_submitted"


def test_a_seat_may_come_back_to_a_booking_later(booking: Booking, seats: dict[str, Workstation]) -> None:
    booking.allocations.update(days=Period(date(2026, 12, 1), date(2027, 1, 1)))
    same_seat(booking)
    assert booking.allocations.filter(workstation=seats["A1"]).count() == 2


def test_a_seat_given_up_before_its_first_day_has_no_days(booking: Booking) -> None:
    booking.allocations.update(days=None)
    same_seat(booking)
    assert booking.allocations.count() == 2
