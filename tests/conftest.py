"""The cast, and a small facility in Cebu. What a test is about it says itself; the rest it finds here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Protocol

import pytest
from django.conf import settings
from django.test import Client as HttpClient
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from hypothesis.database import DirectoryBasedExampleDatabase
from pytest_django import DjangoDbBlocker

from accounts.actors import SYSTEM, Actor
from accounts.capabilities import Duty
from accounts.enums import Role
from accounts.models import Client, Partner, User
from bookings import operations
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.seat_requests import SeatRequest
from facilities.enums import ShiftKind
from facilities.models import Facility, Package, ShiftPattern, Workstation
from local.paths import STATE
from tests import factories
from tests.bookings import changes
from tests.emptying import empty_what_was_filled, remember_what_migrations_made
from tests.migrated import clone
from tests.servers import MIGRATED, WORKER

# The same examples for everybody. HYPOTHESIS_PROFILE=quick draws a quarter of them, explore looks for new ones.
_database = DirectoryBasedExampleDatabase(STATE / "caches" / "hypothesis")
_unhurried = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
hypothesis.register_profile("same", derandomize=True, database=None, **_unhurried)  # type: ignore[arg-type]
hypothesis.register_profile("quick", hypothesis.get_profile("same"), max_examples=25)
hypothesis.register_profile("explore", max_examples=2000, database=_database, **_unhurried)  # type: ignore[arg-type]
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Argon2 is slow on purpose; tests/portal/test_sign_in.py has a test with the product's own.
PRODUCTS_HASHERS = settings.PASSWORD_HASHERS
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """A database with all migrations; a test with real transactions ends with the tables as they left them."""
    if os.environ.get(MIGRATED):
        with django_db_blocker.unblock():
            if WORKER:
                clone(f"seatlease_{WORKER}")
    else:
        request.getfixturevalue("django_db_setup")  # pytest-django's
        with django_db_blocker.unblock():
            remember_what_migrations_made()
    TransactionTestCase._fixture_teardown = lambda self: empty_what_was_filled()  # type: ignore[attr-defined]


@pytest.fixture
def now() -> datetime:
    """Monday, ten in the morning in Cebu; the same day everywhere but in the far west."""
    return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


# --- Who -------------------------------------------------------------------------------------------------------


@pytest.fixture
def acme(db: None) -> Client:
    return factories.make_client("Acme")


@pytest.fixture
def globex(db: None) -> Client:
    """A client like acme, and no business of acme's."""
    return factories.make_client("Globex")


@pytest.fixture
def olga(acme: Client) -> User:
    """Owns acme."""
    return factories.make_member(acme, "Olga", Role.OWNER)


@pytest.fixture
def alice(acme: Client) -> User:
    """Manages acme's seats."""
    return factories.make_member(acme, "Alice", Role.MANAGER)


@pytest.fixture
def bela(acme: Client) -> User:
    """Handles acme's invoices."""
    return factories.make_member(acme, "Bela", Role.BILLING)


@pytest.fixture
def victor(acme: Client) -> User:
    """May look at acme's affairs."""
    return factories.make_member(acme, "Victor", Role.VIEWER)


@pytest.fixture
def mallory(globex: Client) -> User:
    """Owns globex; the outsider."""
    return factories.make_member(globex, "Mallory", Role.OWNER)


@pytest.fixture
def opal(db: None) -> User:
    """One of our own people, with every duty there is."""
    return factories.make_staff("Opal", *Duty)


@pytest.fixture
def petra(db: None) -> Partner:
    """A broker; works through the API."""
    return factories.make_partner("Petra")


@pytest.fixture
def initech(petra: Partner) -> Client:
    """The client petra brought."""
    return factories.make_client("Initech", partner=petra)


class SignIn(Protocol):
    def __call__(self, user: User) -> HttpClient: ...


@pytest.fixture
def sign_in() -> SignIn:
    """``sign_in(alice)``: her browser, past the password."""

    def come_in(user: User) -> HttpClient:
        browser = HttpClient()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return come_in


# --- What there is ---------------------------------------------------------------------------------------------


@pytest.fixture
def day_shift(db: None) -> ShiftPattern:
    """Monday to Friday, 9:00 to 18:00."""
    return factories.make_pattern("day", time(9), 9)


@pytest.fixture
def night_shift(db: None) -> ShiftPattern:
    """Monday to Friday, 21:00 to 6:00 on the next morning."""
    return factories.make_pattern("night", time(21), 9, kind=ShiftKind.NIGHT)


@pytest.fixture
def nightly(db: None) -> ShiftPattern:
    """Every day of the week, 21:00 to 6:00 on the next morning."""
    return factories.make_pattern("nightly", time(21), 9, weekdays=factories.EVERY_DAY, kind=ShiftKind.NIGHT)


@pytest.fixture
def evening_shift(db: None) -> ShiftPattern:
    """Monday to Friday, 18:00 to 21:00: begins the minute the day shift ends."""
    return factories.make_pattern("evening", time(18), 3)


@pytest.fixture
def all_hours(db: None) -> ShiftPattern:
    """Around the clock, every day."""
    return factories.make_pattern("24h", time(0), 24, weekdays=factories.EVERY_DAY, kind=ShiftKind.ROUND_THE_CLOCK)


@pytest.fixture
def shifts(
    day_shift: ShiftPattern,
    night_shift: ShiftPattern,
    nightly: ShiftPattern,
    evening_shift: ShiftPattern,
    all_hours: ShiftPattern,
) -> list[ShiftPattern]:
    return [day_shift, night_shift, nightly, evening_shift, all_hours]


@pytest.fixture
def standard(db: None) -> Package:
    """A desk and a PC."""
    return factories.make_package()


@pytest.fixture
def cebu(shifts: Sequence[ShiftPattern], standard: Package) -> Facility:
    """Eight seats on a floor (A1 … A4, B1 … B4) and four in a suite let to one company (S1 … S4).

    15 minutes between two clients; a hold lasts 48 hours; ₱9,000 a month for any shift, 60 days' notice.
    """
    facility = factories.make_facility("Cebu", code="CEB")
    factories.make_room(facility, "Main floor", {"A": 4, "B": 4})
    factories.make_room(facility, "Suite", {"S": 4}, is_exclusive=True)
    for pattern in shifts:
        factories.make_rate(facility, standard, pattern)
    return facility


@pytest.fixture
def seats(cebu: Facility) -> dict[str, Workstation]:
    """The seats of cebu by code."""
    return {seat.code: seat for seat in Workstation.objects.filter(facility=cebu).select_related("room")}


# --- Verbs -----------------------------------------------------------------------------------------------------


class HoldSeats(Protocol):
    def __call__(
        self,
        *codes: str,
        client: Client | None = None,
        pattern: ShiftPattern | None = None,
        start: date = ...,
        months: int = ...,
        seats: int | None = None,
        auto_renews: bool = ...,
        actor: Actor = ...,
        now: datetime | None = None,
        time_zone: str = "",
    ) -> Booking: ...


@pytest.fixture
def hold_seats(
    cebu: Facility,
    standard: Package,
    acme: Client,
    day_shift: ShiftPattern,
    now: datetime,
) -> HoldSeats:
    """``hold_seats("A1", "A2")``, or ``hold_seats(seats=3)``: for acme on the day shift from December on, unless said.

    Without ``actor`` nobody's rights or limits stand in the way.
    """
    desks = dict(Workstation.objects.filter(facility=cebu).values_list("code", "pk"))
    usual_client, usual_pattern, usual_now = acme, day_shift, now

    def hold(
        *codes: str,
        client: Client | None = None,
        pattern: ShiftPattern | None = None,
        start: date = date(2026, 12, 1),
        months: int = 6,
        seats: int | None = None,
        auto_renews: bool = True,
        actor: Actor = SYSTEM,
        now: datetime | None = None,
        time_zone: str = "",
    ) -> Booking:
        request = SeatRequest(
            client=client or usual_client,
            facility=cebu,
            pattern=pattern or usual_pattern,
            package=standard,
            start=start,
            months=months,
            workstations=tuple(desks[code] for code in codes),
            seats=seats or 0,
            renews=auto_renews,
            time_zone=time_zone,
        )
        return operations.hold(request=request, actor=actor, now=now or usual_now)

    return hold


class Bring(Protocol):
    def __call__(self, booking: Booking, state: BookingState, *, now: datetime | None = None) -> Booking: ...


@pytest.fixture
def bring(now: datetime) -> Bring:
    """``bring(booking, BookingState.ACTIVE)``: a hold by the operations that lead there; active on its first day."""
    usual_now = now

    def bring(booking: Booking, state: BookingState, *, now: datetime | None = None) -> Booking:
        at = now or usual_now
        if state == BookingState.HELD:
            return booking
        if state == BookingState.CANCELLED:
            return operations.cancel(booking=booking, actor=SYSTEM, now=at)
        if state == BookingState.EXPIRED:
            assert booking.hold_expires_at is not None
            operations.expire_hold(booking=booking, now=booking.hold_expires_at)
            booking.refresh_from_db()
            return booking
        booking = operations.submit(booking=booking, accepted=True, actor=SYSTEM, now=at)
        if state == BookingState.SUBMITTED:
            return booking
        if state == BookingState.DECLINED:
            return operations.decline(booking=booking, reason="The floor closes.", actor=SYSTEM, now=at)
        booking = operations.confirm(booking=booking, actor=SYSTEM, now=at)
        if state == BookingState.CONFIRMED:
            return booking
        first_day = datetime.combine(booking.start, time(0, 5), tzinfo=booking.facility.zone)
        booking = operations.activate(booking=booking, actor=SYSTEM, now=first_day)
        if state == BookingState.ACTIVE:
            return booking
        if state == BookingState.TERMINATED:
            return changes.terminate(
                booking=booking, last_day=booking.start, reason="Unpaid.", actor=SYSTEM, now=first_day
            )
        booking = changes.give_notice(booking=booking, actor=SYSTEM, now=first_day)
        if state == BookingState.NOTICE_GIVEN:
            return booking
        assert state == BookingState.ENDED
        assert booking.days.end is not None
        after = datetime.combine(booking.days.end, time(0, 5), tzinfo=booking.facility.zone)
        return operations.end(booking=booking, actor=SYSTEM, now=after)

    return bring
