"""What stands in the facilities and hangs on their walls, and what goes wrong there over the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile

from demo.data.certificates import CERTIFICATES
from demo.data.equipment import FAULTS, FLEETS, FaultFacts
from demo.data.photos import ALBUM, PHOTOS, PhotoFacts
from demo.world import World
from facilities.attachments import picture_of
from facilities.enums import AssetKind, HolidayService, WorkstationState
from facilities.models import Certificate, Facility, Fault, Photo, Workstation
from facilities.operations import add_public_holidays, change_state, fix_fault, report_fault, swap_assets
from facilities.queries.assets import in_store, placed_at
from floorplans.operations.inventory import apply
from kernel.period import Period


def furnish(world: World, now: datetime) -> None:
    """Write two years' public holidays into every calendar, hang up certificates and pictures, bring the equipment."""
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
    for code, pictures in PHOTOS.items():
        for position, facts in enumerate(pictures):
            _hang(facts, world.places.facilities[code], position)
    apply(tables={"assets": list(_assets(world))}, actor=opal, now=now)


def _hang(facts: PhotoFacts, facility: Facility, position: int) -> None:
    content = (ALBUM / facts.file).read_bytes()
    picture = picture_of(content)
    assert picture is not None, facts.file
    Photo.objects.create(
        facility=facility,
        file=ContentFile(content, name=facts.file),
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        alt_text=facts.shows,
        caption=facts.caption,
        position=position,
    )


def _assets(world: World) -> Iterator[dict[str, Any]]:
    """Rows as the inventory workbook has them."""
    for fleet in FLEETS:
        bought = world.story.today - timedelta(days=fleet.days_ago)
        facility = world.places.facilities[fleet.facility]
        codes = list(facility.workstations.order_by("code").values_list("code", flat=True))
        for number, code in enumerate([*codes, *[""] * fleet.spares], start=1):
            yield {
                "facility": fleet.facility,
                "kind": fleet.kind.value,
                "maker": fleet.maker,
                "serial": f"{fleet.serial}-{number:04}",
                "model": fleet.model,
                "specification": fleet.specification,
                "bought_on": bought,
                "warranty_until": bought + timedelta(days=fleet.warranty_days),
                "workstation": code,
            }


def plan_upkeep(world: World) -> None:
    """Faults over the year, and a spare seat that is out of use for a while."""
    for facts in FAULTS:
        day = world.story.today - timedelta(days=facts.days_ago)
        world.story.plan(world.story.office_hours(day), partial(_report, world, facts))
    for days_ago, state, reason in (
        (96, WorkstationState.RETIRED, "The air conditioning drips on it"),
        (82, WorkstationState.SPARE, "Drain mended, desk dried"),
    ):
        day = world.story.today - timedelta(days=days_ago)
        world.story.plan(world.story.office_hours(day), partial(_change_a_spare, world, state, reason))


def _report(world: World, facts: FaultFacts, now: datetime) -> None:
    facility = world.places.facilities[facts.facility]
    seat = facility.workstations.order_by("code")[facts.seat]
    fault = report_fault(
        workstation=seat,
        severity=facts.severity,
        what=facts.what,
        opened_at=now - timedelta(minutes=10),
        actor=world.cast.staff("opal"),
        now=now,
    )
    if facts.hours is not None:
        world.story.plan(now + timedelta(hours=facts.hours), partial(_put_right, world, fault, facts))


def _put_right(world: World, fault: Fault, facts: FaultFacts, now: datetime) -> None:
    opal = world.cast.staff("opal")
    if facts.swap is not None:
        _swap(world, fault.workstation, facts.swap, now)
    fix_fault(fault=fault, fix=facts.fix, fixed_at=now, actor=opal, now=now)


def _swap(world: World, seat: Workstation, kind: AssetKind, now: datetime) -> None:
    broken = placed_at(seat).get(asset__kind=kind).asset
    spare = in_store().filter(facility=seat.facility, kind=kind).order_by("serial")[0]
    swap_assets(one=broken, other=spare, actor=world.cast.staff("opal"), now=now)


def _change_a_spare(world: World, state: WorkstationState, reason: str, now: datetime) -> None:
    """The first seat of Cebu that is in no service anyway."""
    spares = world.places.facilities["CEB"].workstations.exclude(state=WorkstationState.IN_SERVICE)
    first = spares.order_by("code")[0]
    change_state(workstations=[first.pk], state=state, reason=reason, actor=world.cast.staff("opal"), now=now)
