"""Every way this room can refuse."""

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
    """``details``: ``seats`` (codes), ``state`` (what they were to become)."""

    code = "seats_in_use"
    message = _(
        "%(seats)s: leased, on hold or promised, so they can't be “%(state)s”. "
        "Leave them out, or end those bookings first."
    )


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


class PatternInUse(Refusal):
    code = "pattern_in_use"
    message = _("Seats are let on this shift, so its hours can't change. Make a new shift instead.")


class ImportHasProblems(Refusal):
    code = "import_has_problems"
    message = _("%(count)s cells can't be read or lead nowhere. Nothing was imported; mend the file and try again.")


class FileUnreadable(Refusal):
    code = "file_unreadable"
    message = _("This file can't be read: %(why)s Upload a workbook (.xlsx) or a table (.csv) as exported here.")
    field = "file"
