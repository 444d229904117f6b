"""From a choice of seats to a request: what is fixed, what is asked, what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.enums import Mode
from accounts.errors import DetailsMissing
from accounts.models import Client, User
from bookings import errors, operations
from bookings.enums import BookingState
from bookings.models import Booking, BookingPolicy, OneOff, Terms
from bookings.seat_requests import SeatRequest
from facilities.enums import Purpose
from facilities.errors import NotPriced
from facilities.models import Facility, Occupancy, Package, Rate, ShiftPattern
from kernel.period import Period
from tests import factories
from tests.conftest import Bring, HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db

S = BookingState
DECEMBER_1 = date(2026, 12, 1)


# --- Held ------------------------------------------------------------------------------------------------------


def test_a_hold_keeps_seats_for_the_facilitys_hold_time(
    hold_seats: HoldSeats, acme: Client, alice: User, now: datetime
) -> None:
    booking = hold_seats("A2", "A1", months=6, actor=Person(alice))
    assert (booking.state, booking.client, booking.days) == (S.HELD, acme, Period(DECEMBER_1))
    assert booking.hold_expires_at == now + timedelta(hours=48)
    rows = Occupancy.objects.filter(claim=booking.pk)
    assert {row.workstation.code for row in rows} == {"A1", "A2"}
    assert {(row.purpose, row.expires_at, row.client) for row in rows} == {
        (Purpose.HOLD, booking.hold_expires_at, acme)
    }
    assert_one_story()


def test_a_lease_that_does_not_renew_takes_its_term_and_no_more(hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1", months=6, auto_renews=False)
    assert booking.days == Period(DECEMBER_1, date(2027, 6, 1))
    assert {row.days for row in booking.allocations.all()} == {booking.days}


def test_without_a_package_the_first_with_a_price_is_meant_and_its_price_is_read_once(
    acme: Client, cebu: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    gold = factories.make_package("gold")
    Package.objects.filter(pk=gold.pk).update(position=9)
    factories.make_rate(cebu, gold, day_shift, "12000")
    request = SeatRequest(client=acme, facility=cebu, pattern=day_shift, start=DECEMBER_1, months=6, seats=2)
    with CaptureQueriesContext(connection) as queries:
        booking = operations.hold(request=request, actor=SYSTEM, now=now)
    assert (booking.package, booking.terms.get().list_rate) == (standard, Decimal(9000))
    assert sum('FROM "facilities_rate"' in query["sql"] for query in queries) == 1
    other = operations.hold(request=replace(request, package=gold), actor=SYSTEM, now=now)
    assert (other.package, other.terms.get().list_rate) == (gold, Decimal(12000))


def test_seats_nobody_names_are_chosen_together(hold_seats: HoldSeats) -> None:
    booking = hold_seats(seats=4)
    assert sorted(booking.allocations.values_list("workstation__code", flat=True)) == ["S1", "S2", "S3", "S4"]


def test_the_same_seat_named_twice_is_one_seat(hold_seats: HoldSeats) -> None:
    booking = hold_seats("A1", "A1")
    assert booking.allocations.count() == booking.terms.get().committed_seats == 1


def test_price_and_conditions_are_copied_from_the_list_and_stay(
    hold_seats: HoldSeats, bring: Bring, cebu: Facility, now: datetime
) -> None:
    factories.make_tier(cebu, "seats", 2, "10")
    booking = hold_seats("A1", "A2", months=6)
    Rate.objects.filter(facility=cebu).update(monthly_net=Decimal(20000), notice_days=5)
    bring(booking, S.ACTIVE)
    terms = Terms.objects.get(booking=booking)
    assert (terms.list_rate, terms.net_rate, terms.currency) == (Decimal(9000), Decimal(8100), "PHP")
    assert terms.discounts == [{"rule": "seats", "threshold": 2, "percent": "10.00"}]
    assert (terms.setup_rate, terms.deposit_months, terms.notice_days) == (Decimal(1500), Decimal(2), 60)
    assert (terms.effective_from, terms.committed_seats, terms.committed_until) == (DECEMBER_1, 2, date(2027, 6, 1))
    assert terms.minimum_months == 6


# --- Refused ---------------------------------------------------------------------------------------------------


def test_a_client_does_not_start_yesterday_where_the_desk_is(hold_seats: HoldSeats, alice: User) -> None:
    actor = Person(alice)
    # It is the 24th in Cebu already, the 23rd still in UTC.
    late = datetime.fromisoformat("2026-11-23T16:00:00Z")
    with pytest.raises(errors.StartsInThePast, match="24 Nov 2026"):
        hold_seats("A1", start=date(2026, 11, 23), actor=actor, now=late)
    assert hold_seats("A1", start=date(2026, 11, 24), actor=actor, now=late)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"months": 61}, errors.TermTooLong),
        ({"months": 0}, errors.TermTooShort),
        ({"start": date(2030, 1, 1)}, errors.StartsTooLate),
        ({"seats": 0}, errors.TooFewSeats),
        ({"seats": 13}, errors.NotEnoughSeats),
    ],
)
def test_a_senseless_wish_is_refused(
    wish: dict[str, object], refusal: type[Exception], hold_seats: HoldSeats, alice: User
) -> None:
    with pytest.raises(refusal):
        hold_seats(actor=Person(alice), **{"seats": 1, **wish})  # type: ignore[arg-type]
    assert not Booking.objects.exists()


def test_what_has_no_price_is_not_held(hold_seats: HoldSeats, cebu: Facility) -> None:
    unpriced = ShiftPattern.objects.create(name="Dawn", slug="dawn", kind="day")
    with pytest.raises(NotPriced):
        hold_seats("A1", pattern=unpriced)


def test_a_company_keeps_a_few_holds_at_a_time(hold_seats: HoldSeats, alice: User, olga: User, now: datetime) -> None:
    codes = [f"A{n}" for n in range(1, BookingPolicy().most_holds + 1)]
    for code in codes:
        hold_seats(code, actor=Person(alice))
    with pytest.raises(errors.TooManyHolds, match=str(BookingPolicy().most_holds)):
        hold_seats("B1", actor=Person(olga))
    # Those that have run out don't count.
    assert hold_seats("B1", actor=Person(olga), now=now + timedelta(hours=48))


def test_staff_hold_as_many_as_needed_and_acting_for_a_client_as_many_as_it_may(
    hold_seats: HoldSeats, opal: User, acme: Client
) -> None:
    for n in range(1, BookingPolicy().most_holds + 2):
        hold_seats(f"A{n}", actor=Staff(opal))
    with pytest.raises(errors.TooManyHolds):
        hold_seats("B1", actor=StaffFor(opal, acme, Mode.ACTING))


def test_how_many_holds_is_a_facilitys_policy_from_its_day_on(
    hold_seats: HoldSeats, alice: User, cebu: Facility, now: datetime
) -> None:
    today = cebu.today(now)
    BookingPolicy.objects.create(effective_from=today, most_holds=2)
    BookingPolicy.objects.create(facility=cebu, effective_from=today, most_holds=1)
    BookingPolicy.objects.create(facility=cebu, effective_from=today + timedelta(days=1), most_holds=5)
    hold_seats("A1", actor=Person(alice))
    with pytest.raises(errors.TooManyHolds, match="1"):
        hold_seats("A2", actor=Person(alice))
    assert hold_seats("A2", actor=Person(alice), now=now + timedelta(days=1))


def test_another_companys_holds_do_not_count(hold_seats: HoldSeats, mallory: User, globex: Client) -> None:
    for n in range(1, BookingPolicy().most_holds + 1):
        hold_seats(f"A{n}")
    assert hold_seats("B1", client=globex, actor=Person(mallory))


# --- Submitted -------------------------------------------------------------------------------------------------


def test_a_request_keeps_the_yes_the_note_and_the_seats(hold_seats: HoldSeats, alice: User, now: datetime) -> None:
    booking = operations.submit(
        booking=hold_seats("A1"), accepted=True, note="Near a window.", actor=Person(alice), now=now
    )
    assert (booking.state, booking.submitted_at, booking.client_note) == (S.SUBMITTED, now, "Near a window.")
    assert booking.agreement_version == settings.AGREEMENT_VERSION
    assert_one_story()


def test_a_request_names_who_pays(hold_seats: HoldSeats, acme: Client, alice: User, now: datetime) -> None:
    for missing in ("legal_name", "country", "address", "billing_email"):
        complete = getattr(acme, missing)
        Client.objects.filter(pk=acme.pk).update(**{missing: ""})
        booking = hold_seats("A1")
        with pytest.raises(DetailsMissing):
            operations.submit(booking=booking, accepted=True, actor=Person(alice), now=now)
        booking.refresh_from_db()
        assert booking.state == S.HELD
        operations.cancel(booking=booking, actor=SYSTEM, now=now)
        Client.objects.filter(pk=acme.pk).update(**{missing: complete})


def test_a_hold_can_be_submitted_until_the_minute_it_runs_out(hold_seats: HoldSeats, alice: User) -> None:
    actor = Person(alice)
    in_time, late = hold_seats("A1"), hold_seats("A2")
    assert in_time.hold_expires_at is not None
    end = in_time.hold_expires_at
    operations.submit(booking=in_time, accepted=True, actor=actor, now=end - timedelta(seconds=1))
    with pytest.raises(errors.HoldExpired):
        operations.submit(booking=late, accepted=True, actor=actor, now=end)


# --- Decided ---------------------------------------------------------------------------------------------------


def test_what_is_confirmed_is_leased_and_its_set_up_is_owed(hold_seats: HoldSeats, bring: Bring, now: datetime) -> None:
    booking = bring(hold_seats("A1", "A2"), S.CONFIRMED)
    assert (booking.decided_at, booking.hold_expires_at) == (now, None)
    assert booking.charges_changed_from == DECEMBER_1
    owed = OneOff.objects.filter(booking=booking).values_list("kind", "on", "quantity", "unit_net")
    assert list(owed) == 2 * [("setup", DECEMBER_1, 1, Decimal(1500))], "for each seat"
    assert_one_story()


def test_where_set_up_is_free_nothing_is_owed(hold_seats: HoldSeats, bring: Bring, cebu: Facility) -> None:
    Rate.objects.filter(facility=cebu).update(setup_net=0)
    assert bring(hold_seats("A1"), S.CONFIRMED).charges_changed_from == DECEMBER_1
    assert not OneOff.objects.exists()


@pytest.mark.parametrize("end", [S.DECLINED, S.CANCELLED, S.EXPIRED])
def test_what_came_to_nothing_gives_its_seats_back(
    end: BookingState, hold_seats: HoldSeats, bring: Bring, globex: Client
) -> None:
    bring(hold_seats("A1", "S1"), end)
    assert hold_seats("A1", "S1", client=globex)
    assert_one_story()
