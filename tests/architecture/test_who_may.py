"""Every operation asks who may, by a capability, or says here why it need not."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.capabilities import Capability
from tests.architecture.sources import APPS, Source, sources

ASKING = {"require", "require_for"}

PART = "a part of operations that ask"
TIMETABLE = "the timetable's own: it does what is due, and takes nobody's word for it"
LOG = "writes down what was done"

# Operations that are told who acts and don't ask, and why.
TOLD = {
    "accounts.operations.audit.record": LOG,
    "accounts.operations.audit.record_each": LOG,
    "accounts.operations.representation.end_acting": "whoever began may stop",
    "accounts.operations.representation.tell_owners": PART,
    "billing.operations.changes.change": "bookings ask, for whoever makes the change itself",
    "billing.operations.changes.preview": "bookings ask, for whoever makes the change itself",
    "billing.operations.delivery.mark_viewed": "writes down that a client has seen what it may see",
    "billing.operations.going_live.open_items.carry_forward": PART,
    "billing.operations.payments.receive": PART,
    "bookings.operations.amendments.write": PART,
    "bookings.operations.states.move": PART,
    "bookings.operations.states.save_and_log": PART,
    "facilities.operations.editing.note_states": PART,
}

# Operations that nobody is told of who acts, and why.
NOBODYS = {
    "billing.operations.bills.bill_bookings": PART,
    "billing.operations.matches.settle_from_what_is_left": PART,
    "accounts.operations.clients.register_client": "anybody may register a company",
    "accounts.operations.clients.require_withholding": PART,
    "accounts.operations.credentials.note_api_key_use": "writes down that a key was used",
    "accounts.operations.team.accept_invitation": "the link in the mail is the leave to join",
    "accounts.operations.team.join_by_invitation": "the link in the mail is the leave to join",
    "audit.operations.entry": LOG,
    "audit.operations.log": LOG,
    "audit.operations.log_each": LOG,
    "billing.operations.books.open_item": PART,
    "billing.operations.delivery.apply_unapplied": TIMETABLE,
    "billing.operations.delivery.remind": TIMETABLE,
    "billing.operations.delivery.tell_of_document": TIMETABLE,
    "billing.operations.documents.issue_documents": PART,
    "billing.operations.documents.line_description": PART,
    "billing.operations.documents.require_details": PART,
    "billing.operations.documents.write_documents": PART,
    "billing.operations.going_live.checks.check": "changes nothing",
    "billing.operations.going_live.checks.without_idle": PART,
    "billing.operations.going_live.conflicts.conflicts_of": "changes nothing",
    "billing.operations.going_live.open_items.check_open_items": "changes nothing",
    "billing.operations.going_live.open_items.with_company": PART,
    "billing.operations.matches.apply_what_is_left": PART,
    "billing.operations.matches.locked_documents": PART,
    "billing.operations.matches.locked_payments": PART,
    "billing.operations.numbers.number": PART,
    "billing.operations.numbers.require_series": PART,
    "billing.operations.previews.preview_items": PART,
    "billing.operations.previews.said": PART,
    "billing.operations.runs.preview_chunk": "the worker's part of a run that somebody prepared",
    "billing.operations.runs.work_chunk": "the worker's part of a run that somebody issued",
    "bookings.operations.amendments.begin_due": PART,
    "bookings.operations.amendments.drop_planned": PART,
    "bookings.operations.changes.begin_changes": TIMETABLE,
    "bookings.operations.clocks.note_conflict": TIMETABLE,
    "bookings.operations.clocks.resolve_hours": TIMETABLE,
    "bookings.operations.holds.expire_hold": TIMETABLE,
    "bookings.operations.reminders.remind_of_change": TIMETABLE,
    "bookings.operations.reminders.remind_of_renewal": TIMETABLE,
    "bookings.operations.seats.expire": PART,
    "bookings.operations.seats.lock_seats_of": PART,
    "bookings.operations.seats.lost": PART,
    "bookings.operations.seats.release_expired": PART,
    "bookings.operations.seats.take_any": PART,
    "bookings.operations.seats.take_named": PART,
    "bookings.operations.states.locked": PART,
    "bookings.operations.states.locked_for": PART,
    "bookings.operations.waitlist.close_offer": TIMETABLE,
    "bookings.operations.waitlist.offer_seats": TIMETABLE,
    "facilities.operations.assets.note_places": PART,
    "facilities.operations.versions.compact_revisions": TIMETABLE,
    "facilities.operations.occupancy.extend_expiry": PART,
    "facilities.operations.occupancy.lock_workstations": PART,
    "facilities.operations.occupancy.occupy": PART,
    "facilities.operations.occupancy.occupy_for_many": PART,
    "facilities.operations.occupancy.promote": PART,
    "facilities.operations.occupancy.release": PART,
    "facilities.operations.occupancy.replace": PART,
    "facilities.operations.occupancy.rewrite": PART,
    "facilities.operations.price_lists.require_copies": PART,
    "floorplans.operations.inventory.preview": "changes nothing",
    "floorplans.operations.inventory_rows.ids_of": PART,
    "floorplans.operations.inventory_rows.written_rows": PART,
    "floorplans.operations.publication.preview_publication": "changes nothing",
    "imports.operations.pipelines.ImportPipeline.progress_of": "changes nothing",
    "imports.operations.pipelines.ImportPipeline.work": "the worker's part of a file that somebody brought",
    "outbox.operations.delivery.send_again": PART,
    "outbox.operations.delivery.send_message": TIMETABLE,
    "outbox.operations.messages.store_message": PART,
    "outbox.operations.messages.write_message": PART,
}


@dataclass(frozen=True)
class Operation:
    name: str
    is_told: bool
    asks: bool


def functions(source: Source) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of the module by name, and methods of a class where one of them is told who acts."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            if any("actor" in arguments(each) for each in methods):
                yield from ((f"{node.name}.{each.name}", each) for each in methods)


def arguments(function: ast.FunctionDef) -> set[str]:
    return {each.arg for each in [*function.args.args, *function.args.kwonlyargs]}


def calls(function: ast.FunctionDef) -> set[str]:
    """Plain names that it calls."""
    nodes = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def operations() -> list[Operation]:
    found = []
    for source in sources(*APPS):
        if ".operations." not in f"{source.name}.":
            continue
        known = dict(functions(source))
        asking = set(ASKING)
        while more := {name for name, node in known.items() if name not in asking and calls(node) & asking}:
            asking |= more
        for name, node in known.items():
            if any(part.startswith("_") for part in name.split(".")):
                continue
            found.append(Operation(f"{source.name}.{name}", "actor" in arguments(node), name in asking))
    return found


def test_every_operation_that_is_told_who_acts_asks_what_they_may() -> None:
    unasked = {each.name for each in operations() if each.is_told and not each.asks}
    assert unasked == set(TOLD)


def test_every_operation_that_is_told_of_nobody_says_why() -> None:
    assert {each.name for each in operations() if not each.is_told and not each.asks} == set(NOBODYS)


def test_operations_that_ask_are_most_of_those_that_are_told() -> None:
    asking = [each for each in operations() if each.is_told and each.asks]
    assert len(asking) > 50


def test_every_capability_is_asked_for_by_name() -> None:
    """And none is asked for that is worked out: a reader finds who may by reading the operation."""
    asked = set()
    for source in sources(*APPS):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
                assert ast.unparse(node.args[1]).startswith(
                    ("Capability.", "ENTERING[", "capability", "self.capability")
                )
        asked |= {
            node.attr
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Capability"
        }
    assert asked == {capability.name for capability in Capability}
