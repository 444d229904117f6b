"""Remind a client before its lease renews, and before a change of clocks moves its hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from bookings import notifications, rules
from bookings.enums import RUNNING, BookingState
from bookings.models import Booking
from bookings.operations.states import locked
from bookings.queries.clocks import zone_table
from bookings.queries.policies import policy_on
from bookings.queries.terms import renewal_of, terms_on


@transaction.atomic
def remind_of_renewal(*, booking: Booking, now: datetime) -> bool:
    """Say the reminder that is due for the coming notice deadline; ``False`` when none is, or it was said."""
    today = booking.facility.today(now)
    renewal = renewal_of(booking, terms_on(booking, today), today)
    if renewal is None:
        return False
    policy = policy_on(today, booking.facility)
    reminder = rules.next_reminder(
        deadline=renewal.deadline,
        today=today,
        months=booking.term_months,
        reminders=policy.renewal_reminders,
        days_a_month=policy.reminder_days_a_month,
    )
    if reminder is None or locked(booking).state != BookingState.ACTIVE:
        return False
    return notifications.renewal(
        booking,
        deadline=renewal.deadline,
        renews_on=renewal.renews_on,
        days_left=(renewal.deadline - today).days,
        reminder=reminder,
        now=now,
    )


@transaction.atomic
def remind_of_change(*, booking: Booking, now: datetime) -> bool:
    """Say that the hours at the facility change soon; ``False`` when they don't, or it was said."""
    today = booking.facility.today(now)
    table = zone_table(booking, day=max(today, booking.start))
    ahead = timedelta(days=policy_on(today, booking.facility).change_reminder_days)
    soon = [row for row in (table.coming if table else ()) if row.since - today <= ahead]
    if not soon or locked(booking).state not in {*RUNNING, BookingState.CONFIRMED}:
        return False
    return notifications.hours_change(booking, change=soon[0], now=now)
