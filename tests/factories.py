"""Rows that tests need and don't want to spell out. Every maker saves; what a test is about it passes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from accounts.actors import Actor, KeyHolder
from accounts.capabilities import Duty
from accounts.enums import DEFAULT_SCOPES, Role
from accounts.models import ApiKey, Client, LegalEntity, Member, Partner, User
from facilities.enums import AssetKind, CertificateKind, InclusionKind, Severity, ShiftKind
from facilities.models import (
    AddOn,
    AddOnPrice,
    Asset,
    Certificate,
    DiscountTier,
    Facility,
    FacilityInclusion,
    Fault,
    Floor,
    Inclusion,
    InclusionTest,
    OpeningHours,
    Package,
    Photo,
    Rate,
    Room,
    ShiftPattern,
    ShiftSpan,
    Workstation,
)
from kernel.period import Period
from tests.pictures import png

_number = count(1)

EVERY_DAY = range(7)
WEEKDAYS = range(5)

# --- Who -------------------------------------------------------------------------------------------------------


def make_user(name: str, **fields: Any) -> User:
    """A person at ``<name>@example.com``, without a password: nobody signs in unless the test says how."""
    return User.objects.create(**{"email": f"{name.lower()}@example.com", "name": name, **fields})


def make_staff(name: str, *duties: Duty) -> User:
    """One of our own people, with these duties."""
    user = make_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=duties))
    return user


def make_client(name: str, **fields: Any) -> Client:
    """A company whose details are complete, so that it may submit."""
    details = {
        "legal_name": f"{name} Incorporated",
        "country": "PH",
        "address": "1 Ayala Avenue\nMakati",
        "billing_name": f"{name} Accounts",
        "billing_email": f"accounts@{name.lower()}.example.com",
        "time_zone": "Asia/Manila",
    }
    return Client.objects.create(name=name, **{**details, **fields})


def make_member(client: Client, name: str, role: Role) -> User:
    """A person with a place in a company."""
    user = make_user(name)
    Member.objects.create(client=client, user=user, role=role)
    return user


def make_partner(name: str) -> Partner:
    return Partner.objects.create(name=name, email=f"{name.lower()}@example.com")


def make_key(
    *, client: Client | None = None, partner: Partner | None = None, scopes: Sequence[str] = DEFAULT_SCOPES
) -> Actor:
    """Somebody at the API, acting with a key of a client or a partner."""
    key = ApiKey(name="test", client=client, partner=partner, scopes=list(scopes))
    ApiKey.objects.assign_key(key)
    key.save(force_insert=True)
    return KeyHolder(key)


def make_legal_entity(**fields: Any) -> LegalEntity:
    number = next(_number)
    values = {
        "name": f"Seats Unlimited {number} Incorporated",
        "country": "PH",
        "address": "Cebu IT Park\nCebu City",
        "tax_id": f"{number:09}",
        "billing_email": "billing@example.com",
    }
    return LegalEntity.objects.create(**{**values, **fields})


# --- What there is ---------------------------------------------------------------------------------------------


def make_pattern(
    slug: str, start: time, hours: float, *, weekdays: Iterable[int] = WEEKDAYS, kind: ShiftKind = ShiftKind.DAY
) -> ShiftPattern:
    """A shift that begins at ``start`` on each of ``weekdays`` and lasts ``hours``."""
    pattern = ShiftPattern.objects.create(name=slug.capitalize(), slug=slug, kind=kind)
    ShiftSpan.objects.bulk_create(
        ShiftSpan(pattern=pattern, weekday=day, start=start.hour * 60 + start.minute, length=round(hours * 60))
        for day in weekdays
    )
    return pattern


def make_package(slug: str = "standard") -> Package:
    """A desk and a PC."""
    package = Package.objects.create(name=slug.capitalize(), slug=slug)
    desk, _ = Inclusion.objects.get_or_create(name="Desk", defaults={"kind": InclusionKind.DESK})
    pc, _ = Inclusion.objects.get_or_create(name="PC", defaults={"kind": InclusionKind.PC})
    package.inclusions.set([desk, pc])
    return package


def make_facility(name: str = "", **fields: Any) -> Facility:
    """A building in Cebu without floors; ``name`` also gives its slug and code."""
    name = name or f"Place {next(_number)}"
    values: dict[str, Any] = {
        "name": name,
        "slug": name.lower().replace(" ", "-"),
        "code": name.replace(" ", "")[-8:].upper(),
        "summary": "Seats.",
        "address": "Cebu IT Park",
        "city": "Cebu",
        "country": "PH",
        "time_zone": "Asia/Manila",
        "currency": "PHP",
    }
    if "legal_entity" not in fields:
        values["legal_entity"] = make_legal_entity()
    return Facility.objects.create(**{**values, **fields})


def make_room(
    facility: Facility, name: str, rows: dict[str, int], *, level: int = 1, is_exclusive: bool = False, **fields: Any
) -> list[Workstation]:
    """A room with ``rows`` of seats side by side, such as ``{"A": 4}`` for A1 … A4, and its seats in that order."""
    floor, _ = Floor.objects.get_or_create(
        facility=facility, level=level, defaults={"name": f"Level {level}", "width": 4000, "height": 3000}
    )
    room = Room.objects.create(floor=floor, name=name, width=1000, height=1000, is_exclusive=is_exclusive, **fields)
    return Workstation.objects.bulk_create(
        Workstation(
            facility=facility,
            room=room,
            code=f"{row}{position}",
            row=row,
            position=position,
            x=150 * position,
            y=200 * number,
        )
        for number, (row, length) in enumerate(rows.items())
        for position in range(1, length + 1)
    )


def make_rate(
    facility: Facility, package: Package, pattern: ShiftPattern, monthly: str = "9000", **fields: Any
) -> Rate:
    """A list price in the facility's currency, from 2020 on, with 60 days' notice."""
    values: dict[str, Any] = {
        "currency": facility.currency,
        "days": Period(date(2020, 1, 1)),
        "monthly_net": Decimal(monthly),
        "setup_net": Decimal(1500),
        "deposit_months": Decimal(2),
        "notice_days": 60,
    }
    return Rate.objects.create(facility=facility, package=package, pattern=pattern, **{**values, **fields})


def make_certificate(facility: Facility, kind: CertificateKind, days: Period, **fields: Any) -> Certificate:
    return Certificate.objects.create(facility=facility, kind=kind, days=days, issuer="An auditor", **fields)


def make_fault(seat: Workstation, opened_at: datetime, **fields: Any) -> Fault:
    """A dead PC."""
    values = {"severity": Severity.CRITICAL, "what": "PC is dead", "opened_at": opened_at}
    return Fault.objects.create(workstation=seat, **{**values, **fields})


def make_fact(facility: Facility, inclusion: str, tested_on: date, fact: str) -> InclusionTest:
    """What a test of an inclusion found; the inclusion comes along."""
    found, _ = Inclusion.objects.get_or_create(name=inclusion, defaults={"kind": InclusionKind.POWER})
    here, _ = FacilityInclusion.objects.get_or_create(facility=facility, inclusion=found)
    return InclusionTest.objects.create(inclusion=here, tested_on=tested_on, fact=fact)


def make_add_on(slug: str, charging: str = "recurring", unit: str = "seat", **fields: Any) -> AddOn:
    return AddOn.objects.create(name=slug.capitalize(), slug=slug, charging=charging, unit=unit, **fields)


def make_add_on_price(add_on: AddOn, facility: Facility, net: str, **fields: Any) -> AddOnPrice:
    """In the facility's currency, from 2020 on, unless told."""
    values: dict[str, Any] = {"currency": facility.currency, "days": Period(date(2020, 1, 1)), "net": Decimal(net)}
    return AddOnPrice.objects.create(add_on=add_on, facility=facility, **{**values, **fields})


def make_asset(facility: Facility, serial: str = "", **fields: Any) -> Asset:
    """A PC in the store."""
    values = {"kind": AssetKind.PC, "maker": "Dell", "serial": serial or f"SN-{next(_number)}"}
    return Asset.objects.create(facility=facility, **{**values, **fields})


def make_photo(facility: Facility, alt_text: str = "Rows of desks", **fields: Any) -> Photo:
    """A picture three pixels wide."""
    values = {"content_type": "image/png", "width": 3, "height": 2, "file": ContentFile(png(), name="photo")}
    return Photo.objects.create(facility=facility, alt_text=alt_text, **{**values, **fields})


def make_opening_hours(facility: Facility, weekday: int, opens: int, closes: int) -> OpeningHours:
    return OpeningHours.objects.create(
        facility=facility, weekday=weekday, opens=time(opens), closes=time(closes)
    )  # fmt: skip


def make_tier(facility: Facility, kind: str, threshold: int, percent: str) -> DiscountTier:
    return DiscountTier.objects.create(facility=facility, kind=kind, threshold=threshold, percent=Decimal(percent))
