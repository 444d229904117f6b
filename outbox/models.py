"""Mail that must arrive: rows written in the transaction of what they tell of, sent by the worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id
from outbox.enums import MessageState


class Message(models.Model):
    """One mail to one address. ``key`` makes a message that may be said once be said once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(_("said once as"), max_length=200, null=True, blank=True)  # noqa: DJ001 - null = may repeat
    kind = models.CharField(_("kind"), max_length=60)
    client = models.ForeignKey("accounts.Client", models.CASCADE, related_name="+", null=True, blank=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    resent = models.PositiveSmallIntegerField(_("sent again"), default=0, help_text=_("How many times staff asked."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_said_once"),
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="message_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["-created_at"], name="message_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def threading_headers(self) -> dict[str, str]:
        """Its Message-ID (RFC 5322), the same each time one sending is tried; when it is sent again, a new one that
        points at the first, or mail programs would take it for the mail they have and drop it."""
        first = f"<{self.pk}@seatlease>"
        if not self.resent:
            return {"Message-ID": first}
        return {"Message-ID": f"<{self.pk}.{self.resent}@seatlease>", "In-Reply-To": first, "References": first}


class Attachment(models.Model):
    """A file that goes with a message, such as a calendar entry or an invoice."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
