"""Change a lease: show what becomes of it and of what is billed, and do exactly that."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from billing.due import due_on
from billing.errors import PreviewStale
from billing.previews import DocumentChange, FullPreview, Issue
from billing.queries.drafts import deposit_change, drafts, issues
from billing.queries.facts import billing_facts_for
from billing.queries.policies import policies_of
from bookings import operations as bookings
from bookings.changes import Change, Preview
from bookings.models import Amendment, Booking
from bookings.operations.changes import Acceptance
from kernel.period import add_months
from kernel.refusal import Refusal


def preview(*, booking: Booking, change: Change, actor: Actor, now: datetime) -> FullPreview:
    """Return what a change would bring about, were it made now. Nothing is locked or written.

    Seats left to us are chosen: make the ``change`` of the answer to get just those.

    :raises Refusal: what :func:`change` would raise.
    """
    found = bookings.preview(booking=booking, change=change, actor=actor, now=now)
    return _full(booking, found, now=now)


def change(*, booking: Booking, change: Change, digest: str, actor: Actor, now: datetime) -> Amendment:
    """Make the change that was shown, and keep what was shown with it.

    :param digest: of the preview that was accepted.
    :raises PreviewStale: with the new ``preview``, when the change would do something else by now.
    :raises Refusal: those of `bookings.operations.change`.
    """

    def accept(found: Preview) -> Acceptance:
        full = _full(booking, found, now=now)
        if full.digest != digest:
            raise PreviewStale(full)
        return Acceptance(full.digest, full.as_json())

    return bookings.change(booking=booking, change=change, actor=actor, now=now, accept=accept)


def _full(booking: Booking, found: Preview, *, now: datetime) -> FullPreview:
    booking = Booking.objects.select_related("facility__legal_entity").get(pk=booking.pk)
    day = found.effective_on
    deposit = deposit_change(booking, day=max(day, booking.start), before=found.seats_before, after=found.seats_after)
    try:
        documents = _documents(booking, found, issues(booking, through=add_months(found.month, 1), now=now))
    except Refusal as problem:
        return FullPreview(found, (), deposit, problem)
    return FullPreview(found, documents, deposit)


def _documents(booking: Booking, found: Preview, when: list[Issue]) -> tuple[DocumentChange, ...]:
    since = found.charges_change_from
    entity = booking.facility.legal_entity
    policy = policies_of(entity)
    material = billing_facts_for(
        [booking], entity=entity, issue_on=when[0].on, changed_from={booking.pk: since} if since else None
    )
    before, after = (
        drafts(material.knowing(booking, lease.facts), booking, when) for lease in (found.before, found.after)
    )
    return tuple(
        DocumentChange(
            issue=issue,
            due_on=due_on(
                new.kind,
                month=issue.month,
                issued_on=issue.on,
                country=entity.country.code,
                terms=policy(issue.on).due_terms,
            ),
            before=old,
            after=new,
        )
        for issue, old, new in zip(when, before, after, strict=True)
    )
