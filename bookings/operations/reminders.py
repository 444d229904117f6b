"""Remind a client before its lease renews, and before a change of clocks moves its hours."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bookings import notifications, rules
from bookings.enums import RUNNING, BookingState
from bookings.models import Booking
from bookings.operations.lifecycle import local_day
from bookings.operations.states import locked
from bookings.queries.clocks import zone_table
from bookings.queries.terms import terms_on


@transaction.atomic
def remind_of_renewal(*, booking: Booking, now: datetime) -> bool:
    """Say the reminder that is due for the coming notice deadline; ``False`` when none is, or it was said."""
    today = local_day(booking, now)
    notice_days = terms_on(booking, today).notice_days
    renews_on = rules.earliest_end(
        start=booking.start, months=booking.term_months, notice_days=notice_days, today=today
    )
    deadline = rules.notice_deadline(term_end=renews_on, notice_days=notice_days)
    reminder = rules.next_reminder(deadline=deadline, today=today, months=booking.term_months)
    if reminder is None or locked(booking).state != BookingState.ACTIVE:
        return False
    return notifications.renewal(
        booking,
        deadline=deadline,
        renews_on=renews_on,
        days_left=(deadline - today).days,
        reminder=reminder,
        now=now,
    )


@transaction.atomic
def remind_of_change(*, booking: Booking, now: datetime) -> bool:
    """Say that the hours at the facility change within a week; ``False`` when they don't, or it was said."""
    today = local_day(booking, now)
    table = zone_table(booking, day=max(today, booking.start))
    soon = [row for row in (table.coming if table else ()) if row.since - today <= rules.CHANGE_REMINDER]
    if not soon or locked(booking).state not in {*RUNNING, BookingState.CONFIRMED}:
        return False
    return notifications.hours_change(booking, change=soon[0], now=now)
