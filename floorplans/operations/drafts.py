"""Work on the plan of a floor: start a draft, save it, bring one from a file, throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.errors import NotAllowed
from accounts.operations import record
from facilities.attachments import PICTURES, Picture, picture_of, without_whereabouts
from facilities.models import Floor, Room
from floorplans import errors
from floorplans.enums import DRAFT_MOVES, DraftState
from floorplans.models import PlanBackground, PlanDraft, PlanVersion
from floorplans.plans.document import Plan, as_json
from floorplans.plans.from_json import read
from floorplans.plans.from_svg import size_of
from floorplans.plans.svg_tree import looks_like_svg
from floorplans.queries.floors import as_retired, plan_of
from kernel.ids import new_id
from kernel.refusal import refusing
from kernel.states import move, require_move

# A scan of a whole sheet at 150 dpi.
LARGEST_PICTURE = 8 * 1024 * 1024
DRAWING = "image/svg+xml"
ENDINGS = {**PICTURES, DRAWING: "svg"}


@transaction.atomic
def start_draft(*, floor: Floor, actor: Actor, now: datetime) -> PlanDraft:
    """Begin a draft with the floor as it stands.

    :raises NotAllowed: :raises DraftOpen: when somebody has begun one already.
    """
    require(actor, Capability.DRAW_PLANS, facility=floor.facility)
    return _create(floor=floor, plan=plan_of(floor), actor=actor, now=now)


@transaction.atomic
def restore_version(*, version: PlanVersion, actor: Actor, now: datetime) -> PlanDraft:
    """Make a draft of what was published once; nothing changes on the floor before that is published.

    :raises NotAllowed: :raises DraftOpen: when there is a draft that would be lost.
    """
    require(actor, Capability.DRAW_PLANS, facility=version.floor.facility)
    source = _("version %(number)s") % {"number": version.number}
    return _create(floor=version.floor, plan=read(version.document), source=source, actor=actor, now=now)


@transaction.atomic
def import_plan(
    *, floor: Floor, plan: Plan, source: str, remarks: Sequence[str], actor: Actor, now: datetime
) -> PlanDraft:
    """Take a plan in from a file, to be looked at before it becomes the draft. It replaces nothing yet.

    :raises NotAllowed:
    """
    require(actor, Capability.DRAW_PLANS, facility=floor.facility)
    return _create(
        floor=floor, plan=plan, source=source[-200:], remarks=remarks, state=DraftState.BROUGHT, actor=actor, now=now
    )


@transaction.atomic
def adopt_plan(*, draft: PlanDraft, actor: Actor, now: datetime) -> PlanDraft:
    """Make what was brought the draft of its floor.

    :raises NotAllowed: :raises DraftOpen: when there is another. :raises WrongState: unless it was brought.
    """
    draft = _locked(draft.pk)
    require(actor, Capability.DRAW_PLANS, facility=draft.floor.facility)
    with refusing(plan_draft_open_once=errors.DraftOpen):
        return move(draft, DraftState.OPEN, DRAFT_MOVES, changed_at=now, changed_by=actor.user)


@transaction.atomic
def bring_room_back(*, room: Room, actor: Actor, now: datetime) -> PlanDraft:
    """Put a retired room on the draft of its floor, where it was, with the seats that were retired with it.

    A draft is begun where there is none; nothing changes on the floor before it is published.

    :raises NotAllowed:
    """
    floor = Floor.objects.select_for_update(no_key=True).get(pk=room.floor_id)
    require(actor, Capability.DRAW_PLANS, facility=floor.facility)
    drafts = PlanDraft.objects.filter(floor=floor, state=DraftState.OPEN).values_list("pk", flat=True)
    draft = _locked(drafts[0]) if drafts else start_draft(floor=floor, actor=actor, now=now)
    plan = read(draft.document)
    planned, seats = as_retired(Room.objects.get(pk=room.pk))
    drawn = {seat.id for seat in plan.seats}
    if planned.id not in {each.id for each in plan.rooms}:
        plan = replace(plan, rooms=(*plan.rooms, planned))
    plan = replace(plan, seats=(*plan.seats, *(seat for seat in seats if seat.id not in drawn)))
    return save_draft(draft=draft, revision=draft.revision, document=as_json(plan), actor=actor, now=now)


@transaction.atomic
def save_draft(*, draft: PlanDraft, revision: int, document: Any, actor: Actor, now: datetime) -> PlanDraft:
    """Keep what was drawn.

    :param revision: the one this work began from.
    :param document: as docs/floor-plans.md says; a draft may still have problems that keep it from publication.
    :raises NotAllowed:
    :raises DraftChanged: when somebody else has saved meanwhile; what they saved stays.
    :raises PlanHasProblems: when the document can't be read. :raises WrongState: when the draft is not open.
    """
    plan = read(document)
    draft = _locked(draft.pk)
    require(actor, Capability.DRAW_PLANS, facility=draft.floor.facility)
    if draft.state != DraftState.OPEN:
        require_move(DRAFT_MOVES, draft, DraftState.OPEN)
    if draft.revision != revision:
        raise errors.DraftChanged(by=draft.changed_by or _("The system"))
    draft.document, draft.revision, draft.changed_at, draft.changed_by = as_json(plan), revision + 1, now, actor.user
    draft.save(update_fields=["document", "revision", "changed_at", "changed_by"])
    return draft


@transaction.atomic
def discard_draft(*, draft: PlanDraft, actor: Actor, now: datetime) -> PlanDraft:
    """Throw a draft away; its row stays.

    :raises NotAllowed: :raises WrongState: when it is published or discarded already.
    """
    draft = _locked(draft.pk)
    require(actor, Capability.DRAW_PLANS, facility=draft.floor.facility)
    draft = move(draft, DraftState.DISCARDED, DRAFT_MOVES)
    record(actor=actor, verb="floorplans.plan_draft_discarded", subject=draft.floor, now=now)
    return draft


@transaction.atomic
def attach_background(*, floor: Floor, content: bytes, actor: Actor, now: datetime) -> PlanBackground:
    """Keep a picture to trace.

    :raises NotAllowed: also to the system: a picture says who brought it.
    :raises ImageUnreadable: when it is none of the kinds we can show, or too large.
    """
    require(actor, Capability.DRAW_PLANS, facility=floor.facility)
    if actor.user is None:
        raise NotAllowed
    picture = _to_trace(content) if len(content) <= LARGEST_PICTURE else None
    if picture is None:
        raise errors.ImageUnreadable
    kept = PlanBackground(
        id=new_id(),
        floor=floor,
        media_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        uploaded_at=now,
        uploaded_by=actor.user,
    )
    kept.file.save(
        f"{kept.pk}.{ENDINGS[picture.content_type]}", ContentFile(without_whereabouts(content)), save=False
    )  # fmt: skip
    kept.save(force_insert=True)
    return kept


def _to_trace(content: bytes) -> Picture | None:
    if not looks_like_svg(content):
        return picture_of(content)
    try:
        return Picture(DRAWING, *size_of(content))
    except errors.PlanHasProblems:
        return None


def _create(
    *,
    floor: Floor,
    plan: Plan,
    actor: Actor,
    now: datetime,
    state: DraftState = DraftState.OPEN,
    source: str = "",
    remarks: Sequence[str] = (),
) -> PlanDraft:
    with refusing(plan_draft_open_once=errors.DraftOpen):
        return PlanDraft.objects.create(
            floor=floor,
            state=state,
            document=as_json(plan),
            source=source,
            remarks=list(remarks),
            started_at=now,
            started_by=actor.user,
            changed_at=now,
            changed_by=actor.user,
        )


def _locked(pk: UUID) -> PlanDraft:
    return PlanDraft.objects.select_related("changed_by", "floor__facility").select_for_update(of=("self",)).get(pk=pk)
