"""Issued documents, which never change, and beside them the state that does."""

from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, LegalEntity
from billing.enums import ISSUED_HERE, DocumentKind, TaxCategory
from billing.models.period_revisions import PeriodRevision
from bookings.models import Booking
from kernel.fields import PeriodField
from kernel.ids import new_id
from kernel.links import path_to
from ledger.models import JournalEntry


class NumberSeries(models.Model):
    """The gapless numbers of one legal entity (which is one branch) and document kind.

    ``prefix`` may hold ``{year}``; the number restarts each year where ``restarts_yearly``.
    """

    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="series")
    kind = models.CharField(_("for"), max_length=12, choices=[(kind.value, kind.label) for kind in ISSUED_HERE])
    prefix = models.CharField(_("prefix"), max_length=20, help_text=_("{year} becomes the year of issue."))
    digits = models.PositiveSmallIntegerField(_("digits"), default=5)
    restarts_yearly = models.BooleanField(_("starts again each year"), default=True)
    year = models.PositiveSmallIntegerField(_("year counted"), default=0, editable=False)
    last_number = models.PositiveIntegerField(_("last number given"), default=0, editable=False)
    last_hash = models.CharField(_("hash of the last document"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "kind"], name="number_series_once"),
            models.CheckConstraint(condition=Q(kind__in=ISSUED_HERE), name="number_series_kind_is_known"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[^{}]*(\{year\}[^{}]*)?$"), name="number_series_prefix_can_be_written",
                violation_error_message=_("The prefix is plain text; of braces it knows {year} only, once."),
            ),
            models.CheckConstraint(
                condition=Q(restarts_yearly=False) | Q(prefix__contains="{year}"), name="number_series_says_its_year",
                violation_error_message=_("Numbers that start again each year need {year} in their prefix."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.prefix}{'0' * self.digits}"


class Document(models.Model):
    """An invoice, credit note or deposit request as issued, or an open item brought forward from elsewhere; the
    database refuses to change or delete it.

    ``seller``, ``buyer`` and ``lease`` freeze names, addresses, tax numbers and references of the day: whatever shows
    a document shows these, never what they are called now. Amounts of a credit note are
    negative. ``exchange_rate`` turns its currency into the one of the entity's books. ``hash`` chains each document
    to the one before it in its series (see ``billing.chain``).

    What is brought forward belongs to no booking and no series: it keeps its number, and its gross is what was open,
    negative where the client had a credit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+", db_index=False, null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("corrects"), related_name="corrections", null=True, blank=True
    )
    number = models.CharField(_("number"), max_length=40)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+", db_index=False, null=True, blank=True)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(_("issued at"))
    due_on = models.DateField(_("due"))
    month = models.DateField(_("month billed"))
    currency = models.CharField(_("currency"), max_length=3)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=3)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=3)
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=3)
    withholding_expected = models.DecimalField(
        _("withholding expected"), default=Decimal(0), max_digits=14, decimal_places=3
    )
    exchange_rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    exchange_rate_on = models.DateField(_("rate of"), null=True, blank=True)
    exchange_rate_source = models.CharField(_("source of the rate"), max_length=80, blank=True)
    seller = models.JSONField(_("seller"), encoder=DjangoJSONEncoder)
    buyer = models.JSONField(_("buyer"), encoder=DjangoJSONEncoder)
    lease = models.JSONField(_("lease"), encoder=DjangoJSONEncoder, default=dict)
    notes = models.JSONField(_("notes printed"), default=list)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # A deposit request moves nothing in the books until it is paid.
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="document", null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_on", "-number"]
        permissions = [("enter_opening_balances", _("May enter deposits held and open items of another system"))]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="document_number_once"),
            models.UniqueConstraint(fields=["series", "previous_hash"], name="document_chain_never_forks"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_is_known"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="document_gross_is_net_and_tax"),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.CREDIT_NOTE, gross__lt=0)
                | Q(kind=DocumentKind.BROUGHT_FORWARD)
                | (~Q(kind__in=[DocumentKind.CREDIT_NOTE, DocumentKind.BROUGHT_FORWARD]) & Q(gross__gte=0)),
                name="document_credit_notes_are_negative",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.BROUGHT_FORWARD) | (Q(tax=0) & ~Q(gross=0)),
                name="document_brought_forward_is_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.BROUGHT_FORWARD, booking__isnull=True, series__isnull=True)
                | (~Q(kind=DocumentKind.BROUGHT_FORWARD) & Q(booking__isnull=False, series__isnull=False)),
                name="document_of_a_booking_unless_brought_forward",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.BROUGHT_FORWARD, lease={})
                | (~Q(kind=DocumentKind.BROUGHT_FORWARD) & Q(lease__has_keys=["booking", "facility"])),
                name="document_names_its_lease",
            ),
            models.UniqueConstraint(
                fields=["legal_entity", "number"],
                name="document_brought_forward_once",
                condition=Q(kind=DocumentKind.BROUGHT_FORWARD),
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.DEPOSIT_REQUEST, entry__isnull=True)
                | (~Q(kind=DocumentKind.DEPOSIT_REQUEST) & Q(entry__isnull=False)),
                name="document_is_posted_unless_a_deposit_request",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="document_due_after_issue"),
            models.CheckConstraint(condition=Q(month__day=1), name="document_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="document_currency_is_a_code"),
            models.CheckConstraint(condition=Q(exchange_rate__gt=0), name="document_exchange_rate_is_positive"),
        ]
        indexes = [
            models.Index(fields=["client", "-issued_on"], name="document_by_client"),
            models.Index(fields=["booking", "month"], name="document_by_booking"),
            models.Index(fields=["due_on"], name="document_by_due_day"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return path_to("invoice", self.pk)

    @property
    def is_brought_forward(self) -> bool:
        return self.kind == DocumentKind.BROUGHT_FORWARD

    @property
    def is_credit(self) -> bool:
        """We owe the client."""
        return self.gross < 0


class DocumentLine(models.Model):
    """One line and how it came about: ``quantity`` seats × ``days`` of ``days_of`` × ``unit_net``, rounded once."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    period_revision = models.ForeignKey(PeriodRevision, models.PROTECT, related_name="lines", null=True, blank=True)
    description = models.CharField(max_length=300)
    service_days = PeriodField(null=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    days = models.PositiveSmallIntegerField(default=0)
    days_of = models.PositiveSmallIntegerField(default=0)
    unit_net = models.DecimalField(max_digits=14, decimal_places=4)
    net = models.DecimalField(max_digits=14, decimal_places=3)
    tax_category = models.CharField(max_length=1, choices=TaxCategory)
    tax_percent = models.DecimalField(max_digits=6, decimal_places=3)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="document_line_position_once"),
            models.CheckConstraint(
                condition=Q(tax_category__in=TaxCategory.values), name="document_line_tax_category_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class DocumentTax(models.Model):
    """Tax once per category and rate on the sum of its lines."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="taxes", db_index=False)
    category = models.CharField(max_length=1, choices=TaxCategory)
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    reason = models.CharField(max_length=200, blank=True)
    base = models.DecimalField(max_digits=14, decimal_places=3)
    tax = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering = ["document", "category", "-percent"]
        constraints = [
            models.UniqueConstraint(fields=["document", "category", "percent"], name="document_tax_category_once"),
            models.CheckConstraint(condition=Q(category__in=TaxCategory.values), name="document_tax_category_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.percent} %"


class DocumentStatus(models.Model):
    """Facts that change after issue: how much is open, when it was sent and seen, the number given elsewhere.

    ``amount`` repeats the document's gross, so that the database can refuse to apply more than that.
    ``open_balance`` of a credit note is negative: what is left of the credit. ``withholding_outstanding`` is the part
    that the client withholds and has yet to settle with a certificate.
    """

    document = models.OneToOneField(Document, models.PROTECT, related_name="status", primary_key=True)
    amount = models.DecimalField(_("amount"), editable=False, max_digits=14, decimal_places=3)
    open_balance = models.DecimalField(_("open"), max_digits=14, decimal_places=3)
    withholding_outstanding = models.DecimalField(
        _("awaits a withholding certificate"), default=Decimal(0), max_digits=14, decimal_places=3
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    viewed_at = models.DateTimeField(_("first viewed by the client"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    official_number = models.CharField(_("number of the invoice issued elsewhere"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("state of a document")
        verbose_name_plural = _("states of documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(open_balance__gte=0, open_balance__lte=F("amount"))
                | Q(open_balance__lte=0, open_balance__gte=F("amount")),
                name="document_status_open_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(withholding_outstanding__gte=0), name="document_status_withholding_outstanding_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["document"], name="document_status_open", condition=Q(open_balance__gt=0)),
            models.Index(fields=["document"], name="document_status_credit_left", condition=Q(open_balance__lt=0)),
            models.Index(fields=["document"], name="document_status_unsent", condition=Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.open_balance}"

    @property
    def money_expected(self) -> Decimal:
        """The part that should still come as money: what is open, less what a certificate settles."""
        return max(self.open_balance - self.withholding_outstanding, Decimal(0))
