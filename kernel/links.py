"""Addresses of pages by name: interfaces register them when they start, and mails ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

_pages: dict[str, str] = {}


def register(pages: Mapping[str, str]) -> None:
    """Name pages for those who don't know the interface: name → name of a URL, with its namespace."""
    _pages.update(pages)


def path_to(page: str, *arguments: object) -> str:
    """Return the path of a registered page. :raises KeyError: when no interface has named it."""
    return reverse(_pages[page], args=arguments)
