"""Documents as issued: a list, and a page each to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter

from backoffice import cells
from backoffice.modeladmin import PagedAdmin, column
from backoffice.screens import actor_of
from backoffice.views.documents import document
from billing.access import visible_documents
from billing.enums import DocumentState
from billing.models import Document
from billing.queries.documents import in_state, state_of

S = DocumentState
TONES: dict[str, str] = {S.OPEN: "info", S.OVERDUE: "danger", S.PAID: "success", S.CREDIT_LEFT: "warning"}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(DocumentState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        chosen = self.value()
        return in_state(queryset, chosen, now=timezone.now()) if chosen in DocumentState.values else queryset


@admin.register(Document)
class DocumentAdmin(PagedAdmin):
    list_display = ["number", "kind", "client", "month_billed", "issued_on", "due_on", "total", "open", "stands"]
    list_filter = [StateFilter, "kind", "legal_entity", "currency", ("issued_on", RangeDateFilter)]
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

    @column(gettext_lazy("state"), label=TONES)
    def stands(self, document: Document) -> tuple[str, str]:
        state = state_of(document, now=timezone.now())
        return state, str(state.label)
