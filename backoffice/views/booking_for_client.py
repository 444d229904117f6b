"""Book on a client's behalf: what the client would do in the portal, typed in by staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import Capability
from backoffice.forms.booking_for_client import BookForm
from backoffice.screens import actor_of, allowed, attempt, screen
from facilities.access import their_facilities


@allowed(Capability.HOLD_SEATS)
def book(request: HttpRequest) -> HttpResponse:
    """Look at seats and price first, then hold; a refusal stands beside what was typed."""
    actor, now = actor_of(request), timezone.now()
    form = BookForm(request.POST or None, initial=request.GET.dict(), facilities=their_facilities(actor), now=now)
    if "hold" in request.POST and (held := attempt(form, form.hold, actor, now)):
        messages.success(request, _("Seats held. Submit the request once the client has accepted the agreement."))
        return redirect("admin:bookings_booking_change", held.pk)
    offer = form.offer(now) if request.method == "POST" and form.is_valid() else None
    status = 422 if form.errors else 200
    return screen(request, "backoffice/book.html", _("Book for a client"), status=status, form=form, offer=offer)
