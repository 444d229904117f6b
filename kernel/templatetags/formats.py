"""Amounts, days and times as they are written for people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.money import cent, rounded
from kernel.wording import MINUS, days, initials, month, percent, plain, without_stop, written, zone_name

register = template.Library()

for _said in (written, month, days, plain, percent, without_stop, initials):
    register.filter(_said)


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
def change(amount: Decimal, currency: str) -> SafeString:
    """A difference: like :func:`money`, with a plus where it is more."""
    text = money(amount, currency)
    return text if amount <= 0 else SafeString(text.replace('<data class="number">', '<data class="number">+', 1))


@register.filter
def rate(amount: Decimal, currency: str) -> SafeString:
    """A price per unit: like :func:`money`, with no decimals where they are all zero."""
    value = rounded(Decimal(amount), currency)
    if value == value.to_integral_value():
        text = number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)
        return format_html('<data class="number">{}&nbsp;{}</data>', currency, text)
    return money(value, currency)


@register.simple_tag
def hello(person: Any) -> str:
    """Begin a mail; somebody who never said a name is greeted without one."""
    name = person.get_short_name()
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


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
