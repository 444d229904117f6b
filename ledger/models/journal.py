"""Double entry: entries whose lines balance, refused by the database when they don't."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, LegalEntity
from kernel.ids import new_id
from ledger.enums import Account


class JournalEntry(models.Model):
    """One posting. What it is because of points at it, each cause at an entry of its own; the books don't know what
    causes there are. The database refuses a day in a closed period, and every change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    posted_on = models.DateField(_("posted on"))

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-posted_on", "-id"]

    def __str__(self) -> str:
        return f"{self.posted_on} {self.pk}"


class JournalLine(models.Model):
    """Debits positive, credits negative. ``functional`` is the amount in the entity's own currency, and the lines
    of an entry add up to zero in it: a statement-level trigger sees to that."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    account = models.CharField(_("account"), max_length=12, choices=Account)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    functional = models.DecimalField(_("in the entity's currency"), max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        constraints = [
            models.CheckConstraint(condition=Q(account__in=Account.values), name="journal_line_account_is_known"),
        ]
        indexes = [models.Index(fields=["client", "account"], name="journal_line_by_client")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
