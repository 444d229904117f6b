"""The difference between two plans of a floor: by identity, not by code or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.enums import WorkstationState
from facilities.seat_attributes import FEATURES, Attribute
from floorplans.plans.document import Plan, PlannedRoom, PlannedSeat

# So many names are read out in a sentence; the plan shows them all.
NAMED = 12


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A seat of both plans that is not the same in them."""

    before: PlannedSeat
    after: PlannedSeat

    @property
    def is_moved(self) -> bool:
        return (self.before.x, self.before.y) != (self.after.x, self.after.y)

    @property
    def is_turned(self) -> bool:
        return self.before.rotation != self.after.rotation

    @property
    def is_renamed(self) -> bool:
        return self.before.code != self.after.code

    @property
    def changes_room(self) -> bool:
        return self.before.room != self.after.room

    @property
    def changes_state(self) -> bool:
        return self.before.state != self.after.state

    @property
    def leaves_service(self) -> bool:
        return self.changes_state and self.after.state != WorkstationState.IN_SERVICE

    @property
    def changes_row(self) -> bool:
        return (self.before.row, self.before.position) != (self.after.row, self.after.position)

    def gains(self, feature: Attribute) -> bool:
        return bool(getattr(self.after, feature.field) and not getattr(self.before, feature.field))

    def loses(self, feature: Attribute) -> bool:
        return bool(getattr(self.before, feature.field) and not getattr(self.after, feature.field))


@dataclass(frozen=True, slots=True)
class RoomChange:
    """A room of both plans that is not the same in them."""

    before: PlannedRoom
    after: PlannedRoom

    @property
    def is_renamed(self) -> bool:
        return self.before.name != self.after.name

    @property
    def is_moved(self) -> bool:
        return (self.before.x, self.before.y, self.before.width, self.before.height) != (
            self.after.x, self.after.y, self.after.width, self.after.height
        )  # fmt: skip

    @property
    def changes_exclusivity(self) -> bool:
        return self.before.is_exclusive != self.after.is_exclusive


@dataclass(frozen=True, slots=True)
class Difference:
    """From ``before`` to ``after``. Every seat of either is added, removed, changed or the same in both."""

    before: Plan
    after: Plan
    added: tuple[PlannedSeat, ...]
    removed: tuple[PlannedSeat, ...]
    changed: tuple[SeatChange, ...]
    rooms_added: tuple[PlannedRoom, ...]
    rooms_removed: tuple[PlannedRoom, ...]
    rooms_changed: tuple[RoomChange, ...]

    @property
    def drawing_changed(self) -> bool:
        return self.before.drawing != self.after.drawing

    @property
    def size_changed(self) -> bool:
        return (self.before.width, self.before.height) != (self.after.width, self.after.height)

    @property
    def is_empty(self) -> bool:
        return not (
            self.added or self.removed or self.changed
            or self.rooms_added or self.rooms_removed or self.rooms_changed
            or self.drawing_changed or self.size_changed
        )  # fmt: skip

    @property
    def withdrawn(self) -> set[UUID]:
        """Seats that would be there no more, be out of service or be in another room: nobody may have those."""
        changes = (change for change in self.changed if change.changes_room or change.leaves_service)
        return {seat.id for seat in self.removed} | {change.before.id for change in changes}


def compare(before: Plan, after: Plan) -> Difference:
    """Return what ``after`` makes of ``before``; the picture to trace is no part of it."""
    seats, rooms = {seat.id: seat for seat in before.seats}, {room.id: room for room in before.rooms}
    kept, stays = {seat.id for seat in after.seats}, {room.id for room in after.rooms}
    return Difference(
        before=before,
        after=after,
        added=tuple(seat for seat in after.seats if seat.id not in seats),
        removed=tuple(seat for seat in before.seats if seat.id not in kept),
        changed=tuple(
            SeatChange(seats[seat.id], seat) for seat in after.seats if seats.get(seat.id, seat) != seat
        ),
        rooms_added=tuple(room for room in after.rooms if room.id not in rooms),
        rooms_removed=tuple(room for room in before.rooms if room.id not in stays),
        rooms_changed=tuple(
            RoomChange(rooms[room.id], room) for room in after.rooms if rooms.get(room.id, room) != room
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of change in words: ``kind`` is also its mark on the plan."""

    kind: str
    text: str


def in_words(found: Difference) -> list[Line]:
    """Each kind of change as a sentence, what is lost first."""
    return [*_seats_in_words(found), *_rooms_in_words(found), *_floor_in_words(found)]


def _seats_in_words(found: Difference) -> Iterator[Line]:
    names = {room.id: room.name for room in (*found.before.rooms, *found.after.rooms)}
    if found.removed:
        text = ngettext("%(count)s seat removed: %(names)s.", "%(count)s seats removed: %(names)s.", len(found.removed))
        yield Line("removed", _counted(text, sorted(seat.code for seat in found.removed)))
    if found.added:
        text = ngettext("%(count)s seat added: %(names)s.", "%(count)s seats added: %(names)s.", len(found.added))
        yield Line("added", _counted(text, sorted(seat.code for seat in found.added)))
    if renamed := [change for change in found.changed if change.is_renamed]:
        text = ngettext(
            "%(count)s seat renamed: %(names)s.", "%(count)s seats renamed: %(names)s.", len(renamed)
        )  # fmt: skip
        yield Line("renamed", _counted(text, [f"{each.before.code} → {each.after.code}" for each in renamed]))
    if moved := [change for change in found.changed if change.is_moved or change.is_turned]:
        text = ngettext(
            "%(count)s seat moved or turned: %(names)s.", "%(count)s seats moved or turned: %(names)s.", len(moved)
        )
        yield Line("moved", _counted(text, sorted(each.after.code for each in moved)))
    if elsewhere := [change for change in found.changed if change.changes_room and change.after.room]:
        text = ngettext(
            "%(count)s seat in another room: %(names)s.", "%(count)s seats in another room: %(names)s.", len(elsewhere)
        )
        to = [f"{each.after.code} → {names.get(each.after.room, '–')}" for each in elsewhere if each.after.room]
        yield Line("moved", _counted(text, to))
    if nowhere := [change for change in found.changed if change.changes_room and not change.after.room]:
        text = ngettext("%(count)s seat in no room: %(names)s.", "%(count)s seats in no room: %(names)s.", len(nowhere))
        yield Line("moved", _counted(text, sorted(each.after.code for each in nowhere)))
    if states := [change for change in found.changed if change.changes_state]:
        text = ngettext(
            "%(count)s seat in another state: %(names)s.", "%(count)s seats in another state: %(names)s.", len(states)
        )
        yield Line("state", _counted(text, [f"{each.after.code} → {each.after.state.label}" for each in states]))
    if rows := [change for change in found.changed if change.changes_row]:
        text = ngettext(
            "%(count)s seat has another place in its row: %(names)s.",
            "%(count)s seats have another place in their row: %(names)s.",
            len(rows),
        )
        yield Line("row", _counted(text, sorted(each.after.code for each in rows)))
    yield from _features_in_words(found)


def _features_in_words(found: Difference) -> Iterator[Line]:
    for feature in FEATURES:
        if gained := sorted(change.after.code for change in found.changed if change.gains(feature)):
            yield Line("feature", _counted(_("%(feature)s at %(names)s."), gained, feature=feature.label))
        if lost := sorted(change.after.code for change in found.changed if change.loses(feature)):
            yield Line("feature", _counted(_("%(feature)s no longer at %(names)s."), lost, feature=feature.label))


def _rooms_in_words(found: Difference) -> Iterator[Line]:
    for room in found.rooms_removed:
        yield Line("removed", _("Room removed: %(room)s.") % {"room": room.name})
    for room in found.rooms_added:
        yield Line("added", _("Room added: %(room)s.") % {"room": room.name})
    for change in found.rooms_changed:
        before, after = change.before, change.after
        told = []
        if change.is_renamed:
            told.append(_("now called %(name)s") % {"name": after.name})
        if change.is_moved:
            size = {"width": after.width, "height": after.height}
            told.append(_("moved or resized to %(width)s × %(height)s cm") % size)
        if before.kind != after.kind:
            told.append(str(after.kind.label).lower())
        if change.changes_exclusivity:
            told.append(_("let to one company") if after.is_exclusive else _("shared by companies"))
        if before.is_clean_room != after.is_clean_room:
            told.append(_("PCI clean room") if after.is_clean_room else _("no clean room any more"))
        yield Line("moved", _("%(room)s: %(changes)s.") % {"room": before.name, "changes": ", ".join(told)})


def _floor_in_words(found: Difference) -> Iterator[Line]:
    if found.size_changed:
        size = {"width": found.after.width, "height": found.after.height}
        yield Line("floor", _("The floor is now %(width)s × %(height)s cm.") % size)
    if found.drawing_changed:
        yield Line("floor", _("Walls, areas or labels are drawn differently."))


def _counted(text: str, names: Sequence[str], **more: object) -> str:
    shown = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        shown = _("%(names)s and %(more)s more") % {"names": shown, "more": len(names) - NAMED}
    return text % {"count": len(names), "names": shown, **more}
