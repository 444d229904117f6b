"""The refusals of this app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class PlanHasProblems(Refusal):
    """``details``: ``problems``, each with ``path`` and ``message``, and their ``count``."""

    code = "plan_has_problems"
    message = _("%(count)s things in this plan need mending. Nothing was changed.")
    field = "file"

    @classmethod
    def of(cls, problems: Sequence[Any]) -> PlanHasProblems:
        return cls(problems=problems, count=len(problems))


class DraftChanged(Refusal):
    """``details``: ``by`` (whose change it was)."""

    code = "draft_changed"
    message = _(
        "%(by)s has changed this draft since you opened it, so yours was not saved. "
        "Keep a copy with “Download”, then load the draft again."
    )


class DraftOpen(Refusal):
    code = "draft_open"
    message = _("This floor has an open draft. Publish or discard it first.")


class PlanMovedOn(Refusal):
    code = "plan_moved_on"
    message = _("The draft or the floor has changed since you looked at this difference. Look at it again.")


class NothingToPublish(Refusal):
    code = "nothing_to_publish"
    message = _("The draft says what the floor already is. Change something first, or discard it.")


class SeatsBooked(Refusal):
    """``details``: ``seats`` (their codes), ``conflicts`` (what has each of them: code, client, claim, days)."""

    code = "seats_booked"
    message = _(
        "%(seats)s: leased, on hold or promised, so they can't be taken away, closed or moved to another room. "
        "Move those bookings to other seats first, or leave these seats as they are."
    )


class RoomLet(Refusal):
    """``details``: ``rooms`` (their names)."""

    code = "room_let"
    message = _(
        "%(rooms)s: seats there are let, and whether one company has the room to itself is part of that. "
        "Leave it as it is until nobody has a seat there."
    )


class ImageUnreadable(Refusal):
    code = "image_unreadable"
    message = _("This is no picture we can show. Choose a PNG, JPEG or SVG file of at most 8 MB.")
    field = "file"
