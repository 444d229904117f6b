"""Record money, match transfers, read the books."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import first_books_day, legal_entities, may
from accounts.capabilities import Capability
from backoffice.forms.payments import MatchForm, PaymentForm, RejectForm, ReverseForm, UntilForm, prefilled
from backoffice.screens import actor_of, allowed, attempt, ids_or_404, saying, screen
from billing.access import visible_documents, visible_notices, visible_payments
from billing.models import Payment, TransferNotice
from billing.operations import apply_payment
from billing.queries.statements import ageing
from kernel.money import rounded
from ledger.queries.balances import trial_balance


@allowed(Capability.RECORD_PAYMENTS)
def record(request: HttpRequest) -> HttpResponse:
    """Look at what it settles first, then record."""
    actor, now = actor_of(request), timezone.now()
    initial: dict[str, Any] = {"received_on": first_books_day(now), **request.GET.dict()}
    if "document" in initial:
        settles = ids_or_404([initial["document"]])
        initial |= prefilled(get_object_or_404(visible_documents(actor), pk__in=settles))
    form = PaymentForm(request.POST or None, initial=initial)
    if "record" in request.POST and (recorded := attempt(form, form.record, actor, now)):
        messages.success(request, _("Recorded and applied. The client gets a mail."))
        return redirect("admin:billing_payment_change", recorded.pk)
    effect = form.effect() if request.method == "POST" and form.is_valid() else None
    return screen(
        request, "backoffice/payment_record.html", _("Record a payment"), status=422 if form.errors else 200,
        form=form, effect=effect,
    )  # fmt: skip


@allowed("billing.view_payment")
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(visible_payments(actor_of(request)).select_related("recorded_by"), pk=pk)
    applications = found.applications.select_related("document")
    reversal = found.reversals.select_related("reversed_by").first()
    context: dict[str, Any] = {
        "opts": Payment._meta, "original": found, "applications": applications, "reversal": reversal,
    }  # fmt: skip
    return screen(request, "backoffice/payment.html", str(found), **context)


@require_POST
@allowed(Capability.RECORD_PAYMENTS)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put what is left of a payment against what is open, oldest first."""
    actor = actor_of(request)
    found = get_object_or_404(visible_payments(actor), pk=pk)
    with saying(request, _("Applied to what is open, oldest first.")):
        apply_payment(payment=found, actor=actor, now=timezone.now())
    return redirect("admin:billing_payment_change", pk)


@allowed(Capability.REVERSE_PAYMENTS)
def reverse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is open again afterwards, ask for the reason, then reverse."""
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(visible_payments(actor).filter(reversals__isnull=True), pk=pk)
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and attempt(form, form.reverse, found, actor, now) is not None:
        messages.success(request, _("Reversed. What it had settled is open again; the client gets no mail."))
        return redirect("admin:billing_payment_change", pk)
    context: dict[str, Any] = {
        "opts": Payment._meta, "original": found, "form": form, "applications": found.applications.select_related(
            "document"
        ),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return screen(request, "backoffice/payment_reverse.html", _("Reverse a payment"), status=status, **context)


@allowed("billing.view_transfernotice")
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A client's word beside what the bank should show: match it, or reject it with a reason."""
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(
        visible_notices(actor).select_related("document__status", "document__legal_entity", "given_by"), pk=pk
    )
    deciding = request.method == "POST" and may(actor_of(request), Capability.DECIDE_TRANSFERS)
    initial = {"received_on": found.transferred_on, "amount": rounded(found.amount, found.currency)}
    match = MatchForm(request.POST if deciding and "match" in request.POST else None, initial=initial)
    reject = RejectForm(request.POST if deciding and "reject" in request.POST else None)
    if match.is_bound and attempt(match, match.match, found, actor, now) is not None:
        messages.success(request, _("Matched: the payment is recorded and applied. The client gets a mail."))
        return redirect("admin:billing_transfernotice_changelist")
    if reject.is_bound and attempt(reject, reject.reject, found, actor, now) is not None:
        messages.success(request, _("Rejected. The client gets a mail with your reason."))
        return redirect("admin:billing_transfernotice_changelist")
    context: dict[str, Any] = {"opts": TransferNotice._meta, "original": found, "match": match, "reject": reject}
    wrong = match.errors or reject.errors
    return screen(request, "backoffice/notice.html", str(found), status=422 if wrong else 200, **context)


@allowed("ledger.view_journalentry")
def aged_receivables(request: HttpRequest) -> HttpResponse:
    """Show what clients have open with each legal entity, by how long it is overdue."""
    now = timezone.now()
    entities = legal_entities().order_by("name")
    books = [(entity, ageing(legal_entity=entity, today=entity.today(now))) for entity in entities]
    return screen(request, "backoffice/aged_receivables.html", _("Aged receivables"), books=books)


@allowed("ledger.view_journalentry")
def balance(request: HttpRequest) -> HttpResponse:
    """The trial balance of each legal entity, up to a day."""
    today = first_books_day(timezone.now())
    form = UntilForm({"until": today} | request.GET.dict())
    until = (form.cleaned_data["until"] or today) if form.is_valid() else None
    books = [trial_balance(entity, until=until) for entity in legal_entities().order_by("name")] if until else []
    status = 200 if until else 422
    context: dict[str, Any] = {"books": books, "until": until, "form": form}
    return screen(request, "backoffice/trial_balance.html", _("Trial balance"), status=status, **context)
