"""The editor of a floor's draft: the page, what it saves, and pictures to trace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from backoffice.editor_words import words
from backoffice.screens import actor_of, allowed, screen, theirs
from backoffice.views.plans import floor_or_404
from facilities.enums import RoomKind, WorkstationState
from facilities.seat_attributes import FEATURES
from floorplans.errors import DraftChanged, PlanHasProblems
from floorplans.models import PlanBackground, PlanDraft
from floorplans.operations import attach_background, save_draft
from floorplans.operations.drafts import LARGEST_PICTURE
from floorplans.plans.checks import problems_of
from floorplans.plans.from_json import parse, read
from floorplans.plans.problems import alike
from floorplans.queries.floors import open_draft
from kernel.refusal import Refusal


@allowed(Capability.DRAW_PLANS)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draw the open draft."""
    floor = floor_or_404(request, pk)
    draft = open_draft(floor)
    if draft is None:
        messages.info(request, _("Start a draft first."))
        return redirect("admin:floor-plan", pk)
    picture = reverse("admin:floor-plan-picture", args=[pk, UUID(int=0)])
    setup: dict[str, Any] = {
        "draft": str(draft.pk),
        "revision": draft.revision,
        "document": draft.document,
        "problems": _problems(draft.document),
        "save": reverse("admin:floor-plan-save", args=[pk]),
        "pictures": reverse("admin:floor-plan-pictures", args=[pk]),
        "picture": picture.replace(str(UUID(int=0)), "PICTURE"),
        "largestPicture": LARGEST_PICTURE,
        "name": f"{floor.facility.code} {floor}",
        "kinds": dict(RoomKind.choices),
        "states": {state.value: str(state.label) for state in (WorkstationState.IN_SERVICE, WorkstationState.SPARE)},
        "features": {each.name: str(each.label) for each in FEATURES},
        "words": words(),
    }
    title = _("Draw %(floor)s") % {"floor": f"{floor.facility} · {floor}"}
    return screen(request, "backoffice/floor_editor.html", title, floor=floor, draft=draft, setup=setup)


@require_POST
@allowed(Capability.DRAW_PLANS)
def save(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Keep what was drawn: ``{"draft", "revision", "document"}``; 409 when somebody else has saved meanwhile."""
    floor = floor_or_404(request, pk)
    try:
        asked = parse(request.body)
        if not isinstance(asked, dict):
            asked = {}
        draft = get_object_or_404(PlanDraft, floor=floor, pk=_uuid(asked.get("draft")))
        revision = asked.get("revision")
        saved = save_draft(
            draft=draft,
            revision=revision if isinstance(revision, int) else -1,
            document=asked.get("document"),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except PlanHasProblems as refusal:
        problems = [{"path": each.path, "message": each.message} for each in refusal.details["problems"]]
        return JsonResponse({"message": str(refusal), "problems": problems}, status=422)
    except DraftChanged as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return JsonResponse({"revision": saved.revision, "problems": _problems(saved.document)})


@require_POST
@allowed(Capability.DRAW_PLANS)
def trace(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Keep a picture to trace, posted as ``file``; answers its id and size."""
    floor = floor_or_404(request, pk)
    file = request.FILES.get("file")
    content = file.read() if file is not None and (file.size or 0) <= LARGEST_PICTURE else b""
    try:
        picture = attach_background(floor=floor, content=content, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return JsonResponse({"id": str(picture.pk), "width": picture.width, "height": picture.height})


@allowed(Capability.DRAW_PLANS)
def traced(request: HttpRequest, pk: UUID, picture: UUID) -> HttpResponseBase:
    """A picture to trace, as it was brought."""
    found = get_object_or_404(theirs(request, PlanBackground.objects.all(), "floor__facility"), floor=pk, pk=picture)
    if not found.file.storage.exists(str(found.file.name)):
        raise Http404
    return FileResponse(
        found.file.open("rb"),
        content_type=found.media_type,
        headers={
            "Cache-Control": "private, max-age=86400",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _problems(document: Any) -> list[dict[str, str]]:
    return [{"path": each.where, "message": each.message} for each in alike(problems_of(read(document)))]


def _uuid(value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        return UUID(int=0)
