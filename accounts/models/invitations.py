"""People whom a company has asked to join it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.enums import InvitationState, Role
from accounts.models.clients import Client
from kernel.ids import new_id


class Invitation(models.Model):
    """One address asked into one company in a role. One that has run out stays open: it may be sent again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="invitations", db_index=False)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    invited_at = models.DateTimeField(_("invited"))
    sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    expires_at = models.DateTimeField(_("runs out"))
    decided_at = models.DateTimeField(_("accepted or withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "client", Lower("email"), condition=models.Q(state=InvitationState.OPEN), name="invitation_open_once",
                violation_error_message=_("This address has an open invitation."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=InvitationState.values), name="invitation_state_is_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """The proof in the mailed link; each sending has another, and the ones before it open nothing more."""
        return Signer(salt="accounts.invitation").signature(f"{self.pk}:{self.sent}")

    def is_opened_by(self, token: str) -> bool:
        return constant_time_compare(token, self.token)

    def has_run_out(self, now: datetime) -> bool:
        return self.expires_at <= now
