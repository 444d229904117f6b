"""Features of rooms, facilities and packages, held against what a request requires beyond seats."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.seat_requests import Requirements, Space
from facilities.models import Facility, FacilityInclusion, Inclusion, Rate, Room
from facilities.queries.vacancies import Vacancies


@dataclass(frozen=True, slots=True)
class SeatFeatures:
    """Features of the facilities asked about: what of ``required`` is ``had`` by facility and by package, and the rooms
    that would do, ``None`` for any."""

    required: Requirements
    had: Mapping[UUID, Collection[UUID]]
    rooms: Collection[UUID] | None
    places_with_rooms: Collection[UUID]

    def best(self, rates: Sequence[Rate]) -> Rate | None:
        """The first list price whose package lacks least."""
        return min(rates, key=lambda rate: len(self.lacking(rate)), default=None)

    def lacking(self, rate: Rate) -> list[Inclusion]:
        had = {*self.had.get(rate.facility_id, ()), *self.had.get(rate.package_id, ())}
        return [inclusion for inclusion in self.required.inclusions if inclusion.pk not in had]

    def suitable(self, free: Vacancies) -> Vacancies:
        return free if self.rooms is None else free.within(self.rooms)

    def left_out(self, place: Facility, rate: Rate) -> str:
        """Say why a facility is left out whatever is free: it has no such thing; ``""`` when it isn't."""
        if lacking := self.lacking(rate):
            names = ", ".join(inclusion.name for inclusion in lacking)
            return _("%(facility)s lacks what you need: %(names)s.") % {"facility": place.name, "names": names}
        if self.rooms is None or place.pk in self.places_with_rooms:
            return ""
        named = {"facility": place.name}
        if self.required.clean_room:
            return _("%(facility)s has no PCI clean room.") % named
        if self.required.space == Space.PRIVATE:
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


def features_of(facilities: Sequence[Facility], required: Requirements) -> SeatFeatures:
    """Return what ``facilities`` have of what is required; three queries at most, none where that is nothing."""
    had: dict[UUID, set[UUID]] = {}
    if required.inclusions:
        wanted = [inclusion.pk for inclusion in required.inclusions]
        of_places = FacilityInclusion.objects.filter(facility__in=facilities, inclusion__in=wanted)
        of_packages = Inclusion.objects.filter(pk__in=wanted, package__isnull=False)
        for owner, inclusion in [
            *of_places.values_list("facility", "inclusion"),
            *of_packages.values_list("package", "pk"),
        ]:
            had.setdefault(owner, set()).add(inclusion)
    if not required.asks_for_rooms:
        return SeatFeatures(required, had, None, ())
    rooms = Room.objects.not_retired().filter(floor__facility__in=facilities, workstations__isnull=False)
    if required.clean_room:
        rooms = rooms.filter(is_clean_room=True)
    if required.space != Space.ANY:
        rooms = rooms.filter(is_exclusive=required.space == Space.PRIVATE)
    found = list(rooms.order_by().values_list("pk", "floor__facility").distinct())
    return SeatFeatures(required, had, {room for room, _place in found}, {place for _room, place in found})
