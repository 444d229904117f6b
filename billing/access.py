"""Access to documents, payments and notices: who may see which."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import may, of_clients_where
from accounts.actors import Actor
from accounts.capabilities import Capability
from billing.enums import DocumentKind
from billing.models import BillingRun, Document, GoLiveImport, Payment, TransferNotice


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """The documents the actor may see, with what a list shows selected along."""
    documents = Document.objects.select_related("status", "client", "booking", "legal_entity")
    return of_clients_where(actor, Capability.SEE_INVOICES, documents)


def visible_papers(actor: Actor) -> QuerySet[Document]:
    """Those of the documents that were issued here; what was brought forward has its paper elsewhere."""
    return visible_documents(actor).exclude(kind=DocumentKind.BROUGHT_FORWARD)


def visible_payments(actor: Actor) -> QuerySet[Payment]:
    payments = Payment.objects.select_related("status", "client", "legal_entity")
    return of_clients_where(actor, Capability.SEE_INVOICES, payments)


def visible_notices(actor: Actor) -> QuerySet[TransferNotice]:
    notices = TransferNotice.objects.select_related("document", "client", "payment")
    return of_clients_where(actor, Capability.SEE_INVOICES, notices)


def visible_runs(actor: Actor) -> QuerySet[BillingRun]:
    """Staff see the provider's billing runs; clients see their documents only."""
    runs = BillingRun.objects.select_related("legal_entity", "started_by")
    return runs if may(actor, Capability.SEE_BILL_RUNS) else runs.none()


def visible_go_live_imports(actor: Actor) -> QuerySet[GoLiveImport]:
    """Files uploaded by staff; without their content, which only the worker reads."""
    imports = GoLiveImport.objects.defer("content").select_related("uploaded_by")
    return imports if may(actor, Capability.GO_LIVE) else imports.none()
