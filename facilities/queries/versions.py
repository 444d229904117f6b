"""Whether what a facility offers may be otherwise than when somebody last looked, without looking at its seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Sum, Value

from facilities.models import Change, Facility, Occupancy
from facilities.queries.availability import within


def stamps(facilities: Iterable[Facility], *, now: datetime) -> dict[UUID, str]:
    """A short text for each facility, by its id, that is another one after every commit that may alter who sits where,
    what is drawn, what is offered or what it costs, and when a hold runs out; one query.

    As long as it is the same, so is every answer of this room's queries about that facility for the same arguments:
    it may be part of a key under which an answer is kept. To keep one rightly:

    - read the stamps first, then the answer: an answer newer than its stamp does no harm, an older one would stay;
    - write nothing between the two;
    - put what else the answer depends on into the key: the days asked about, the client, the language.

    It says nothing of other rooms' rows, such as bookings. Two stamps of a facility are never the same by a rollback
    or a restored backup, as weights are drawn by chance (docs/adr/0011-stamps-tell-of-change.md).
    """
    facilities = list(facilities)
    changes = (
        Change.objects.filter(Q(facility__in=facilities) | Q(facility__isnull=True))
        .order_by()
        .values_list("facility")
        .annotate(weight=Sum("weight"), run_out=Value(0))
    )
    run_out = (
        Occupancy.objects.unreleased()
        .filter(within(facilities), expires_at__lte=now)
        .order_by()
        .values_list("room__floor__facility")
        .annotate(weight=Value(0), run_out=Count("pk"))
    )
    weights: defaultdict[UUID | None, int] = defaultdict(int)
    gone: defaultdict[UUID | None, int] = defaultdict(int)
    # One statement sees one state of the database.
    for facility, weight, holds in changes.union(run_out, all=True):
        weights[facility] += int(weight)
        gone[facility] += holds
    return {place.pk: f"{weights[place.pk] + weights[None]:x}-{gone[place.pk]}" for place in facilities}
