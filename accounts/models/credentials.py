"""API keys: hashed at rest, with scopes, an owner and an end."""

from typing import ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework_api_key.models import AbstractAPIKey, APIKeyManager

from accounts.models.clients import Client, Partner


class ApiKey(AbstractAPIKey):
    """A key that acts for one client, or for one partner and the clients it brought; only its hash is kept."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="api_keys", null=True, blank=True)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="api_keys", null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"), default=list, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects: ClassVar[APIKeyManager] = APIKeyManager()

    class Meta(AbstractAPIKey.Meta):
        verbose_name = _("API key")  # type: ignore[assignment]
        verbose_name_plural = _("API keys")  # type: ignore[assignment]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(client__isnull=False, partner__isnull=True)
                | models.Q(client__isnull=True, partner__isnull=False),
                name="api_key_has_one_owner",
                violation_error_message=_("A key belongs to a client or to a partner, one of them."),
            )
        ]

    @property
    def owner(self) -> Client | Partner:
        """The client or partner it acts for; the database sees to it that there is exactly one."""
        return self.client if self.client is not None else cast(Partner, self.partner)
