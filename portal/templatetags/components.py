"""The parts pages are put together from; docs/design-system.md shows each with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kernel.templatetags.site import site_name
from portal.steps import Step

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice of a tab row: where it leads, and how many things wait there."""

    label: str
    href: str
    is_current: bool = False
    count: int | None = None


# State → tone (colour) and icon (shape). A state that is missing here shows as calm.
TONES = {
    "held": ("wait", "timer"),
    "submitted": ("wait", "hourglass"),
    "confirmed": ("info", "calendar-check"),
    "active": ("good", "circle-check"),
    "notice_given": ("wait", "log-out"),
    "ended": ("calm", "circle-minus"),
    "expired": ("calm", "timer-off"),
    "cancelled": ("calm", "circle-x"),
    "declined": ("bad", "circle-x"),
    "terminated": ("bad", "ban"),
    "open": ("info", "circle-dot"),
    "waiting": ("wait", "hourglass"),
    "due": ("wait", "hourglass"),
    "partly_paid": ("wait", "circle-dot"),
    "overdue": ("bad", "triangle-alert"),
    "paid": ("good", "circle-check"),
    "matched": ("good", "circle-check"),
    "rejected": ("bad", "circle-x"),
    "credited": ("calm", "undo-2"),
    "sent": ("good", "circle-check"),
    "failed": ("bad", "triangle-alert"),
}

NOTICE_ICONS = {"good": "circle-check", "wait": "clock", "bad": "triangle-alert", "info": "info", "calm": "info"}


@register.simple_tag
def icon(name: str, **attributes: Any) -> SafeString:
    """A lucide icon as inline SVG, silent to screen readers: ``{% icon "armchair" %}``."""
    extra = str(attributes.pop("class", ""))
    return _icon(name + "", f"icon {extra}".strip(), tuple(attributes.items()))


@lru_cache(maxsize=512)
def _icon(name: str, look: str, attributes: tuple[tuple[str, Any], ...]) -> SafeString:
    markup: str = lucide._render_icon(name, None, aria_hidden="true", **{"class": look}, **dict(attributes))
    return mark_safe(markup)  # noqa: S308 - the package's own drawing


@register.filter
def tone(level: str) -> str:
    """The tone of a message's level."""
    return {"success": "good", "warning": "wait", "error": "bad"}.get(level, "info")


INCLUSION_ICONS = {
    "desk": "armchair", "pc": "monitor", "internet": "wifi", "it_support": "life-buoy",
    "security": "shield-check", "power": "zap", "amenity": "coffee",
}  # fmt: skip


@register.simple_tag
def inclusion_icon(kind: str) -> SafeString:
    """The icon of a kind of inclusion: ``{% inclusion_icon inclusion.kind %}``."""
    return icon(INCLUSION_ICONS.get(kind, "check"))


register.simple_tag(site_name)


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = "calm", icon: str = "") -> dict[str, Any]:
    """``{% badge _("New") tone="info" icon="sparkles" %}``; without ``icon`` the tone's own shape."""
    return {"label": label, "tone": tone, "icon": icon or NOTICE_ICONS[tone]}


@register.inclusion_tag("components/badge.html")
def state_badge(subject: Any) -> dict[str, Any]:
    """The badge of anything with a ``state``: ``{% state_badge booking %}``."""
    tone, shape = TONES.get(str(subject.state), ("calm", "circle-minus"))
    label = str(subject.get_state_display())
    return {"label": label[:1].upper() + label[1:], "tone": tone, "icon": shape}


@register.inclusion_tag("components/steps.html")
def steps(items: list[Step]) -> dict[str, Any]:
    """Show where a person is on the way: ``{% steps steps %}``."""
    return {"steps": items}


@register.inclusion_tag("components/tabs.html")
def tabs(items: list[Tab], label: str) -> dict[str, Any]:
    """Choices that reload the list below: ``{% tabs tabs label=_("Show bookings") %}``."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, back: str = "", onward: str = "") -> dict[str, Any]:
    """Links to the pages of a :class:`django.core.paginator.Page`, keeping the rest of the query.

    ``{% pagination page back=_("Back") onward=_("Show more") %}``; without words they lead to newer and older ones.
    """
    request = context["request"]

    def link(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "back": back or _("Newer"),
        "onward": onward or _("Older"),
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag
def panel(content: str, title: str = "", icon: str = "", level: int = 2, anchor: str = "") -> SafeString:
    """``{% panel title=_("Seats") icon="armchair" %} … {% endpanel %}``; ``anchor`` is its id."""
    context = {"content": content, "title": title, "icon": icon, "level": level, "anchor": anchor}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", role: str = "") -> SafeString:
    """``{% notice tone="wait" title=_("Mind") %} … {% endnotice %}``; ``role="alert"`` when it answers an operation."""
    context = {"content": content, "title": title, "tone": tone, "role": role, "icon": NOTICE_ICONS[tone]}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def page_header(
    content: str, *, title: str, eyebrow: str = "", lead: str = "", back_href: str = "", back_label: str = ""
) -> SafeString:
    """The page's one ``h1``; what stands in the block goes to the right: badges and buttons."""
    context = {
        "actions": content, "title": title, "eyebrow": eyebrow, "lead": lead,
        "back_href": back_href, "back_label": back_label,
    }  # fmt: skip
    return render_to_string("components/page_header.html", context)


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "inbox", level: int = 2) -> SafeString:
    """Nothing here yet: the block says what to do next, with its button."""
    return render_to_string("components/empty.html", {"content": content, "title": title, "icon": icon, "level": level})
