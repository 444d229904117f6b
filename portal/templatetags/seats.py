"""The seats of a room as markup: a template takes a tenth of a second to write a thousand of them, Python a few ms."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.drawing import Glyph, Zone

register = template.Library()


@register.filter
def drawn(zone: Zone) -> SafeString:
    """For the plan's SVG; the symbols are those of portal/plan/symbols.html."""
    return mark_safe("".join(map(_drawn, zone.seats)))  # noqa: S308 - words are escaped, the rest are numbers


@register.filter
def listed(zone: Zone) -> SafeString:
    """As checkboxes with what is said of each."""
    return mark_safe("".join(map(_listed, zone.seats)))  # noqa: S308 - words are escaped


# The same is said of many seats.
_said = lru_cache(maxsize=1024)(escape)


def _drawn(seat: Glyph) -> str:
    code = escape(seat.code)
    picked = (" data-picked" if seat.is_picked else "") + (" data-coming" if seat.is_coming else "")
    symbol = "#seat-closed" if seat.availability == "closed" else "#seat"
    turn = f' transform="rotate({seat.turn})"' if seat.turn else ""
    across = f' x="{seat.text_x}"' if seat.text_x else ""
    return (
        f'<g class="seat" data-seat="{code}" data-state="{seat.availability}"{picked}'
        f' transform="translate({seat.x} {seat.y})">'
        f'<use href="{symbol}"{turn}/><text{across} y="{seat.text_y}">{escape(seat.short)}</text></g>'
    )


def _listed(seat: Glyph) -> str:
    code = escape(seat.code)
    gone, disabled = ("", "") if seat.is_free else (' class="gone"', " disabled")
    checked = " checked" if seat.is_picked else ""
    return (
        f'<li><label{gone}><input type="checkbox" name="seat" value="{code}"{checked}{disabled}>'
        f"<b>{code}</b> <span>{_said(seat.says)}</span></label></li>"
    )
