"""Query parameters: declared, checked, and refused when nobody knows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from api.problems import FieldError, ParametersInvalid, flat

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@extend_schema_field({"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"})
class SlugOf(serializers.SlugRelatedField[Any]):
    """Something by its slug."""

    def __init__(self, queryset: QuerySet[Any], *, unknown: str | _StrPromise, **kwargs: Any) -> None:
        """:param unknown: what to say when there is none, with ``{value}``."""
        super().__init__(queryset=queryset, slug_field="slug", error_messages={"does_not_exist": unknown}, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        # Whatever is no slug is not worth a query, and some of it (a NUL) the database can't be asked about.
        if not slug_re.fullmatch(data):
            self.fail("does_not_exist", value=data)
        return super().to_internal_value(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an endpoint was asked, by the names of its parameters."""


class Parameters(serializers.Serializer[Any]):
    """What an endpoint may be asked: one field a parameter. A ``ListField`` may be given repeatedly."""

    def value(self, given: dict[str, Any]) -> Any:
        """The checked parameters ``given``, as the one value that the endpoint works with."""
        return Asked()


def asked(declared: type[Parameters], request: Request) -> Any:
    """The parameters of a request as one value, see :meth:`Parameters.value`.

    Misspelt, repeated and empty ones are refused: ignoring them would answer with more than was asked for.

    :raises ParametersInvalid: naming every fault at once.
    """
    query: QueryDict = request.query_params
    fields = declared(context={"request": request})
    repeatable = {name for name, field in fields.fields.items() if isinstance(field, serializers.ListField)}
    field_errors = [_unknown(name, list(fields.fields)) for name in query if name not in fields.fields]
    field_errors += [
        FieldError("repeated", _("Give this parameter once."), parameter=name)
        for name in query
        if name in fields.fields and name not in repeatable and len(query.getlist(name)) > 1
    ]
    # A plain dict, not the QueryDict: what is missing from a form is false or empty, what is missing here is missing.
    given = {name: query.getlist(name) if name in repeatable else query[name] for name in query}
    serializer = declared(data=given, context={"request": request})
    if not serializer.is_valid():
        field_errors += _field_errors(serializer.errors)
    if field_errors:
        raise ParametersInvalid(field_errors)
    return serializer.value(dict(serializer.validated_data))


def _unknown(name: str, known: list[str]) -> FieldError:
    if near := get_close_matches(name, known, n=1):
        sentence = _("There is no parameter “%(name)s”. Did you mean “%(near)s”?") % {"name": name, "near": near[0]}
    elif known:
        words = {"name": name, "known": ", ".join(known)}
        sentence = _("There is no parameter “%(name)s”. Choose from %(known)s.") % words
    else:
        sentence = _("There is no parameter “%(name)s”; this address takes none.") % {"name": name}
    return FieldError("unknown_parameter", sentence, parameter=name)


def _field_errors(errors: Any) -> Iterator[FieldError]:
    for name, found in errors.items():
        for _at, error in flat(found):
            yield FieldError(str(error.code), str(error), parameter=name)
