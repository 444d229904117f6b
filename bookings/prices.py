"""Prices before tax, each line explained; pure, from the list price, the discounts and the request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.money import rounded
from kernel.period import month_of


class ListRate(Protocol):
    """A list price: net per seat and month, set-up net per seat, and the conditions it is offered on."""

    @property
    def currency(self) -> str: ...

    @property
    def monthly_net(self) -> Decimal: ...

    @property
    def setup_net(self) -> Decimal: ...

    @property
    def deposit_months(self) -> Decimal: ...

    @property
    def notice_days(self) -> int: ...

    @property
    def escalation_percent(self) -> Decimal: ...


# A discount that no list knows, of a lease agreed before it came here.
AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Tier:
    """A discount of ``percent`` from ``threshold`` seats or months on; ``rule`` is ``seats``, ``months`` or
    :data:`AGREED`."""

    rule: str
    threshold: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line people read: what, how it came about, and the amount in the price's currency."""

    label: str
    explanation: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRate:
    """The net price of a seat in ``currency``, and its conditions: what terms keep.

    ``net_rate`` is per seat and month, what ``discounts`` leave of ``list_rate``, rounded once.
    """

    currency: str
    list_rate: Decimal
    discounts: tuple[Tier, ...]
    net_rate: Decimal
    setup_rate: Decimal = Decimal(0)
    deposit_months: Decimal = Decimal(0)
    notice_days: int
    escalation_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(AgreedRate):
    """A rate for so many ``seats`` and ``months``: net amounts in ``currency``."""

    seats: int
    months: int
    monthly_net: Decimal
    setup_net: Decimal
    deposit: Decimal
    first_month_net: Decimal
    first_month_days: int
    first_month_of: int

    @property
    def due_first(self) -> Decimal:
        """The first invoice before tax, without the deposit."""
        return self.first_month_net + self.setup_net

    @property
    def lines(self) -> list[PriceLine]:
        """The lines that explain the monthly price."""
        # The list price as people read it, so that they can multiply it themselves.
        shown = rounded(self.list_rate, self.currency)
        found = [
            PriceLine(
                ngettext("%(seats)s seat", "%(seats)s seats", self.seats) % {"seats": self.seats},
                _("%(seats)s × list price %(rate)s") % {"seats": self.seats, "rate": f"{shown:,f}"},
                shown * self.seats,
            )
        ]
        # The last discount takes the remainder, so that the lines add up to the monthly price to the cent.
        left = self.monthly_net - found[0].amount
        for place, tier in enumerate(self.discounts, start=1):
            share = rounded(-self.list_rate * self.seats * tier.percent / 100, self.currency)
            amount = left if place == len(self.discounts) else share
            left -= amount
            found.append(
                PriceLine(
                    _tier_label(tier), _("%(percent)s %% off the list price") % {"percent": plain(tier.percent)}, amount
                )
            )
        return found


def price(*, rate: ListRate, tiers: Iterable[Tier], seats: int, months: int, start: date) -> Price:
    """Price ``seats`` for a term of ``months`` from ``start``.

    Of the volume and of the term discounts the highest reached counts; both come off the list price, and the rate
    that remains is rounded once and is the one invoiced.

    :raises ValueError: for no seats or no months.
    """
    reached: dict[str, Tier] = {}
    for tier in tiers:
        counted = seats if tier.rule == "seats" else months
        if counted >= tier.threshold and (tier.rule not in reached or tier.percent > reached[tier.rule].percent):
            reached[tier.rule] = tier
    off = min(sum((tier.percent for tier in reached.values()), Decimal(0)), Decimal(100))
    agreed = AgreedRate(
        currency=rate.currency,
        list_rate=rate.monthly_net,
        discounts=tuple(reached[rule] for rule in sorted(reached, reverse=True)),
        net_rate=rate.monthly_net * (100 - off) / 100,
        setup_rate=rate.setup_net,
        deposit_months=rate.deposit_months,
        notice_days=rate.notice_days,
        escalation_percent=rate.escalation_percent,
    )
    return price_at(agreed, seats=seats, months=months, start=start)


def price_at(agreed: AgreedRate, *, seats: int, months: int, start: date) -> Price:
    """The same at a rate agreed already. The first month is charged by actual days.

    :raises ValueError: for no seats or no months.
    """
    if seats < 1 or months < 1:
        raise ValueError("price at least one seat for one month")
    currency = agreed.currency
    net_rate = rounded(agreed.net_rate, currency)
    monthly = net_rate * seats
    month = month_of(start)
    assert month.end is not None
    first_days = (month.end - start).days
    conditions = {each.name: getattr(agreed, each.name) for each in fields(AgreedRate)}
    return Price(
        **{**conditions, "net_rate": net_rate},
        seats=seats,
        months=months,
        monthly_net=monthly,
        setup_net=rounded(agreed.setup_rate * seats, currency),
        deposit=rounded(monthly * agreed.deposit_months, currency),
        first_month_net=rounded(monthly * first_days / month.days, currency),
        first_month_days=first_days,
        first_month_of=month.days,
    )


def plain(number: Decimal) -> str:
    """A number without trailing zeros: ``5``, ``7.5``."""
    return f"{number.normalize():f}"


def _tier_label(tier: Tier) -> str:
    if tier.rule == "seats":
        return _("%(threshold)s seats or more") % {"threshold": tier.threshold}
    if tier.rule == AGREED:
        return _("As agreed with you")
    return _("%(threshold)s months or more") % {"threshold": tier.threshold}
