"""Every refusal has a code of its own that never changes, and a sentence for a person."""

import inspect
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import Parameter, signature
from typing import get_type_hints

from accounts.actors import Actor
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


def raised_by(operation: Callable[..., object]) -> set[str]:
    """The refusals that its docstring names."""
    named = re.findall(r":raises ([^:]+):", operation.__doc__ or "")
    return {name.strip() for names in named for name in names.split(",")}


def inputs_of(operation: Callable[..., object]) -> set[str]:
    """The parameters of an operation, and what those hold that are values of ours, such as a request for seats."""
    found: set[str] = set()
    hints = get_type_hints(operation)
    for name, parameter in signature(operation).parameters.items():
        found.add(name)
        if parameter.kind is Parameter.VAR_KEYWORD:
            found.add("**")
        kind = hints.get(name)
        if is_dataclass(kind) and kind is not Actor:
            found |= {each.name for each in fields(kind)}
    return found


OPERATIONS = {
    f"{app}.{name}": getattr(module, name)
    for app in APPS
    for module in [import_module(f"{app}.operations")]
    for name in getattr(module, "__all__", [])
    if inspect.isfunction(getattr(module, name))
}


# Operations that are refused for something nobody types in beside them, or types in by another name.
NOT_THEIR_OWN_INPUT = {
    "accounts.accept_invitation": "the address is the invitation's",
    "accounts.join_by_invitation": "the address is the invitation's",
    "accounts.import_companies": "rows of a workbook, which say the line",
    "billing.apply_payment": "documents and amounts are typed as applications",
    "billing.match_notice": "the reference is the notice's",
    "billing.record_payment": "documents are typed as applications",
    "billing.bill_booking": "the day of issue is the day it is posted on",
    "bookings.change": "each form types the fields of its own kind of change",
    "bookings.preview": "each form types the fields of its own kind of change",
    "bookings.resolve_hours": "done by the clock",
    "bookings.take_over": "rows of a workbook, which say the line",
    "facilities.change_state": "the capacity is the room's",
    "facilities.occupy": "asked by bookings, for seats",
    "facilities.occupy_for_many": "asked by bookings, for seats",
    "facilities.replace": "asked by bookings, for seats",
    "facilities.require_copies": "the day was typed into the form that shows what it found",
    "facilities.rewrite": "asked by bookings, for seats",
    "floorplans.attach_background": "the file comes as its content",
    "floorplans.publish_plan": "problems of a plan stand on the plan",
    "floorplans.save_draft": "problems of a plan stand on the plan",
}


def test_the_input_that_a_refusal_names_is_one_of_its_operation() -> None:
    """Forms put the sentence beside it, and the API points at it."""
    by_name = {kind.__name__: kind for kind in REFUSALS}
    pairs = [
        (name, kind, inputs_of(operation))
        for name, operation in OPERATIONS.items()
        for kind in (by_name.get(raised) for raised in sorted(raised_by(operation)))
        if kind is not None and kind.field is not None and name not in NOT_THEIR_OWN_INPUT
    ]
    assert len(pairs) > 40
    strangers = [
        f"{name} has no {kind.field} for {kind.__name__}"
        for name, kind, inputs in pairs
        if kind.field not in inputs and "**" not in inputs
    ]
    assert strangers == []
