"""Who leased what: leases that began, how they changed, and requests that came to something else.

Months count from the month of loading: 0 is this one, -1 the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Turn(Enum):
    """What happens to a running lease."""

    ADD = "seats are added"
    REMOVE = "seats are given back"
    NOTICE = "the client gives notice"
    WITHDRAW = "the client withdraws its notice"
    TERMINATE = "we end it for cause"


@dataclass(frozen=True, slots=True)
class Change:
    """On ``day`` of ``month`` somebody makes a ``turn`` that takes effect ``after`` days later."""

    turn: Turn
    month: int
    day: int
    seats: int = 0
    after: int = 6


@dataclass(frozen=True, slots=True)
class LeaseFacts:
    """A lease from ``day`` of ``month`` on, asked for ``lead`` days before.

    ``room`` names where the seats are; without it we choose. ``by_staff`` is a request taken by phone. With ``follows``
    the hours keep the client's clock.
    """

    client: str
    facility: str
    shift: str
    package: str
    seats: int
    month: int
    day: int
    term: int
    room: str = ""
    lead: int = 18
    changes: tuple[Change, ...] = ()
    note: str = ""
    by_staff: bool = False
    follows: bool = False


T = Turn
CEBU = (
    # around the clock and by night
    LeaseFacts("bayani", "CEB", "24h", "standard", 30, -12, 1, 24, lead=25, note="Side by side, if you can."),
    LeaseFacts("lonestar", "CEB", "24h", "standard", 22, -10, 1, 12),
    LeaseFacts("prairiemutual", "CEB", "night", "standard", 20, -12, 1, 12, changes=(Change(T.ADD, -7, 10, 4),)),
    LeaseFacts("maplecrest", "CEB", "night", "standard", 16, -12, 16, 12),
    LeaseFacts(
        "cascadia", "CEB", "night", "pro", 18, -11, 1, 12, room="Clean room", changes=(Change(T.ADD, -4, 8, 4),)
    ),
    LeaseFacts(
        "greatlakes", "CEB", "night", "standard", 14, -10, 1, 6, changes=(Change(T.TERMINATE, -1, 12, after=3),)
    ),
    LeaseFacts("kestrel", "CEB", "night", "standard", 16, -9, 1, 12, room="Suite Sumilon"),
    LeaseFacts(
        "copperline", "CEB", "night", "standard", 12, -8, 16, 12,
        changes=(Change(T.ADD, -3, 10, 5, after=5), Change(T.REMOVE, -1, 6, 2, after=9)),
        note="Our first team in Cebu. Could somebody meet us on day one?",
    ),
    LeaseFacts("bayani", "CEB", "night", "standard", 16, -6, 1, 12, changes=(Change(T.ADD, -2, 5, 4),)),
    LeaseFacts("blueheron", "CEB", "night", "basic", 8, -4, 5, 6, lead=12),
    # by day and at weekends
    LeaseFacts("harbourview", "CEB", "early", "standard", 20, -12, 1, 12, changes=(Change(T.ADD, -5, 17, 4),)),
    LeaseFacts("polder", "CEB", "mid", "basic", 6, -11, 1, 3, changes=(Change(T.NOTICE, -7, 10),)),
    LeaseFacts("orchardlane", "CEB", "day", "standard", 18, -11, 1, 12),
    LeaseFacts("visayasva", "CEB", "day", "basic", 8, -11, 10, 3, changes=(Change(T.ADD, -6, 3, 4),), by_staff=True),
    LeaseFacts("bayani", "CEB", "day", "standard", 30, -10, 1, 12),
    LeaseFacts("brightwell", "CEB", "mid", "standard", 14, -9, 1, 12),
    LeaseFacts("talaconnect", "CEB", "day", "standard", 16, -7, 1, 12, room="Suite Camotes"),
    LeaseFacts("sundaram", "CEB", "mid", "standard", 8, -6, 8, 6, changes=(Change(T.NOTICE, -1, 3),)),
    LeaseFacts("redgum", "CEB", "early", "standard", 12, -5, 1, 12, room="Suite Malapascua"),
    LeaseFacts("merlionpay", "CEB", "day", "standard", 16, -3, 1, 12),
    LeaseFacts("kaurihealth", "CEB", "weekend", "basic", 10, -3, 1, 3),
)  # fmt: skip
CLARK = (
    LeaseFacts("bayani", "CRK", "24h", "standard", 20, -9, 1, 12),
    LeaseFacts("greatplains", "CRK", "night", "standard", 24, -12, 1, 12, changes=(Change(T.ADD, -8, 4, 6),)),
    LeaseFacts("prairiemutual", "CRK", "night", "standard", 14, -8, 1, 12),
    LeaseFacts("maplecrest", "CRK", "night", "standard", 12, -3, 16, 12, room="Suite Pinatubo"),
    LeaseFacts("lonestar", "CRK", "night", "basic", 12, -2, 1, 6, changes=(Change(T.ADD, -1, 14, 4, after=4),)),
    LeaseFacts("talaconnect", "CRK", "day", "standard", 30, -12, 1, 24, changes=(Change(T.ADD, -4, 20, 6),)),
    LeaseFacts("kaurihealth", "CRK", "early", "standard", 14, -10, 1, 12),
    LeaseFacts("tuitickets", "CRK", "early", "basic", 10, -7, 10, 6),
    LeaseFacts(
        "pinnacleledger", "CRK", "mid", "standard", 12, -9, 1, 12,
        changes=(Change(T.NOTICE, -3, 6), Change(T.WITHDRAW, -2, 15)),
    ),
    LeaseFacts("sampaguita", "CRK", "day", "standard", 16, -6, 1, 12, changes=(Change(T.ADD, -1, 2, 4, after=3),)),
    LeaseFacts("wattlestreet", "CRK", "weekend", "basic", 8, -5, 1, 3),
    LeaseFacts("wattlestreet", "CRK", "early", "basic", 12, -12, 1, 3, changes=(Change(T.NOTICE, -9, 20),), lead=9),
    LeaseFacts(
        "summithome", "CRK", "night", "standard", 14, -11, 1, 6, room="Suite Pinatubo",
        changes=(Change(T.NOTICE, -8, 12),),
    ),
)  # fmt: skip
MANILA = (
    LeaseFacts("merlionpay", "MNL", "24h", "pro", 24, -11, 1, 24, room="Clean room", lead=28),
    LeaseFacts("sampaguita", "MNL", "24h", "standard", 26, -12, 1, 12),
    LeaseFacts("greatplains", "MNL", "night", "standard", 28, -10, 1, 12, changes=(Change(T.ADD, -3, 22, 4),)),
    LeaseFacts("cascadia", "MNL", "24h", "standard", 14, -8, 1, 12, room="Suite Taal"),
    LeaseFacts("maplecrest", "MNL", "night", "standard", 14, -6, 1, 12),
    LeaseFacts("copperline", "MNL", "night", "standard", 8, -3, 1, 6, follows=True),
    LeaseFacts("blueheron", "MNL", "night", "basic", 6, -9, 1, 6),
    LeaseFacts("summithome", "MNL", "night", "standard", 16, -4, 1, 12),
    LeaseFacts("orchardlane", "MNL", "day", "standard", 22, -9, 1, 12, changes=(Change(T.ADD, -2, 11, 6),)),
    LeaseFacts("sundaram", "MNL", "day", "standard", 18, -8, 1, 12),
    LeaseFacts("harbourview", "MNL", "early", "standard", 16, -7, 1, 12),
    LeaseFacts("brightwell", "MNL", "mid", "standard", 12, -5, 1, 12),
    LeaseFacts("harlowfinch", "MNL", "mid", "standard", 12, -6, 1, 12, room="Suite Laguna"),
    LeaseFacts("polder", "MNL", "mid", "standard", 10, -4, 1, 6),
    LeaseFacts("auroraapps", "MNL", "mid", "basic", 6, -2, 12, 6, lead=10),
    LeaseFacts("talaconnect", "MNL", "day", "standard", 14, -3, 1, 12),
    LeaseFacts("emeraldclaims", "MNL", "mid", "basic", 7, -12, 1, 6, changes=(Change(T.NOTICE, -8, 8),)),
    LeaseFacts("bayani", "MNL", "day", "standard", 10, -1, 16, 12),
)  # fmt: skip
LEASES = (*CEBU, *CLARK, *MANILA)


class Fate(Enum):
    """What became of a request."""

    EXPIRED = "nobody came back to it"
    CANCELLED = "the client gave it back"
    DECLINED = "we could not"
    HELD = "it is on hold now"
    SUBMITTED = "it waits for our decision"
    CONFIRMED = "it begins soon"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request made ``days_ago`` (and ``minutes_ago`` on top) for seats ``starts_in`` days from loading."""

    client: str
    facility: str
    shift: str
    package: str
    seats: int
    term: int
    starts_in: int
    days_ago: int
    fate: Fate
    minutes_ago: int = 0
    reason: str = ""
    note: str = ""


F = Fate
REQUESTS = (
    RequestFacts("kestrel", "CEB", "24h", "standard", 12, 12, -270, 300, F.EXPIRED),
    RequestFacts("tuitickets", "MNL", "early", "standard", 12, 6, -170, 200, F.EXPIRED),
    RequestFacts("polder", "CRK", "mid", "basic", 10, 3, -60, 75, F.EXPIRED),
    RequestFacts(
        "orchardlane", "CEB", "night", "standard", 14, 12, -140, 160, F.CANCELLED,
        reason="Our board chose to hire at home.",
    ),
    RequestFacts("blueheron", "MNL", "night", "standard", 12, 12, -55, 70, F.CANCELLED),
    RequestFacts(
        "greatlakes", "MNL", "night", "standard", 14, 6, -75, 90, F.DECLINED,
        reason="Two invoices of your Cebu lease are overdue. Settle them and ask again.",
    ),
    RequestFacts(
        "prairiemutual", "MNL", "night", "standard", 12, 12, 24, 12, F.CONFIRMED, note="Same team lead as in Cebu."
    ),
    RequestFacts("redgum", "CRK", "early", "standard", 6, 6, 38, 9, F.CONFIRMED),
    RequestFacts(
        "harbourview", "CRK", "early", "standard", 8, 12, 31, 4, F.SUBMITTED,
        note="We need two seats near the door for supervisors.",
    ),
    RequestFacts("cascadia", "CRK", "night", "standard", 8, 6, 26, 2, F.SUBMITTED),
    RequestFacts("wattlestreet", "CRK", "weekend", "basic", 6, 3, 19, 1, F.SUBMITTED, minutes_ago=200),
    RequestFacts("copperline", "CEB", "night", "standard", 6, 12, 30, 0, F.HELD, minutes_ago=90),
    RequestFacts("kaurihealth", "CRK", "early", "standard", 5, 12, 40, 1, F.HELD, minutes_ago=300),
    RequestFacts("juniperhome", "CEB", "night", "standard", 6, 6, 21, 2, F.HELD, minutes_ago=-38),
)  # fmt: skip
