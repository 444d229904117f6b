"""Keep what tells of changes small."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from facilities.models import FacilityRevision

MOST_AT_ONCE = 20_000


@transaction.atomic
def compact_revisions() -> int:
    """Replace the rows of each facility by one with the sum of their tokens; returns how many rows fewer there are.

    Whoever reads sees all of the old or the new one, so that no version token changes. What is being compacted
    elsewhere is left.
    """
    rows = (
        FacilityRevision.objects.select_for_update(skip_locked=True)
        .order_by("pk")
        .values_list("pk", "facility", "token")
    )
    found: defaultdict[UUID | None, dict[int, int]] = defaultdict(dict)
    for pk, facility, token in rows[:MOST_AT_ONCE]:
        found[facility][pk] = token
    many = {facility: tokens for facility, tokens in found.items() if len(tokens) > 1}
    compacted = [pk for tokens in many.values() for pk in tokens]
    FacilityRevision.objects.filter(pk__in=compacted).delete()
    FacilityRevision.objects.bulk_create(
        FacilityRevision(facility_id=facility, token=sum(tokens.values())) for facility, tokens in many.items()
    )
    return len(compacted) - len(many)
