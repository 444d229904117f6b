"""Payments, transfer notices and the journal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter

from backoffice import cells
from backoffice.modeladmin import PagedAdmin, ReadOnlyAdmin, Rows, column
from backoffice.screens import actor_of
from backoffice.tones import TONES, badge
from backoffice.views import payments
from billing.access import visible_notices, visible_payments
from billing.models import Application, Document, OpeningDeposit, Payment, PaymentReversal, TransferNotice
from billing.queries.applications import with_reversal
from billing.queries.causes import CAUSES, cause_of
from ledger.models import JournalEntry, JournalLine


class Reversed(admin.SimpleListFilter):
    title = _("entry")
    parameter_name = "reversed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("not reversed")), ("yes", _("reversed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Payment]) -> QuerySet[Payment]:
        if self.value() not in {"no", "yes"}:
            return queryset
        return queryset.filter(reversals__isnull=self.value() == "no")


@admin.register(Payment)
class PaymentAdmin(PagedAdmin):
    list_display = ["reference", "client", "method", "received_on", "total", "left", "recorded_at"]
    list_filter = [Reversed, "method", "legal_entity", "currency", ("received_on", RangeDateFilter)]
    search_fields = ["reference", "client__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Payment]:
        return with_reversal(visible_payments(actor_of(request)))

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return payments.payment(request, pk)

    @column(_("amount"), ordering="amount")
    def total(self, payment: Payment) -> str:
        return cells.money(payment.amount, payment.currency)

    @column(_("not applied"), ordering="status__unapplied")
    def left(self, payment: Payment) -> str:
        if payment.is_reversed:  # type: ignore[attr-defined]
            return str(_("reversed"))
        return cells.money(payment.status.unapplied, payment.currency)


@admin.register(TransferNotice)
class TransferNoticeAdmin(PagedAdmin):
    list_display = ["reference", "client", "document", "total", "transferred_on", "told", "shown_state"]
    list_filter = ["state", ("transferred_on", RangeDateFilter)]
    search_fields = ["reference", "client__name", "document__number"]
    ordering = ["-state", "given_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TransferNotice]:
        return visible_notices(actor_of(request)).select_related("document__legal_entity")

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return payments.notice(request, pk)

    @column(_("amount"), ordering="amount")
    def total(self, notice: TransferNotice) -> str:
        return cells.money(notice.amount, notice.currency)

    @column(_("given"), ordering="given_at")
    def told(self, notice: TransferNotice) -> str:
        return cells.moment(notice.given_at, notice.document.legal_entity.time_zone)

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, notice: TransferNotice) -> tuple[str, str]:
        return badge(notice)


class LineRows(Rows):
    model = JournalLine
    fields = ["account", "client", "currency", "amount", "functional"]
    readonly_fields = fields
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalLine]:
        lines: QuerySet[JournalLine] = super().get_queryset(request)
        return lines.select_related("client", "entry")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ["posted_on", "legal_entity", "cause", "total"]
    list_display_links = ["posted_on", "cause"]
    list_filter = ["legal_entity", ("posted_on", RangeDateFilter)]
    list_select_related = ["legal_entity", *CAUSES]
    search_fields = ["document__number", "payment__reference", "lines__client__name"]
    fields = ["posted_on", "legal_entity", "cause"]
    readonly_fields = ["cause"]
    inlines = [LineRows]

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        entries: QuerySet[JournalEntry] = super().get_queryset(request)
        return entries.annotate(moved=Sum("lines__functional", filter=Q(lines__functional__gt=0)))

    @column(_("because of"))
    def cause(self, entry: JournalEntry) -> str:
        match cause_of(entry):
            case Document() as document:
                return f"{document.get_kind_display()} {document}"
            case Payment() as payment:
                return str(_("Payment %(reference)s") % {"reference": payment.reference})
            case OpeningDeposit() as opening:
                return str(_("Deposit held before, %(booking)s") % {"booking": opening.booking})
            case PaymentReversal() as reversal:
                return str(_("Payment %(reference)s reversed") % {"reference": reversal.payment.reference})
            case Application() as application:
                return str(_("Applied to %(number)s") % {"number": application.document})
        return "–"

    @column(_("amount"), ordering="moved")
    def total(self, entry: JournalEntry) -> str:
        return cells.money(entry.moved, entry.legal_entity.functional_currency)  # type: ignore[attr-defined]
