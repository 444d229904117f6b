"""Move seats of a lease: which ones, then who moves where, then the operation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import Capability
from backoffice.forms.moving import MoveForm, MovingSeatsForm
from backoffice.plans import drawn_moves
from backoffice.screens import actor_of, allowed, attempt, screen
from bookings.access import visible_bookings
from bookings.enums import RUNNING, BookingState
from bookings.models import Booking
from bookings.queries.targets import free_targets, nearest

MAY_MOVE = frozenset({BookingState.CONFIRMED, *RUNNING})


@allowed(Capability.CHANGE_LEASES)
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The seats asked about stand in the address; posting ``move`` does it, anything else only looks."""
    actor, now = actor_of(request), timezone.now()
    found = get_object_or_404(visible_bookings(actor).filter(state__in=MAY_MOVE), pk=pk)
    asked = MovingSeatsForm(request.GET or None, booking=found, today=now.astimezone(found.facility.zone).date())
    form, free = None, []
    if asked.is_valid():
        moving, day = asked.moving, asked.cleaned_data["effective_on"]
        free = free_targets(found, moving=moving, effective_on=day, now=now)
        proposed = nearest([seat.workstation for seat in moving], free)
        form = MoveForm(request.POST or None, booking=found, moving=moving, effective_on=day, proposed=proposed)
        if "move" in request.POST and attempt(form, lambda: form.move(actor, now)):
            messages.success(request, _("Seats moved. The client gets a mail with who moves where."))
            return redirect("admin:bookings_booking_change", found.pk)
    return screen(
        request,
        "backoffice/move_seats.html",
        _("Move seats"),
        status=422 if asked.errors or (form is not None and form.errors) else 200,
        opts=Booking._meta,
        original=found,
        asked=asked,
        form=form,
        free=free,
        floors=drawn_moves([(seat, target) for seat, _input, target in form.rows()], asked.here) if form else [],
    )
