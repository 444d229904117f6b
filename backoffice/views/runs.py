"""The month's billing: start it, read every document of the dry run, issue all, some or none."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import first_books_day
from accounts.capabilities import Capability
from backoffice.forms.runs import RunForm
from backoffice.screens import actor_of, allowed, attempt, ids_or_404, saying, screen
from billing.access import visible_runs
from billing.enums import ItemState, RunState
from billing.models import BillingRun
from billing.operations import discard_run, issue_run, prepare_run
from billing.queries.runs import run_items, run_page

PER_PAGE = 50
# After so long without progress people are told where to look.
PATIENCE = timedelta(minutes=2)


@allowed(Capability.PREPARE_BILL_RUNS)
def start(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = RunForm(request.POST or None, today=first_books_day(now), initial=request.GET.dict())
    if request.method == "POST" and (begun := attempt(form, form.prepare, actor_of(request), now)):
        return redirect("admin:billing_billingrun_change", begun.pk)
    return screen(
        request, "backoffice/run_start.html", _("Bill a month"), status=422 if form.errors else 200,
        form=form, opts=BillingRun._meta,
    )  # fmt: skip


@allowed(Capability.SEE_BILL_RUNS)
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far it is, and every document explained. While it works the page asks again by itself."""
    found = get_object_or_404(visible_runs(actor_of(request)), pk=pk)
    if request.headers.get("HX-Request") and request.GET.get("state") != found.state:
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = run_page(found)
    working = found.state in {RunState.PREPARING, RunState.ISSUING}
    return screen(
        request,
        "backoffice/run.html",
        str(found),
        opts=BillingRun._meta,
        original=found,
        page=page,
        working=working,
        done=page.items - (page.waiting if found.state == RunState.PREPARING else page.to_issue),
        stuck=working and timezone.now() - found.started_at > PATIENCE and page.waiting == page.items,
        items=Paginator(run_items(found), PER_PAGE).get_page(request.GET.get("page")),
        selectable=ItemState.PREVIEWED,
    )


@require_POST
@allowed(Capability.ISSUE_DOCUMENTS)
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue everything, or with ``some`` only the ``bookings`` ticked."""
    actor = actor_of(request)
    found = get_object_or_404(visible_runs(actor), pk=pk)
    chosen = ids_or_404(request.POST.getlist("bookings")) if "some" in request.POST else None
    if chosen == []:
        messages.error(request, _("Tick at least one invoice, or issue all of them."))
    else:
        with saying(request, _("The worker is issuing. The page shows how far it is.")):
            issue_run(run=found, bookings=chosen, actor=actor, now=timezone.now())
    return redirect("admin:billing_billingrun_change", pk)


@require_POST
@allowed(Capability.ISSUE_DOCUMENTS)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(visible_runs(actor), pk=pk)
    with saying(request, _("Discarded. Nothing was issued, and the month can be run anew.")):
        discard_run(run=found, actor=actor, now=timezone.now())
    return redirect("admin:billing_billingrun_changelist")


@require_POST
@allowed(Capability.PREPARE_BILL_RUNS, Capability.ISSUE_DOCUMENTS)
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Prepare the same month anew: what failed or was left out is looked at with today's facts."""
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(visible_runs(actor), pk=pk)
    fresh = found
    with saying(request, _("A new dry run is being prepared with what is not billed yet.")):
        if found.state not in {RunState.DONE, RunState.DISCARDED}:
            discard_run(run=found, actor=actor, now=now)
        fresh = prepare_run(
            legal_entity=found.legal_entity, month=found.month, issue_on=found.issue_on, actor=actor, now=now
        )
    return redirect("admin:billing_billingrun_change", fresh.pk)
