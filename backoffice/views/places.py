"""Actions of staff on seats: close for planned work, open again, change their state, note their faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from backoffice.forms.places import ClosureForm, FaultForm, FixForm, SeatsForm, StateForm
from backoffice.screens import actor_of, allowed, attempt, ids_or_404, screen, theirs
from bookings.access import visible_bookings
from bookings.models import Booking
from facilities.enums import WorkstationState
from facilities.errors import SeatsInUse, SeatsNotClosable
from facilities.models import Room, Workstation
from facilities.operations import reopen_workstation
from facilities.queries.buildings import faults, seats
from kernel.refusal import Refusal


@dataclass(slots=True)
class Asked:
    """An action on seats that is to be confirmed, and the bookings that stand in the way of it."""

    title: str | Promise
    lead: str | Promise
    verb: str | Promise
    action: str
    seats: Sequence[Workstation]
    form: SeatsForm
    conflicts: Sequence[Booking] = field(default_factory=list)


TO_CLOSE = (
    _("Close for planned work"),
    _("Nobody can take these seats on these days. Seats that are leased or on hold then can't be closed: all or none."),
    _("Close"),
)
TO_BECOME = {
    WorkstationState.IN_SERVICE: (_("Take into service"), _("Clients can find and take them."), _("Take into service")),
    WorkstationState.SPARE: (_("Keep as spares"), _("They stay on the plan, and nobody can take them."), _("Keep")),
    WorkstationState.RETIRED: (_("Retire"), _("They leave the plan. Their history stays."), _("Retire")),
}


def ask_to_close(request: HttpRequest, seats: Sequence[Workstation]) -> HttpResponse:
    return _asked(request, Asked(*TO_CLOSE, "close", seats, ClosureForm()))


def ask_to_become(request: HttpRequest, seats: Sequence[Workstation], state: WorkstationState) -> HttpResponse:
    return _asked(request, Asked(*TO_BECOME[state], state, seats, StateForm(state)))


@allowed(Capability.CLOSE_SEATS)
def close(request: HttpRequest) -> HttpResponse:
    """One seat, those chosen in the list, or every seat of a room."""
    seats = _chosen(request)
    if request.method != "POST":
        return ask_to_close(request, seats)
    actor, now = actor_of(request), timezone.now()
    form = ClosureForm(request.POST)
    done = ngettext("%(count)s seat closed.", "%(count)s seats closed.", len(seats)) % {"count": len(seats)}
    return _done(request, Asked(*TO_CLOSE, "close", seats, form), lambda: form.do(seats, actor, now), done)


@require_POST
@allowed(Capability.CLOSE_SEATS)
def become(request: HttpRequest, state: str) -> HttpResponse:
    if state not in WorkstationState.values:
        raise Http404
    seats, actor, now, to = _chosen(request), actor_of(request), timezone.now(), WorkstationState(state)
    form = StateForm(to, request.POST)
    done = ngettext("%(count)s seat changed.", "%(count)s seats changed.", len(seats)) % {"count": len(seats)}
    return _done(request, Asked(*TO_BECOME[to], to, seats, form), lambda: form.do(seats, actor, now), done)


@require_POST
@allowed(Capability.CLOSE_SEATS)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    seat = get_object_or_404(theirs(request, Workstation.objects.all()), pk=pk)
    try:
        reopened = reopen_workstation(workstation=seat, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if reopened:
            messages.success(request, _("Opened again."))
        else:
            messages.info(request, _("This seat is not closed."))
    return redirect("admin:facilities_workstation_change", pk)


@allowed(Capability.REPORT_FAULTS)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A fault of a seat, whoever has it."""
    seat = get_object_or_404(theirs(request, seats()), pk=pk)
    now = timezone.now()
    form = FaultForm(seat.facility.zone, now, request.POST or None)
    if request.method == "POST" and attempt(form, form.report, seat, actor_of(request), now) is not None:
        messages.success(request, _("Noted. Whoever has the seat keeps it."))
        return redirect("admin:facilities_workstation_change", pk)
    title = _("Report a fault of %(seat)s") % {"seat": seat}
    return _about(request, form, seat, title, _("Report the fault"))


@allowed(Capability.FIX_FAULTS)
def fixed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what put a fault right."""
    fault = get_object_or_404(theirs(request, faults(), "workstation__facility"), pk=pk)
    seat, now = fault.workstation, timezone.now()
    form = FixForm(seat.facility.zone, now, request.POST or None)
    if request.method == "POST" and attempt(form, form.fix, fault, actor_of(request), now) is not None:
        messages.success(request, _("Put right."))
        return redirect("admin:facilities_workstation_change", seat.pk)
    title = _("%(seat)s: %(what)s") % {"seat": seat, "what": fault.what}
    return _about(request, form, seat, title, _("Put right"))


def _chosen(request: HttpRequest) -> list[Workstation]:
    """The seats of the form, of the address, or of a room."""
    chosen = theirs(request, seats())
    if request.method == "GET" and "room" in request.GET:
        room = get_object_or_404(Room, pk__in=ids_or_404([request.GET["room"]]))
        chosen = chosen.filter(room=room).exclude(state=WorkstationState.RETIRED)
    else:
        given = request.POST if request.method == "POST" else request.GET
        chosen = chosen.filter(pk__in=ids_or_404(given.getlist("seats")))
    found = list(chosen.order_by("facility__name", "code"))
    if not found:
        raise Http404
    return found


def _done(request: HttpRequest, asked: Asked, operation: Callable[[], object], done: str) -> HttpResponse:
    """Do it and go back to where the seats are, or say which bookings stand in the way."""
    form = asked.form
    if form.is_valid():
        try:
            operation()
        except (SeatsNotClosable, SeatsInUse) as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            claims = refusal.details["claims"]
            asked.conflicts = list(visible_bookings(actor_of(request)).filter(pk__in=claims).order_by("reference"))
        else:
            messages.success(request, done)
            if len(asked.seats) == 1:
                return redirect("admin:facilities_workstation_change", asked.seats[0].pk)
            return redirect("admin:facilities_workstation_changelist")
    return _asked(request, asked)


def _asked(request: HttpRequest, asked: Asked) -> HttpResponse:
    status = 422 if asked.form.errors else 200
    context = {"opts": Workstation._meta, "asked": asked, "form": asked.form}
    return screen(request, "backoffice/seats.html", asked.title, status=status, **context)


def _about(
    request: HttpRequest, form: FaultForm | FixForm, seat: Workstation, title: str, verb: str | Promise
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"opts": Workstation._meta, "original": seat, "form": form, "verb": verb}
    return screen(request, "backoffice/fault.html", title, status=status, **context)
