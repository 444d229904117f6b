"""What happens to the plans of floors: published when the building opens, and one being redrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.actors import Actor
from demo.story import at
from demo.world import World
from facilities.models import Floor
from floorplans.operations import preview_publication, publish_plan, save_draft, start_draft
from floorplans.queries.floors import fingerprint
from kernel.ids import new_id

# The floor that is being redrawn: its training room gets a row of desks.
REDRAWN = ("CRK", 2)


def plan_drawings(world: World) -> None:
    """Each floor has its first version from the opening on; the draft was begun yesterday."""
    story = world.story
    story.plan(at(story.since, 9), partial(_publish_all, world))
    story.plan(story.office_hours(story.today - timedelta(days=1)), partial(_redraw, world))


def _publish_all(world: World, now: datetime) -> None:
    actor = _opal(world)
    for floor in Floor.objects.select_related("facility").order_by("facility__code", "level"):
        draft = start_draft(floor=floor, actor=actor, now=now)
        seen = fingerprint(preview_publication(draft=draft))
        publish_plan(draft=draft, seen=seen, note="As built", actor=actor, now=now)


def _redraw(world: World, now: datetime) -> None:
    """Six desks in the training room, a label beside them, and the first seat a little further left."""
    code, level = REDRAWN
    floor = Floor.objects.select_related("facility").get(facility__code=code, level=level)
    draft = start_draft(floor=floor, actor=_opal(world), now=now)
    save_draft(draft=draft, revision=draft.revision, document=_with_more(draft.document), actor=_opal(world), now=now)


def _with_more(document: dict[str, Any]) -> dict[str, Any]:
    room = next(room for room in document["rooms"] if room["kind"] == "training")
    seats = list(document["seats"])
    row = {
        "room": room["id"],
        "state": "in_service",
        "row": "X",
        "rotation": 0,
        "y": room["y"] + 400,
    }
    seats += [
        {**row, "id": str(new_id()), "code": f"2X{number:02}", "position": number, "x": room["x"] + 20 + 140 * number}
        for number in range(1, 7)
    ]
    seats[0] = {**seats[0], "x": seats[0]["x"] - 20}
    label = {"kind": "label", "x": room["x"] + room["width"] // 2, "y": room["y"] + 640, "text": "Overflow row"}
    return {**document, "seats": seats, "drawing": [*document["drawing"], label]}


def _opal(world: World) -> Actor:
    return world.cast.staff("opal")
