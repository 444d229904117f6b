"""Documents as issued: a list, and a page each to read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter

from backoffice import cells
from backoffice.modeladmin import PagedAdmin, column
from backoffice.screens import actor_of
from backoffice.views.documents import document
from billing.access import visible_documents
from billing.models import Document
from billing.queries.balances import is_overdue, overdue

PAYMENT_STATES = {"overdue": "danger", "open": "info", "settled": "success", "credit": "warning"}


def payment_state(document: Document, now: datetime) -> tuple[str, str]:
    """Where a document stands, as a badge: what is still open on it decides."""
    left = document.status.open_balance
    if left == 0:
        return "settled", _("Settled")
    if left < 0:
        return "credit", _("Credit left")
    return ("overdue", _("Overdue")) if is_overdue(document, now=now) else ("open", _("Open"))


class PaymentStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("payment state")
    parameter_name = "payment_state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("overdue", gettext_lazy("Overdue")),
            ("open", gettext_lazy("Open")),
            ("settled", gettext_lazy("Settled")),
            ("credit", gettext_lazy("Credit left")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        match self.value():
            case "overdue":
                return overdue(queryset, now=timezone.now())
            case "open":
                return queryset.filter(status__open_balance__gt=0)
            case "settled":
                return queryset.filter(status__open_balance=0)
            case "credit":
                return queryset.filter(status__open_balance__lt=0)
        return queryset


@admin.register(Document)
class DocumentAdmin(PagedAdmin):
    list_display = ["number", "kind", "client", "month_billed", "issued_on", "due_on", "total", "open", "stands"]
    list_filter = [PaymentStateFilter, "kind", "legal_entity", "currency", ("issued_on", RangeDateFilter)]
    search_fields = ["number", "client__name", "booking__reference"]
    search_help_text = gettext_lazy("A number, a client or a booking")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return visible_documents(actor_of(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup in {"client__id__exact", "booking__id__exact"} or bool(
            super().lookup_allowed(lookup, value, request)
        )

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return document(request, pk)

    @column(gettext_lazy("month"), ordering="month")
    def month_billed(self, document: Document) -> str:
        return "–" if document.is_brought_forward else cells.month(document.month)

    @column(gettext_lazy("gross"), ordering="gross")
    def total(self, document: Document) -> str:
        return cells.money(document.gross, document.currency)

    @column(gettext_lazy("open"), ordering="status__open_balance")
    def open(self, document: Document) -> str:
        return cells.money(document.status.open_balance, document.currency)

    @column(gettext_lazy("payment state"), label=PAYMENT_STATES)
    def stands(self, document: Document) -> tuple[str, str]:
        return payment_state(document, timezone.now())
