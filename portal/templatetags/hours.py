"""The hours of a shift in lists."""

from __future__ import annotations

from django import template

from facilities.models import ShiftPattern
from portal.hours import local_hours

register = template.Library()


@register.filter
def shift_hours(pattern: ShiftPattern) -> str:
    """``Mon–Fri 21:00–06:00``, on the facility's clock; prefetch ``spans`` for a list."""
    return local_hours(pattern.hours).text
