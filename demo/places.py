"""Put up the provider: its company, buildings, floors, packages, shifts and list prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_UP, Decimal
from uuid import UUID

from accounts.models import LegalEntity
from billing.models import NumberSeries, TaxRate, WithholdingRate
from demo.data import catalogue
from demo.data.facilities import FACILITIES, INCLUSIONS, FacilityFacts
from demo.data.plans import FloorPlan, RoomPlan
from demo.data.provider import LEGAL_ENTITY, SERIES, VAT_PERCENT, VAT_SINCE, WITHHOLDING, WITHHOLDING_SINCE
from demo.drafts import desks, drawing
from facilities.enums import TierKind, WorkstationState
from facilities.models import (
    AddOn,
    AddOnPrice,
    DiscountTier,
    Facility,
    FacilityInclusion,
    Floor,
    Inclusion,
    InclusionTest,
    OpeningHours,
    Package,
    Rate,
    Room,
    ShiftPattern,
    ShiftSpan,
    Workstation,
)
from kernel.period import Period


@dataclass(frozen=True, slots=True)
class Places:
    """What there is, by the short names the tables use."""

    legal_entity: LegalEntity
    facilities: dict[str, Facility]
    packages: dict[str, Package]
    patterns: dict[str, ShiftPattern]
    exclusive_rooms: frozenset[UUID]


def put_up(*, today: date, since: date) -> Places:
    """Everything that is there before the first client; last year's prices count from before ``since``."""
    entity = LegalEntity.objects.create(**LEGAL_ENTITY)
    TaxRate.objects.create(country="PH", name="VAT", percent=VAT_PERCENT, days=Period(VAT_SINCE))
    WithholdingRate.objects.bulk_create(
        WithholdingRate(country="PH", kind=kind, percent=percent, days=Period(WITHHOLDING_SINCE))
        for kind, percent in WITHHOLDING.items()
    )
    NumberSeries.objects.bulk_create(
        NumberSeries(legal_entity=entity, kind=kind, prefix=prefix) for kind, prefix in SERIES.items()
    )
    inclusions = {
        facts.key: Inclusion(
            kind=facts.kind, name=facts.name, specification=facts.specification, level=facts.level, position=place
        )
        for place, facts in enumerate(INCLUSIONS)
    }
    Inclusion.objects.bulk_create(inclusions.values())
    places = Places(
        legal_entity=entity,
        facilities={facts.code: _facility(facts, entity, inclusions, today) for facts in FACILITIES},
        packages=_packages(inclusions),
        patterns=_patterns(),
        exclusive_rooms=frozenset(Room.objects.filter(is_exclusive=True).values_list("pk", flat=True)),
    )
    _list_prices(places, today=today, since=since)
    return places


def _facility(facts: FacilityFacts, entity: LegalEntity, inclusions: dict[str, Inclusion], today: date) -> Facility:
    facility = Facility.objects.create(
        legal_entity=entity,
        name=facts.name,
        slug=facts.slug,
        code=facts.code,
        summary=facts.summary,
        description=facts.description,
        address=facts.address,
        city=facts.city,
        country="PH",
        time_zone="Asia/Manila",
        currency="PHP",
        phone=facts.phone,
        reception_name=facts.reception,
        reception_email=facts.email,
        is_always_open=not facts.opening,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=facility, weekday=weekday, opens=time(opens), closes=time(closes))
        for weekday, opens, closes in facts.opening
    )
    for test in facts.tests:
        here = FacilityInclusion.objects.create(
            facility=facility,
            inclusion=inclusions[test.inclusion],
            specification=test.specification,
            service_level=test.service,
        )
        found = [(test.days_ago, test.fact), *test.before] if test.fact else []
        InclusionTest.objects.bulk_create(
            InclusionTest(inclusion=here, tested_on=today - timedelta(days=ago), fact=fact) for ago, fact in found
        )
    for plan in facts.floors:
        _floor(facility, plan)
    return facility


def _floor(facility: Facility, plan: FloorPlan) -> None:
    width, height = plan.size
    floor = Floor.objects.create(
        facility=facility, name=plan.name, level=plan.level, width=width, height=height, drawing=drawing(plan)
    )
    rooms = {
        room.name: Room(
            floor=floor,
            name=room.name,
            kind=room.kind,
            is_exclusive=room.is_exclusive,
            is_clean_room=room.is_clean_room,
            capacity=_people(room),
            x=room.at[0],
            y=room.at[1],
            width=room.size[0],
            height=room.size[1],
        )
        for room in plan.rooms
    }
    Room.objects.bulk_create(rooms.values())
    Workstation.objects.bulk_create(
        Workstation(
            facility=facility,
            room=rooms[desk.room],
            code=desk.code,
            state=WorkstationState.SPARE if desk.code in plan.spares else WorkstationState.IN_SERVICE,
            row=desk.row,
            position=desk.position,
            x=desk.x,
            y=desk.y,
            rotation=desk.rotation,
            is_sit_stand=desk.row == "A",
        )
        for desk in desks(plan)
    )


def _people(room: RoomPlan) -> int:
    """One person for every three square metres."""
    width, height = room.size
    return width * height // 30_000


def _packages(inclusions: dict[str, Inclusion]) -> dict[str, Package]:
    packages = {}
    for place, facts in enumerate(catalogue.PACKAGES):
        package = Package.objects.create(name=facts.name, slug=facts.slug, summary=facts.summary, position=place)
        package.inclusions.set([inclusions[key] for key in facts.inclusions])
        packages[facts.slug] = package
    return packages


def _patterns() -> dict[str, ShiftPattern]:
    patterns = {}
    for place, facts in enumerate(catalogue.SHIFTS):
        pattern = ShiftPattern.objects.create(name=facts.name, slug=facts.slug, kind=facts.kind, position=place)
        ShiftSpan.objects.bulk_create(
            ShiftSpan(pattern=pattern, weekday=weekday, start=facts.start, length=facts.length)
            for weekday in facts.weekdays
        )
        patterns[facts.slug] = pattern
    return patterns


def _list_prices(places: Places, *, today: date, since: date) -> None:
    """Last year's list until New Year, this year's from then on; the same discounts on both."""
    new_year = today.replace(month=1, day=1)
    lists = (
        (Period(min(since, new_year.replace(year=new_year.year - 1)), new_year), catalogue.LAST_YEAR),
        (Period(new_year), Decimal(1)),
    )
    Rate.objects.bulk_create(
        Rate(
            facility=places.facilities[code],
            package=places.packages[package.slug],
            pattern=places.patterns[shift.slug],
            currency="PHP",
            days=days,
            monthly_net=_to_the_step(day_price * shift.multiplier * factor),
            setup_net=package.setup,
            deposit_months=catalogue.DEPOSIT_MONTHS,
            minimum_seats=package.minimum_seats,
            minimum_months=package.minimum_months,
            notice_days=package.notice_days,
            escalation_percent=package.escalation_percent,
        )
        for days, factor in lists
        for package in catalogue.PACKAGES
        for code, day_price in package.day_price.items()
        for shift in catalogue.SHIFTS
    )
    _add_ons(places, [(lists[0][0], 1 / catalogue.ADD_ON_RISE), (lists[1][0], Decimal(1))])
    DiscountTier.objects.bulk_create(
        DiscountTier(facility=facility, kind=kind, threshold=threshold, percent=percent)
        for facility in places.facilities.values()
        for kind, tiers in _tiers()
        for threshold, percent in tiers.items()
    )


def _add_ons(places: Places, lists: Iterable[tuple[Period, Decimal]]) -> None:
    for position, facts in enumerate(catalogue.ADD_ONS):
        add_on = AddOn.objects.create(
            name=facts.name,
            slug=facts.slug,
            summary=facts.summary,
            charging=facts.charging,
            unit=facts.unit,
            position=position,
        )
        add_on.packages.set([places.packages[slug] for slug in facts.packages])
        AddOnPrice.objects.bulk_create(
            AddOnPrice(
                add_on=add_on, facility=places.facilities[code], currency="PHP", days=days, net=round(price * factor)
            )
            for code, price in facts.price.items()
            for days, factor in lists
        )


def _tiers() -> Iterable[tuple[TierKind, dict[int, int]]]:
    return ((TierKind.SEATS, catalogue.SEAT_DISCOUNTS), (TierKind.MONTHS, catalogue.MONTH_DISCOUNTS))


def _to_the_step(price: Decimal) -> Decimal:
    step = catalogue.PRICE_STEP
    return (price / step).quantize(Decimal(1), ROUND_UP) * step
