"""Every URL that there is, found by walking the resolver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.urls import URLPattern, URLResolver


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each pattern under its whole route."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern


def unlisted(patterns: Iterable[URLPattern | URLResolver], table: Mapping[str, object]) -> list[str]:
    """The URLs that a table has no entry for, by name, or by route where they have none; a name that two share has an
    entry for neither."""
    found = Counter(pattern.name or route for route, pattern in routes(patterns))
    return [name for name, times in found.items() if name not in table or times > 1]
