"""Who sees which booking, and may do what with it: person × operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
from django.db import transaction

from accounts.actors import SYSTEM, Actor, Person, Staff, StaffFor
from accounts.enums import Mode, Scope
from accounts.errors import NotAllowed
from accounts.models import Client, Partner, User
from bookings import operations
from bookings.access import may_manage, visible_bookings
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.seat_requests import SeatRequest
from facilities.models import Facility, Package, ShiftPattern, Workstation
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

S = BookingState
DECEMBER_1, JANUARY_4 = date(2026, 12, 1), date(2027, 1, 4)
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")
LONG_AFTER = datetime.fromisoformat("2030-01-01T02:00:00Z")


@pytest.fixture
def actors(
    acme: Client,
    globex: Client,
    initech: Client,
    petra: Partner,
    olga: User,
    alice: User,
    bela: User,
    victor: User,
    mallory: User,
    opal: User,
) -> Mapping[str, Actor]:
    return {
        "olga": Person(olga),
        "alice": Person(alice),
        "bela": Person(bela),
        "victor": Person(victor),
        "mallory": Person(mallory),
        "norman": Person(factories.make_user("Norman")),
        "opal": Staff(opal),
        "opal as acme": StaffFor(opal, acme, Mode.ACTING, "They rang."),
        "opal as globex": StaffFor(opal, globex, Mode.ACTING),
        "acme's key": factories.make_key(client=acme),
        "globex's key": factories.make_key(client=globex),
        "petra's key": factories.make_key(partner=petra),
        "timetable": SYSTEM,
    }


CLIENTS = {"olga", "alice", "opal", "opal as acme", "timetable"}
STAFF = {"opal", "timetable"}

# --- What they see ---------------------------------------------------------------------------------------------

SEES = {
    "olga": {"Acme"},
    "alice": {"Acme"},
    "bela": {"Acme"},
    "victor": {"Acme"},
    "mallory": {"Globex"},
    "norman": set(),
    "opal": {"Acme", "Globex", "Initech"},
    "opal as acme": {"Acme"},
    "opal as globex": {"Globex"},
    "acme's key": {"Acme"},
    "globex's key": {"Globex"},
    "petra's key": {"Initech"},
    "timetable": {"Acme", "Globex", "Initech"},
}


def test_everybody_sees_their_own_bookings_only(
    actors: Mapping[str, Actor], hold_seats: HoldSeats, acme: Client, globex: Client, initech: Client
) -> None:
    for code, client in (("A1", acme), ("A2", globex), ("A3", initech)):
        hold_seats(code, client=client)
    seen = {who: {booking.client.name for booking in visible_bookings(actor)} for who, actor in actors.items()}
    assert seen == SEES


# --- What they may do ------------------------------------------------------------------------------------------

Operation = Callable[[Booking, Actor, Mapping[str, Workstation]], object]

OPERATIONS: dict[str, tuple[BookingState, set[str], Operation]] = {
    "submit": (
        S.HELD,
        CLIENTS,
        lambda booking, actor, seats: operations.submit(
            booking=booking, accepted=True, actor=actor, now=booking.held_at
        ),
    ),
    "cancel a hold": (
        S.HELD,
        CLIENTS,
        lambda booking, actor, seats: operations.cancel(booking=booking, actor=actor, now=booking.held_at),
    ),
    "cancel a request": (
        S.SUBMITTED,
        CLIENTS,
        lambda booking, actor, seats: operations.cancel(booking=booking, actor=actor, now=booking.held_at),
    ),
    "cancel what is confirmed": (
        S.CONFIRMED,
        STAFF,
        lambda booking, actor, seats: operations.cancel(booking=booking, actor=actor, now=booking.held_at),
    ),
    "confirm": (
        S.SUBMITTED,
        STAFF,
        lambda booking, actor, seats: operations.confirm(booking=booking, actor=actor, now=booking.held_at),
    ),
    "decline": (
        S.SUBMITTED,
        STAFF,
        lambda booking, actor, seats: operations.decline(
            booking=booking, reason="Full.", actor=actor, now=booking.held_at
        ),
    ),
    "activate": (
        S.CONFIRMED,
        STAFF,
        lambda booking, actor, seats: operations.activate(booking=booking, actor=actor, now=THEN),
    ),
    "add seats": (
        S.ACTIVE,
        CLIENTS,
        lambda booking, actor, seats: changes.add_seats(
            booking=booking, effective_on=JANUARY_4, workstations=[seats["B1"].pk], actor=actor, now=THEN
        ),
    ),
    "remove seats": (
        S.ACTIVE,
        CLIENTS,
        lambda booking, actor, seats: changes.remove_seats(
            booking=booking, effective_on=date(2027, 6, 1), workstations=[seats["A2"].pk], actor=actor, now=THEN
        ),
    ),
    "give notice": (
        S.ACTIVE,
        CLIENTS,
        lambda booking, actor, seats: changes.give_notice(booking=booking, actor=actor, now=THEN),
    ),
    "withdraw notice": (
        S.NOTICE_GIVEN,
        CLIENTS,
        lambda booking, actor, seats: changes.withdraw_notice(booking=booking, actor=actor, now=THEN),
    ),
    "terminate": (
        S.ACTIVE,
        STAFF,
        lambda booking, actor, seats: changes.terminate(
            booking=booking, last_day=JANUARY_4, reason="Unpaid.", actor=actor, now=THEN
        ),
    ),
    "end": (
        S.NOTICE_GIVEN,
        STAFF,
        lambda booking, actor, seats: operations.end(booking=booking, actor=actor, now=LONG_AFTER),
    ),
}


def who_may(actors: Mapping[str, Actor], operation: Callable[[Actor], object]) -> set[str]:
    """Everybody tries; what one does is undone before the next comes."""
    allowed = set()
    for who, actor in actors.items():
        with transaction.atomic():
            try:
                operation(actor)
            except NotAllowed:
                pass
            else:
                allowed.add(who)
            transaction.set_rollback(True)
    return allowed


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_for_those_who_may(
    name: str, actors: Mapping[str, Actor], hold_seats: HoldSeats, bring: Bring, seats: Mapping[str, Workstation]
) -> None:
    state, expected, operation = OPERATIONS[name]
    booking = bring(hold_seats("A1", "A2"), state)
    assert who_may(actors, lambda actor: operation(booking, actor, seats)) == expected


def test_seats_are_held_for_a_company_by_those_who_manage_them(
    actors: Mapping[str, Actor],
    acme: Client,
    cebu: Facility,
    standard: Package,
    day_shift: ShiftPattern,
    now: datetime,
) -> None:
    def hold(actor: Actor) -> object:
        request = SeatRequest(
            client=acme, facility=cebu, pattern=day_shift, package=standard, start=DECEMBER_1, months=1, seats=1
        )
        return operations.hold(request=request, actor=actor, now=now)

    assert who_may(actors, hold) == CLIENTS


def test_a_partner_sees_the_bookings_of_the_clients_it_brought_and_changes_none(
    actors: Mapping[str, Actor], hold_seats: HoldSeats, initech: Client, acme: Client
) -> None:
    theirs, not_theirs = hold_seats("A1", client=initech), hold_seats("A2", client=acme)
    petra = actors["petra's key"]
    assert list(visible_bookings(petra)) == [theirs]
    assert not may_manage(petra, theirs)
    assert not may_manage(petra, not_theirs)
    assert may_manage(actors["alice"], not_theirs)


def test_a_key_without_the_scope_sees_no_bookings(hold_seats: HoldSeats, acme: Client) -> None:
    booking = hold_seats("A1")
    assert not visible_bookings(factories.make_key(client=acme, scopes=[Scope.INVOICES_READ])).exists()
    assert visible_bookings(factories.make_key(client=acme, scopes=[Scope.BOOKINGS_READ])).get() == booking


# --- What staff may beyond -------------------------------------------------------------------------------------


def test_staff_write_down_what_was_agreed_by_phone(
    actors: Mapping[str, Actor], hold_seats: HoldSeats, bring: Bring
) -> None:
    """A start in the past, more holds than a client may have, notice within the term."""
    staff = actors["opal"]
    for code in ("A1", "A2", "A3", "A4"):
        hold_seats(code, start=date(2026, 11, 1), actor=staff)
    lease = bring(hold_seats("B1"), S.ACTIVE)
    ended = changes.give_notice(booking=lease, last_day=date(2027, 1, 15), actor=staff, now=THEN)
    assert ended.days.last == date(2027, 1, 15)
