"""Revisions of facilities: rows that tell that one has changed, without looking at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.models.places import Facility


class FacilityRevision(models.Model):
    """Something of a facility, or without one of all of them, has changed; see
    ``facilities.queries.versions.version_tokens``.

    Triggers append a row after each statement (``facilities/migrations/``), and nothing else does; a tick replaces
    many by one with the sum of their tokens. No key guards ``facility``: these rows shall lock nothing, and
    outlive what they tell of.
    """

    facility = models.ForeignKey(
        Facility, models.DO_NOTHING, related_name="+", null=True, db_constraint=False, verbose_name=_("facility")
    )
    token = models.BigIntegerField(_("token"))

    class Meta:
        verbose_name = _("revision of a facility")
        verbose_name_plural = _("revisions of facilities")

    def __str__(self) -> str:
        return str(self.token)
