"""Lists in pages that stay put while rows come and go: a cursor names the last row seen, not how many were."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.parameters import Asked, Parameters
from api.problems import FieldError, ParametersInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked(Asked):
    """Which page of a list; ``None`` for what was left out."""

    limit: int
    cursor: str | None = None
    ordering: str | None = None


class ListParameters(Parameters):
    """What every list takes."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=25, help_text="How many rows a page has.")
    cursor = serializers.CharField(
        required=False, help_text="Where the page begins, from `next` or `previous` of another page; opaque."
    )

    def value(self, given: dict[str, Any]) -> ListAsked:
        return ListAsked(**given)


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by, never null, and what its values are in Python."""

    path: str
    kind: type[str] | type[int] | type[date] | type[datetime]

    def read(self, value: Any) -> Any:
        """A value of this column from JSON.

        :raises ValueError: for anything else.
        """
        if self.kind is int:
            return int(value)
        if self.kind is str:
            return _text(value)
        moment = self.kind.fromisoformat(value)  # type: ignore[union-attr]
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        return moment


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: just after the row with ``value`` and ``id`` in the order ``name``, or before it if
    ``backwards``."""

    name: str
    backwards: bool
    value: Any
    id: UUID

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        plain = json.dumps([self.name, self.backwards, value, str(self.id)], separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, name: str, order: Order) -> Self:
        """:raises ValueError: for what is no cursor of ``order``, which callers know by ``name``."""
        try:
            plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            named, backwards, value, pk = json.loads(plain)
            if named != name:
                raise ValueError(f"a cursor of {named}, not of {name}")
            return cls(name, bool(backwards), order.read(value), UUID(pk))
        except (TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(str(error)) from error


def _text(value: str) -> str:
    """:raises ValueError: for what no text column can hold: a NUL, half a surrogate pair."""
    if b"\0" in value.encode():
        raise ValueError("no text")
    return value


class KeysetPagination(BasePagination):
    """Pages of rows sorted by one column, ties by id; costs the same however far one has come."""

    def page(self, rows: QuerySet[Any], request: Request, asked: ListAsked, *, name: str, order: Order) -> list[Any]:
        """The rows of the page asked for; afterwards :meth:`links` knows its neighbours.

        :param name: what callers call the order, with ``-`` before it for descending.
        :raises ParametersInvalid: for a cursor that isn't one, or one of another order.
        """
        cursor = _cursor(asked.cursor, name, order)
        backwards = cursor is not None and cursor.backwards
        descending = name.startswith("-") != backwards
        columns = ("-place", "-pk") if descending else ("place", "pk")
        sorted_rows = rows.annotate(place=F(order.path)).order_by(*columns)
        if cursor is not None:
            beyond = "lt" if descending else "gt"
            sorted_rows = sorted_rows.filter(
                Q(**{f"place__{beyond}": cursor.value}) | Q(**{"place": cursor.value, f"pk__{beyond}": cursor.id})
            )
        found = list(sorted_rows[: asked.limit + 1])
        more = len(found) > asked.limit
        page = found[: asked.limit]
        if backwards:
            page.reverse()
        self.request = request
        self.next = Cursor(name, False, page[-1].place, page[-1].pk) if page and (more or backwards) else None
        behind = more if backwards else cursor is not None
        self.previous = Cursor(name, True, page[0].place, page[0].pk) if page and behind else None
        return page

    def links(self) -> dict[str, str | None]:
        return {"next": self._link(self.next), "previous": self._link(self.previous)}

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", str(cursor))

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The page after this one; null on the last."},
                "previous": {**link, "description": "The page before this one; null on the first."},
                "results": schema,
            },
        }


def _cursor(text: str | None, name: str, order: Order) -> Cursor | None:
    if text is None:
        return None
    try:
        return Cursor.read(text, name, order)
    except ValueError:
        sentence = _("This is no cursor of this list in this order. Take it from “next” or “previous” of another page.")
        raise ParametersInvalid([FieldError("cursor_invalid", sentence, parameter="cursor")]) from None
