"""Keep what tells of changes small."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from facilities.models import Change

MOST_AT_ONCE = 20_000


@transaction.atomic
def fold_changes() -> int:
    """Replace the rows of each facility by one that weighs as much; returns how many rows fewer there are.

    Whoever reads sees all of the old or the new one, so that no stamp changes. What is being folded elsewhere is left.
    """
    rows = Change.objects.select_for_update(skip_locked=True).order_by("pk").values_list("pk", "facility", "weight")
    found: defaultdict[UUID | None, dict[int, int]] = defaultdict(dict)
    for pk, facility, weight in rows[:MOST_AT_ONCE]:
        found[facility][pk] = weight
    many = {facility: weights for facility, weights in found.items() if len(weights) > 1}
    folded = [pk for weights in many.values() for pk in weights]
    Change.objects.filter(pk__in=folded).delete()
    Change.objects.bulk_create(
        Change(facility_id=facility, weight=sum(weights.values())) for facility, weights in many.items()
    )
    return len(folded) - len(many)
