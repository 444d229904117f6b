"""Equipment of the demo's facilities, and what went wrong with it; days count from the day of loading."""

from __future__ import annotations

from dataclasses import dataclass

from facilities.enums import AssetKind, Severity


@dataclass(frozen=True, slots=True)
class Fleet:
    """One asset for each seat of a facility and ``spares`` in its store, bought together ``days_ago``."""

    facility: str
    kind: AssetKind
    maker: str
    model: str
    specification: str
    serial: str
    spares: int
    days_ago: int
    warranty_days: int


K = AssetKind
FLEETS = (
    Fleet("CEB", K.PC, "Dell", "OptiPlex 7010", "Intel i5-13500, 16 GB, 512 GB SSD", "CEB7010", 6, 640, 1095),
    Fleet("CRK", K.PC, "HP", "Elite Mini 800", "Intel i5-12500T, 16 GB, 256 GB SSD", "8CRK2", 4, 1062, 1095),
    Fleet("MNL", K.PC, "Lenovo", "ThinkCentre M70q", "Intel i7-13700T, 32 GB, 512 GB SSD", "MNLM70", 6, 420, 1095),
    Fleet("MNL", K.MONITOR, "Dell", "P2423", "24 inches, 1920 × 1200", "MNLP24", 8, 420, 1825),
)


@dataclass(frozen=True, slots=True)
class FaultFacts:
    """A fault of the ``seat`` in the order of the facility's codes, seen ``days_ago`` and put right ``hours``
    later, in no hours when it still is not; with ``swap`` a spare of that kind takes the place of what broke."""

    facility: str
    seat: int
    severity: Severity
    what: str
    days_ago: int
    hours: int | None = None
    fix: str = ""
    swap: AssetKind | None = None


S = Severity
FAULTS = (
    FaultFacts("CEB", 3, S.CRITICAL, "PC doesn't start", 148, 1, "PC swapped, the old one goes to Dell", K.PC),
    FaultFacts("CEB", 3, S.MINOR, "Chair squeaks", 61, 20, "Gas spring oiled"),
    FaultFacts("CEB", 41, S.MAJOR, "Network drops every few minutes", 33, 3, "Patch cable replaced"),
    FaultFacts("CEB", 88, S.MAJOR, "Left monitor flickers", 1),
    FaultFacts("CRK", 12, S.CRITICAL, "PC doesn't start", 20, 2, "PC swapped", K.PC),
    FaultFacts("CRK", 30, S.MINOR, "Drawer of the pedestal jams", 5),
    FaultFacts("MNL", 17, S.MAJOR, "Headset socket is loose", 75, 4, "Front panel replaced"),
)
