"""Invoices, credit notes and deposit requests: what is owed, how it came about, what has been paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.enums import Scope
from api.clients import ClientReferenceSerializer
from api.endpoints import Endpoint, ListEndpoint
from api.fields import FirstDayField, LastDayField, MoneyField
from api.pagination import ListAsked, ListParameters, Order
from billing import wording
from billing.access import visible_documents, visible_papers
from billing.documents import file_name, render_pdf
from billing.enums import DocumentKind, DocumentState, PaymentMethod, TaxCategory
from billing.models import Application, Document, DocumentLine, DocumentTax
from billing.queries.applications import with_applications
from billing.queries.documents import in_state, state_of

# Something is left to pay (or to credit); the same past its due day; nothing is left.
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@extend_schema_field({"type": "string", "pattern": f"^{MONTH.pattern}$", "examples": ["2026-12"]})
class MonthField(serializers.Field[date, str, str, Any]):
    """A calendar month: ``2026-12`` outside, its first day inside."""

    default_error_messages = {"invalid": _("Write a month as 2026-12.")}

    def to_internal_value(self, data: str) -> date:
        if not MONTH.fullmatch(data):
            self.fail("invalid")
        return date.fromisoformat(f"{data}-01")

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"


class BookingReferenceSerializer(serializers.Serializer[Any]):
    """Which booking."""

    id = serializers.UUIDField()
    reference = serializers.CharField()


class DocumentReferenceSerializer(serializers.Serializer[Document]):
    """Which document."""

    id = serializers.UUIDField()
    number = serializers.CharField()


class InvoiceSummarySerializer(serializers.Serializer[Document]):
    """A document as issued, which never changes, and what is open on it. A credit note's amounts are negative."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(DocumentKind.choices)
    state = serializers.SerializerMethodField()
    client = ClientReferenceSerializer()
    booking = serializers.SerializerMethodField()
    month = MonthField(help_text="the month billed")
    issued_on = serializers.DateField()
    due_on = serializers.DateField()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    withholding_expected = MoneyField(help_text="of `gross`, to be settled with a tax certificate")
    open_balance = MoneyField(source="status.open_balance", help_text="negative: what is left of a credit")
    paid_at = serializers.DateTimeField(source="status.paid_at", allow_null=True)
    official_number = serializers.CharField(
        source="status.official_number", help_text="where the invoice is issued elsewhere"
    )

    @extend_schema_field(BookingReferenceSerializer(allow_null=True, help_text="null for what was brought forward"))
    def get_booking(self, document: Document) -> dict[str, Any] | None:
        return {"id": document.booking_id, "reference": document.lease["booking"]} if document.lease else None

    @extend_schema_field(serializers.ChoiceField(DocumentState.choices))
    def get_state(self, document: Document) -> str:
        return state_of(document, now=self.context["now"])


class LineSerializer(serializers.Serializer[DocumentLine]):
    """`quantity` × `days` of `days_of` × `unit_net`, rounded once."""

    description = serializers.CharField()
    how = serializers.SerializerMethodField(help_text="how the amount came about, for people")
    first_day = FirstDayField(source="service_days", allow_null=True)
    last_day = LastDayField(source="service_days")
    quantity = serializers.DecimalField(max_digits=14, decimal_places=4, normalize_output=True)
    days = serializers.IntegerField()
    days_of = serializers.IntegerField(help_text="days of the month; 1 for what is owed once")
    unit_net = MoneyField(currency="document.currency")
    net = MoneyField(currency="document.currency")
    tax_category = serializers.ChoiceField(TaxCategory.choices)
    tax_percent = serializers.DecimalField(max_digits=6, decimal_places=3, normalize_output=True)

    def get_how(self, line: DocumentLine) -> str:
        return wording.how(
            quantity=int(line.quantity),
            days=line.days,
            days_of=line.days_of,
            rate=line.unit_net,
            currency=line.document.currency,
        )


class TaxSerializer(serializers.Serializer[DocumentTax]):
    """Tax on the sum of the lines of one category and rate."""

    category = serializers.ChoiceField(TaxCategory.choices)
    percent = serializers.DecimalField(max_digits=6, decimal_places=3, normalize_output=True)
    reason = serializers.CharField()
    base = MoneyField(currency="document.currency")
    tax = MoneyField(currency="document.currency")


class ApplicationSerializer(serializers.Serializer[Application]):
    """What was put against the document: a part of a payment, or of a credit note."""

    amount = MoneyField(currency="document.currency")
    applied_at = serializers.DateTimeField()
    method = serializers.ChoiceField(
        PaymentMethod.choices,
        source="payment.method",
        default=None,
        allow_null=True,
        help_text="null = credit",
    )
    received_on = serializers.DateField(source="payment.received_on", default=None, allow_null=True)
    reference = serializers.CharField(source="payment.reference", default=None, allow_null=True)
    credit_note = DocumentReferenceSerializer(allow_null=True)


class PartySerializer(serializers.Serializer[Any]):
    """Who, as frozen on the day of issue."""

    name = serializers.CharField()
    address = serializers.CharField()
    country = serializers.CharField()
    tax_id = serializers.CharField()


class InvoiceSerializer(InvoiceSummarySerializer):
    """A document with its lines and how each came about, its taxes, and what was put against it."""

    seller = PartySerializer()
    buyer = PartySerializer()
    notes = serializers.ListField(child=serializers.CharField(), help_text="printed on the document")
    corrects = DocumentReferenceSerializer(allow_null=True)
    lines = LineSerializer(many=True, source="lines.all")
    taxes = TaxSerializer(many=True, source="taxes.all")
    applications = ApplicationSerializer(many=True, source="applications.all", help_text="oldest first")
    pdf = serializers.SerializerMethodField()

    def get_pdf(self, document: Document) -> str | None:
        """None for what was brought forward."""
        if document.is_brought_forward:
            return None
        return reverse("api:invoice-pdf", args=[document.pk], request=self.context["request"])


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicesAsked(ListAsked):
    """Which documents; ``None`` for what was left out."""

    state: Sequence[str] | None = None
    kind: Sequence[str] | None = None
    month: date | None = None
    client: UUID | None = None
    booking: UUID | None = None

    @property
    def filters(self) -> dict[str, object]:
        """What is compared beside the state."""
        chosen = {"kind__in": self.kind, "month": self.month, "client": self.client, "booking": self.booking}
        return {path: value for path, value in chosen.items() if value is not None}


class InvoiceParameters(ListParameters):
    """Which documents."""

    state = serializers.ListField(
        child=serializers.ChoiceField(DocumentState.choices), required=False, help_text="May be repeated."
    )
    kind = serializers.ListField(
        child=serializers.ChoiceField(DocumentKind.choices),
        required=False,
        help_text="May be repeated.",
    )
    month = MonthField(required=False, help_text="Only those that bill this month, such as `2026-12`.")
    client = serializers.UUIDField(required=False, help_text="Only of this client.")
    booking = serializers.UUIDField(required=False, help_text="Only of this booking.")
    ordering = serializers.ChoiceField(
        [
            ("-issued_on", "newest first"),
            ("issued_on", "oldest first"),
            ("-due_on", "due last first"),
            ("due_on", "due first first"),
        ],
        required=False,
        help_text="Newest first unless you say.",
    )

    def value(self, given: dict[str, Any]) -> InvoicesAsked:
        return InvoicesAsked(**given)


class InvoiceList(ListEndpoint):
    """Invoices, credit notes and deposit requests of the clients your key acts for, newest first."""

    summary = "List invoices"
    serializer_class = InvoiceSummarySerializer
    parameters = InvoiceParameters
    scope = Scope.INVOICES_READ
    orders = {
        "-issued_on": Order("issued_on", date),
        "issued_on": Order("issued_on", date),
        "-due_on": Order("due_on", date),
        "due_on": Order("due_on", date),
    }

    asked: InvoicesAsked

    def rows(self) -> QuerySet[Document]:
        found = visible_documents(self.actor).filter(**self.asked.filters)
        return found if self.asked.state is None else in_state(found, *self.asked.state, now=timezone.now())


class InvoiceDetail(Endpoint):
    """A document with its lines and how each came about, its taxes, and what has been paid."""

    summary = "Show an invoice"
    serializer_class = InvoiceSerializer
    scope = Scope.INVOICES_READ

    def get(self, request: Request, pk: UUID) -> Response:
        found = visible_documents(self.actor).select_related("corrects")
        found = with_applications(found).prefetch_related("lines", "taxes")
        return Response(self.get_serializer(get_object_or_404(found, pk=pk)).data)


class PdfRenderer(BaseRenderer):
    """Lets callers ask for the type they get."""

    media_type = "application/pdf"
    format = "pdf"


class InvoicePdf(Endpoint):
    """The document as a PDF, the same bytes each time."""

    summary = "Download an invoice"
    scope = Scope.INVOICES_READ
    renderer_classes = [PdfRenderer, JSONRenderer]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        found = visible_papers(self.actor).select_related("corrects")
        document = get_object_or_404(found.prefetch_related("lines", "taxes"), pk=pk)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(document)}"'}
        return HttpResponse(render_pdf(document), content_type="application/pdf", headers=headers)
