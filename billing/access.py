"""Access to documents, payments and notices: who may see which."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from accounts.access import may, of_clients_where
from accounts.actors import Actor
from accounts.capabilities import Capability
from billing.enums import DocumentKind
from billing.models import BillingRun, Document, GoLiveImport, Payment, TransferNotice
from facilities.access import at_their_facilities, where_they_are

Rows = TypeVar("Rows", bound=QuerySet[Any])


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """The documents the actor may see, with what a list shows selected along.

    Whoever is there for some facilities only sees those of bookings there.
    """
    documents = Document.objects.select_related("status", "client", "booking", "legal_entity")
    return at_their_facilities(actor, of_clients_where(actor, Capability.SEE_INVOICES, documents), "booking__facility")


def visible_papers(actor: Actor) -> QuerySet[Document]:
    """Those of the documents that were issued here; what was brought forward has its paper elsewhere."""
    return visible_documents(actor).exclude(kind=DocumentKind.BROUGHT_FORWARD)


def visible_payments(actor: Actor) -> QuerySet[Payment]:
    payments = Payment.objects.select_related("status", "client", "legal_entity")
    return _of_their_entities(actor, of_clients_where(actor, Capability.SEE_INVOICES, payments))


def visible_notices(actor: Actor) -> QuerySet[TransferNotice]:
    notices = TransferNotice.objects.select_related("document", "client", "payment")
    notices = of_clients_where(actor, Capability.SEE_INVOICES, notices)
    return at_their_facilities(actor, notices, "document__booking__facility")


def visible_runs(actor: Actor) -> QuerySet[BillingRun]:
    """Staff see the provider's billing runs; clients see their documents only."""
    runs = BillingRun.objects.select_related("legal_entity", "started_by")
    return _of_their_entities(actor, runs) if may(actor, Capability.SEE_BILL_RUNS) else runs.none()


def visible_go_live_imports(actor: Actor) -> QuerySet[GoLiveImport]:
    """Files uploaded by staff; without their content, which only the worker reads."""
    imports = GoLiveImport.objects.defer("content").select_related("uploaded_by")
    return imports if may(actor, Capability.GO_LIVE) else imports.none()


def _of_their_entities(actor: Actor, rows: Rows) -> Rows:
    """Those of the companies of ours that let the facilities somebody is there for."""
    return where_they_are(actor, rows, lambda theirs: Q(legal_entity__in=theirs.values("legal_entity")))
