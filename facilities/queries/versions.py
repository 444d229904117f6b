"""Version tokens: they tell that what a facility offers may have changed, without looking at its seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Sum, Value

from facilities.models import Facility, FacilityRevision, Occupancy
from facilities.queries.conflicts import within


def version_tokens(facilities: Iterable[Facility], *, now: datetime) -> dict[UUID, str]:
    """A short text for each facility, by its id, that is another one after every commit that may alter who sits where,
    what is drawn, what is offered or what it costs, and when a hold runs out; one query.

    As long as it is the same, so is every answer of this app's queries about that facility for the same arguments:
    it may be part of a key under which an answer is kept. To keep one rightly:

    - read the tokens first, then the answer: an answer newer than its token does no harm, an older one would stay;
    - write nothing between the two;
    - put what else the answer depends on into the key: the days asked about, the client, the language.

    It says nothing of other apps' rows, such as bookings. Two tokens of a facility are never the same by a rollback
    or a restored backup, as tokens are drawn by chance (docs/adr/0011-stamps-tell-of-change.md).
    """
    facilities = list(facilities)
    changes = (
        FacilityRevision.objects.filter(Q(facility__in=facilities) | Q(facility__isnull=True))
        .order_by()
        .values_list("facility")
        .annotate(token=Sum("token"), run_out=Value(0))
    )
    run_out = (
        Occupancy.objects.unreleased()
        .filter(within(facilities), expires_at__lte=now)
        .order_by()
        .values_list("room__floor__facility")
        .annotate(token=Value(0), run_out=Count("pk"))
    )
    tokens: defaultdict[UUID | None, int] = defaultdict(int)
    gone: defaultdict[UUID | None, int] = defaultdict(int)
    # One statement sees one state of the database.
    for facility, token, holds in changes.union(run_out, all=True):
        tokens[facility] += int(token)
        gone[facility] += holds
    return {place.pk: f"{tokens[place.pk] + tokens[None]:x}-{gone[place.pk]}" for place in facilities}
