"""Every refusal has a code of its own that never changes, and a sentence for a person."""

import re
from collections import Counter
from importlib import import_module

from kernel.refusal import Refusal
from tests.architecture.sources import APPS, PACKAGES, sources

# What only keeps what others tell it has nothing to refuse.
WITHOUT_REFUSALS = {"audit", "outbox"}

for app in set(APPS) - WITHOUT_REFUSALS:
    import_module(f"{app}.errors")


def everything_below(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in everything_below(child))]


REFUSALS = [kind for kind in everything_below(Refusal)[1:] if kind.__module__.partition(".")[0] in PACKAGES]


def test_every_refusal_has_a_code_of_its_own() -> None:
    nameless = [str(kind) for kind in REFUSALS if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", vars(kind).get("code", ""))]
    assert REFUSALS
    assert nameless == []
    codes = Counter(kind.code for kind in REFUSALS)
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_refusal_says_a_sentence() -> None:
    unsaid = [str(kind) for kind in REFUSALS if not re.fullmatch(r"(?s)(%\(|[A-Z“]).*[.?]", str(kind.message))]
    assert REFUSALS
    assert unsaid == []


def test_refusals_live_in_errors() -> None:
    """So that one screen shows every refusal of an app."""
    elsewhere = [str(kind) for kind in REFUSALS if not kind.__module__.endswith((".errors", ".states"))]
    assert REFUSALS
    assert elsewhere == []


def test_no_refusal_tells_of_http() -> None:
    errors = [source for source in sources(*APPS) if source.path.stem == "errors"]
    assert {source.name.partition(".")[0] for source in errors} == set(APPS) - WITHOUT_REFUSALS
    assert [str(source) for source in errors if re.search(r"status_code|HTTPStatus|\b[45]\d\d\b", source.text)] == []
