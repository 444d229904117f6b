"""Peculiarities of one country's documents, a module each; `generic` is every other."""

from __future__ import annotations

from billing.countries.generic import Country
from billing.countries.philippines import PHILIPPINES

_KNOWN = {"PH": PHILIPPINES}
_GENERIC = Country()


def country_of(code: str) -> Country:
    """Return the peculiarities of a country by its ISO 3166 code."""
    return _KNOWN.get(code, _GENERIC)
