"""The refusals of this app."""

from django.utils.translation import gettext_lazy as _

from facilities import errors as facilities
from kernel.refusal import Refusal


class HoldExpired(Refusal):
    code = "hold_expired"
    message = _("This hold has run out, and its seats are free for others. Choose seats again.")


class SeatsTaken(facilities.SeatTaken):
    """``details``, each a list: ``seats`` (codes lost), ``alternative`` (codes of the nearest free seats),
    ``alternative_ids``."""

    code = "seats_taken"
    message = _("%(seats)s: just taken for some of these hours. The nearest free seats are %(alternative)s.")


class NoneLeft(facilities.SeatTaken):
    """Like :class:`SeatsTaken` where nothing is left to offer."""

    code = "none_left"
    message = _(
        "%(seats)s: just taken for some of these hours, and nothing else is free. Try other days or another shift."
    )


class TakenAfterChange(SeatsTaken):
    """``day``, ``city`` and ``hours`` besides: from when on, whose clocks change, and what is taken then."""

    code = "taken_after_change"
    message = _(
        "From %(day)s, when clocks in %(city)s have changed, %(seats)s: taken %(hours)s. "
        "The nearest free seats are %(alternative)s."
    )


class NoneLeftAfterChange(NoneLeft):
    """Like :class:`TakenAfterChange` where nothing is left to offer."""

    code = "none_left_after_change"
    message = _(
        "From %(day)s, when clocks in %(city)s have changed, %(seats)s: taken %(hours)s, and nothing else is free. "
        "Keep the facility's clock, or try other days or another shift."
    )


class NotEnoughSeats(Refusal):
    """``details`` carries ``asked`` and ``free``."""

    code = "not_enough_seats"
    message = _("Only %(free)s of the %(asked)s seats you asked for are free for this shift and these days.")
    field = "seats"


class TooFewSeats(Refusal):
    code = "too_few_seats"
    message = _("This price is for %(minimum)s seats or more. Add seats or choose another shift.")
    field = "seats"


class TooManySeats(Refusal):
    code = "too_many_seats"
    message = _("Ask for %(maximum)s seats at most.")
    field = "seats"


class TermTooShort(Refusal):
    code = "term_too_short"
    message = _("This price is for %(minimum)s months or more. Choose a longer term.")
    field = "months"


class StartsInThePast(Refusal):
    code = "starts_in_the_past"
    message = _("Choose a start date from %(earliest)s on.")
    field = "start"


class TermTooLong(Refusal):
    code = "term_too_long"
    message = _("Choose a term of %(maximum)s months at most; a lease renews by itself if you like.")
    field = "months"


class StartsTooLate(Refusal):
    code = "starts_too_late"
    message = _("Choose a start date until %(latest)s; we don't plan further ahead.")
    field = "start"


class TimeZoneUnknown(Refusal):
    code = "time_zone_unknown"
    message = _("“%(time_zone)s” is no time zone. Use a name such as America/Chicago.")
    field = "time_zone"


class TooFarAhead(Refusal):
    code = "too_far_ahead"
    message = _("Choose a day until %(latest)s; we don't plan further ahead.")


class TooManyHolds(Refusal):
    code = "too_many_holds"
    message = _("Your company has %(limit)s holds already. Submit or release one first.")


class AgreementNotAccepted(Refusal):
    code = "agreement_not_accepted"
    message = _("Read the agreement and tick that you accept it.")
    field = "accepted"


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Say why; the client reads it.")
    field = "reason"


class TooEarlyToStart(Refusal):
    code = "too_early_to_start"
    message = _("This lease starts on %(start)s.")


class NoticeTooShort(Refusal):
    code = "notice_too_short"
    message = _("With the notice agreed the last day can be %(earliest)s at the earliest.")
    field = "last_day"


class EndsByItself(Refusal):
    code = "ends_by_itself"
    message = _("This lease doesn't renew; it ends on %(last_day)s without notice.")


class SeatsSoldOn(Refusal):
    code = "seats_sold_on"
    message = _(
        "Some of these seats are promised to somebody else from %(day)s on, so the notice stands. Book other seats."
    )


class BelowCommitment(Refusal):
    code = "below_commitment"
    message = _("%(committed)s seats are committed until %(until)s, so at most %(removable)s can go before.")
    field = "workstations"


class NotThisBookingsSeats(Refusal):
    code = "not_this_bookings_seats"
    message = _("Some of these seats are not part of this booking on that day.")
    field = "workstations"


class MoveTargetsConflict(Refusal):
    code = "move_targets_conflict"
    message = _("%(seats)s: each seat can move to one other seat, and no two to the same. Choose other seats.")
    field = "workstations"


class NothingToMove(Refusal):
    code = "nothing_to_move"
    message = _("Choose the seats that move.")
    field = "workstations"


class OutsideTheLease(Refusal):
    code = "outside_the_lease"
    message = _("Choose a day within the lease, and not before today.")
    field = "effective_on"


class ChangeStands(Refusal):
    code = "change_stands"
    message = _(
        "Some of these seats are promised to somebody else from %(day)s on, so the planned change stands. "
        "Book other seats."
    )


class ChangeNotPlanned(Refusal):
    code = "change_not_planned"
    message = _("This change has begun or was withdrawn already. Reload the page to see what is planned.")


class BreaksAPlannedChange(Refusal):
    """``details``: ``number`` of the planned change, ``change`` and ``day`` as people read them, ``why``."""

    code = "breaks_a_planned_change"
    message = _(
        "Then another planned change would no longer be possible: %(change)s from %(day)s. %(why)s "
        "Withdraw that change first."
    )


class StillRunning(Refusal):
    code = "still_running"
    message = _("This lease has not come to its last day yet.")


class WindowBackwards(Refusal):
    code = "window_backwards"
    message = _("The latest first day can't lie before the earliest one.")
    field = "latest"


class TooManyWaitlistEntries(Refusal):
    code = "too_many_waitlist_entries"
    message = _("Your company waits for %(limit)s things already. Withdraw one first.")
