"""What tells that a facility has changed, without looking at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.models.places import Facility


class Change(models.Model):
    """Something of a facility, or without one of all of them, has changed; see ``facilities.queries.versions.stamps``.

    Triggers append a row after each statement (``facilities/migrations/``), and nothing else does; the clock replaces
    many by one that weighs as much as they together. No key guards ``facility``: these rows shall lock nothing, and
    outlive what they tell of.
    """

    facility = models.ForeignKey(
        Facility, models.DO_NOTHING, related_name="+", null=True, db_constraint=False, verbose_name=_("facility")
    )
    weight = models.BigIntegerField(_("weight"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return str(self.weight)
