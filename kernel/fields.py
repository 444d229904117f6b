"""Model fields that speak the kernel's types: Period as daterange, Minutes as int4multirange."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Transform
from psycopg.types.multirange import Int4Multirange, Multirange
from psycopg.types.range import DateRange, Int4Range, Range

from kernel.forms import PeriodFormField
from kernel.period import Period
from kernel.week import Minutes


class PeriodField(DateRangeField):
    """A ``daterange`` column that is a :class:`~kernel.period.Period` in Python."""

    form_field = PeriodFormField  # type: ignore[assignment]

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Period | None:
        return period_from_range(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Period):
            return DateRange(value.start, value.end, "[)")
        return super().get_prep_value(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Range):
            return period_from_range(value)
        if isinstance(value, str) and value:
            return period_from_range(super().to_python(value))
        return value

    def value_to_string(self, obj: Any) -> str | None:  # type: ignore[override]
        value = self.value_from_object(obj)
        if value is None:
            return None
        return json.dumps(
            {"lower": value.start.isoformat(), "upper": value.end and value.end.isoformat(), "bounds": "[)"}
        )


def period_from_range(value: Any) -> Period | None:
    """A psycopg range of dates as a Period; an empty or missing range is ``None``."""
    if value is None or value.isempty:
        return None
    lower: date = value.lower
    return Period(lower, value.upper)


class MinutesField(models.Field):  # type: ignore[type-arg]
    """An ``int4multirange`` column that is :class:`~kernel.week.Minutes` in Python."""

    description = "minutes of the week"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Read as text: few weeks are alike by the thousand, so each is taken apart once."""
        return f"{sql}::text", params

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Minutes | None:
        # Values from RETURNING, or of a column within an expression, come as multiranges and not as text.
        return minutes_from_text(value) if isinstance(value, str) else self.to_python(value)

    def to_python(self, value: Any) -> Any:
        return minutes_from_text(str(value)) if isinstance(value, Multirange) else value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Minutes):
            return Int4Multirange([Int4Range(start, end) for start, end in value])
        return super().get_prep_value(value)


@lru_cache(maxsize=4096)
def minutes_from_text(text: str) -> Minutes:
    """An ``int4multirange`` as PostgreSQL writes it: ``{[480,1020),[1920,2460)}``."""
    return Minutes(tuple((int(start), int(end)) for start, end in re.findall(r"(\d+), ?(\d+)", text)))


class MinutesLookup(Lookup):
    """An operator between two sets of minutes; the right side may be Minutes, their spans (as a migration
    writes them down) or another column."""

    operator: ClassVar[str]

    def get_prep_lookup(self) -> Any:
        rhs = Minutes.of(self.rhs) if isinstance(self.rhs, tuple) else self.rhs
        return MinutesField().get_prep_value(rhs) if isinstance(rhs, Minutes) else rhs

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}", (*left_params, *right_params)


@MinutesField.register_lookup
class MinutesOverlap(MinutesLookup):
    """``minutes__overlap``: at least one minute in common."""

    lookup_name = "overlap"
    operator = "&&"


@MinutesField.register_lookup
class MinutesContain(MinutesLookup):
    """``minutes__contains``: every minute of the other."""

    lookup_name = "contains"
    operator = "@>"


@MinutesField.register_lookup
class MinutesContainedBy(MinutesLookup):
    """``minutes__contained_by``: no minute beyond the other's."""

    lookup_name = "contained_by"
    operator = "<@"


@MinutesField.register_lookup
class MinutesEmpty(Transform):
    """``minutes__isempty``: no minute at all."""

    lookup_name = "isempty"
    function = "isempty"
    output_field = models.BooleanField()
