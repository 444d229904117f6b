"""Days, spans, zones and numbers as they are said to people, the same on every page, in every mail and refusal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from kernel.period import Period

# As wide as the digits.
MINUS = "\N{MINUS SIGN}"


def written(value: date, year: bool = True) -> str:
    """``1 Dec 2026``, the way every page, mail and refusal says a day."""
    return dateformat.format(value, "j M Y" if year else "j M")


def month(value: date) -> str:
    """``December 2026``."""
    return dateformat.format(value, "F Y")


def days(period: Period | None) -> str:
    """``1 Dec 2026 – 30 Nov 2027``: first and last day, both included; ``from 1 Dec 2026`` when open-ended."""
    if period is None:
        return "–"
    if period.last is None:
        return _("from %(day)s") % {"day": written(period.start)}
    if period.last == period.start:
        return written(period.start)
    return f"{written(period.start)} – {written(period.last)}"


def zone_name(zone: str, at: datetime) -> str:
    """Return what people call a zone: its city, with the offset that holds at ``at``: ``Manila (UTC+8)``."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    if zone == "UTC":
        return "UTC"
    sign = MINUS if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{city} (UTC{sign}{hours}{f':{rest:02}' if rest else ''})"


def plain(value: Decimal) -> str:
    """A number without trailing zeros: ``2``, ``1.5``."""
    return f"{Decimal(value).normalize():f}"


def percent(value: Decimal) -> str:
    """``5 %`` or ``7.5 %``."""
    return f"{plain(value)} %"


def without_stop(sentence: str) -> str:
    """A sentence as part of another."""
    return sentence.rstrip().removesuffix(".")


def initials(name: str) -> str:
    """Two letters that stand for a name."""
    words = [word for word in str(name).replace("@", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[:2].upper()
