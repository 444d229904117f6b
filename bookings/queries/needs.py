"""What a wish asks for beyond seats: inclusions, a room of one's own, a clean room; and what a facility lacks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.models import Facility, FacilityInclusion, Inclusion, Rate, Room
from facilities.queries.vacancies import Vacancies


class Space(Enum):
    """Whose the room is: one let to one company at a time, or a floor that several share."""

    ANY = ""
    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Needs:
    """Every one of ``inclusions``, had by the package or the facility; seats in such a room."""

    inclusions: tuple[Inclusion, ...] = ()
    space: Space = Space.ANY
    clean_room: bool = False

    @property
    def asks_for_rooms(self) -> bool:
        return self.clean_room or self.space != Space.ANY


NOTHING_MORE = Needs()


@dataclass(frozen=True, slots=True)
class Means:
    """What the facilities asked about have to meet ``needs``: ``had`` by facility and by package, and the rooms that
    would do, ``None`` for any."""

    needs: Needs
    had: Mapping[UUID, Collection[UUID]]
    rooms: Collection[UUID] | None
    places_with_rooms: Collection[UUID]

    def best(self, rates: Sequence[Rate]) -> Rate | None:
        """The first list price whose package lacks least."""
        return min(rates, key=lambda rate: len(self.lacking(rate)), default=None)

    def lacking(self, rate: Rate) -> list[Inclusion]:
        had = {*self.had.get(rate.facility_id, ()), *self.had.get(rate.package_id, ())}
        return [inclusion for inclusion in self.needs.inclusions if inclusion.pk not in had]

    def suitable(self, free: Vacancies) -> Vacancies:
        return free if self.rooms is None else free.within(self.rooms)

    def left_out(self, place: Facility, rate: Rate) -> str:
        """Why a facility is left out whatever is free: it has no such thing; ``""`` when it isn't."""
        if lacking := self.lacking(rate):
            names = ", ".join(inclusion.name for inclusion in lacking)
            return _("%(facility)s lacks what you need: %(names)s.") % {"facility": place.name, "names": names}
        if self.rooms is None or place.pk in self.places_with_rooms:
            return ""
        named = {"facility": place.name}
        if self.needs.clean_room:
            return _("%(facility)s has no PCI clean room.") % named
        if self.needs.space == Space.PRIVATE:
            return _("%(facility)s has no room of your own.") % named
        return _("%(facility)s has no shared floor.") % named

    def too_few(self, free: int, place: Facility) -> str:
        """Said of rooms that would do, when they have too few free seats."""
        if not free:
            return _("No seat is free in rooms like that in %(facility)s.") % {"facility": place.name}
        words = ngettext(
            "Only %(free)s seat is free in rooms like that in %(facility)s.",
            "Only %(free)s seats are free in rooms like that in %(facility)s.",
            free,
        )
        return words % {"free": free, "facility": place.name}


def means_of(facilities: Sequence[Facility], needs: Needs) -> Means:
    """What ``facilities`` have of it; three queries at most, none for a wish without needs."""
    had: dict[UUID, set[UUID]] = {}
    if needs.inclusions:
        wanted = [inclusion.pk for inclusion in needs.inclusions]
        of_places = FacilityInclusion.objects.filter(facility__in=facilities, inclusion__in=wanted)
        of_packages = Inclusion.objects.filter(pk__in=wanted, package__isnull=False)
        for owner, inclusion in [
            *of_places.values_list("facility", "inclusion"),
            *of_packages.values_list("package", "pk"),
        ]:
            had.setdefault(owner, set()).add(inclusion)
    if not needs.asks_for_rooms:
        return Means(needs, had, None, ())
    rooms = Room.objects.not_retired().filter(floor__facility__in=facilities, workstations__isnull=False)
    if needs.clean_room:
        rooms = rooms.filter(is_clean_room=True)
    if needs.space != Space.ANY:
        rooms = rooms.filter(is_exclusive=needs.space == Space.PRIVATE)
    found = list(rooms.order_by().values_list("pk", "floor__facility").distinct())
    return Means(needs, had, {room for room, _place in found}, {place for _room, place in found})
