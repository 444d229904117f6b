"""Money in, where it went, and what was taken back."""

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, LegalEntity
from billing.enums import NoticeState, PaymentMethod
from billing.models.documents import Document
from kernel.ids import new_id
from ledger.models import JournalEntry

# When a day has begun anywhere, it has begun in UTC+14.
FARTHEST_EAST = timedelta(hours=14)


class Payment(models.Model):
    """Money (or a withholding certificate) received from a client; the database refuses to change or delete it.

    ``attempt`` counts the entries of the same payment that were reversed before this one was recorded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    method = models.CharField(_("method"), max_length=14, choices=PaymentMethod)
    received_on = models.DateField(_("received"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    exchange_rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    reference = models.CharField(_("reference"), max_length=80)
    attempt = models.PositiveSmallIntegerField(_("reversed before"), default=0, editable=False)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="payment")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(condition=Q(method__in=PaymentMethod.values), name="payment_method_is_known"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="payment_currency_is_a_code"),
            models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="payment_exchange_rate_is_positive"),
            models.UniqueConstraint(
                fields=["client", "method", "reference", "received_on", "attempt"], name="payment_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    received_on__lte=TruncDate(
                        ExpressionWrapper(F("recorded_at") + Value(FARTHEST_EAST), output_field=DateTimeField())
                    )
                ),
                name="payment_received_before_it_is_recorded",
                violation_error_message=_("A payment is received before it is recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentStatus(models.Model):
    """Facts that change after a payment is recorded: how much is not yet applied. ``amount`` repeats the payment's,
    so that the database can refuse to apply more than that."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="status", primary_key=True)
    amount = models.DecimalField(_("amount"), editable=False, max_digits=14, decimal_places=3)
    unapplied = models.DecimalField(_("not applied"), max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("state of a payment")
        verbose_name_plural = _("states of payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(unapplied__gte=0, unapplied__lte=F("amount")), name="payment_status_unapplied_within_amount"
            )
        ]
        indexes = [models.Index(fields=["payment"], name="payment_status_unapplied", condition=Q(unapplied__gt=0))]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.unapplied}"


class PaymentReversal(models.Model):
    """A payment that was entered by mistake, taken out of the books again; the database refuses to change it.

    The payment and its applications stay to be read; what they posted is posted the other way round.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="reversals", db_index=False)
    reason = models.CharField(_("reason"), max_length=250)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="reversal")
    reversed_on = models.DateField(_("posted on"))
    reversed_at = models.DateTimeField(_("reversed"))
    reversed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("reversal of a payment")
        verbose_name_plural = _("reversals of payments")
        ordering = ["-reversed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["payment"], name="payment_reversal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="payment_reversal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.payment)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def unreversed(self) -> Self:
        """Not taken back along with their payment."""
        return self.filter(payment__reversals__isnull=True)


class Application(models.Model):
    """A part of a payment, or of a credit note, put against a document; the database refuses to change it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="applications")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="applications", null=True, blank=True)
    credit_note = models.ForeignKey(Document, models.PROTECT, related_name="credits_applied", null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="application")
    applied_at = models.DateTimeField(_("applied"))

    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["applied_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="application_is_positive"),
            models.CheckConstraint(
                condition=Q(payment__isnull=False, credit_note__isnull=True)
                | Q(payment__isnull=True, credit_note__isnull=False),
                name="application_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} → {self.document_id}"


class TransferNotice(models.Model):
    """A client's word that it has transferred money; it posts nothing until staff find the money."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="transfer_notices")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    transferred_on = models.DateField(_("transferred"))
    reference = models.CharField(_("bank reference"), max_length=80)
    proof = models.FileField(_("proof"), upload_to="transfers/%Y/%m/", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.PENDING)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("reason given to the client"), max_length=250, blank=True)
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("transfer notice")
        verbose_name_plural = _("transfer notices")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_notice_is_positive"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="transfer_notice_state_is_known"),
            models.UniqueConstraint(
                fields=["document", "reference"],
                name="transfer_notice_given_once",
                condition=Q(state=NoticeState.PENDING),
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.MATCHED, payment__isnull=False)
                | (~Q(state=NoticeState.MATCHED) & Q(payment__isnull=True)),
                name="transfer_notice_matched_has_its_payment",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
