"""Money, days and lines as they are said on documents and in mail."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.enums import ChargeKind
from kernel.money import EXPONENTS
from kernel.period import Period

# As wide as the digits.
MINUS = "\N{MINUS SIGN}"


def amount(value: Decimal, currency: str) -> str:
    """``9,000.00``, with the decimals of the currency, or more where the value has them: no digit is lost."""
    least = EXPONENTS.get(currency, 2)
    exponent = value.normalize().as_tuple().exponent
    decimals = max(least, -exponent if isinstance(exponent, int) else least)
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def money(value: Decimal, currency: str) -> str:
    """``PHP 9,000.00``."""
    return f"{currency} {amount(value, currency)}"


def day(value: date) -> str:
    """``1 Dec 2026``."""
    return f"{value.day} {value:%b %Y}"


def days(period: Period) -> str:
    """First to last day, both included, said as short as it goes: ``1 – 31 Dec 2026``."""
    first, last = period.start, period.last
    if last is None:
        return _("from %(day)s") % {"day": day(first)}
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def month(first: date) -> str:
    return f"{first:%B %Y}"


def percent(value: Decimal) -> str:
    return f"{value.normalize():f} %"


def how(*, quantity: int, days: int, days_of: int, rate: Decimal, currency: str) -> str:
    """Say how a line came about: ``12 seats × 17 of 31 days × PHP 9,000.00``; whole months, one-offs need no days."""
    seats = ngettext("%(quantity)s seat", "%(quantity)s seats", abs(quantity)) % {
        "quantity": str(quantity).replace("-", MINUS)
    }
    parts = [seats, money(rate, currency)]
    if days_of > 1 and days != days_of:
        part = ngettext("%(days)s of %(days_of)s days", "%(days)s of %(days_of)s days", days_of)
        parts.insert(1, part % {"days": days, "days_of": days_of})
    return " × ".join(parts)


def description(kind: str, *, pattern: str, package: str, hours_city: str, is_correction: bool, is_credit: bool) -> str:
    """Say what a line is for; frozen when the document is issued.

    :param hours_city: the city whose clock the hours keep, ``""`` for the facility's.
    """
    if hours_city:
        pattern = _("%(pattern)s (hours at %(city)s time)") % {"pattern": pattern, "city": hours_city}
    what = {
        ChargeKind.RENT: _("Seats, %(pattern)s, %(package)s"),
        ChargeKind.SHORTFALL: _("Committed seats not used, %(pattern)s, %(package)s"),
        ChargeKind.SETUP: _("Set-up of seats"),
    }[ChargeKind(kind)] % {"pattern": pattern, "package": package}
    if not is_correction:
        return what
    return (_("Credit: %(what)s") if is_credit else _("Added: %(what)s")) % {"what": what}
