"""Take a client off the waitlist."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import Capability
from backoffice.forms.waitlist import WithdrawForm
from backoffice.screens import actor_of, allowed, attempt, screen
from bookings.access import visible_waitlist
from bookings.models import WaitlistEntry


@allowed(Capability.DECIDE_REQUESTS)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET asks why, POST withdraws the place; a refusal comes back beside what was typed."""
    actor = actor_of(request)
    entry = get_object_or_404(visible_waitlist(actor), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and attempt(form, form.withdraw, entry, actor, timezone.now()) is not None:
        messages.success(request, _("Withdrawn. The client gets a mail with the reason."))
        return redirect("admin:bookings_waitlistentry_changelist")
    return screen(
        request,
        "backoffice/waitlist_withdraw.html",
        _("Withdraw from the waitlist"),
        status=422 if form.errors else 200,
        opts=WaitlistEntry._meta,
        original=entry,
        form=form,
    )
