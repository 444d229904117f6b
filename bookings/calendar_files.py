"""Calendar entries people can keep: the first day of a lease and the last day to give notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from bookings.models import Booking
from bookings.queries.clocks import zone_table


def lease_calendar(booking: Booking, *, now: datetime, notice_deadline: date | None = None) -> bytes:
    """An iCalendar file (RFC 5545) with the first day, the days on which a change of clocks moves the hours, and the
    notice deadline where given; as whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Seatlease//Leases//EN")
    calendar.add("version", "2.0")
    days = [("start", booking.start, _("Seats in %(facility)s begin (%(reference)s)"))]
    if notice_deadline is not None:
        days.append(("notice", notice_deadline, _("Last day to give notice: %(facility)s (%(reference)s)")))
    table = zone_table(booking, day=booking.start)
    for row in table.coming if table else ():
        moved = _("Hours from today: %(hours)s in %(city)s") % {"hours": row.here, "city": booking.facility.city}
        days.append((f"hours-{row.since}", row.since, moved + " (%(reference)s)"))
    for kind, day, summary in days:
        event = Event()
        event.add("uid", f"{booking.pk}-{kind}@seatlease")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary % {"facility": booking.facility.name, "reference": booking.reference})
        event.add("location", booking.facility.address)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
