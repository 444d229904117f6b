"""The next documents of a booking as things stand: drafted like the real ones, and not issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from billing.drafts import Draft
from billing.enums import ItemState, RunState
from billing.models import BillingRun, RunItem
from billing.previews import DepositChange, Issue
from billing.queries.candidates import newcomers
from billing.queries.facts import BillingFacts
from billing.queries.policies import policy_on
from bookings.models import Booking
from kernel.period import add_months

OPEN = (RunState.PREPARING, RunState.READY, RunState.ISSUING)
TO_ISSUE = (ItemState.PENDING, ItemState.PREVIEWED)


def issues(booking: Booking, *, through: date, now: datetime) -> list[Issue]:
    """The issues that a booking is billed with from ``now`` on: the next, the one after it at least, and all through
    the month that begins on ``through``. Months are billed in advance, on their first day."""
    found = [next_issue(booking, now=now)]
    while len(found) < 2 or found[-1].month < through:
        month = add_months(found[-1].month, 1)
        found.append(Issue(month, month))
    return found


def next_issue(booking: Booking, *, now: datetime) -> Issue:
    """The issue that the timetable bills a booking with next."""
    entity = booking.facility.legal_entity
    today = entity.today(now)
    month = today.replace(day=1)
    runs = list(BillingRun.objects.filter(legal_entity=entity, month=month))
    if not runs:
        return Issue(month, today)
    for run in runs:
        if run.state in OPEN and RunItem.objects.filter(run=run, booking=booking, state__in=TO_ISSUE).exists():
            return Issue(month, run.issue_on)
    is_done = policy_on(today, entity).issues_by_itself and any(run.state == RunState.DONE for run in runs)
    if is_done and newcomers(entity, month).filter(pk=booking.pk).exists():
        return Issue(month, today)
    following = add_months(month, 1)
    return Issue(following, following)


def drafts(material: BillingFacts, booking: Booking, found: Iterable[Issue]) -> Iterator[Draft]:
    """The document of each issue, each drafted as if the one before it had been issued.

    :raises TaxRateMissing, WithholdingRateMissing, CurrencyMixed:
    """
    for issue in found:
        draft = material.draft(booking, issue.month)
        yield draft
        material = material.after(booking, draft)


def deposit_change(booking: Booking, *, day: date, before: int, after: int) -> DepositChange:
    """Return the deposit for as many seats, before and after, by the terms of a day."""
    rows = booking.terms.order_by("effective_from")
    terms = rows.filter(effective_from__lte=day).last() or rows[0]
    return DepositChange(terms.net_rate, terms.deposit_months, before, after, terms.currency)
