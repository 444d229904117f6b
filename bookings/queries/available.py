"""The changes that may be made now, with the refusal of the others: buttons, actions and the API show this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.actors import Actor
from accounts.errors import NotAllowed
from bookings.access import authority_of, may_manage
from bookings.changes import WithdrawChange, apply
from bookings.changes.notice import require_notice, require_notice_given
from bookings.changes.policy import require_open
from bookings.changes.termination import require_termination
from bookings.enums import AmendmentKind, Authority
from bookings.lease import Lease
from bookings.models import Amendment, Booking
from bookings.queries.lease import load
from kernel.refusal import Refusal

K = AmendmentKind

# What each kind asks before anything is known of the change itself.
REQUIRED: dict[AmendmentKind, Callable[[Lease], None]] = {
    K.ADD_SEATS: lambda lease: require_open(lease, K.ADD_SEATS),
    K.REMOVE_SEATS: lambda lease: require_open(lease, K.REMOVE_SEATS),
    K.MOVE_SEATS: lambda lease: require_open(lease, K.MOVE_SEATS),
    K.NOTICE: require_notice,
    K.WITHDRAW_NOTICE: require_notice_given,
    K.TERMINATE: require_termination,
}


@dataclass(frozen=True, slots=True)
class AvailableChange:
    """A kind of change, with the refusal that would come of it; ``None`` where it may be made.

    :param amendment: the planned change that it would withdraw, of `AmendmentKind.WITHDRAW_CHANGE` only.
    """

    kind: AmendmentKind
    refusal: Refusal | None
    amendment: Amendment | None = None

    @property
    def is_available(self) -> bool:
        return self.refusal is None

    @property
    def code(self) -> str:
        """The refusal's; ``""`` where there is none."""
        return self.refusal.code if self.refusal else ""

    @property
    def sentence(self) -> str:
        return str(self.refusal) if self.refusal else ""


def available_changes(booking: Booking, actor: Actor, now: datetime) -> list[AvailableChange]:
    """Every kind of change once, and the withdrawal of each planned one but a notice, which has a kind of its own."""
    lease, today, by = load(booking), booking.facility.today(now), authority_of(actor)
    managing = may_manage(actor, booking)
    found = [AvailableChange(kind, _asked(kind, lease, by=by, managing=managing)) for kind in REQUIRED]
    for amendment in Amendment.objects.filter(booking=booking).exclude(kind=K.NOTICE).scheduled():
        refusal = _withdrawal(lease, amendment.number, by, today) if managing else NotAllowed()
        found.append(AvailableChange(K.WITHDRAW_CHANGE, refusal, amendment))
    return found


def _asked(kind: AmendmentKind, lease: Lease, *, by: Authority, managing: bool) -> Refusal | None:
    if not managing or (kind == K.TERMINATE and by == Authority.CLIENT):
        return NotAllowed()
    try:
        REQUIRED[kind](lease)
    except Refusal as refusal:
        return refusal
    return None


def _withdrawal(lease: Lease, number: int, by: Authority, today: date) -> Refusal | None:
    try:
        apply(lease, WithdrawChange(number), by, today)
    except Refusal as refusal:
        return refusal
    return None
