"""What facilities show of themselves besides floors and prices: holidays, and the certificates they hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.data.certificates import CERTIFICATES
from demo.world import World
from facilities.enums import HolidayService
from facilities.models import Certificate
from facilities.operations import add_public_holidays
from kernel.period import Period


def furnish(world: World, now: datetime) -> None:
    """Write two years' public holidays into every calendar, and hang the certificates on the wall."""
    today, opal = world.story.today, world.cast.staff("opal")
    for facility in world.places.facilities.values():
        for year in (today.year, today.year + 1):
            add_public_holidays(facility=facility, year=year, service=HolidayService.OPEN, actor=opal, now=now)
        facility.holidays.filter(name__contains="Christmas").update(
            service=HolidayService.REDUCED, note="Two people on IT support instead of five"
        )
        facility.holidays.filter(day__month=1, day__day=1).update(
            service=HolidayService.REDUCED, note="Access cards and deliveries from 2 January"
        )
    Certificate.objects.bulk_create(
        Certificate(
            facility=world.places.facilities[code],
            kind=facts.kind,
            number=facts.number,
            issuer=facts.issuer,
            days=Period.inclusive(
                today - timedelta(days=facts.since_days_ago), today + timedelta(days=facts.days_left)
            ),
        )
        for code, held in CERTIFICATES.items()
        for facts in held
    )
