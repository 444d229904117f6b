"""What a visitor wishes for, carried from page to page in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from bookings import rules
from bookings.queries.needs import NOTHING_MORE, Needs
from facilities.clocks import FollowedZone
from facilities.models import Facility, Package, ShiftPattern
from facilities.queries.clocks import followed_zone
from kernel.period import Period, add_months

# Addresses longer than this don't pass every server and proxy on the way.
LONGEST_ADDRESS = 3_500

# What pages leave out of an address that ask nothing beside seats.
NO_NEEDS = {"space": "", "clean_room": "", "needs": ""}


def needs_params(needs: Needs) -> dict[str, str]:
    """What is needed beside seats as an address says it, nothing for what isn't asked."""
    found = {
        "space": needs.space.value,
        "clean_room": "yes" if needs.clean_room else "",
        "needs": ",".join(inclusion.key for inclusion in needs.inclusions),
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Wish:
    """Seats on a shift from a day for some months; ``picks`` are codes of seats chosen by hand.

    ``renews`` is whether the lease goes on until notice is given. Without ``package`` the first one with a price
    is meant. ``time_zone`` is the time zone whose clock the hours keep, ``""`` for the facility's; ``zone`` the one
    in which they are shown beside the facility's, where the visitor chose one.
    """

    pattern: ShiftPattern
    start: date
    months: int
    seats: int | None = None
    city: str = ""
    package: Package | None = None
    renews: bool = True
    picks: tuple[str, ...] = ()
    needs: Needs = NOTHING_MORE
    time_zone: str = ""
    zone: str = ""

    @property
    def last(self) -> date:
        """The last day of the first term, as people say it."""
        return add_months(self.start, self.months) - timedelta(days=1)

    @property
    def term(self) -> Period:
        return Period.inclusive(self.start, self.last)

    @property
    def days(self) -> Period:
        """The service days the seats would be taken."""
        return rules.lease_days(start=self.start, months=self.months, auto_renews=self.renews)

    def followed_zone_at(self, facility: Facility, now: datetime) -> FollowedZone | None:
        """The clock its hours would keep there; ``None`` for the facility's."""
        return followed_zone(self.time_zone, facility=facility, start=self.start, now=now)

    def with_picks(self, picks: Sequence[str]) -> Wish:
        return replace(self, picks=tuple(picks), seats=len(picks) or self.seats)

    def params(self, **changes: str) -> dict[str, str]:
        """The query of a page's address, empty values left out; ``changes`` override."""
        found = {
            "city": self.city,
            "seats": str(self.seats or ""),
            "shift": self.pattern.slug,
            "start": self.start.isoformat(),
            "months": str(self.months),
            "package": self.package.slug if self.package else "",
            "renews": "" if self.renews else "no",
            "time_zone": self.time_zone,
            "zone": self.zone,
            "pick": ",".join(self.picks),
            **needs_params(self.needs),
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
        """When so many seats are free there, from the month of the first day on."""
        asked = {
            "seats": str(self.seats or ""),
            "months": str(self.months),
            "month": f"{self.start:%Y-%m}",
            "time_zone": self.time_zone,
            "start": self.start.isoformat() if self.time_zone else "",
            "zone": self.zone,
            **needs_params(self.needs),
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('portal:calendar', args=[facility.slug])}?{query}"

    def plan_href(self, facility: Facility, **changes: str) -> str:
        """The floor plan for this wish; seats picked by hand are left out where the address would grow too long."""
        return self._at(reverse("portal:plan", args=[facility.slug]), **changes)

    def waitlist_href(self, facility: Facility) -> str:
        """Where to wait for seats like these there."""
        query = urlencode(self._in_a_place(pick="", renews="", place=facility.slug, **NO_NEEDS))
        return f"{reverse('portal:waitlist-join')}?{query}"

    def live_href(self, facility: Facility) -> str:
        """Where an open plan asks how its seats stand now."""
        query = urlencode(self._in_a_place(seats="", pick="", package="", zone="", **NO_NEEDS))
        return f"{reverse('portal:plan-live', args=[facility.slug])}?{query}"

    def is_told_by(self, href: str) -> bool:
        """Whether an address made here names every seat picked by hand."""
        return not self.picks or "pick=" in href

    def _at(self, path: str, **changes: str) -> str:
        href = f"{path}?{urlencode(self._in_a_place(**changes), safe=',')}"
        if len(href) < LONGEST_ADDRESS:
            return href
        return f"{path}?{urlencode(self._in_a_place(**(changes | {'pick': '', 'seats': str(len(self.picks))})))}"
