"""Parts of the back office's own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

from backoffice import log
from backoffice.tones import TONES, badge

register = template.Library()


@register.inclusion_tag("unfold/helpers/label.html")
def state(subject: Any) -> dict[str, str]:
    """The badge of anything with a state: ``{% state booking %}``."""
    value, words = badge(subject)
    return {"text": words, "type": TONES.get(value, "default"), "size": "md"}


@register.inclusion_tag("backoffice/parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form with their labels, hints and errors, general errors first: ``{% fields form %}``."""
    return {"form": form}


@register.filter
def share(part: int, whole: int) -> int:
    """``part`` of ``whole`` in whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


@register.filter
def describes(field: BoundField) -> str:
    """The ids of what explains an input: its hint and its errors."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_error"] if field.errors else ids)


register.simple_tag(log.what)
register.simple_tag(log.who)
register.simple_tag(log.details)
