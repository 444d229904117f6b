"""The planned changes of a lease, with what each of them does to what is billed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from billing.drafts import Draft
from billing.previews import Issue
from billing.queries.drafts import drafts, issues
from billing.queries.facts import BillingFacts, billing_facts_for
from bookings.changes import stages
from bookings.lease import Lease
from bookings.models import Amendment, Booking
from bookings.queries.lease import load
from kernel.period import add_months
from kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """The difference a planned change makes to the next document and to the first whole month after it, with tax.

    Each is counted on top of those before it. ``None`` where documents can't be worked out, such as without a tax rate.
    """

    amendment: Amendment
    next_gross: Decimal | None
    monthly_gross: Decimal | None
    currency: str


def planned_changes(booking: Booking, *, now: datetime) -> list[PlannedChange]:
    """In the order in which they come; ``booking`` wants its facility and legal entity selected along."""
    amendments = list(Amendment.objects.filter(booking=booking).scheduled())
    if not amendments:
        return []
    lease = load(booking)
    when = issues(booking, through=add_months(amendments[-1].effective_on.replace(day=1), 1), now=now)
    entity, since = booking.facility.legal_entity, min(each.effective_on for each in amendments)
    material = billing_facts_for([booking], entity=entity, issue_on=when[0].on, changed_from={booking.pk: since})
    try:
        documents = [_documents(material, booking, stage, when) for stage in stages(lease)]
    except Refusal:
        return [PlannedChange(each, None, None, lease.facts.currency) for each in amendments]
    found = []
    for amendment, before, after in zip(amendments, documents, documents[1:], strict=False):
        following = add_months(amendment.effective_on.replace(day=1), 1)
        whole = next(place for place, issue in enumerate(when) if place and issue.month >= following)
        found.append(
            PlannedChange(
                amendment,
                after[0].gross - before[0].gross,
                after[whole].gross - before[whole].gross,
                lease.facts.currency,
            )
        )
    return found


def _documents(material: BillingFacts, booking: Booking, lease: Lease, when: list[Issue]) -> list[Draft]:
    return list(drafts(material.knowing(booking, lease.facts), booking, when))
