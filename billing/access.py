"""Who may see which document, payment and notice, and who handles money."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.access import HANDLES_MONEY, may, require_role, visible_clients
from accounts.actors import Actor
from accounts.errors import NotAllowed
from accounts.models import Client
from billing.enums import DocumentKind
from billing.models import BillingRun, Document, GoLiveImport, Payment, TransferNotice


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """The documents the actor may see, with what a list shows selected along."""
    documents = Document.objects.select_related("status", "client", "booking", "legal_entity")
    return documents if _sees_all(actor) else documents.filter(client__in=visible_clients(actor))


def visible_papers(actor: Actor) -> QuerySet[Document]:
    """Those of the documents that were issued here; what was brought forward has its paper elsewhere."""
    return visible_documents(actor).exclude(kind=DocumentKind.BROUGHT_FORWARD)


def visible_payments(actor: Actor) -> QuerySet[Payment]:
    payments = Payment.objects.select_related("status", "client", "legal_entity")
    return payments if _sees_all(actor) else payments.filter(client__in=visible_clients(actor))


def visible_notices(actor: Actor) -> QuerySet[TransferNotice]:
    notices = TransferNotice.objects.select_related("document", "client", "payment")
    return notices if _sees_all(actor) else notices.filter(client__in=visible_clients(actor))


def visible_runs(actor: Actor) -> QuerySet[BillingRun]:
    """Staff see the provider's billing runs; clients see their documents only."""
    runs = BillingRun.objects.select_related("legal_entity", "started_by")
    return runs if _sees_all(actor) else runs.none()


def visible_go_live_imports(actor: Actor) -> QuerySet[GoLiveImport]:
    """Files uploaded by staff; without their content, which only the worker reads."""
    imports = GoLiveImport.objects.defer("content").select_related("uploaded_by")
    return imports if _sees_all(actor) else imports.none()


def may_handle_money(actor: Actor, client: Client) -> bool:
    """Whether the actor may tell us of transfers for ``client``."""
    return may(actor, client, *HANDLES_MONEY)


def require_money_handler(actor: Actor, client: Client) -> None:
    """:raises NotAllowed: unless the actor handles money for ``client``."""
    require_role(actor, client, *HANDLES_MONEY)


def require_finance(actor: Actor) -> None:
    """:raises NotAllowed: unless the actor is one of our own people, or the clock."""
    if not _sees_all(actor):
        raise NotAllowed


def _sees_all(actor: Actor) -> bool:
    return actor.is_staff or actor.is_clock
