"""The clock's part of the story: what the timetable would have done, on the days there was something to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from accounts.actors import SYSTEM
from billing.models import BillingRun, Document, DocumentStatus
from billing.operations import prepare_run, work_chunk
from billing.operations.delivery import remind, tell_of_document
from billing.queries.delivery import overdue_documents
from billing.queries.policies import policy_on as billing_policy_on
from bookings import operations, rules
from bookings.models import Booking
from bookings.queries.clocks import zone_table
from bookings.queries.due import changes_to_begin, following_a_zone, leases_to_begin, leases_to_end, renewals_near
from bookings.queries.policies import policy_on as booking_policy_on
from bookings.queries.terms import terms_on
from demo.story import at, day_of
from demo.world import World
from kernel.period import add_months

# Older invoices are not in the mailbox any more.
MAIL_KEPT = timedelta(days=70)


class Ticking:
    """Plans ticks; each looks for rows in a state, as the tasks do."""

    def __init__(self, world: World) -> None:
        self.story = world.story
        self.entity = world.places.legal_entity
        self._mornings: set[date] = set()

    def turn(self, day: date) -> None:
        """Begin and end the leases, and begin the planned changes, whose day it is, five minutes into it."""
        self.story.plan(at(day, 0, 5), _turn)

    def run(self, month: date, issued: Callable[[Iterable[Document]], None]) -> None:
        """Bill ``month`` on its first day; ``issued`` is called with the documents."""

        def run(now: datetime) -> None:
            made = prepare_run(
                legal_entity=self.entity, month=month, issue_on=month, actor=SYSTEM, now=now, issues_by_itself=True
            )
            finish(made, now=now)
            issued(Document.objects.filter(issued_at=now).order_by("number"))

        self.story.plan(at(month, 0, 25), run)

    def tell(self, issued_at: datetime) -> None:
        """Mail what was issued, a minute after; of old documents only the fact is kept: drawing a PDF takes a while."""
        is_old = issued_at < self.story.now - MAIL_KEPT
        self.story.plan(issued_at + timedelta(minutes=1), _forget if is_old else _tell)

    def remind_of_payments(self, due_on: date) -> None:
        """On the mornings on which what was due then is late enough."""
        for days in billing_policy_on(due_on, self.entity).payment_reminders:
            morning = due_on + timedelta(days=days)
            if morning not in self._mornings:
                self._mornings.add(morning)
                self.story.plan(at(morning, 9, 35), self._remind_of_payments)

    def remind_of_renewal(self, booking: Booking) -> None:
        """Before each notice deadline that comes up."""
        notice_days = terms_on(booking, booking.start).notice_days
        reminders = booking_policy_on(booking.start, booking.facility).renewal_reminders
        end = add_months(booking.start, booking.term_months)
        terms = 1
        while end <= self.story.today + timedelta(days=notice_days + max(reminders)):
            deadline = rules.notice_deadline(term_end=end, notice_days=notice_days)
            for days in reminders:
                self.story.plan(at(deadline - timedelta(days=days), 9, 15), partial(_remind_of_renewal, booking))
            terms += 1
            end = add_months(booking.start, booking.term_months * terms)

    def remind_of_changes(self, booking: Booking) -> None:
        """A week before each change of clocks that moves its hours."""
        table = zone_table(booking, day=booking.start)
        ahead = timedelta(days=booking_policy_on(booking.start, booking.facility).change_reminder_days)
        for row in table.coming if table else ():
            if row.since - ahead <= self.story.today:
                self.story.plan(at(row.since - ahead, 9, 20), partial(_remind_of_change, booking))

    def _remind_of_payments(self, now: datetime) -> None:
        today = day_of(now)
        reminders = billing_policy_on(today, self.entity).payment_reminders
        for document in overdue_documents(self.entity, today):
            # Other days would find that it was said.
            if (today - document.due_on).days in reminders:
                remind(document=document, today=today, now=now)


def finish(run: BillingRun, *, now: datetime) -> None:
    """Work on a run until nothing is left of it."""
    while work_chunk(run=run, now=now):
        pass


def _turn(now: datetime) -> None:
    for booking in leases_to_begin(now=now):
        operations.activate(booking=booking, actor=SYSTEM, now=now)
    for booking in leases_to_end(now=now):
        operations.end(booking=booking, actor=SYSTEM, now=now)
    for booking in changes_to_begin(now=now):
        operations.begin_changes(booking=booking, now=now)


def _forget(now: datetime) -> None:
    DocumentStatus.objects.filter(sent_at__isnull=True).update(sent_at=now)


def _tell(now: datetime) -> None:
    """Mail what waits for it."""
    while tell_of_document(now=now) is not None:
        pass


def _remind_of_change(booking: Booking, now: datetime) -> None:
    if found := following_a_zone().filter(pk=booking.pk).first():
        operations.remind_of_change(booking=found, now=now)


def _remind_of_renewal(booking: Booking, now: datetime) -> None:
    if found := renewals_near(now=now).filter(pk=booking.pk).first():
        operations.remind_of_renewal(booking=found, now=now)
