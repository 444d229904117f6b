"""States of a booking and the moves between them; kinds of change."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.states import Moves


class BookingState(models.TextChoices):
    HELD = "held", _("on hold")
    SUBMITTED = "submitted", _("waiting for confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    ACTIVE = "active", _("active")
    NOTICE_GIVEN = "notice_given", _("leaving")
    ENDED = "ended", _("ended")
    EXPIRED = "expired", _("hold expired")
    CANCELLED = "cancelled", _("cancelled")
    DECLINED = "declined", _("declined")
    TERMINATED = "terminated", _("terminated")


S = BookingState
MOVES: Moves = {
    S.HELD: frozenset({S.SUBMITTED, S.EXPIRED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.CONFIRMED, S.DECLINED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.ACTIVE, S.CANCELLED}),
    S.ACTIVE: frozenset({S.NOTICE_GIVEN, S.ENDED, S.TERMINATED}),
    S.NOTICE_GIVEN: frozenset({S.ACTIVE, S.ENDED, S.TERMINATED}),
    S.ENDED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
    S.DECLINED: frozenset(),
    S.TERMINATED: frozenset(),
}


class Decision(StrEnum):
    """Decisions about a booking before its lease runs: the operations of these names."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    DECLINE = "decline"
    ACTIVATE = "activate"
    CANCEL = "cancel"


# Where each leads. A lease begins out of CONFIRMED alone: a notice that is withdrawn leads to ACTIVE as well.
LEADS_TO = {
    Decision.SUBMIT: S.SUBMITTED,
    Decision.CONFIRM: S.CONFIRMED,
    Decision.DECLINE: S.DECLINED,
    Decision.ACTIVATE: S.ACTIVE,
    Decision.CANCEL: S.CANCELLED,
}


def states_open_to(decision: Decision) -> frozenset[BookingState]:
    """The states of a booking that a decision can be taken in."""
    if decision == Decision.ACTIVATE:
        return frozenset({S.CONFIRMED})
    return frozenset(state for state in S if LEADS_TO[decision] in MOVES[state])


# Seats are kept in these states.
KEEPING_SEATS = frozenset({S.HELD, S.SUBMITTED, S.CONFIRMED, S.ACTIVE, S.NOTICE_GIVEN})
# A lease was agreed, so its days are owed: also after it has ended, for late corrections.
AGREED = frozenset({S.CONFIRMED, S.ACTIVE, S.NOTICE_GIVEN, S.ENDED, S.TERMINATED})
RUNNING = frozenset({S.ACTIVE, S.NOTICE_GIVEN})


class WaitlistState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    OFFERED = "offered", _("seats offered")
    TAKEN = "taken", _("offer taken")
    LAPSED = "lapsed", _("lapsed")
    WITHDRAWN = "withdrawn", _("withdrawn")


W = WaitlistState
WAITLIST_MOVES: Moves = {
    W.WAITING: frozenset({W.OFFERED, W.LAPSED, W.WITHDRAWN}),
    W.OFFERED: frozenset({W.TAKEN, W.LAPSED, W.WITHDRAWN}),
    W.TAKEN: frozenset(),
    W.LAPSED: frozenset(),
    W.WITHDRAWN: frozenset(),
}

# Entries that may still lead to seats.
OPEN_WAITLIST_STATES = frozenset({W.WAITING, W.OFFERED})


class AmendmentKind(models.TextChoices):
    ADD_SEATS = "add_seats", _("Seats added")
    REMOVE_SEATS = "remove_seats", _("Seats removed")
    MOVE_SEATS = "move_seats", _("Seats moved")
    NOTICE = "notice", _("Notice given")
    WITHDRAW_NOTICE = "withdraw_notice", _("Notice withdrawn")
    TERMINATE = "terminate", _("Terminated")
    WITHDRAW_CHANGE = "withdraw_change", _("Planned change withdrawn")


class AmendmentState(models.TextChoices):
    SCHEDULED = "scheduled", _("planned")
    APPLIED = "applied", _("in force")
    WITHDRAWN = "withdrawn", _("withdrawn")


A = AmendmentState
AMENDMENT_MOVES: Moves = {
    A.SCHEDULED: frozenset({A.APPLIED, A.WITHDRAWN}),
    A.APPLIED: frozenset(),
    A.WITHDRAWN: frozenset(),
}


class SeatEffect(models.TextChoices):
    BEGINS = "begins", _("begins")
    ENDS = "ends", _("ends")


class Authority(models.TextChoices):
    """The kinds of people who ask for a change, as far as policy makes a difference."""

    CLIENT = "client", _("client")
    STAFF = "staff", _("our team")
    SYSTEM = "system", _("timetable")


class ChargeKind(models.TextChoices):
    RENT = "rent", _("Seats")
    SHORTFALL = "shortfall", _("Committed seats not used")
    SETUP = "setup", _("Set-up")


class OneOffKind(models.TextChoices):
    SETUP = "setup", _("Set-up")
