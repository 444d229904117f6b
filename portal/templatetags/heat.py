"""The days of the availability calendar as markup: a template takes long to write hundreds of cells."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kernel.wording import written
from portal.pages.calendar import Line

register = template.Library()


@register.filter
def cells(line: Line) -> SafeString:
    """A shift's month, a cell for each day."""
    free, off, name = escape(_("free")), escape(_("not worked")), escape(line.pattern.name)
    found = []
    for cell in line.cells:
        seats = localize(cell.free)
        if cell.free is None:
            inside = f'<span class="heat" data-off><span class="only-heard">{off}</span></span>'
        elif cell.href:
            inside = (
                f'<a class="heat" data-level="{cell.level}" href="{escape(cell.href)}">{seats}'
                f'<span class="only-heard"> {free}, {written(cell.day, year=False)}, {name}</span></a>'
            )
        else:
            look = "data-few" if cell.free else 'data-level="0"'
            inside = f'<span class="heat" {look}>{seats}<span class="only-heard"> {free}</span></span>'
        found.append(f'<td role="cell">{inside}</td>')
    return mark_safe("".join(found))  # noqa: S308 - words are escaped, the rest are numbers
