"""The refusals of this app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class SeatTaken(Refusal):
    code = "seat_taken"
    message = _("One of these seats has just been taken for some of these hours. Choose another seat.")
    field = "workstations"


class BufferNeeded(Refusal):
    code = "handover_buffer_needed"
    message = _(
        "Somebody else's shift ends or starts too close to yours on one of these seats. Choose another seat or shift."
    )
    field = "workstations"


class RoomExclusive(Refusal):
    code = "room_exclusive"
    message = _(
        "This room is let to one company at a time, and it is taken for some of these days. Choose another room."
    )
    field = "workstations"


class SeatsUnknown(Refusal):
    code = "seats_unknown"
    message = _("Some of these seats are not in this facility or are not let. Choose them again on the plan.")
    field = "workstations"


class SeatsInUse(Refusal):
    """``details``: ``seats`` (codes), ``state`` (what they were to become), ``claims`` (ids of the bookings)."""

    code = "seats_in_use"
    message = _(
        "%(seats)s: leased, on hold or promised, so they can't be “%(state)s”. "
        "Leave them out, or end those bookings first."
    )


class SeatsNotClosable(Refusal):
    """``details``: ``seats`` (codes), ``claims`` (public ids of the bookings and closures in conflict)."""

    code = "seats_not_closable"
    message = _(
        "%(seats)s: leased, on hold or closed already on some of these days. Leave them out, or choose other days."
    )
    field = "days"


class FaultIsFixed(Refusal):
    code = "fault_is_fixed"
    message = _("Somebody has put this right already. Report a new fault if it is back.")


class FaultInTheFuture(Refusal):
    code = "fault_in_the_future"
    message = _("Choose a moment that has come: a fault is reported once somebody saw it.")
    field = "opened_at"


class FixedTooEarly(Refusal):
    code = "fixed_too_early"
    message = _("Choose a moment after the fault began, and not after now.")
    field = "fixed_at"


class AssetScrapped(Refusal):
    code = "asset_scrapped"
    message = _("This asset is scrapped. Take out its last day first if it is still in use.")


class SwapsWithItself(Refusal):
    code = "swaps_with_itself"
    message = _("An asset can't be swapped with itself. Choose another one.")
    field = "other"


class RoomFull(Refusal):
    code = "room_full"
    message = _(
        "A room would have more seats in service than its capacity. Keep some as spares, or correct the capacity."
    )
    field = "capacity"


class NoHolidaysKnown(Refusal):
    """``details``: ``country``, ``subdivision``."""

    code = "no_holidays_known"
    message = _(
        "We know no public holidays of %(country)s %(subdivision)s. Correct the facility's region, or type them in."
    )
    field = "year"


class NotPriced(Refusal):
    code = "not_priced"
    message = _("There is no list price for this shift and package on these days. Ask us for a quote.")


class PriceOverlaps(Refusal):
    code = "price_overlaps"
    message = _("Another list price for this package and shift covers some of these days. End that one first.")


class NothingToCopy(Refusal):
    code = "nothing_to_copy"
    message = _("No price of this facility counts on that day. Choose a day on which they do.")
    field = "on"


class PricesMeet(Refusal):
    """``details``: ``prices`` (what they are for, and their first day)."""

    code = "prices_meet"
    message = _("These prices count on some of these days already: %(prices)s. End or change them first.")
    field = "days"


class PricesMoved(Refusal):
    code = "prices_moved"
    message = _("Somebody has changed these prices meanwhile. Look at old and new once more.")


class PatternInUse(Refusal):
    code = "pattern_in_use"
    message = _("Seats are let on this shift, so its hours can't change. Make a new shift instead.")


class RoomRetired(Refusal):
    code = "room_retired"
    message = _("The room of this seat is retired. Bring the room back on the plan of its floor first.")


class RoomChanged(Refusal):
    code = "room_changed"
    message = _("This room has just been changed. Look at it once more and try again.")
