"""The time zone to show beside a facility's, and what people call it."""

from __future__ import annotations

from urllib.parse import unquote

from facilities.clocks import city_of, zones
from portal.middleware import PortalRequest

COOKIE = "zone"

# Where clients of call centres mostly are; somebody's own zone is added to the list when it is another.
OFFERED = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix",
    "America/Chicago", "America/New_York", "America/Toronto", "America/Vancouver", "America/Mexico_City",
    "America/Bogota", "America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid",
    "Europe/Paris", "Europe/Amsterdam", "Europe/Berlin", "Europe/Stockholm", "Europe/Warsaw", "Europe/Athens",
    "Europe/Istanbul", "Africa/Johannesburg", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Hong_Kong", "Asia/Manila", "Asia/Tokyo", "Asia/Seoul", "Australia/Perth", "Australia/Brisbane",
    "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip


def visitors_zone(request: PortalRequest) -> str:
    """The zone to show beside a facility's: the one chosen in the search, else the company's, else the browser's;
    ``""`` for none."""
    asked = request.POST if request.method == "POST" else request.GET
    if "zone" in asked:
        return known_zone(asked["zone"])
    company = request.client.time_zone if request.client else "UTC"
    # A company that never chose has UTC.
    return known_zone("" if company == "UTC" else company) or known_zone(unquote(request.COOKIES.get(COOKIE, "")))


def known_zone(name: str) -> str:
    """``name`` where it is a time zone, else ``""``."""
    return name if name in zones() else ""


def zone_choices(own: str) -> list[tuple[str, str]]:
    """Zones to choose from, by name of their city; ``own`` is always among them."""
    names = sorted({*OFFERED, *([own] if own else [])}, key=city_of)
    return [(name, city_of(name)) for name in names]
