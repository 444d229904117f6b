"""Our own people who are there for some facilities only: what they see, and what they may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import transaction

from accounts.access import may
from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.capabilities import Capability, Duty
from accounts.enums import Mode
from accounts.errors import DutyMissing
from accounts.models import Client, User
from billing.access import visible_documents, visible_payments, visible_runs
from billing.operations import bill_booking, prepare_run, record_payment
from bookings import operations
from bookings.access import may_manage, visible_bookings, visible_waitlist
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.seat_requests import SeatRequest
from facilities import operations as places
from facilities.access import their_facilities, there_for
from facilities.enums import HolidayService, Severity, WorkstationState
from facilities.models import Facility, Floor, Package, ShiftPattern, Workstation
from floorplans import operations as plans
from kernel.period import Period
from outbox.models import Message
from tests import factories
from tests.billing.rows import make_philippine_rates, make_provider
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

DECEMBER_1 = date(2026, 12, 1)


@pytest.fixture
def manila(standard: Package, day_shift: ShiftPattern) -> Facility:
    """Another facility, of another company of ours."""
    facility = factories.make_facility("Manila", code="MNL", city="Manila")
    factories.make_room(facility, "Hall", {"M": 4})
    factories.make_rate(facility, standard, day_shift)
    return facility


@pytest.fixture
def mia(manila: Facility) -> User:
    """Runs Manila, and nothing else."""
    user = factories.make_staff("Mia", *Duty)
    manila.staff.add(user)
    return user


@pytest.fixture
def here(cebu: Facility, hold_seats: HoldSeats, bring: Bring) -> Booking:
    """A lease in Cebu, which another company of ours bills."""
    make_philippine_rates()
    cebu.legal_entity = make_provider(name="Island Seats Incorporated")
    cebu.save(update_fields=["legal_entity"])
    return bring(hold_seats("A1", "A2"), BookingState.ACTIVE)


@pytest.fixture
def there(manila: Facility, acme: Client, standard: Package, day_shift: ShiftPattern, now: datetime) -> Booking:
    """A hold in Manila."""
    return operations.hold(
        request=SeatRequest(
            client=acme, facility=manila, pattern=day_shift, package=standard, start=DECEMBER_1, months=6, seats=2
        ), actor=SYSTEM, now=now,
        )  # fmt: skip


# --- Seeing ----------------------------------------------------------------------------------------------------


def test_they_see_the_bookings_of_theirs_and_others_those_of_all(
    mia: User, opal: User, here: Booking, there: Booking
) -> None:
    assert set(visible_bookings(Staff(mia))) == {there}
    assert set(visible_bookings(Staff(opal))) == {here, there}
    assert set(visible_bookings(SYSTEM)) == {here, there}


def test_it_holds_in_a_clients_portal_too(mia: User, opal: User, acme: Client, here: Booking, there: Booking) -> None:
    for mode in Mode:
        assert set(visible_bookings(StaffFor(mia, acme, mode))) == {there}
        assert set(visible_bookings(StaffFor(opal, acme, mode))) == {here, there}
    assert not may_manage(StaffFor(mia, acme, Mode.ACTING), here)
    assert may_manage(StaffFor(mia, acme, Mode.ACTING), there)


def test_clients_see_theirs_wherever_they_are(alice: User, here: Booking, there: Booking, mia: User) -> None:
    assert set(visible_bookings(Person(alice))) == {here, there}


def test_who_waits_in_a_city_is_the_affair_of_each_facility_there(
    mia: User, opal: User, acme: Client, cebu: Facility, manila: Facility, day_shift: ShiftPattern, now: datetime
) -> None:
    for number, where in enumerate([{"facility": cebu}, {"facility": manila}, {"city": "Cebu"}, {"city": "Manila"}]):
        request = SeatRequest(
            client=acme, pattern=day_shift, seats=number + 1, months=6, start=DECEMBER_1, **where,  # type: ignore[arg-type]
        )  # fmt: skip
        operations.join_waitlist(request=request, latest=DECEMBER_1, actor=SYSTEM, now=now)
    assert {entry.seats for entry in visible_waitlist(Staff(mia))} == {2, 4}
    assert {entry.seats for entry in visible_waitlist(Staff(opal))} == {1, 2, 3, 4}


def test_they_see_the_documents_of_their_bookings(mia: User, opal: User, here: Booking, now: datetime) -> None:
    document = bill_booking(booking=here, month=DECEMBER_1, issue_on=DECEMBER_1, actor=SYSTEM, now=now)
    assert document is not None
    record_payment(
        client=here.client, legal_entity=here.facility.legal_entity, amount=document.gross, method="bank_transfer",
        currency="PHP", received_on=now.date(), reference="1", actor=SYSTEM, now=now,
    )  # fmt: skip
    prepare_run(legal_entity=here.facility.legal_entity, month=DECEMBER_1, issue_on=DECEMBER_1, actor=SYSTEM, now=now)
    for visible in (visible_documents, visible_payments, visible_runs):
        assert visible(Staff(opal)).exists()
        assert not visible(Staff(mia)).exists()
    here.facility.staff.add(mia)
    for visible in (visible_documents, visible_payments, visible_runs):
        assert visible(Staff(mia)).exists()


# --- Doing -----------------------------------------------------------------------------------------------------


def test_they_change_nothing_elsewhere(
    mia: User, opal: User, here: Booking, cebu: Facility, acme: Client, standard: Package, day_shift: ShiftPattern,
    now: datetime,
) -> None:  # fmt: skip
    """One operation on each kind of thing that is somewhere; who is there for all facilities may do all of them."""
    seat = Workstation.objects.filter(facility=cebu, code="B4").get()
    floor = Floor.objects.get(facility=cebu)
    asset = factories.make_asset(cebu)
    later = datetime.fromisoformat("2027-01-04T02:00:00Z")
    tries: dict[str, Callable[[Staff], object]] = {
        "hold": lambda actor: operations.hold(
            request=SeatRequest(
                client=acme, facility=cebu, pattern=day_shift, package=standard, start=DECEMBER_1, months=6, seats=1
            ), actor=actor, now=now,
            ),
        "give notice": lambda actor: changes.give_notice(booking=here, actor=actor, now=later),
        "terminate": lambda actor: changes.terminate(
            booking=here, last_day=date(2027, 1, 4), reason="Unpaid.", actor=actor, now=later
        ),
        "bill": lambda actor: bill_booking(
            booking=here, month=DECEMBER_1, issue_on=DECEMBER_1, actor=actor, now=now
        ),
        "close": lambda actor: places.close_workstation(
            workstation=seat, days=Period(DECEMBER_1), reason="Paint", actor=actor, now=now
        ),
        "reopen": lambda actor: places.reopen_workstation(workstation=seat, actor=actor, now=now),
        "change state": lambda actor: places.change_state(
            workstations=[seat.pk], state=WorkstationState.SPARE, reason="Spare", actor=actor, now=now
        ),
        "fault": lambda actor: places.report_fault(
            workstation=seat, severity=Severity.MINOR, what="Dust", opened_at=now, actor=actor, now=now
        ),
        "draw": lambda actor: plans.start_draft(floor=floor, actor=actor, now=now),
        "holidays": lambda actor: places.add_public_holidays(
            facility=cebu, year=2027, service=HolidayService.OPEN, actor=actor, now=now
        ),
        "store": lambda actor: places.store_asset(asset=asset, actor=actor, now=now),
    }  # fmt: skip
    for operation in tries.values():
        with pytest.raises(DutyMissing), transaction.atomic():
            operation(Staff(mia))
        with transaction.atomic():
            operation(Staff(opal))
            transaction.set_rollback(True)


def test_they_change_everything_at_theirs(mia: User, there: Booking, now: datetime) -> None:
    operations.submit(booking=there, accepted=True, actor=Staff(mia), now=now)
    assert operations.confirm(booking=there, actor=Staff(mia), now=now).state == BookingState.CONFIRMED


def test_several_facilities_are_as_good_as_one(
    mia: User, cebu: Facility, manila: Facility, here: Booking, there: Booking
) -> None:
    davao = factories.make_facility("Davao", code="DVO")
    cebu.staff.add(mia)
    assert set(their_facilities(Staff(mia))) == {cebu, manila}
    assert set(visible_bookings(Staff(mia))) == {here, there}
    assert may(Staff(mia), Capability.CLOSE_SEATS, facility=cebu)
    assert not may(Staff(mia), Capability.CLOSE_SEATS, facility=davao)


def test_without_any_it_is_all_of_them(mia: User, manila: Facility, here: Booking, there: Booking) -> None:
    manila.staff.clear()
    assert set(visible_bookings(Staff(mia))) == {here, there}
    assert may(Staff(mia), Capability.CLOSE_SEATS, facility=here.facility)


def test_where_one_is_there_for_is_no_duty(manila: Facility) -> None:
    nils = factories.make_staff("Nils")
    manila.staff.add(nils)
    assert not may(Staff(nils), Capability.CLOSE_SEATS, facility=manila)
    lena = factories.make_staff("Lena", Duty.FACILITY)
    assert may(Staff(lena), Capability.CLOSE_SEATS, facility=manila)


# --- Mail ------------------------------------------------------------------------------------------------------


def test_mail_about_a_booking_goes_to_those_who_are_there_for_it(
    mia: User, opal: User, alice: User, here: Booking, cebu: Facility, manila: Facility
) -> None:
    assert set(there_for(User.objects.filter(is_staff=True), cebu)) == {opal}
    assert set(there_for(User.objects.filter(is_staff=True), manila)) == {opal, mia}
    desks = dict(Workstation.objects.filter(facility=cebu).values_list("code", "pk"))
    changes.move_seats(
        booking=here, moves={desks["A1"]: desks["B1"]}, effective_on=date(2027, 1, 4), actor=Person(alice),
        now=datetime.fromisoformat("2027-01-04T02:00:00Z"),
    )  # fmt: skip
    told = Message.objects.filter(kind="bookings.moved_by_client")
    assert [message.to for message in told] == [opal.email]
