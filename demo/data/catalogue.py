"""Packages, shifts and list prices, at the trade's price points for Philippine seats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from facilities.enums import AddOnUnit, Charging, ShiftKind

WEEKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
EVERY_DAY = (*WEEKDAYS, *WEEKEND)


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """``start`` and ``length`` in minutes of the facility's time; ``multiplier`` of the day shift's price."""

    slug: str
    name: str
    kind: ShiftKind
    weekdays: tuple[int, ...]
    start: int
    length: int
    multiplier: Decimal


# Early for Australia and New Zealand, mid for Britain and Ireland, night for North America. A desk can be shared by
# day and night, early and night, or early and mid, with a quarter of an hour or more between them.
SHIFTS = (
    ShiftFacts("day", "Day, Mon–Fri 08:00–17:00", ShiftKind.DAY, WEEKDAYS, 8 * 60, 9 * 60, Decimal("1.00")),
    ShiftFacts("night", "Night, Mon–Fri 21:00–06:00", ShiftKind.NIGHT, WEEKDAYS, 21 * 60, 9 * 60, Decimal("1.08")),
    ShiftFacts("24h", "24 hours, every day", ShiftKind.ROUND_THE_CLOCK, EVERY_DAY, 0, 24 * 60, Decimal("1.90")),
    ShiftFacts("early", "Early, Mon–Fri 06:30–15:30", ShiftKind.DAY, WEEKDAYS, 6 * 60 + 30, 9 * 60, Decimal("1.00")),
    ShiftFacts("mid", "Mid, Mon–Fri 16:00–01:00", ShiftKind.DAY, WEEKDAYS, 16 * 60, 9 * 60, Decimal("1.05")),
    ShiftFacts("weekend", "Weekend, Sat–Sun 08:00–17:00", ShiftKind.WEEKEND, WEEKEND, 8 * 60, 9 * 60, Decimal("0.40")),
)


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """``day_price`` by facility code: pesos per seat and month, net, for the day shift of this year's list."""

    slug: str
    name: str
    summary: str
    inclusions: tuple[str, ...]
    day_price: dict[str, int]
    setup: int
    minimum_seats: int
    minimum_months: int
    notice_days: int
    escalation_percent: Decimal


BARE = ("desk", "chair", "internet", "generator", "ups", "guards", "access", "aircon", "pantry", "quarters", "rooms")
PACKAGES = (
    PackageFacts(
        "standard", "Standard", "A desk with PC and headset, ready to take calls.",
        (*BARE, "pc", "headset", "it"), {"CEB": 6500, "CRK": 5600, "MNL": 8200},
        setup=2500, minimum_seats=1, minimum_months=3, notice_days=60, escalation_percent=Decimal(5),
    ),
    PackageFacts(
        "basic", "Basic", "Desk, power and internet; you bring your own computers.",
        (*BARE,), {"CEB": 4900, "CRK": 4300, "MNL": 6400},
        setup=1200, minimum_seats=1, minimum_months=1, notice_days=30, escalation_percent=Decimal(5),
    ),
    PackageFacts(
        "pro", "Pro / PCI", "Two monitors, your own network and clean-room rules, for card data and health records.",
        (*BARE, "pc2", "headset", "vlan", "it", "clean"), {"CEB": 8200, "MNL": 10400},
        setup=5500, minimum_seats=5, minimum_months=6, notice_days=60, escalation_percent=Decimal(6),
    ),
)  # fmt: skip

DEPOSIT_MONTHS = Decimal(2)
# Last year's list was this much lower; prices are rounded to the next 50 pesos.
LAST_YEAR = Decimal("0.95")
PRICE_STEP = 50

SEAT_DISCOUNTS = {10: 3, 25: 5, 50: 8, 100: 12}
MONTH_DISCOUNTS = {12: 4, 24: 7, 36: 10}


@dataclass(frozen=True, slots=True)
class AddOnFacts:
    """``price`` by facility, in pesos; ``packages`` it goes with, none = every package."""

    slug: str
    name: str
    summary: str
    charging: Charging
    unit: AddOnUnit
    price: dict[str, int]
    packages: tuple[str, ...] = ()


C, U = Charging, AddOnUnit
ADD_ONS = (
    AddOnFacts(
        "second-monitor", "Second monitor", "24-inch, on an arm", C.RECURRING, U.SEAT,
        {"CEB": 450, "CRK": 400, "MNL": 500}, ("standard",),
    ),
    AddOnFacts(
        "spare-pc", "Spare PC on the floor", "Imaged like yours, swapped in minutes", C.RECURRING, U.BOOKING,
        {"CEB": 1800, "CRK": 1600, "MNL": 2100}, ("standard", "pro"),
    ),
    AddOnFacts(
        "static-ip", "Static IP address", "For your allowlists", C.RECURRING, U.BOOKING,
        {"CEB": 1500, "CRK": 1500, "MNL": 1500}, ("basic", "standard"),
    ),
    AddOnFacts(
        "parking", "Parking slot", "Covered, with a sticker", C.RECURRING, U.BOOKING,
        {"CEB": 3200, "CRK": 1200, "MNL": 4800},
    ),
    AddOnFacts(
        "image", "Your own disk image", "Built with your IT, tested on one seat, rolled out to all", C.ONE_OFF, U.SEAT,
        {"CEB": 350, "CRK": 350, "MNL": 400}, ("standard", "pro"),
    ),
    AddOnFacts(
        "training-room", "Training room", "20 places, screen and whiteboard", C.PER_USE, U.HOUR,
        {"CEB": 750, "CRK": 600},
    ),
)  # fmt: skip
# Prices of add-ons went up this much with the year.
ADD_ON_RISE = Decimal("1.05")
