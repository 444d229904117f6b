"""A request for seats as it is carried from page to page, in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from bookings.seat_requests import Requirements, SeatRequest
from facilities.models import Facility

# Addresses longer than this don't pass every server and proxy on the way.
LONGEST_ADDRESS = 3_500

# What pages leave out of an address that ask nothing beyond seats.
NOT_REQUIRED = {"space": "", "clean_room": "", "needs": ""}


def requirement_params(required: Requirements) -> dict[str, str]:
    """Return what is required beyond seats as an address says it, nothing for what isn't asked."""
    found = {
        "space": required.space.value,
        "clean_room": "yes" if required.clean_room else "",
        "needs": ",".join(inclusion.key for inclusion in required.inclusions),
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class RequestLinks:
    """A request with the addresses of the pages about it.

    ``picks`` are codes of seats chosen by hand; ``zone`` is the time zone in which hours are shown beside the
    facility's, where the visitor chose one.
    """

    request: SeatRequest
    picks: tuple[str, ...] = ()
    zone: str = ""

    def with_picks(self, picks: Sequence[str]) -> RequestLinks:
        request = replace(self.request, seats=len(picks) or self.request.seats)
        return replace(self, picks=tuple(picks), request=request)

    def params(self, **changes: str) -> dict[str, str]:
        """The query of a page's address, empty values left out; ``changes`` override."""
        request = self.request
        found = {
            "city": request.city,
            "seats": str(request.seats or ""),
            "shift": request.pattern.slug,
            "start": request.start.isoformat(),
            "months": str(request.months),
            "package": request.package.slug if request.package else "",
            "renews": "" if request.renews else "no",
            "time_zone": request.time_zone,
            "zone": self.zone,
            "pick": ",".join(self.picks),
            **requirement_params(request.requirements),
        }
        return {name: value for name, value in (found | changes).items() if value}

    def _in_a_place(self, **changes: str) -> dict[str, str]:
        """The query of a page about one facility."""
        return self.params(**{"city": "", **changes})

    def search_href(self, **changes: str) -> str:
        return f"{reverse('portal:search')}?{urlencode(self.params(pick='', **changes), safe=',')}"

    def facility_href(self, facility: Facility, **changes: str) -> str:
        query = urlencode(self._in_a_place(pick="", **changes))
        return f"{reverse('portal:facility', args=[facility.slug])}?{query}"

    def calendar_href(self, facility: Facility) -> str:
        """Link to when so many seats are free there, from the month of the first day on."""
        request = self.request
        asked = {
            "seats": str(request.seats or ""),
            "months": str(request.months),
            "month": f"{request.start:%Y-%m}",
            "time_zone": request.time_zone,
            "start": request.start.isoformat() if request.time_zone else "",
            "zone": self.zone,
            **requirement_params(request.requirements),
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('portal:calendar', args=[facility.slug])}?{query}"

    def plan_href(self, facility: Facility, **changes: str) -> str:
        """The floor plan for this request; seats picked by hand are left out where the address would grow too long."""
        return self._at(reverse("portal:plan", args=[facility.slug]), **changes)

    def waitlist_href(self, facility: Facility) -> str:
        """Link to where to wait for seats like these there."""
        query = urlencode(self._in_a_place(pick="", renews="", place=facility.slug, **NOT_REQUIRED))
        return f"{reverse('portal:waitlist-join')}?{query}"

    def live_href(self, facility: Facility) -> str:
        """Link to where an open plan asks how its seats stand now."""
        query = urlencode(self._in_a_place(seats="", pick="", package="", zone="", **NOT_REQUIRED))
        return f"{reverse('portal:plan-live', args=[facility.slug])}?{query}"

    def is_told_by(self, href: str) -> bool:
        """Return whether an address made here names every seat picked by hand."""
        return not self.picks or "pick=" in href

    def _at(self, path: str, **changes: str) -> str:
        href = f"{path}?{urlencode(self._in_a_place(**changes), safe=',')}"
        if len(href) < LONGEST_ADDRESS:
            return href
        return f"{path}?{urlencode(self._in_a_place(**(changes | {'pick': '', 'seats': str(len(self.picks))})))}"
