"""Write a year's public holidays into a facility's calendar."""

from __future__ import annotations

from datetime import datetime

import holidays
from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.enums import HolidayService
from facilities.models import Facility, Holiday


@transaction.atomic
def add_public_holidays(*, facility: Facility, year: int, service: HolidayService, actor: Actor, now: datetime) -> int:
    """Add those of the facility's country and region that aren't there yet, to be changed or removed afterwards;
    returns how many. What stands on a day already stays as it is.

    :raises NotAllowed:
    :raises NoHolidaysKnown: when nobody has written down those of this country or region.
    """
    require(actor, Capability.EDIT_PLACES, facility=facility)
    country, subdivision = str(facility.country), facility.subdivision
    try:
        known = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError:
        raise errors.NoHolidaysKnown(country=country, subdivision=subdivision) from None
    # The facility's row: two people who press the button at once are not told that a day is there already.
    Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
    there = set(facility.holidays.filter(day__year=year).values_list("day", flat=True))
    new = [
        Holiday(facility=facility, day=day, name=name[:120], service=service)
        for day, name in sorted(known.items())
        if day not in there
    ]
    Holiday.objects.bulk_create(new)
    if new:
        record(
            actor=actor, verb="facilities.holidays_added", subject=facility, now=now, year=year, days=len(new),
            service=service,
        )  # fmt: skip
    return len(new)
