"""Deposits held before the leases came here."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, LegalEntity
from bookings.models import Booking
from kernel.ids import new_id
from ledger.models import JournalEntry


class OpeningDeposit(models.Model):
    """A security deposit that the provider held for a lease before the lease came here; never changed or deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    exchange_rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    recorded_at = models.DateTimeField(_("recorded"))
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="opening")

    class Meta:
        verbose_name = _("deposit held before")
        verbose_name_plural = _("deposits held before")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["booking"], name="opening_deposit_once_a_booking"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="opening_deposit_is_positive"),
            models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="opening_deposit_exchange_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"
