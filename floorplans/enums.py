"""States of what is drawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.states import Moves


class DraftState(models.TextChoices):
    """``BROUGHT``: made from a file, to be looked at before it becomes the floor's draft."""

    BROUGHT = "brought", _("brought")
    OPEN = "open", _("open")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")


DRAFT_MOVES: Moves = {
    DraftState.BROUGHT: frozenset({DraftState.OPEN, DraftState.DISCARDED}),
    DraftState.OPEN: frozenset({DraftState.PUBLISHED, DraftState.DISCARDED}),
    DraftState.PUBLISHED: frozenset(),
    DraftState.DISCARDED: frozenset(),
}
