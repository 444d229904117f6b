"""States of a file on its way in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.states import Moves


class ImportState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    READY = "ready", _("ready")
    WRONG = "wrong", _("to be mended")
    APPLYING = "applying", _("being imported")
    DONE = "done", _("imported")
    DISCARDED = "discarded", _("discarded")


IMPORT_MOVES: Moves = {
    ImportState.CHECKING: frozenset({ImportState.READY, ImportState.WRONG, ImportState.DISCARDED}),
    ImportState.READY: frozenset({ImportState.APPLYING, ImportState.DISCARDED}),
    ImportState.WRONG: frozenset({ImportState.DISCARDED}),
    ImportState.APPLYING: frozenset({ImportState.DONE, ImportState.WRONG}),
    ImportState.DONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
