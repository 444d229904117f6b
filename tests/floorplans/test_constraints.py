"""What can never be true of drafts, versions and files of inventory, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from facilities.models import Floor
from floorplans.models import InventoryImport, PlanDraft, PlanVersion
from tests import factories
from tests.facilities.test_constraints import floor
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db


def inventory(**fields: Any) -> InventoryImport:
    values = {"file_name": "seats.csv", "content": b"", "uploaded_at": datetime(2026, 11, 23, tzinfo=UTC)}
    return InventoryImport.objects.create(**{**values, "uploaded_by": factories.make_user("Opal"), **fields})


def plan_version(number: int = 1, where: Floor | None = None) -> PlanVersion:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    return PlanVersion.objects.create(floor=where or floor(), number=number, document={}, published_at=moment)


def same_version() -> None:
    where = floor()
    plan_version(1, where)
    plan_version(1, where)


def plan_draft(where: Floor | None = None, **fields: Any) -> PlanDraft:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    values = {"document": {}, "started_at": moment, "changed_at": moment, **fields}
    return PlanDraft.objects.create(floor=where or floor(), **values)


def two_drafts() -> None:
    where = floor()
    plan_draft(where, state="discarded")
    plan_draft(where)
    plan_draft(where)


CASES: dict[str, Callable[[], object]] = {
    "plan_version_number_once": same_version,
    "plan_version_counts_from_one": lambda: plan_version(0),
    "plan_version_numbers_have_no_gaps": lambda: plan_version(2),
    "floorplans_planversion_append_only": lambda: PlanVersion.objects.filter(pk=plan_version().pk).update(note="No."),
    "plan_draft_open_once": two_drafts,
    "plan_draft_state_is_known": lambda: plan_draft(state="lost"),
    "inventory_import_state_is_known": lambda: inventory(state="mislaid"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("floorplans") | triggers_of("floorplans")


def test_a_published_plan_is_not_deleted_either() -> None:
    version = plan_version()
    assert refused_by(version.delete) == "floorplans_planversion_append_only"


def test_each_floor_counts_its_versions_by_itself() -> None:
    where = floor()
    for number in (1, 2, 3):
        plan_version(number, where)
    plan_version(1)
    assert refused_by(lambda: plan_version(5, where)) == "plan_version_numbers_have_no_gaps"
