"""Client companies and their people, all invented; tax numbers have valid check digits and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from accounts.enums import Role, Withholding


class Habit(Enum):
    """How a client pays."""

    PROMPT = "a few days early"
    ON_TIME = "on the due day"
    TELLS_US = "on time, and says so with a transfer notice"
    LATE = "one to three weeks late"
    IN_PARTS = "half on time, half two weeks later"
    STALLED = "not any more, for the last two months"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """``members`` begins with the owner, who signed up. ``domain`` is what is before ``.example``."""

    name: str
    domain: str
    legal_name: str
    country: str
    time_zone: str
    address: str
    tax_id: str
    members: tuple[MemberFacts, ...]
    phone: str = ""
    habit: Habit = Habit.PROMPT
    branch_code: str = ""
    withholding: Withholding = Withholding.NONE
    is_partners: bool = False


def people(owner: str, manager: str = "", billing: str = "", viewer: str = "") -> tuple[MemberFacts, ...]:
    """The usual people of a company."""
    names = ((owner, Role.OWNER), (manager, Role.MANAGER), (billing, Role.BILLING), (viewer, Role.VIEWER))
    return tuple(MemberFacts(name, role) for name, role in names if name)


CLIENTS = (
    ClientFacts(
        "Copperline Support", "copperline", "Copperline Support LLC", "US", "America/Chicago",
        "1204 East Cesar Chavez Street\nAustin, TX 78702", "74-9000017",
        people("Dana Whitfield", "Marcus Reyes", "Joan Albright", "Theo Lindqvist"),
        phone="+1 512 555 0163", habit=Habit.TELLS_US,
    ),
    ClientFacts(
        "Bayani Outsourcing", "bayani", "Bayani Outsourcing Solutions, Inc.", "PH", "Asia/Manila",
        "12F Molave Tower, Escario Street\nCebu City 6000", "999-221-480",
        people("Isagani Robles", "Liza Navarro", "Carmela Uy", "Jun Pascual"),
        phone="+63 32 555 0188", habit=Habit.ON_TIME, branch_code="00000", withholding=Withholding.RENT,
    ),
    ClientFacts(
        "Tala Connect", "talaconnect", "Tala Connect Philippines, Inc.", "PH", "Asia/Manila",
        "Unit 301, Aguas Building, Clark Freeport Zone\nMabalacat 2023, Pampanga", "999-340-116",
        people("Ramon Aguas", "Precious Dizon", "Nestor Lim"),
        phone="+63 45 555 0121", branch_code="00000", withholding=Withholding.RENT,
    ),
    ClientFacts(
        "Sampaguita Shared Services", "sampaguita", "Sampaguita Shared Services Corp.", "PH", "Asia/Manila",
        "8F Narra Building, Shaw Boulevard\nMandaluyong 1552", "999-415-733",
        people("Beatriz Soriano", "Paolo Ignacio", "Grace Tolentino"),
        phone="+63 2 8555 0150", habit=Habit.LATE, branch_code="00002", withholding=Withholding.SERVICES,
    ),
    ClientFacts(
        "Visayas Virtual Assistants", "visayasva", "Visayas Virtual Assistants Company", "PH", "Asia/Manila",
        "45 Mango Avenue\nCebu City 6000", "999-502-914", people("Rhea Cabahug"), habit=Habit.IN_PARTS,
    ),
    ClientFacts(
        "Prairie Mutual", "prairiemutual", "Prairie Mutual Insurance Company", "US", "America/Chicago",
        "400 Farnam Street\nOmaha, NE 68102", "47-3990012",
        people("Warren Beck", "Alicia Grant", "Tom Osgood"), phone="+1 402 555 0110",
    ),
    ClientFacts(
        "Lonestar Roadside", "lonestar", "Lonestar Roadside Assistance, Inc.", "US", "America/Chicago",
        "2100 Commerce Street\nDallas, TX 75201", "75-3990044",
        people("Bobby Tran", "Kayla Moore"), phone="+1 214 555 0177", habit=Habit.ON_TIME,
    ),
    ClientFacts(
        "Cascadia Telehealth", "cascadia", "Cascadia Telehealth, P.S.", "US", "America/Los_Angeles",
        "710 Second Avenue\nSeattle, WA 98104", "91-3990077",
        people("Dr. Mei Okafor", "Sam Lindgren", "Priya Raman"), phone="+1 206 555 0134",
    ),
    ClientFacts(
        "Great Plains Insurance", "greatplains", "Great Plains Insurance Group, Inc.", "US", "America/Chicago",
        "1 Topeka Boulevard\nTopeka, KS 66603", "48-3990058",
        people("Harriet Stone", "Luis Ortega", "Becky Lund"), phone="+1 785 555 0102", habit=Habit.ON_TIME,
    ),
    ClientFacts(
        "Summit Home Warranty", "summithome", "Summit Home Warranty Corp.", "US", "America/Denver",
        "1801 California Street\nDenver, CO 80202", "84-3990025",
        people("Kyle Jensen", "Monique Avery"), phone="+1 303 555 0147",
    ),
    ClientFacts(
        "Great Lakes Recovery", "greatlakes", "Great Lakes Recovery Partners LLC", "US", "America/New_York",
        "55 Public Square\nCleveland, OH 44113", "36-4990055", people("Rick Dolan"), habit=Habit.STALLED,
    ),
    ClientFacts(
        "Kestrel Games", "kestrel", "Kestrel Games, Inc.", "US", "America/Los_Angeles",
        "901 Mission Street\nSan Francisco, CA 94103", "45-2990011",
        people("Noor Haddad", "Jesse Kim"), habit=Habit.PROMPT,
    ),
    ClientFacts(
        "Blue Heron Software", "blueheron", "Blue Heron Software, Inc.", "US", "America/New_York",
        "30 Monument Square\nPortland, ME 04101", "82-1990066", people("Ellis Carver"), habit=Habit.LATE,
        is_partners=True,
    ),
    ClientFacts(
        "Maplecrest Travel", "maplecrest", "Maplecrest Travel Ltd.", "CA", "America/Toronto",
        "250 Yonge Street\nToronto, ON M5B 2L7", "799000104RT0001",
        people("Chantal Leduc", "Owen Park", "Ruth Adeyemi"), phone="+1 416 555 0125",
    ),
    ClientFacts(
        "Harbourview Insurance Services", "harbourview", "Harbourview Insurance Services Pty Ltd", "AU",
        "Australia/Sydney", "Level 9, 33 Pitt Street\nSydney NSW 2000", "63990000053",
        people("Fiona Marsh", "Declan Boyle", "Annika Rao"), phone="+61 2 5550 0161",
    ),
    ClientFacts(
        "Red Gum Energy", "redgum", "Red Gum Energy Pty Ltd", "AU", "Australia/Melbourne",
        "120 Collins Street\nMelbourne VIC 3000", "50990000130",
        people("Gareth Nolan", "Thuy Pham"), habit=Habit.TELLS_US,
    ),
    ClientFacts(
        "Wattle Street Media", "wattlestreet", "Wattle Street Media Pty Ltd", "AU", "Australia/Brisbane",
        "88 Wattle Street\nBrisbane QLD 4000", "59990000229", people("Zoe Callahan"), is_partners=True,
    ),
    ClientFacts(
        "Kauri Health", "kaurihealth", "Kauri Health Limited", "NZ", "Pacific/Auckland",
        "12 Queen Street\nAuckland 1010", "109900125", people("Aroha Ngata", "Ben Fletcher"),
    ),
    ClientFacts(
        "Tui Tickets", "tuitickets", "Tui Tickets Limited", "NZ", "Pacific/Auckland",
        "40 Lambton Quay\nWellington 6011", "119900441", people("Hemi Walker"), habit=Habit.IN_PARTS,
    ),
    ClientFacts(
        "Brightwell Utilities", "brightwell", "Brightwell Utilities Contact Ltd", "GB", "Europe/London",
        "Unit 4, Wellington Street\nLeeds LS1 4LT", "GB990000102",
        people("Imogen Hartley", "Callum Webb", "Saira Khan"), phone="+44 113 555 0166", habit=Habit.ON_TIME,
    ),
    ClientFacts(
        "Pinnacle Ledger", "pinnacleledger", "Pinnacle Ledger Bookkeeping Ltd", "GB", "Europe/London",
        "17 Deansgate\nManchester M3 2BW", "GB990000115", people("Oliver Crane", "Nadia Yusuf"),
    ),
    ClientFacts(
        "Harlow & Finch", "harlowfinch", "Harlow & Finch Recruitment LLP", "GB", "Europe/London",
        "9 Finsbury Circus\nLondon EC2M 7EB", "GB980002103", people("Marianne Finch", "Joel Ampofo"),
        is_partners=True,
    ),
    ClientFacts(
        "Emerald Claims", "emeraldclaims", "Emerald Isle Claims DAC", "IE", "Europe/Dublin",
        "5 Grand Canal Square\nDublin 2", "9990012L", people("Niamh Brady"),
    ),
    ClientFacts(
        "Polder Logistics", "polder", "Polder Logistics B.V.", "NL", "Europe/Amsterdam",
        "Wijnhaven 60\n3011 WS Rotterdam", "859990011B01", people("Sander de Wit"),
    ),
    ClientFacts(
        "Aurora Apps", "auroraapps", "Aurora Apps AB", "SE", "Europe/Stockholm",
        "Sveavägen 44\n111 34 Stockholm", "556999001201", people("Elin Sandberg"),
    ),
    ClientFacts(
        "Merlion Pay", "merlionpay", "Merlion Pay Pte. Ltd.", "SG", "Asia/Singapore",
        "71 Robinson Road, 14-01\nSingapore 068895", "201999001W",
        people("Tan Wei Ling", "Arjun Nair", "Cheryl Goh"), phone="+65 6555 0180",
    ),
    ClientFacts(
        "Orchard Lane", "orchardlane", "Orchard Lane Commerce Pte. Ltd.", "SG", "Asia/Singapore",
        "10 Anson Road, 22-02\nSingapore 079903", "202099017H", people("Lim Jia Hui", "Faizal Rahman"),
        habit=Habit.PROMPT,
    ),
    ClientFacts(
        "Sundaram Analytics", "sundaram", "Sundaram Analytics Private Limited", "IN", "Asia/Kolkata",
        "14 Cathedral Road\nChennai 600086", "33AAACS9901Q1ZY", people("Lakshmi Venkatesan", "Karthik Rajan"),
        habit=Habit.LATE,
    ),
)  # fmt: skip

# A client that is only looking: signed up yesterday, no details yet.
NEWCOMER = ClientFacts("Juniper Home Goods", "juniperhome", "", "", "America/Chicago", "", "", people("Sasha Patel"))

# The authority lets export enterprises of an economic zone buy at 0 %; certificates are renewed every year.
ZERO_RATED = {"talaconnect": ("PEZA", "VZ-{year}-04417")}

PARTNER_NAME = "Bridgepoint BPO Advisors"
PARTNER_EMAIL = "petra@bridgepoint.example"
