"""A version token is another one whenever a facility may look otherwise, and the same as long as it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings import operations
from bookings.enums import BookingState
from facilities.demand import Demand
from facilities.enums import Purpose, TierKind
from facilities.models import (
    Facility,
    FacilityInclusion,
    FacilityRevision,
    Floor,
    Holiday,
    Inclusion,
    Occupancy,
    Package,
    Room,
    ShiftPattern,
    Workstation,
)
from facilities.operations import (
    Sold,
    close_workstation,
    compact_revisions,
    extend_expiry,
    occupy,
    promote,
    release,
    reopen_workstation,
)
from facilities.queries.plans import floor_plans
from facilities.queries.versions import version_tokens
from kernel.period import Period
from kernel.refusal import Refusal
from tests import factories
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))


def token(place: Facility, now: datetime) -> str:
    return version_tokens([place], now=now)[place.pk]


def test_every_operation_that_changes_a_plan_changes_the_version_token(
    cebu: Facility, seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring, now: datetime
) -> None:
    booking = hold_seats("A1", "A2")
    lease = bring(hold_seats("B1", "B2", months=1), BookingState.SUBMITTED)
    staff: dict[str, Any] = {"actor": SYSTEM, "now": now}
    days = Period(date(2026, 12, 1), date(2026, 12, 3))
    attempts: list[Callable[[], object]] = [
        lambda: hold_seats("A3"),
        lambda: operations.submit(booking=booking, accepted=True, **staff),
        lambda: operations.confirm(booking=lease, **staff),
        lambda: operations.cancel(booking=booking, **staff),
        lambda: hold_seats("A1"),
        lambda: close_workstation(workstation=seats["S1"], days=days, reason="Paint", **staff),
        lambda: reopen_workstation(workstation=seats["S1"], **staff),
        lambda: Workstation.objects.filter(pk=seats["S2"].pk).update(state="spare"),
        lambda: Workstation.objects.filter(pk=seats["S3"].pk).update(x=7),
        lambda: Room.objects.filter(name="Suite").update(width=900),
    ]
    seen = [token(cebu, now)]
    for number, attempt in enumerate(attempts):
        attempt()
        assert token(cebu, now) not in seen, number
        seen.append(token(cebu, now))
    assert token(cebu, now) == seen[-1]


def test_a_hold_that_runs_out_changes_it_without_anybody_doing_anything(
    cebu: Facility, hold_seats: HoldSeats, now: datetime
) -> None:
    hold_seats("A1")
    before = token(cebu, now)
    assert token(cebu, now + timedelta(hours=47)) == before
    run_out = token(cebu, now + timedelta(hours=48))
    assert run_out != before
    assert token(cebu, now + timedelta(hours=480)) == run_out


def test_nothing_to_change_is_no_change(cebu: Facility, now: datetime) -> None:
    before = token(cebu, now)
    Workstation.objects.filter(code="Z9").update(x=7)
    Occupancy.objects.unreleased().update(released_at=now)
    assert token(cebu, now) == before


def test_what_is_rolled_back_was_nothing_and_its_version_token_never_returns(cebu: Facility, now: datetime) -> None:
    before = token(cebu, now)
    undone = set()
    for _attempt in range(3):
        with transaction.atomic():
            Room.objects.filter(name="Suite").update(width=800)
            undone.add(token(cebu, now))
            transaction.set_rollback(True)
        assert token(cebu, now) == before
    Room.objects.filter(name="Suite").update(width=900)
    assert len({before, token(cebu, now), *undone}) == 5


def test_one_query_tells_of_many(cebu: Facility, now: datetime) -> None:
    others = [factories.make_facility() for _number in range(30)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = version_tokens([cebu, *others], now=now)
    assert len(queries) == 1
    assert set(found) == {cebu.pk, *(place.pk for place in others)}
    assert found[cebu.pk] == token(cebu, now)
    assert version_tokens([], now=now) == {}


def test_compacting_changes_no_version_token(cebu: Facility, now: datetime) -> None:
    other = factories.make_facility()
    before = version_tokens([cebu, other], now=now)
    many = FacilityRevision.objects.count()
    fewer = compact_revisions()
    assert FacilityRevision.objects.count() == many - fewer
    assert sorted(FacilityRevision.objects.values_list("facility", flat=True), key=str) == sorted(
        [None, cebu.pk, other.pk], key=str
    )
    assert version_tokens([cebu, other], now=now) == before
    assert compact_revisions() == 0


# --- A case for each table; each is inserted into, updated and deleted from -------------------------------------


def room(place: Facility) -> Room:
    return place.floors.all()[0].rooms.create(name="Annex", width=10, height=10)


def seat(place: Facility) -> Workstation:
    suite = Room.objects.get(name="Suite", floor__facility=place)
    return Workstation.objects.create(facility=place, room=suite, code="Z1", x=0, y=0)


def closure(place: Facility) -> Occupancy:
    desk = Workstation.objects.filter(facility=place)[0]
    close_workstation(
        workstation=desk, days=DECEMBER, reason="Paint", actor=SYSTEM, now=datetime.fromisoformat("2026-11-23T02:00Z")
    )
    return Occupancy.objects.get(workstation=desk)


def included(place: Facility) -> Model:
    return FacilityInclusion.objects.create(facility=place, inclusion=Inclusion.objects.all()[0])


def christmas(place: Facility) -> Holiday:
    return Holiday.objects.create(facility=place, day=date(2026, 12, 25), name="Christmas")


def another_rate(place: Facility) -> Model:
    return factories.make_rate(place, Package.objects.all()[0], ShiftPattern.objects.all()[0], currency="USD")


def packed(_place: Facility) -> Model:
    package = Package.objects.all()[0]
    more = Inclusion.objects.create(name="UPS", kind="power")
    package.inclusions.add(more)
    return Package.inclusions.through.objects.get(inclusion=more)


def add_on_with_a_package(_place: Facility) -> Model:
    add_on = factories.make_add_on("monitor")
    add_on.packages.add(Package.objects.all()[0])
    return type(add_on).packages.through.objects.get()


OF_ONE: dict[str, Callable[[Facility], Model]] = {
    "facilities_facility": lambda place: place,
    "facilities_floor": lambda place: Floor.objects.create(facility=place, name="Two", level=2, width=9, height=9),
    "facilities_room": room,
    "facilities_workstation": seat,
    "facilities_occupancy": closure,
    "facilities_openinghours": lambda place: factories.make_opening_hours(place, 0, 8, 12),
    "facilities_holiday": lambda place: Holiday.objects.create(
        facility=place, day=date(2026, 12, 25), name="Christmas"
    ),
    "facilities_facilityinclusion": included,
    "facilities_rate": another_rate,
    "facilities_discounttier": lambda place: factories.make_tier(place, TierKind.SEATS, 10, "5"),
    "facilities_addonprice": lambda place: factories.make_add_on_price(factories.make_add_on("monitor"), place, "500"),
}
OF_ALL: dict[str, Callable[[Facility], Model]] = {
    "facilities_inclusion": lambda _place: Inclusion.objects.create(name="UPS", kind="power"),
    "facilities_package": lambda _place: Package.objects.create(name="More", slug="more"),
    "facilities_package_inclusions": packed,
    "facilities_shiftpattern": lambda _place: ShiftPattern.objects.create(name="Late", slug="late", kind="day"),
    "facilities_shiftspan": lambda _place: ShiftPattern.objects.all()[0].spans.create(weekday=6, start=60, length=60),
    "facilities_addon": lambda _place: factories.make_add_on("headset"),
    "facilities_addon_packages": add_on_with_a_package,
}


class TestEveryTable:
    def stories(self, make: Callable[[Facility], Model], place: Facility) -> list[Callable[[], object]]:
        """Insert, update and delete a row, the last two by the table alone."""
        made: list[Model] = []

        def run(statement: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement.format(table=made[0]._meta.db_table), [made[0].pk])

        return [
            lambda: made.append(make(place)),
            lambda: run("UPDATE {table} SET id = id WHERE id = %s"),
            lambda: run("DELETE FROM {table} WHERE id = %s"),
        ]

    @pytest.mark.parametrize("table", [table for table in OF_ONE if table != "facilities_facility"])
    def test_of_a_facility_tells_of_that_one(self, table: str, cebu: Facility, now: datetime) -> None:
        davao = factories.make_facility("Davao")
        for story in self.stories(OF_ONE[table], cebu):
            before = version_tokens([cebu, davao], now=now)
            with transaction.atomic():
                story()
            after = version_tokens([cebu, davao], now=now)
            assert after[cebu.pk] != before[cebu.pk]
            if table != "facilities_addonprice":  # comes with an add-on, which is everybody's
                assert after[davao.pk] == before[davao.pk]

    @pytest.mark.parametrize("table", OF_ALL)
    def test_of_the_catalogue_tells_of_all(self, table: str, cebu: Facility, now: datetime) -> None:
        davao = factories.make_facility("Davao")
        for story in self.stories(OF_ALL[table], cebu):
            before = version_tokens([cebu, davao], now=now)
            story()
            after = version_tokens([cebu, davao], now=now)
            assert all(after[place] != before[place] for place in (cebu.pk, davao.pk))

    def test_of_facilities_themselves(self, now: datetime) -> None:
        davao = factories.make_facility("Davao")
        made = token(davao, now)
        assert FacilityRevision.objects.filter(facility=davao).count() == 1
        davao.save()
        changed = token(davao, now)
        Facility.objects.filter(pk=davao.pk).delete()
        assert len({made, changed, token(davao, now)}) == 3

    def test_what_moves_elsewhere_tells_of_both(self, cebu: Facility, now: datetime) -> None:
        davao = factories.make_facility("Davao")
        before = version_tokens([cebu, davao], now=now)
        christmas(cebu)
        compact_revisions()
        before = version_tokens([cebu, davao], now=now)
        Holiday.objects.update(facility=davao)
        after = version_tokens([cebu, davao], now=now)
        assert all(after[place] != before[place] for place in before)

    def test_a_case_for_every_trigger(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", ["%\\_tells\\_of\\_%"])
            there = {name for (name,) in cursor.fetchall()}
        assert there == {
            f"{table}_tells_of_{event}" for table in OF_ONE | OF_ALL for event in ("insert", "update", "delete")
        }


# --- The promise as a whole -------------------------------------------------------------------------------------

Attempt = tuple[str, int, int]
ATTEMPTS = st.tuples(
    st.sampled_from(
        ["hold", "lease", "extend", "release", "close", "reopen", "spare", "shift", "compact", "undo", "wait"]
    ),
    st.integers(0, 3),
    st.integers(0, 2),
)


@settings(max_examples=settings().max_examples // 6)
@given(attempts=st.lists(ATTEMPTS, min_size=4, max_size=10))
def test_whoever_finds_the_same_version_token_would_find_the_same_plan(
    attempts: list[Attempt],
    cebu: Facility,
    seats: dict[str, Workstation],
    acme: Client,
    day_shift: ShiftPattern,
    now: datetime,
) -> None:
    desks = sorted(seats.values(), key=lambda each: each.code)
    claims: dict[int, UUID] = {}
    clock = now

    def do(name: str, at: int, much: int) -> None:
        desk, claim = desks[at], claims.get(at)
        staff: dict[str, Any] = {"actor": SYSTEM, "now": clock}
        if name == "hold" and claim is None:
            sold = Sold(workstation=desk, slots=tuple(day_shift.slots(cebu, DECEMBER)), source=uuid4())
            until = clock + timedelta(hours=1 + much)
            new = uuid4()
            occupy(claim=new, client=acme, purpose=Purpose.HOLD, seats=[sold], expires_at=until)
            claims[at] = new
        elif name == "lease" and claim:
            promote(claim=claim)
        elif name == "extend" and claim:
            holds = Occupancy.objects.filter(claim=claim, purpose=Purpose.HOLD)
            if holds.exists():
                extend_expiry(claim=claim, expires_at=clock + timedelta(hours=3 + much))
        elif name == "release" and claim:
            release(claim=claims.pop(at), now=clock)
        elif name == "close":
            close_workstation(workstation=desk, days=DECEMBER, reason="Paint", **staff)
        elif name == "reopen":
            reopen_workstation(workstation=desk, **staff)
        elif name == "spare":
            Workstation.objects.filter(pk=desk.pk).update(state=["in_service", "spare", "retired"][much])
        elif name == "shift":
            Workstation.objects.filter(pk=desk.pk).update(x=much)
        elif name == "compact":
            compact_revisions()

    def seen() -> tuple[str, str]:
        plan = floor_plans(Demand(day_shift, DECEMBER), facility=cebu, now=clock)
        return token(cebu, clock), str(plan)

    with transaction.atomic():
        known = dict([seen()])
        for name, at, much in attempts:
            if name == "wait":
                clock += timedelta(hours=1 + much)
            try:
                with transaction.atomic():
                    if name == "undo":
                        do("shift", at, much)
                        known.update([seen()])
                        transaction.set_rollback(True)
                    else:
                        do(name, at, much)
            except Refusal:
                pass
            told, plan = seen()
            assert known.setdefault(told, plan) == plan
        transaction.set_rollback(True)
