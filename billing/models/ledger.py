"""Double entry: entries whose lines balance, refused by the database when they don't."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, LegalEntity
from billing.enums import Account
from billing.models.documents import Document
from billing.models.payments import Application, Payment, PaymentReversal
from bookings.models import Booking
from kernel.ids import new_id

# What an entry may be because of.
CAUSES = ("document", "payment", "application", "opening", "reversal")


class ExchangeRate(models.Model):
    """How much of an entity's currency one unit of another is worth from a day on, and who says so."""

    currency = models.CharField(_("one unit of"), max_length=3)
    functional_currency = models.CharField(_("is worth, in"), max_length=3)
    on = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "functional_currency", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "functional_currency", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate.normalize():f} {self.functional_currency}"


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


class JournalEntry(models.Model):
    """One posting, by exactly one cause: a document, a payment, an application, a deposit held before, or a payment
    taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    posted_on = models.DateField(_("posted on"))
    document = models.OneToOneField(Document, models.PROTECT, related_name="entry", null=True, blank=True)
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="entry", null=True, blank=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="entry", null=True, blank=True)
    opening = models.OneToOneField(OpeningDeposit, models.PROTECT, related_name="entry", null=True, blank=True)
    reversal = models.OneToOneField(PaymentReversal, models.PROTECT, related_name="entry", null=True, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-posted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                # PostgreSQL counts what is not null.
                condition=Q(
                    Exact(Func(*map(F, CAUSES), function="num_nonnulls", output_field=models.IntegerField()), 1)
                ),
                name="journal_entry_has_one_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posted_on} {self.pk}"


class JournalLine(models.Model):
    """Debits positive, credits negative. ``functional`` is the amount in the entity's own currency, and the lines
    of an entry add up to zero in it: a statement-level trigger sees to that."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    account = models.CharField(_("account"), max_length=8, choices=Account)
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
