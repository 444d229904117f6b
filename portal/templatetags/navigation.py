"""The links in the header, and which of them is open."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    label: str | Promise
    href: str
    is_current: bool


# Label, where it leads, and the names of the pages that lie under it.
PUBLIC = [
    (_("Find seats"), "portal:search", {"search", "facility", "plan", "hold-new"}),
    (_("Prices"), "portal:prices", {"prices"}),
]
OWN = [
    (_("Home"), "portal:home", {"home"}),
    (_("Find seats"), "portal:search", {"search", "facility", "plan", "hold-new"}),
    (
        _("Bookings"),
        "portal:bookings",
        {
            "bookings",
            "booking",
            "booking-change",
            "booking-cancel",
            "hold",
            "hold-details",
            "hold-submit",
        },
    ),
    (_("Invoices"), "portal:invoices", {"invoices", "invoice", "statement"}),
    (_("Company"), "portal:details", {"details"}),
]


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Place]:
    """The header's links for whoever asks; error pages have no request and get the public ones."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match and match.namespace == "portal" else ""
    places = OWN if getattr(request, "client", None) else PUBLIC
    return [Place(label, reverse(name), here in under) for label, name, under in places]
