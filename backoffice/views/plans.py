"""The plan of a floor: what stands, the draft, its publication, its history, and files in and out."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import may
from accounts.capabilities import Capability
from backoffice.forms.plans import PlanFileForm, PublishForm
from backoffice.plan_drawing import picture, picture_of_changes
from backoffice.screens import actor_of, allowed, attempt, saying, screen, theirs
from facilities.models import Floor, Room
from facilities.queries.buildings import floors
from floorplans.enums import DraftState
from floorplans.errors import PlanHasProblems, SeatsBooked
from floorplans.models import PlanVersion
from floorplans.operations import (
    adopt_plan,
    bring_room_back,
    discard_draft,
    preview_publication,
    restore_version,
    start_draft,
)
from floorplans.plans.differences import compare, in_words
from floorplans.plans.document import Plan, as_json
from floorplans.plans.for_pretix import as_pretix, not_kept
from floorplans.plans.from_json import read
from floorplans.plans.problems import Problem, alike
from floorplans.plans.svg import as_svg
from floorplans.queries.floors import (
    conflicts_of,
    drafts,
    fingerprint,
    gathered,
    history,
    open_draft,
    plan_of,
    problems_on,
    retired_rooms,
    versions,
)
from kernel.period import ONE_DAY
from kernel.refusal import Refusal

SEES = "facilities.view_floor"


def floor_or_404(request: HttpRequest, pk: UUID) -> Floor:
    return get_object_or_404(theirs(request, floors()), pk=pk)


@allowed(SEES)
def home(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about the plan of one floor; a file posted here is brought in to be looked at."""
    floor = floor_or_404(request, pk)
    may_draw = may(actor_of(request), Capability.DRAW_PLANS, facility=floor.facility)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST" and may_draw and form.is_valid():
        try:
            brought = form.bring(floor, actor_of(request), timezone.now())
        except PlanHasProblems as refusal:
            problems = refusal.details["problems"]
            form.add_error("file", str(refusal))
        else:
            return redirect("admin:floor-plan-brought", pk, brought.pk)
    plan = plan_of(floor)
    return screen(
        request,
        "backoffice/floor_plan.html",
        _("Plan of %(floor)s") % {"floor": f"{floor.facility} · {floor}"},
        status=422 if form.errors else 200,
        floor=floor,
        picture=picture(plan),
        not_kept=not_kept(plan),
        draft=open_draft(floor),
        brought=floor.plan_drafts.filter(state=DraftState.BROUGHT).select_related("started_by"),
        versions=history(floor),
        retired=retired_rooms(floor),
        form=form,
        problems=alike(problems),
        may_draw=may_draw,
    )


@require_POST
@allowed(Capability.DRAW_PLANS)
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    floor = floor_or_404(request, pk)
    if open_draft(floor) is None:
        with saying(request, _("A draft of the floor as it stands. Nothing changes before you publish it.")):
            start_draft(floor=floor, actor=actor_of(request), now=timezone.now())
    return redirect("admin:floor-plan-edit", pk)


@require_POST
@allowed(Capability.DRAW_PLANS)
def room_back(request: HttpRequest, pk: UUID, room: UUID) -> HttpResponse:
    """A retired room on the draft, to be drawn on."""
    found = get_object_or_404(Room, pk=room, floor=pk, retired_at__isnull=False)
    with saying(request, _("%(room)s is back on the draft. Nothing changes before you publish it.") % {"room": found}):
        bring_room_back(room=found, actor=actor_of(request), now=timezone.now())
    return redirect("admin:floor-plan-edit", pk)


@require_POST
@allowed(Capability.DRAW_PLANS)
def discard(request: HttpRequest, pk: UUID, draft: UUID) -> HttpResponse:
    found = get_object_or_404(drafts(), pk=draft, floor=pk)
    with saying(request, _("Discarded. The floor stays as it is.")):
        discard_draft(draft=found, actor=actor_of(request), now=timezone.now())
    return redirect("admin:floor-plan", pk)


@allowed(Capability.DRAW_PLANS)
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the draft changes, in words and on the plan; then do it."""
    floor = floor_or_404(request, pk)
    draft = open_draft(floor)
    if draft is None:
        messages.info(request, _("There is no draft to publish."))
        return redirect("admin:floor-plan", pk)
    found, now = preview_publication(draft=draft), timezone.now()
    problems, conflicts = problems_on(floor, found), conflicts_of(found.withdrawn, now=now)
    seen = fingerprint(found)
    form = PublishForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST":

        def publication() -> PlanVersion:
            nonlocal problems, conflicts
            try:
                return form.publish(draft, actor_of(request), now)
            except PlanHasProblems as refusal:
                problems = refusal.details["problems"]
                raise
            except SeatsBooked as refusal:
                conflicts = refusal.details["conflicts"]
                raise

        if version := attempt(form, publication):
            messages.success(request, _("Published as %(version)s.") % {"version": str(version).lower()})
            return redirect("admin:floor-plan", pk)
        # What is looked at now is what is on the page now.
        form.data = {**{name: form.data[name] for name in form.data}, "seen": seen}
    return screen(
        request,
        "backoffice/floor_publish.html",
        _("Publish %(floor)s") % {"floor": f"{floor.facility} · {floor}"},
        status=422 if form.errors else 200,
        floor=floor,
        draft=draft,
        found=found,
        is_first=not floor.plan_versions.exists(),
        lines=in_words(found),
        picture=picture_of_changes(found),
        problems=alike(problems),
        booked=gathered(conflicts, tomorrow=floor.facility.today(now) + ONE_DAY),
        form=form,
    )


@allowed(SEES)
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A published plan as it was, and what it would change today."""
    floor = floor_or_404(request, pk)
    found = get_object_or_404(versions(), floor=floor, number=number)
    plan = read(found.document)
    return screen(
        request,
        "backoffice/floor_version.html",
        f"{floor.facility} · {floor} · {found}",
        floor=floor,
        version=found,
        picture=picture(plan),
        lines=in_words(compare(plan_of(floor), plan)),
        may_draw=may(actor_of(request), Capability.DRAW_PLANS, facility=floor.facility),
    )


@require_POST
@allowed(Capability.DRAW_PLANS)
def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found = get_object_or_404(versions(), floor=pk, number=number)
    try:
        restore_version(version=found, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:floor-plan-version", pk, number)
    messages.success(request, _("A draft of it. Look at it, then publish it."))
    return redirect("admin:floor-plan-publish", pk)


@allowed(Capability.DRAW_PLANS)
def brought(request: HttpRequest, pk: UUID, draft: UUID) -> HttpResponse:
    """Show what a file says, and what of it can't be kept; then it becomes the draft, or it is thrown away."""
    floor = floor_or_404(request, pk)
    found = get_object_or_404(drafts(), pk=draft, floor=floor)
    if request.method == "POST":
        try:
            adopt_plan(draft=found, actor=actor_of(request), now=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:floor-plan-brought", pk, draft)
        messages.success(request, _("This is the draft now. Nothing changes before you publish it."))
        return redirect("admin:floor-plan-edit", pk)
    difference = preview_publication(draft=found)
    return screen(
        request,
        "backoffice/floor_brought.html",
        found.source,
        floor=floor,
        draft=found,
        lines=in_words(difference),
        picture=picture_of_changes(difference),
        problems=alike(problems_on(floor, difference)),
    )


FORMATS: dict[str, tuple[str, str, Callable[[Plan, str], str]]] = {
    "json": ("json", "application/json", lambda plan, name: json.dumps(as_json(plan), indent=1, ensure_ascii=False)),
    "pretix": (
        "pretix.json",
        "application/json",
        lambda plan, name: json.dumps(as_pretix(plan, name=name), indent=1, ensure_ascii=False),
    ),
    "svg": ("svg", "image/svg+xml", lambda plan, name: as_svg(plan, title=name)),
}


@allowed(SEES)
def export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The floor as it stands as a file, or ``?version=2`` of it, or ``?version=draft``."""
    floor = floor_or_404(request, pk)
    if kind not in FORMATS:
        raise Http404
    wanted = request.GET.get("version", "")
    if wanted == "draft":
        draft = open_draft(floor)
        plan = read(draft.document) if draft else plan_of(floor)
    elif wanted:
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0
        plan = read(get_object_or_404(PlanVersion, floor=floor, number=number).document)
    else:
        plan = plan_of(floor)
    suffix, media_type, write = FORMATS[kind]
    name = "-".join(filter(None, [slugify(f"{floor.facility.code} {floor.name}"), slugify(wanted)]))
    return HttpResponse(
        write(plan, f"{floor.facility} · {floor}"),
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
