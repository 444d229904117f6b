"""The site as templates of any app may speak of it: its name, and where its pages are."""

from __future__ import annotations

from django import template
from django.conf import settings

from kernel.links import path_to

register = template.Library()


@register.simple_tag
def site_name() -> str:
    name: str = settings.SITE_NAME
    return name


@register.simple_tag
def page(name: str, *arguments: object) -> str:
    """``{% page "booking" booking.pk as path %}``: see :mod:`kernel.links`."""
    return path_to(name, *arguments)
