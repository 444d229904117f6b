"""Celery, and the whole beat timetable on one screen.

Every tick is idempotent: it looks for rows in a state and does the due operation on each, so running it twice, late
or by two beats at once changes nothing. A message carries no data worth losing.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatlease.settings")

app = Celery("seatlease")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Times are UTC; "daily" ticks run hourly because a day begins at another hour in each facility's zone.
app.conf.beat_schedule = {
    "send messages that wait": {"task": "outbox.tasks.send_waiting_messages", "schedule": 30.0},
    "release expired holds": {"task": "bookings.tasks.release_expired_holds", "schedule": 60.0},
    "offer seats to those who wait": {"task": "bookings.tasks.process_waitlist", "schedule": 60.0},
    "activate and end bookings": {"task": "bookings.tasks.activate_and_end_leases", "schedule": crontab(minute=5)},
    "work out hours on other clocks": {"task": "bookings.tasks.resolve_hours", "schedule": crontab(minute=45)},
    "remind of renewals": {"task": "bookings.tasks.remind_of_renewals", "schedule": crontab(minute=15)},
    "remind of hours that change": {"task": "bookings.tasks.remind_of_changes", "schedule": crontab(minute=20)},
    "work on inventory files": {"task": "floorplans.tasks.work_on_inventory_imports", "schedule": 60.0},
    "compact revisions of facilities": {"task": "facilities.tasks.compact_revisions", "schedule": 60.0},
    "work on files to go live with": {"task": "billing.tasks.work_on_go_live_imports", "schedule": 60.0},
    "invoice the month": {"task": "billing.tasks.invoice_the_month", "schedule": crontab(minute=25)},
    "carry on with open runs": {"task": "billing.tasks.carry_on_with_runs", "schedule": 60.0},
    "remind of overdue invoices": {"task": "billing.tasks.remind_of_overdue", "schedule": crontab(minute=35)},
}
