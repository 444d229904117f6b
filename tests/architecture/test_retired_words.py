"""Words that were given up, by sense: no identifier, module or template is called so.

`docs/glossary.md` says what they are called now. Only names are read, not prose: a clock may tick in a sentence.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.paths import ROOT
from tests.architecture.sources import PACKAGES, files, sources


@dataclass(frozen=True)
class Retired:
    """A word that names must not use any more.

    :param names: of code, as a regular expression.
    :param say: what to say instead.
    :param only: the files in which it is retired, where others may use it in a sense of their own.
    :param but: files that may.
    """

    names: str
    say: str
    only: str = ""
    but: str = "^$"

    def forbids(self, name: str, path: str) -> bool:
        return bool(re.search(self.names, name) and re.search(self.only, path) and not re.search(self.but, path))


RETIRED = (
    Retired(
        r"^_?clock$|^CLOCK$|^Clock(s|Table|Choice|Input|Unknown)?$|^TwoClocks$|^ShiftOnClocks$|^is_clock$|^kept_clock$"
        r"|^clock_(of|table|choices?|city|resolved_until|collides_since|unknown)$|_a_clock$|^(get|validate)_clock$"
        r"|^two_clocks$|^booking_clock_|^CLOCK_HORIZON",
        "time zone, or system (an actor), or timetable",
        # A time of day as a clock shows it, and the clocks that tests set.
        but=r"^api/shifts\.py|templatetags/formats\.py|^backoffice/cells\.py|^local/|/test_(sign_in|versions)\.py|^tests/api/",
    ),
    Retired(r"(?i)^_?standings?$|standing_(at|of)$|_standing$|^SeatStanding$|^StandingFilter$", "unreleased …"),
    Retired(r"^let$|^LET$", "rentable"),
    Retired(
        r"^Wait(QuerySet|State|Admin|Form|Facts)?$|^TooManyWaits$|^(WAIT_MOVES|OPEN_WAITS|MOST_WAITS|WAITS)$"
        r"|^(visible|open|plan|too_many)_waits$|^withdraw_wait$|^wait_(over|withdrawn|head|withdraw|in_line|by_client)$"
        r"|^waits$",
        "waitlist entry",
        but="^demo/load",
    ),
    Retired(r"(?i)^incidents?$|_incidents?$|^incident_", "fault", but="^(support|sales)/"),
    Retired(r"^Finding$|^finding_", "inclusion test"),
    Retired(r"^stamps?$|^stamped$", "version token", only="^(facilities|bookings|portal|backoffice|api)/"),
    Retired(r"^weights?$", "token", only="^facilities/"),
    Retired(r"^fold(ed|ing|_changes)?$", "compact", but="^local/"),
    Retired(r"^SeatsMeet$|^seats_meet$|^SeatsPromised$|^seats_(promised|cannot_close)$", "seats sold, not closable …"),
    Retired(r"(?i)^obstacles?$|^clash(es|ing)?$|^collisions?$|^takings_of$", "conflict"),
    Retired(r"(?i)^_?spots?$|^free_spots|^spots_of$", "free seat"),
    Retired(r"^Wanted$|^Wish(es)?$|^Needs$|^Means$|^means_of$", "seat request, requirements, demand, seat features"),
    Retired(r"^Asked$", "seat request", only="^(facilities|bookings|portal)/"),
    Retired(r"^BroughtFile$", "import file"),
    Retired(
        r"^_?([Dd]raft)?_?[Ss]ettlements?$|settlement_id$|^Settled$|settled_(at|through)$|months_to_settle|settle_offer",
        "period revision, billed, close",
    ),
    Retired(r"^settle$", "rewrite, close", only="^(facilities|bookings)/"),
    Retired(r"^thawed$|^awaits_certificate|^Material$|^material_for$|^ages$|^owing$", "from_json, ageing …"),
    Retired(r"^Leg$", "journal leg", only="^(billing|ledger|receivables)/"),
    Retired(r"turn_the_day|work_on_the_waitlist|^_by_itself$", "what is done"),
    Retired(r"(?i)(^|_)deeds?(_|$)|^DeedForm$", "operation, action, audit entry"),
    # A test may speak of the law of a country.
    Retired(r"(?i)(^|_)laws?(_|$)", "rule", but="^tests/"),
    # A plan of a floor has doors.
    Retired(r"(?i)^doors?$|_doors$", "interface", but="plan|drawing|document|svg|^demo/"),
    Retired(r"^ROOMS$", "app", only="^tests/architecture/"),
    Retired(
        r"WayOut|way_out|ways_out|^way_in$|^_?Ways?$|^_?ways$|^WAYS$",
        "refusal link",
        but="^local/postgres|^tests/architecture/",
    ),
    Retired(r"(?i)^showing$|^show_incident$", "presentation"),
    Retired(r"^Leash$|^leash$|^Trouble$|^trouble$", "say what: a process group, a refusal …"),
)

# Modules that are named after what a gerund is about.
MODULES = re.compile(
    r"^(turning|holding|deciding|waiting|reminding|taking_over|pricing|telling|owing|drafting|previewing|issuing|matching"
    r"|reversing|applying|numbering|occupying|closing|fitting|seating|inviting|acting|showing|bringing|folding)$"
)
# Two meanings that files keep: `clocks` are about changes of clocks, when summer time begins or ends.
MAY_BE_CALLED = re.compile(r"(^|_)clocks$")
FILES = re.compile(
    r"(^|_)(clock|standing|incidents?|waits?|deeds?|laws?|ways?|settlements?|stamps?|meetings|obstacles|wish|wishes|acting)"
    r"(_|$)"
)
# Decisions keep the name under which they were made; a test may set two clocks on the wall side by side.
OTHER_SENSE = {
    "docs/adr/0011-stamps-tell-of-change.md",
    "docs/adr/0012-free-seats-are-kept-under-stamps.md",
    "docs/adr/0009-shifts-that-follow-the-clients-clock.md",
    "tests/bookings/test_any_clock.py",
}


@cache
def identifiers() -> frozenset[tuple[str, str]]:
    """Path and name of every identifier of the product and its tests."""
    found = set()
    for source in sources(*PACKAGES, "tests"):
        tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
        path = str(source.path.relative_to(ROOT))
        found |= {(path, token.string) for token in tokens if token.type == tokenize.NAME}
    assert ("bookings/lease.py", "Lease") in found
    return frozenset(found)


def stem(path: Path) -> str:
    return path.name.partition(".")[0].removeprefix("test_").replace("-", "_")


def test_no_identifier_is_a_retired_word() -> None:
    found = sorted(
        f"{path}: {name} (say {word.say})"
        for path, name in identifiers()
        for word in RETIRED
        if word.forbids(name, path)
    )
    assert found == []


def test_no_file_is_called_by_a_retired_word() -> None:
    ours = {str(path.relative_to(ROOT)): stem(path) for path in files() if path.parent.name != "migrations"}
    assert {"bookings/lease.py", "docs/glossary.md"} <= ours.keys()
    retired = [
        name
        for name, word in ours.items()
        if FILES.search(word) and not MAY_BE_CALLED.search(word) and name not in OTHER_SENSE
    ]
    gerunds = [name for name, word in ours.items() if MODULES.search(word) and name.endswith(".py")]
    assert (sorted(retired), sorted(gerunds)) == ([], [])


def test_each_word_on_the_list_would_be_found() -> None:
    examples = {"clock", "standing", "let", "visible_waits", "incident", "settlement", "deeds", "law", "ways", "Wanted"}
    seen = {name for name in examples for word in RETIRED if word.forbids(name, "bookings/models/bookings.py")}
    assert seen == examples
    assert not any(word.forbids("clock", "tests/portal/test_sign_in.py") for word in RETIRED)
