"""The board of the day: where everybody starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.screens import actor_of, screen, theirs
from billing.access import visible_documents, visible_notices, visible_runs
from billing.queries.board import board as money_board
from bookings.access import visible_bookings, visible_waitlist
from bookings.enums import WaitlistState
from bookings.queries.board import board as bookings_board
from bookings.queries.conflicts import lease_conflicts
from facilities.models import Facility, ShiftPattern
from facilities.queries.availability import taken_share_by_shift
from facilities.queries.catalogue import first_today, offered_patterns
from facilities.queries.listings import stale_inclusions
from facilities.queries.presentation import certificates_running_out
from facilities.queries.timeline import open_faults


@dataclass(frozen=True, slots=True)
class Use:
    """Seats taken in a shift, of those let; ``level`` is how full that is, in words for colours."""

    taken: int
    seats: int

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.seats) if self.seats else 0

    @property
    def level(self) -> str:
        return "full" if self.percent >= 85 else "low" if self.percent < 40 else ""


@dataclass(frozen=True, slots=True)
class FacilityUse:
    facility: Facility
    uses: list[tuple[ShiftPattern, Use]]


def board(request: HttpRequest) -> HttpResponse:
    """Show what the day asks of whoever looks, as far as their duties go."""
    actor, now, may = actor_of(request), timezone.now(), request.user.has_perm
    context: dict[str, Any] = {"now": now}
    if may("bookings.view_booking"):
        context["bookings"] = bookings_board(visible_bookings(actor), now=now)
        context["conflicts"] = lease_conflicts(visible_bookings(actor), now=now)
        context["waiting"] = visible_waitlist(actor).filter(state=WaitlistState.WAITING).count()
    if may("billing.view_document"):
        context["money"] = money_board(
            notices=visible_notices(actor), documents=visible_documents(actor), runs=visible_runs(actor), now=now
        )
    if may("facilities.view_facility"):
        context["patterns"], context["occupancy"] = occupancy(list(theirs(request, Facility.objects.all(), "pk")), now)
    if may("facilities.view_fault"):
        context["faults"] = theirs(request, open_faults(), "workstation__facility")
    if may("facilities.view_facilityinclusion"):
        context["stale"] = theirs(request, stale_inclusions(first_today(now)))
    if may("facilities.view_certificate"):
        context["certificates"] = theirs(request, certificates_running_out(today=first_today(now)))
    return screen(request, "backoffice/board.html", _("Today"), **context)


def occupancy(facilities: list[Facility], now: datetime) -> tuple[list[ShiftPattern], list[FacilityUse]]:
    """Show how full each facility is today in each shift on offer."""
    patterns = list(offered_patterns())
    shares = taken_share_by_shift(facilities=facilities, patterns=patterns, day=first_today(now), now=now)
    return patterns, [
        FacilityUse(place, [(pattern, Use(*shares[place.pk][pattern.pk])) for pattern in patterns])
        for place in facilities
    ]
