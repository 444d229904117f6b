"""A file with the inventory: checked, shown, imported or discarded, and in whose name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from accounts.actors import Person, Staff, StaffFor
from accounts.capabilities import Duty
from accounts.enums import Mode
from accounts.errors import NotAllowed
from accounts.models import Client, User
from audit.models import AuditEntry
from facilities.models import Facility, Workstation
from floorplans import sheets
from floorplans.models import InventoryImport
from floorplans.operations import INVENTORY_FILES
from floorplans.queries.inventory import rows_of
from imports import errors
from imports.enums import ImportState
from imports.gateways import Tables, read_file, write_csv, write_workbook
from kernel.states import WrongState
from tests import factories


@pytest.fixture
def inventory(cebu: Facility) -> Tables:
    """What an export of cebu holds, as cells."""
    book = write_workbook([(sheet, rows_of(sheet).values()) for sheet in sheets.INVENTORY])
    return read_file(name="inventory.xlsx", content=book)


@pytest.fixture(autouse=True)
def _no_old_progress() -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("name", "content"),
    [("inventory.pdf", b"%PDF"), ("inventory.xlsx", b"no workbook"), ("floors.csv", b"\xff\xfe\x00a")],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    opal: User, now: datetime, name: str, content: bytes
) -> None:
    with pytest.raises(errors.FileUnreadable):
        INVENTORY_FILES.upload(file_name=name, content=content, actor=Staff(opal), now=now)
    assert not InventoryImport.objects.exists()


@pytest.fixture
def workbook(inventory: Tables, cebu: Facility) -> bytes:
    """Cebu with one seat moved."""
    rows = rows_of(sheets.WORKSTATIONS)
    rows["CEB", "A1"]["x"] = 4711
    return write_workbook([(sheets.WORKSTATIONS, rows.values())])


def test_a_file_is_checked_shown_and_imported(opal: User, workbook: bytes, now: datetime) -> None:
    staff = Staff(opal)
    brought = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=staff, now=now)
    assert INVENTORY_FILES.work(now=now) == 1
    brought.refresh_from_db()
    assert brought.state == ImportState.READY
    findings: Any = brought.findings
    [change] = findings["tables"][0]["changes"]
    assert (change["key"], list(change["cells"]), change["cells"]["x"][1]) == (["CEB", "A1"], ["x"], 4711)
    INVENTORY_FILES.start_applying(brought=brought, actor=Staff(opal), now=now)
    assert INVENTORY_FILES.work(now=now) == 1
    assert INVENTORY_FILES.work(now=now) == 0
    brought.refresh_from_db()
    assert brought.state == ImportState.DONE
    assert INVENTORY_FILES.progress_of(brought) == (1, 1)
    assert Workstation.objects.get(code="A1").x == 4711
    assert AuditEntry.objects.get(verb="floorplans.inventory_imported").actor == opal


def test_a_discarded_file_changes_nothing_and_stays_discarded(opal: User, workbook: bytes, now: datetime) -> None:
    brought = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now)
    INVENTORY_FILES.discard(brought=brought, actor=Staff(opal), now=now)
    assert INVENTORY_FILES.work(now=now) == 0
    with pytest.raises(WrongState):
        INVENTORY_FILES.start_applying(brought=brought, actor=Staff(opal), now=now)


def test_an_inventory_that_moved_on_since_the_check_is_checked_again(
    opal: User, workbook: bytes, now: datetime
) -> None:
    brought = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now)
    INVENTORY_FILES.work(now=now)
    INVENTORY_FILES.start_applying(brought=brought, actor=Staff(opal), now=now)
    Facility.objects.update(code="NEW")
    INVENTORY_FILES.work(now=now)
    brought.refresh_from_db()
    assert brought.state == ImportState.WRONG
    assert "Nothing was imported" in brought.error


def test_a_file_is_imported_in_the_name_of_who_says_so(opal: User, workbook: bytes, now: datetime) -> None:
    lena = factories.make_staff("Lena", Duty.FACILITY)
    brought = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now)
    INVENTORY_FILES.work(now=now)
    INVENTORY_FILES.start_applying(brought=brought, actor=Staff(lena), now=now)
    INVENTORY_FILES.work(now=now)
    entry = AuditEntry.objects.get(verb="floorplans.import_started")
    assert (entry.actor, entry.subject_id, entry.details) == (lena, str(brought.pk), {"file": "seats.xlsx"})
    assert AuditEntry.objects.get(verb="floorplans.inventory_imported").actor == lena


def test_a_discarded_file_says_by_whom(opal: User, workbook: bytes, now: datetime) -> None:
    brought = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now)
    lena = factories.make_staff("Lena", Duty.FACILITY)
    INVENTORY_FILES.discard(brought=brought, actor=Staff(lena), now=now)
    entry = AuditEntry.objects.get(verb="floorplans.import_discarded")
    assert (entry.actor, entry.subject_id) == (lena, str(brought.pk))


def test_a_file_is_not_imported_for_whoever_has_lost_the_duty_meanwhile(
    opal: User, workbook: bytes, now: datetime
) -> None:
    lena, otto = factories.make_staff("Lena", Duty.FACILITY), factories.make_staff("Otto", Duty.FACILITY)
    people = {
        INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now): person
        for person in (lena, otto)
    }
    INVENTORY_FILES.work(now=now)
    files = [
        INVENTORY_FILES.start_applying(brought=brought, actor=Staff(person), now=now)
        for brought, person in people.items()
    ]
    lena.groups.clear()
    User.objects.filter(pk=otto.pk).update(is_staff=False)
    assert INVENTORY_FILES.work(now=now) == 2
    for brought in files:
        brought.refresh_from_db()
        assert (brought.state, "duties" in brought.error) == (ImportState.WRONG, True)
    assert not Workstation.objects.filter(x=4711).exists()


def test_only_staff_whose_duty_it_is_bring_apply_and_discard_files(
    alice: User, opal: User, acme: Client, workbook: bytes, now: datetime
) -> None:
    ready = INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=Staff(opal), now=now)
    INVENTORY_FILES.work(now=now)
    felix = factories.make_staff("Felix", Duty.FINANCE)
    for actor in (Person(alice), Staff(felix), StaffFor(opal, acme, Mode.ACTING), factories.make_key(client=acme)):
        with pytest.raises(NotAllowed):
            INVENTORY_FILES.upload(file_name="seats.xlsx", content=workbook, actor=actor, now=now)
        with pytest.raises(NotAllowed):
            INVENTORY_FILES.start_applying(brought=ready, actor=actor, now=now)
        with pytest.raises(NotAllowed):
            INVENTORY_FILES.discard(brought=ready, actor=actor, now=now)
    ready.refresh_from_db()
    assert ready.state == ImportState.READY


def test_a_file_that_breaks_us_says_so_and_stands_in_nobodys_way(
    opal: User, workbook: bytes, cebu: Facility, now: datetime
) -> None:
    broken = INVENTORY_FILES.upload(file_name="inventory.xlsx", content=workbook, actor=Staff(opal), now=now)
    assert INVENTORY_FILES.work(now=now) == 1
    INVENTORY_FILES.start_applying(brought=broken, actor=Staff(opal), now=now)
    with connection.cursor() as cursor:
        # What nobody has thought of, and only the database knows.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE facilities_workstation ADD CONSTRAINT never CHECK (x <> 4711)")
    after = INVENTORY_FILES.upload(
        file_name="floors.csv", content=write_csv(sheets.FLOORS, []).encode(), actor=Staff(opal), now=now
    )
    assert INVENTORY_FILES.work(now=now) == 2
    broken.refresh_from_db()
    after.refresh_from_db()
    assert (broken.state, after.state) == (ImportState.WRONG, ImportState.READY)
    assert "nothing was imported" in broken.error
    assert not Workstation.objects.filter(x=4711).exists()
