"""How amounts, days and times are written for people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from facilities.models import ShiftPattern
from kernel.money import cent, rounded
from kernel.period import Period
from portal.hours import local_hours

register = template.Library()

MINUS = "\N{MINUS SIGN}"


@register.filter
def money(amount: Decimal | None, currency: str) -> SafeString:
    """``PHP 201,600.00``: the currency's own decimals, never broken over two lines; a dash for ``None``."""
    if amount is None:
        return SafeString("–")
    value = rounded(Decimal(amount), currency)
    digits = -int(cent(currency).as_tuple().exponent)
    text = number_format(abs(value), decimal_pos=digits, use_l10n=True, force_grouping=True)
    return format_html('<data class="number">{}{}&nbsp;{}</data>', MINUS if value < 0 else "", currency, text)


@register.filter
def rate(amount: Decimal, currency: str) -> SafeString:
    """A price per unit: like :func:`money`, with no decimals where they are all zero."""
    value = rounded(Decimal(amount), currency)
    if value == value.to_integral_value():
        text = number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)
        return format_html('<data class="number">{}&nbsp;{}</data>', currency, text)
    return money(value, currency)


@register.simple_tag
def hello(person: User) -> str:
    """How a mail begins; whoever never said a name is greeted without one."""
    name = person.get_short_name()
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


@register.filter
def written(value: date, year: bool = True) -> str:
    """``1 Dec 2026``, the way every page, mail and refusal says a day."""
    return dateformat.format(value, "j M Y" if year else "j M")


@register.filter
def day(value: date | None) -> SafeString:
    """``1 Dec 2026``, marked up as a time; a dash for ``None``."""
    if value is None:
        return SafeString("–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written(value).replace(" ", "\xa0"))


@register.simple_tag
def tested_ago(tested_on: date, today: date) -> SafeString:
    """``tested 1 Dec 2026, 12 days ago``, so that nobody has to count."""
    count = (today - tested_on).days
    if count <= 0:
        return format_html(_("tested {}, today"), day(tested_on))
    ago = ngettext("%(count)s day ago", "%(count)s days ago", count) % {"count": count}
    return format_html(_("tested {}, {}"), day(tested_on), ago)


@register.filter
def without_stop(sentence: str) -> str:
    """A sentence as part of another."""
    return sentence.rstrip().removesuffix(".")


@register.filter
def days(period: Period | None) -> str:
    """``1 Dec 2026 – 30 Nov 2027``: first and last day, both included; ``from 1 Dec 2026`` when open-ended."""
    if period is None:
        return "–"
    if period.last is None:
        return _("from %(day)s") % {"day": written(period.start)}
    if period.last == period.start:
        return written(period.start)
    return f"{written(period.start)} – {written(period.last)}"


@register.filter
def month(value: date) -> str:
    """``December 2026``."""
    return dateformat.format(value, "F Y")


def zone_name(zone: str, at: datetime) -> str:
    """What people call a zone: its city, with the offset that holds at ``at``: ``Manila (UTC+8)``."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    if zone == "UTC":
        return "UTC"
    sign = MINUS if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{city} (UTC{sign}{hours}{f':{rest:02}' if rest else ''})"


@register.filter
def moment(value: datetime | None, zone: str = "UTC") -> SafeString:
    """``Thu 3 Dec 2026, 21:00, Manila (UTC+8)``: an instant on the clock of a zone, the zone said."""
    if value is None:
        return SafeString("–")
    local = value.astimezone(ZoneInfo(zone))
    text = f"{dateformat.format(local, 'D j M Y, H:i')}, {zone_name(zone, value)}"
    return format_html('<time datetime="{}">{}</time>', value.astimezone(UTC).isoformat(), text)


@register.filter
def clock(value: datetime | None, zone: str = "UTC") -> str:
    """``Thu 3 Dec, 21:00``: for lists whose heading names the zone."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(zone))
    return dateformat.format(local, "D j M, H:i")


@register.filter
def percent(value: Decimal) -> str:
    """``5 %`` or ``7.5 %``."""
    return f"{plain(value)} %"


@register.filter
def plain(value: Decimal) -> str:
    """A number without trailing zeros: ``2``, ``1.5``."""
    return f"{Decimal(value).normalize():f}"


@register.filter
def shift_hours(pattern: ShiftPattern) -> str:
    """``Mon–Fri 21:00–06:00``, on the facility's clock; prefetch ``spans`` for a list."""
    return local_hours(pattern.hours).text


@register.filter
def initials(name: str) -> str:
    """Two letters that stand for a name."""
    words = [word for word in str(name).replace("@", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[:2].upper()
