"""A floor of cebu, and a shorthand to draw a change of it and publish that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.actors import Actor, Staff
from accounts.models import User
from facilities.models import Facility, Floor
from floorplans import operations
from floorplans.models import PlanDraft, PlanVersion
from floorplans.operations import preview_publication
from floorplans.queries.floors import fingerprint, open_draft
from tests.floorplans.drafts import Change, Publish


@pytest.fixture
def floor(cebu: Facility) -> Floor:
    return cebu.floors.get()


@pytest.fixture
def staff(opal: User) -> Actor:
    return Staff(opal)


@pytest.fixture
def draw(floor: Floor, staff: Actor, now: datetime) -> Callable[[Change], PlanDraft]:
    """``draw(change)``: a draft of the floor with ``change`` made to its document."""

    def draw(change: Change) -> PlanDraft:
        draft = open_draft(floor) or operations.start_draft(floor=floor, actor=staff, now=now)
        document = draft.document
        change(document)
        return operations.save_draft(
            draft=draft, revision=draft.revision, document=document, actor=staff, now=now
        )  # fmt: skip

    return draw


@pytest.fixture
def publish(draw: Callable[[Change], PlanDraft], staff: Actor, now: datetime) -> Publish:
    def publish(change: Change = lambda document: None, note: str = "") -> PlanVersion:
        draft = draw(change)
        seen = fingerprint(preview_publication(draft=draft))
        return operations.publish_plan(draft=draft, seen=seen, note=note, actor=staff, now=now)

    return publish
