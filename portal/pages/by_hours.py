"""Shifts found by the hours they cover: each with what it covers, on both clocks, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from bookings.seat_requests import SeatRequest
from facilities.clocks import FollowedZone, city_of, first_change
from facilities.models import ShiftPattern
from facilities.queries.catalogue import offered_patterns
from facilities.queries.clocks import resolved_until
from facilities.queries.listings import listed_facilities
from facilities.queries.prices import rates_on
from facilities.shift_fit import Fit, best_fits, in_zone_of
from kernel.week import Span
from portal.forms.by_hours import HoursForm
from portal.hours import ShiftHours, local_hours, shift_hours
from portal.request_links import RequestLinks

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A shift that covers some of the hours in the facilities of a zone. ``changes_on`` is when clocks change so that
    it covers another part of them, ``says_then`` what holds from then on."""

    pattern: ShiftPattern
    cities: str
    is_full: bool
    says: str
    changes_on: date | None
    says_then: str
    hours: ShiftHours
    href: str


def found_by_hours(form: HoursForm, now: datetime) -> list[Found]:
    """The best fits for a valid form, in every zone that has facilities in the city asked about; three queries."""
    asked, spans = form.cleaned_data, form.spans
    facilities = [place for place in listed_facilities() if asked["city"] in {"", place.city}]
    priced = rates_on(asked["start"]).filter(facility__in=facilities).values_list("facility__time_zone", "pattern")
    sold = set(priced)
    patterns = list(offered_patterns())
    found = []
    for home in sorted({place.time_zone for place in facilities}):
        cities = ", ".join(sorted({place.city for place in facilities if place.time_zone == home}))
        shifts = {pattern: pattern.hours for pattern in patterns if (home, pattern.pk) in sold}
        found += [(fit, home, cities) for fit in _fits(spans, shifts, home, asked["zone"], asked["start"])]
    found.sort(key=lambda each: (-each[0].covered, each[0].beside))
    return [_found(fit, home, cities, form, now) for fit, home, cities in found[:MOST_SHOWN]]


def _fits(
    spans: Sequence[Span], shifts: dict[ShiftPattern, tuple[Span, ...]], home: str, away: str, day: date
) -> list[Fit[ShiftPattern]]:
    return best_fits(in_zone_of(spans, home=home, away=away, day=day), shifts)


def _found(fit: Fit[ShiftPattern], home: str, cities: str, form: HoursForm, now: datetime) -> Found:
    asked = form.cleaned_data
    pattern, away = fit.shift, asked["zone"]
    kept = FollowedZone(away, asked["start"], resolved_until(now=now)) if asked["keep"] and away != home else None
    request = SeatRequest(
        pattern=pattern,
        start=asked["start"],
        months=asked["months"],
        seats=asked["seats"],
        city=asked["city"],
        time_zone=kept.zone if kept else "",
    )
    wanted = _("%(hours)s in %(city)s") % {"hours": local_hours(form.spans).text, "city": city_of(away)}
    # Hours that stay on the clock they are asked for on are covered as well after a change as before.
    change = None if kept else first_change(home=home, away=away, start=request.start, last=request.last)
    says, says_then = _says(fit, wanted), ""
    if change is not None:
        then = _fits(form.spans, {pattern: pattern.hours}, home, away, change)
        says_then = _says(then[0], wanted) if then else _("covers none of it")
    return Found(
        pattern=pattern,
        cities=cities,
        is_full=fit.is_full,
        says=says,
        changes_on=change if says_then not in {"", says} else None,
        says_then=says_then,
        hours=shift_hours(pattern.hours, home=home, zone=away, term=request.term, followed=kept),
        href=RequestLinks(request, zone=away).search_href(),
    )


def _says(fit: Fit[ShiftPattern], wanted: str) -> str:
    if fit.is_full and not fit.beside:
        return _("is exactly your %(wanted)s") % {"wanted": wanted}
    if fit.is_full:
        return _("covers your %(wanted)s, and %(beside)s more a week") % {
            "wanted": wanted,
            "beside": _hours(fit.beside),
        }
    said = {"covered": _number(fit.covered), "all": _number(fit.wanted), "wanted": wanted}
    return _("covers %(covered)s of %(all)s hours a week of your %(wanted)s") % said


def _number(minutes: int) -> str:
    """Hours as people write them: ``45``, ``7.5``."""
    return number_format(minutes / 60, decimal_pos=2 if minutes % 30 else 1 if minutes % 60 else 0)


def _hours(minutes: int) -> str:
    """``45 h``, ``7 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    return (
        _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        if rest
        else _("%(hours)s h") % {"hours": hours}
    )
