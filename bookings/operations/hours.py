"""The hours of a shift: free to change until the first seat is let on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from bookings.queries.patterns import is_let
from facilities.errors import PatternInUse
from facilities.models import ShiftPattern, ShiftSpan
from kernel.week import Span


@transaction.atomic
def set_hours(*, pattern: ShiftPattern, spans: Sequence[Span], actor: Actor, now: datetime) -> None:
    """Give a shift its hours; the same hours again change nothing.

    :raises NotAllowed, PatternInUse:
    """
    require(actor, Capability.EDIT_SHIFTS)
    # Conflicts with the lock that a new allocation takes on its shift.
    pattern = ShiftPattern.objects.select_for_update().get(pk=pattern.pk)
    if set(pattern.hours) == set(spans):
        return
    if is_let(pattern):
        raise PatternInUse
    pattern.spans.all().delete()
    ShiftSpan.objects.bulk_create(
        ShiftSpan(pattern=pattern, weekday=span.weekday, start=span.start, length=span.length) for span in spans
    )
    record(actor=actor, verb="facilities.hours_changed", subject=pattern, now=now)
