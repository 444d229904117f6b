"""The floors: walls, windows, areas, rooms and benches of desks, in centimetres from a floor's top left corner."""

from __future__ import annotations

from dataclasses import dataclass

from facilities.enums import RoomKind


@dataclass(frozen=True, slots=True)
class Bench:
    """Desks back to back, ``pairs`` on each side, from the outer corner of its first chair."""

    x: int
    y: int
    pairs: int


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """``at`` is the room's top left corner, ``size`` its width and height."""

    name: str
    at: tuple[int, int]
    size: tuple[int, int]
    benches: tuple[Bench, ...] = ()
    kind: RoomKind = RoomKind.PRODUCTION
    is_exclusive: bool = False
    is_clean_room: bool = False


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall from one point to another, straight along an axis, with ``doors`` (where along it each begins)."""

    start: tuple[int, int]
    end: tuple[int, int]
    doors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle that only says what it is."""

    text: str
    at: tuple[int, int]
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """One level; ``spares`` are the codes of seats kept back for breakdowns."""

    level: int
    name: str
    size: tuple[int, int]
    rooms: tuple[RoomPlan, ...]
    walls: tuple[Wall, ...]
    windows: tuple[tuple[int, int, int, int], ...]
    areas: tuple[Area, ...]
    plants: tuple[tuple[int, int], ...]
    spares: tuple[str, ...] = ()


def benches(x: int, y: int, *, pairs: int, rows: int) -> tuple[Bench, ...]:
    """``rows`` benches below each other, an aisle of 1.7 m between them."""
    return tuple(Bench(x, y + 420 * row, pairs) for row in range(rows))


def suite(name: str, at: tuple[int, int], size: tuple[int, int], desks: tuple[Bench, ...]) -> RoomPlan:
    """A private room, let to one company at a time."""
    return RoomPlan(name, at, size, desks, kind=RoomKind.SUITE, is_exclusive=True)


def clean_room(at: tuple[int, int], size: tuple[int, int], desks: tuple[Bench, ...]) -> RoomPlan:
    """For card data; an account like that shares its room with nobody."""
    return RoomPlan("Clean room", at, size, desks, is_exclusive=True, is_clean_room=True)


def outline(width: int, height: int, *, doors: tuple[int, ...]) -> tuple[Wall, ...]:
    """The four outer walls, with ``doors`` in the one at the bottom."""
    return (
        Wall((0, 0), (width, 0)),
        Wall((width, 0), (width, height)),
        Wall((0, height), (width, height), doors),
        Wall((0, 0), (0, height)),
    )


CEBU = (
    FloorPlan(
        level=5,
        name="Level 5",
        size=(4000, 2500),
        rooms=(
            RoomPlan("Mactan bay", (0, 0), (2000, 1480), benches(170, 190, pairs=12, rows=3)),
            RoomPlan("Olango bay", (2000, 0), (1500, 1480), benches(2130, 190, pairs=9, rows=3)),
            suite("Suite Camotes", (0, 1480), (1000, 1020), benches(160, 1650, pairs=5, rows=2)),
            suite("Suite Sumilon", (1000, 1480), (860, 1020), benches(1160, 1650, pairs=4, rows=2)),
        ),
        walls=(
            *outline(4000, 2500, doors=(2500,)),
            Wall((2000, 0), (2000, 1480), doors=(600,)),
            Wall((3500, 0), (3500, 1480), doors=(1300,)),
            Wall((0, 1480), (4000, 1480), doors=(700, 1500, 2200, 3200)),
            Wall((1000, 1480), (1000, 2500)),
            Wall((1860, 1480), (1860, 2500), doors=(1600,)),
        ),
        windows=((170, 0, 1850, 0), (2150, 0, 3400, 0), (0, 200, 0, 1300), (0, 1650, 0, 2350)),
        areas=(
            Area("Phone booths", (3630, 120), (240, 1120)),
            Area("Pantry", (2950, 1640), (920, 420)),
            Area("Reception", (2180, 2170), (640, 190)),
            Area("Meeting, 8 people", (2950, 2130), (560, 300)),
            Area("Lockers", (3570, 2130), (300, 300)),
        ),
        plants=((1900, 110), (2100, 1380), (2010, 2390), (2880, 1600)),
        spares=("5A01", "5H09"),
    ),
    FloorPlan(
        level=6,
        name="Level 6",
        size=(4000, 2500),
        rooms=(
            RoomPlan("Bantayan bay", (0, 0), (1720, 1480), benches(170, 190, pairs=10, rows=3)),
            clean_room((2280, 0), (1160, 1080), benches(2420, 220, pairs=6, rows=2)),
            suite("Suite Malapascua", (0, 1480), (720, 1020), benches(160, 1650, pairs=3, rows=2)),
            RoomPlan("Training room", (720, 1480), (1000, 1020), kind=RoomKind.TRAINING),
        ),
        walls=(
            *outline(4000, 2500, doors=(2500,)),
            Wall((1720, 0), (1720, 2500), doors=(900, 1600)),
            Wall((2280, 0), (2280, 1080), doors=(880,)),
            Wall((2280, 1080), (4000, 1080), doors=(3600,)),
            Wall((3440, 0), (3440, 1080)),
            Wall((0, 1480), (1720, 1480), doors=(520, 1400)),
            Wall((720, 1480), (720, 2500)),
        ),
        windows=((170, 0, 1600, 0), (0, 200, 0, 1300), (0, 1650, 0, 2350), (850, 2500, 1600, 2500)),
        areas=(
            Area("Guard post", (1800, 120), (400, 640)),
            Area("Server room", (3550, 120), (330, 840)),
            Area("Sleeping quarters", (2900, 1200), (980, 420)),
            Area("Pantry", (2900, 1720), (980, 340)),
            Area("Clinic", (2900, 2160), (440, 220)),
            Area("Meeting, 6 people", (3440, 2160), (440, 220)),
            Area("Reception", (2050, 2170), (540, 190)),
        ),
        plants=((1610, 110), (1830, 1380), (1830, 2390), (2780, 2390)),
        spares=("6F10",),
    ),
)

CLARK = (
    FloorPlan(
        level=2,
        name="Level 2",
        size=(4400, 2500),
        rooms=(
            RoomPlan("Arayat hall", (0, 0), (2300, 1480), benches(170, 190, pairs=14, rows=3)),
            RoomPlan("Mimosa bay", (2300, 0), (1620, 1060), benches(2420, 190, pairs=10, rows=2)),
            suite("Suite Pinatubo", (0, 1480), (900, 1020), benches(160, 1650, pairs=4, rows=2)),
            RoomPlan("Training room", (900, 1480), (1000, 1020), kind=RoomKind.TRAINING),
        ),
        walls=(
            *outline(4400, 2500, doors=(3000,)),
            Wall((2300, 0), (2300, 1480), doors=(800, 1250)),
            Wall((3920, 0), (3920, 1060)),
            Wall((2300, 1060), (4400, 1060), doors=(2700, 4000)),
            Wall((0, 1480), (2300, 1480), doors=(650, 1500, 2050)),
            Wall((900, 1480), (900, 2500)),
            Wall((1900, 1480), (1900, 2500), doors=(2100,)),
        ),
        windows=((170, 0, 2150, 0), (2450, 0, 3800, 0), (0, 200, 0, 1300), (0, 1650, 0, 2350)),
        areas=(
            Area("Server room", (4020, 120), (280, 840)),
            Area("Pantry", (3300, 1200), (1000, 480)),
            Area("Sleeping quarters", (3300, 1790), (1000, 330)),
            Area("Phone booths", (2420, 1640), (700, 220)),
            Area("Reception", (2100, 2200), (620, 190)),
            Area("Meeting, 10 people", (3500, 2220), (800, 200)),
        ),
        plants=((2200, 110), (3820, 960), (2000, 1590), (2830, 2390)),
        spares=("2F14", "2K10"),
    ),
)

MANILA = (
    FloorPlan(
        level=7,
        name="Level 17",
        size=(3500, 2300),
        rooms=(
            RoomPlan("Pasig bay", (0, 0), (1860, 1480), benches(160, 190, pairs=11, rows=3)),
            RoomPlan("Marikina bay", (1860, 0), (1240, 1480), benches(1970, 190, pairs=7, rows=3)),
        ),
        walls=(
            *outline(3500, 2300, doors=(1700,)),
            Wall((1860, 0), (1860, 1480), doors=(1180,)),
            Wall((3100, 0), (3100, 1480), doors=(1250,)),
            Wall((0, 1480), (3500, 1480), doors=(800, 2300)),
        ),
        windows=((160, 0, 1720, 0), (2000, 0, 3000, 0), (0, 200, 0, 1300), (3500, 1600, 3500, 2200)),
        areas=(
            Area("Phone booths", (3190, 120), (220, 1050)),
            Area("Pantry", (120, 1620), (900, 540)),
            Area("Meeting, 6 people", (1120, 1620), (480, 300)),
            Area("Reception", (1880, 2000), (600, 180)),
            Area("Sleeping quarters", (2620, 1620), (760, 300)),
            Area("Lockers", (2620, 1990), (760, 170)),
        ),
        plants=((1760, 110), (1960, 1390), (1250, 2180), (2540, 2200)),
        spares=("7F11",),
    ),
    FloorPlan(
        level=8,
        name="Level 18",
        size=(3500, 2300),
        rooms=(
            RoomPlan("San Juan bay", (0, 0), (1860, 1060), benches(160, 190, pairs=11, rows=2)),
            clean_room((2240, 0), (1260, 1060), benches(2380, 190, pairs=7, rows=2)),
            suite("Suite Laguna", (0, 1060), (720, 1240), benches(160, 1310, pairs=3, rows=2)),
            suite("Suite Taal", (720, 1060), (860, 1240), benches(880, 1310, pairs=4, rows=2)),
        ),
        walls=(
            *outline(3500, 2300, doors=(1800,)),
            Wall((1860, 0), (1860, 1060), doors=(700,)),
            Wall((2240, 0), (2240, 1060), doors=(860,)),
            Wall((0, 1060), (3500, 1060), doors=(520, 1350, 2000)),
            Wall((720, 1060), (720, 2300)),
            Wall((1580, 1060), (1580, 2300), doors=(1200,)),
        ),
        windows=((160, 0, 1720, 0), (0, 200, 0, 950), (0, 1250, 0, 2150), (3500, 1250, 3500, 2150)),
        areas=(
            Area("Guard post", (1940, 120), (220, 640)),
            Area("Pantry", (2500, 1200), (880, 420)),
            Area("Clinic", (2500, 1720), (420, 220)),
            Area("Meeting, 8 people", (2960, 1720), (420, 440)),
            Area("Reception", (1760, 1780), (560, 190)),
        ),
        plants=((1760, 110), (1700, 1180), (2420, 1180), (2400, 2180)),
        spares=(),
    ),
)
