"""What bookings promise and allow is said by bookings: interfaces and templates read neither limit nor promise
elsewhere."""

import re

from local.paths import ROOT
from tests.architecture.sources import INTERFACES, sources

# A hold's hours are `bookings.queries.holds.hold_hours`; the field is edited, nothing else.
PROMISE = re.compile(r"\bfacility\.hold_hours\b")
LIMITS = re.compile(r"\b5_?000\b")


def test_how_long_a_hold_lasts_is_asked_of_bookings() -> None:
    pages = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    texts = {str(source): source.text for source in sources(*INTERFACES)} | pages
    assert any("hold_hours" in text for text in pages.values()), "pages still promise it"
    assert [name for name, text in texts.items() if PROMISE.search(text)] == []


def test_limits_of_a_request_stand_in_its_rules() -> None:
    rules = (ROOT / "bookings/rules.py").read_text()
    assert LIMITS.search(rules), "the limits are there"
    found = [f"{source}: {match[0]}" for source in sources(*INTERFACES) for match in LIMITS.finditer(source.text)]
    assert found == [], "take it from bookings.rules"
