"""A tag for pages that link to the mailbox for trying out, where it is open."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mailbox_open() -> bool:
    return bool(settings.MAILBOX_PAGE)
