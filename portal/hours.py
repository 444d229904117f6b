"""The hours of a shift as people read them, on the clock of any time zone; pure, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from facilities.clocks import FollowedZone, city_of, first_change, gap, kept_spans, moved, stages
from facilities.wording import hours_text
from kernel.period import Period
from kernel.week import DAY, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a day that is worked, for a bar of 24 hours: where it starts and how long it is, in minutes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A shift on one clock: ``text`` such as ``Mon–Fri 21:00–06:00``, and its stretches in a day from midnight.

    ``since`` is the day from which a clock change makes them so; ``None`` for the hours at the start.
    """

    text: str
    stretches: tuple[Stretch, ...]
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """A shift on the facility's clock and on the one it is looked at from, each first as on the first day and then
    from the next change of clocks on; ``there`` is empty where no other clock is looked at."""

    here: Sequence[Hours]
    there: Sequence[Hours]
    there_city: str


def shift_hours(
    spans: tuple[Span, ...], *, home: str, zone: str, term: Period, followed: FollowedZone | None
) -> ShiftHours:
    """The hours of a shift of a facility in ``home`` for a bounded ``term``, seen from ``zone`` (``""`` for nowhere).

    :param clock: the clock that they keep, which is then the one they are seen from; ``None`` for the facility's.
    """
    if followed is not None:
        first, *later = (
            replace(local_hours(each.spans), since=each.days.start)
            for each in stages(spans, days=term, home=home, followed=followed)
        )
        changed = [hours for hours in later if hours.text != first.text][:1]
        here = [replace(first, since=None), *changed]
        return ShiftHours(here, [local_hours(kept_spans(spans, home=home, followed=followed))], city_of(followed.zone))
    is_elsewhere = zone not in {"", home}
    there = hours_in(spans, zone=home, seen_from=zone, start=term.start, last=term.last) if is_elsewhere else []
    return ShiftHours([local_hours(spans)], there, city_of(zone))


def local_hours(spans: Sequence[Span]) -> Hours:
    """The hours of a shift on the facility's own clock."""
    return Hours(hours_text(spans), _stretches(spans))


def hours_in(spans: Sequence[Span], *, zone: str, seen_from: str, start: date, last: date | None = None) -> list[Hours]:
    """The hours of a shift of a facility in ``zone`` as somebody in ``seen_from`` lives them.

    The first entry holds at ``start``; where clocks change by ``last`` (a year from the start when not told) the
    next one says from when, at most one more.
    """

    def seen(day: date) -> tuple[Span, ...]:
        return moved(spans, gap(home=zone, away=seen_from, day=day))

    found = [local_hours(seen(start))]
    change = first_change(home=zone, away=seen_from, start=start, last=last or start + timedelta(days=365))
    if change is not None and (then := local_hours(seen(change))).text != found[0].text:
        found.append(replace(then, since=change))
    return found


def _stretches(spans: Iterable[Span]) -> tuple[Stretch, ...]:
    """Return what of a day from midnight is worked, on any day of the week."""
    parts: set[tuple[int, int]] = set()
    for span in spans:
        end = span.start + span.length
        parts.add((span.start, min(end, DAY)))
        if end > DAY:
            parts.add((0, end - DAY))
    joined: list[Stretch] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1].start + joined[-1].length:
            last = joined.pop()
            joined.append(Stretch(last.start, max(end - last.start, last.length)))
        else:
            joined.append(Stretch(start, end - start))
    return tuple(joined)
