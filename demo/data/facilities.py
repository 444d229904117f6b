"""Three facilities, what comes with a seat there, and what was tested when."""

from __future__ import annotations

from dataclasses import dataclass

from demo.data import plans
from facilities.enums import InclusionKind, InclusionLevel


@dataclass(frozen=True, slots=True)
class InclusionFacts:
    key: str
    kind: InclusionKind
    name: str
    specification: str
    level: InclusionLevel = InclusionLevel.SEAT


K, SITE = InclusionKind, InclusionLevel.SITE
INCLUSIONS = (
    InclusionFacts("desk", K.DESK, "Desk", "120 × 60 cm, with cable tray and pedestal"),
    InclusionFacts("chair", K.DESK, "Ergonomic chair", "Adjustable back, arms and lumbar support"),
    InclusionFacts("pc", K.PC, "PC with one monitor", "Intel i5 (12th generation), 16 GB, 24-inch display, Windows 11"),
    InclusionFacts("pc2", K.PC, "PC with two monitors", "Intel i7 (13th generation), 32 GB, 2 × 24-inch displays"),
    InclusionFacts("headset", K.PC, "Noise-cancelling headset", "Wired USB, binaural"),
    InclusionFacts("internet", K.INTERNET, "Two internet providers", "Fibre, automatic failover, 30/10 Mbps per seat"),
    InclusionFacts("vlan", K.INTERNET, "Own VLAN and static IP", "Separate network segment, firewall rules on request"),
    InclusionFacts("generator", K.POWER, "Generator for everything", "Seats, network and air conditioning", SITE),
    InclusionFacts("ups", K.POWER, "UPS at every seat", "Bridges the generator's start"),
    InclusionFacts("it", K.IT_SUPPORT, "IT support, 24/7", "On the floor; a dead PC is swapped, or you move", SITE),
    InclusionFacts("guards", K.SECURITY, "Guards and CCTV, 24/7", "Recordings are kept for 30 days", SITE),
    InclusionFacts("access", K.SECURITY, "Access cards", "Follow the lease and the shift"),
    InclusionFacts(
        "clean", K.SECURITY, "Clean-room rules", "No phones, paper or pens; lockers and a guard outside", SITE
    ),
    InclusionFacts("aircon", K.AMENITY, "Air conditioning, 24/7", "No charge after hours", SITE),
    InclusionFacts("pantry", K.AMENITY, "Pantry", "Coffee, water, microwaves, fridge", SITE),
    InclusionFacts(
        "quarters", K.AMENITY, "Sleeping quarters", "For night workers, as RA 10151 asks of their employer", SITE
    ),
    InclusionFacts("clinic", K.AMENITY, "Clinic and first aid", "Nurse on duty from 18:00 to 06:00", SITE),
    InclusionFacts("rooms", K.AMENITY, "Meeting and training rooms", "By reservation", SITE),
    InclusionFacts("parking", K.AMENITY, "Parking", "Per slot and month, subject to availability", SITE),
)


@dataclass(frozen=True, slots=True)
class Test:
    """What an inclusion is here: its ``specification``, the ``fact`` found and how many ``days_ago``, and
    what earlier tests found."""

    inclusion: str
    specification: str = ""
    fact: str = ""
    days_ago: int = 0
    before: tuple[tuple[int, str], ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True)
class FacilityFacts:
    code: str
    slug: str
    name: str
    city: str
    summary: str
    description: str
    address: str
    phone: str
    reception: str
    email: str
    floors: tuple[plans.FloorPlan, ...]
    tests: tuple[Test, ...]
    opening: tuple[tuple[int, int, int], ...] = ()
    """Weekday and the hours from and until which the reception is open; none = round the clock."""


EVERYWHERE = (
    Test("desk"),
    Test("chair"),
    Test("pc"),
    Test("pc2"),
    Test("headset", service="swapped at the counter"),
    Test("vlan"),
    Test("it", service="answered in 15 minutes, 24/7"),
    Test("access"),
    Test("aircon"),
    Test("pantry"),
    Test("rooms"),
)

FACILITIES = (
    FacilityFacts(
        code="CEB",
        slug="cebu-it-park",
        name="Cebu IT Park",
        city="Cebu",
        summary="Two floors in the middle of Cebu's call-centre district, with a PCI clean room.",
        description=(
            "Two floors of Bituin Centre, five minutes' walk from the jeepney terminal and open day and night. "
            "Most teams here work American nights; Australian teams share their desks by day. Level 6 has the clean "
            "room, sleeping quarters and a training room for 20."
        ),
        address="Levels 5 and 6, Bituin Centre\nGeonzon Street, Cebu IT Park, Lahug\nCebu City 6000",
        phone="+63 32 555 0142",
        reception="Joy Abella, community manager",
        email="cebu@sinagtala.example",
        floors=plans.CEBU,
        tests=(
            *EVERYWHERE,
            Test(
                "internet",
                "Two fibres, 1 Gbps each",
                "Separate ducts; failover took 38 s",
                24,
                ((115, "Separate ducts; failover took 41 s"), (206, "Separate ducts; failover took 73 s")),
            ),
            Test(
                "generator",
                "2 × 500 kVA, fuel for 36 h",
                "Took the full load after 11 s; ran for 2 h",
                17,
                ((45, "Took the full load after 12 s; ran for 1 h"), (76, "Started at the second try, after 26 s")),
            ),
            Test(
                "ups",
                "Line-interactive, 1 kVA for two seats",
                "Held 14 min at full load",
                52,
                ((233, "Held 16 min at full load"),),
            ),
            Test("guards", "Four guards by night, 46 cameras", "All cameras recorded; clocks within 1 s", 9),
            Test("clean", "Level 6, walk-through metal detector", "Checked against PCI DSS 4.0.1, section 9", 75),
            Test("quarters", "16 bunks, separate for women and men", "Inspected by the building's nurse", 31),
            Test("clinic"),
            Test("parking", "40 slots in the basement"),
        ),
    ),
    FacilityFacts(
        code="CRK",
        slug="clark-freeport",
        name="Clark Freeport",
        city="Clark",
        summary="In the Freeport, an hour from the capital's traffic and at the lowest price of the three.",
        description=(
            "One quiet floor beside the airport road. People live near, so they stay: teams that moved here from "
            "Manila tell us of half the attrition. Parking is plentiful and buses stop at the door."
        ),
        address="Level 2, Sacobia Exchange\nJose Abad Santos Avenue, Clark Freeport Zone\nMabalacat 2023, Pampanga",
        phone="+63 45 555 0178",
        reception="Ramil Pineda, community manager",
        email="clark@sinagtala.example",
        floors=plans.CLARK,
        opening=(*((weekday, 6, 22) for weekday in range(5)), (5, 8, 17)),
        tests=(
            *EVERYWHERE,
            Test("internet", "Two fibres, 500 Mbps each", "Separate ducts; failover took 52 s", 38),
            Test("generator", "600 kVA, fuel for 48 h", "Took the full load after 14 s; ran for 1 h", 12),
            Test("ups", "Line-interactive, 1 kVA for two seats", "Held 11 min at full load", 66),
            Test("guards", "Two guards by night, 22 cameras", "All cameras recorded; clocks within 2 s", 20),
            Test("quarters", "8 bunks", "Inspected by the Freeport's health office", 198),
            Test("parking", "90 slots beside the building"),
        ),
    ),
    FacilityFacts(
        code="MNL",
        slug="ortigas-center",
        name="Ortigas Center",
        city="Manila",
        summary="Between Pasig and Mandaluyong, with private suites and a PCI clean room on Level 18.",
        description=(
            "Levels 17 and 18 of Perlas Tower, across from the MRT. The address for finance and insurance accounts: "
            "suites for 12 and 16, a clean room with 28 seats, and a view of the bay on clear days."
        ),
        address="Levels 17 and 18, Perlas Tower\nF. Ortigas Jr. Road, Ortigas Center\nPasig 1605, Metro Manila",
        phone="+63 2 8555 0119",
        reception="Tess Villareal, community manager",
        email="ortigas@sinagtala.example",
        floors=plans.MANILA,
        tests=(
            *EVERYWHERE,
            Test("internet", "Three fibres, 1 Gbps each", "Two risers; failover took 21 s", 15),
            Test("generator", "Building plant, 3 × 1,250 kVA", "Took the full load after 9 s; ran for 4 h", 27),
            Test("ups", "Central, 120 kVA", "Held 19 min at full load", 41),
            Test("guards", "Five guards by night, 58 cameras", "All cameras recorded; clocks within 1 s", 6),
            Test("clean", "Level 18, anti-passback door", "Checked against PCI DSS 4.0.1, section 9", 58),
            Test("quarters", "12 bunks", "Inspected by the building's nurse", 23),
            Test("clinic"),
            Test("parking", "25 slots on Levels 3 and 4"),
        ),
    ),
)
