"""A company's home page: what it uses, what it owes, what comes up, and what needs somebody now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.models import Client
from billing.access import visible_documents, visible_notices
from billing.enums import DocumentState, NoticeState
from billing.models import Document
from billing.queries.balances import Balance, balances
from billing.queries.documents import due_soon, in_state
from billing.queries.forecast import Forecast, next_invoices
from bookings.access import visible_bookings
from bookings.enums import AGREED, KEEPING_SEATS, BookingState
from bookings.models import Booking
from bookings.queries.summaries import ShiftUse, Summary, in_use_by_shift, summaries
from kernel.wording import written

# How long before a deadline it is worth somebody's attention.
DEADLINE_NEAR = timedelta(days=45)
MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a person: what, why it matters, and where to do it."""

    tone: str
    icon: str
    what: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """``uses`` are today's seats by shift; ``renewals`` come in the order of their notice deadlines."""

    is_new: bool
    needs: Sequence[Need]
    uses: Sequence[ShiftUse]
    in_use: int
    shifts_in_use: int
    holds: Sequence[Summary]
    requests: Sequence[Summary]
    coming: Sequence[Summary]
    renewals: Sequence[Summary]
    balances: Sequence[Balance]
    forecasts: Sequence[Forecast]


def home_page(client: Client, *, actor: Actor, now: datetime) -> HomePage:
    """Everything the page shows; the number of queries does not grow with the company."""
    bookings = visible_bookings(actor).filter(client=client)
    documents = visible_documents(actor).filter(client=client)
    keeping_seats = summaries(bookings.filter(state__in=KEEPING_SEATS), now=now)
    holds = [
        each
        for each in _in(keeping_seats, BookingState.HELD)
        if each.booking.hold_expires_at and each.booking.hold_expires_at > now
    ]
    renewals = sorted(
        (each for each in keeping_seats if each.notice_deadline), key=lambda each: str(each.notice_deadline)
    )
    uses = in_use_by_shift(keeping_seats)
    return HomePage(
        is_new=not keeping_seats and not bookings.exists(),
        needs=_needs(client=client, actor=actor, holds=holds, renewals=renewals, documents=documents, now=now),
        uses=uses,
        in_use=sum(use.seats for use in uses),
        shifts_in_use=len({use.pattern for use in uses}),
        holds=holds,
        requests=_in(keeping_seats, BookingState.SUBMITTED),
        coming=_in(keeping_seats, BookingState.CONFIRMED),
        renewals=renewals[:MOST_ROWS],
        balances=balances(documents, now=now),
        forecasts=next_invoices(_owed(bookings), now=now),
    )


def _in(found: Sequence[Summary], state: BookingState) -> list[Summary]:
    return [each for each in found if each.booking.state == state]


def _owed(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    return bookings.filter(state__in=AGREED)


def _needs(
    *,
    client: Client,
    actor: Actor,
    holds: Sequence[Summary],
    renewals: Sequence[Summary],
    documents: QuerySet[Document],
    now: datetime,
) -> list[Need]:
    """Most urgent first."""
    return list(
        chain(
            _late(documents, now),
            _rejected(actor, client, now),
            (_hold(each) for each in holds),
            _details(client, holds),
            _due_soon(documents, now),
            _deadlines(renewals),
            _second_factor(actor),
        )
    )


def _late(documents: QuerySet[Document], now: datetime) -> list[Need]:
    late = in_state(documents, DocumentState.OVERDUE, now=now).count()
    if not late:
        return []
    what = ngettext("%(count)s invoice is overdue", "%(count)s invoices are overdue", late) % {"count": late}
    return [
        Need(
            "bad",
            "triangle-alert",
            what,
            _("Pay, or tell us that you have."),
            f"{reverse('portal:invoices')}?show=overdue",
        )
    ]


def _rejected(actor: Actor, client: Client, now: datetime) -> list[Need]:
    """Transfers we could not find, while their document is still open."""
    lost = visible_notices(actor).filter(
        client=client,
        state=NoticeState.REJECTED,
        document__status__open_balance__gt=0,
        decided_at__gt=now - DEADLINE_NEAR,
    )
    return [
        Need(
            "bad",
            "search-x",
            _("We could not find your transfer for %(number)s") % {"number": each.document.number},
            each.reason,
            reverse("portal:invoice", args=[each.document_id]),
        )
        for each in lost[:MOST_ROWS]
    ]


def _hold(each: Summary) -> Need:
    what = ngettext(
        "%(seats)s seat in %(facility)s is on hold", "%(seats)s seats in %(facility)s are on hold", each.seats
    )
    return Need(
        "wait",
        "timer",
        what % {"seats": each.seats, "facility": each.booking.facility.name},
        _("Send the request before the hold runs out."),
        reverse("portal:hold", args=[each.booking.pk]),
    )


def _details(client: Client, holds: Sequence[Summary]) -> list[Need]:
    if client.has_billing_details or not holds:
        return []
    what, why = _("Company details are missing"), _("We need them before you can send a request.")
    return [Need("wait", "building-2", what, why, reverse("portal:details"))]


def _due_soon(documents: QuerySet[Document], now: datetime) -> list[Need]:
    soon = due_soon(documents, now=now)
    return [
        Need(
            "wait",
            "receipt-text",
            _("%(number)s is due on %(day)s") % {"number": each.number, "day": written(each.due_on)},
            _("Pay by bank transfer with its number as the reference."),
            reverse("portal:invoice", args=[each.pk]),
        )
        for each in soon[:MOST_ROWS]
    ]


def _deadlines(renewals: Iterable[Summary]) -> Iterable[Need]:
    for each in renewals:
        if each.notice_deadline is None or each.renews_on is None or each.notice_deadline - each.day > DEADLINE_NEAR:
            continue
        yield Need(
            "wait",
            "calendar-clock",
            _("Stay in %(facility)s or leave? Decide by %(day)s")
            % {"facility": each.booking.facility.name, "day": written(each.notice_deadline)},
            _("After that day the lease renews on %(day)s for another term.") % {"day": written(each.renews_on)},
            reverse("portal:booking", args=[each.booking.pk]),
        )


def _second_factor(actor: Actor) -> list[Need]:
    if actor.user is None or actor.as_client is not None or is_mfa_enabled(actor.user):
        return []
    what, why = _("Only a password protects your account"), _("Add a passkey or an authenticator app.")
    return [Need("info", "key-round", what, why, reverse("mfa_index"))]
