"""What seats cost before tax, each line explained; a pure function of the list price, the discounts and the wish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.money import rounded
from kernel.period import month_of


@dataclass(frozen=True, slots=True)
class RateFacts:
    """A list price: net per seat and month, set-up net per seat, and the conditions it is offered on."""

    currency: str
    monthly_net: Decimal
    setup_net: Decimal
    deposit_months: Decimal
    minimum_seats: int
    minimum_months: int
    notice_days: int
    escalation_percent: Decimal


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


@dataclass(frozen=True, slots=True)
class Price:
    """Net amounts in ``currency``. ``net_rate`` is per seat and month after ``discounts``, rounded once."""

    currency: str
    seats: int
    months: int
    list_rate: Decimal
    discounts: tuple[Tier, ...]
    net_rate: Decimal
    monthly_net: Decimal
    setup_rate: Decimal
    setup_net: Decimal
    deposit: Decimal
    deposit_months: Decimal
    first_month_net: Decimal
    first_month_days: int
    first_month_of: int
    notice_days: int
    escalation_percent: Decimal

    @property
    def due_first(self) -> Decimal:
        """What the first invoice comes to before tax, without the deposit."""
        return self.first_month_net + self.setup_net

    @property
    def lines(self) -> list[PriceLine]:
        """How the monthly price came about."""
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


def price(*, rate: RateFacts, tiers: Iterable[Tier], seats: int, months: int, start: date) -> Price:
    """Price ``seats`` for a term of ``months`` from ``start``.

    Of the volume and of the term discounts the highest reached counts; both come off the list price, and the rate
    that remains is rounded once and is the one invoiced. The first month is charged by actual days.

    :raises ValueError: for no seats or no months.
    """
    if seats < 1 or months < 1:
        raise ValueError("price at least one seat for one month")
    reached: dict[str, Tier] = {}
    for tier in tiers:
        counted = seats if tier.rule == "seats" else months
        if counted >= tier.threshold and (tier.rule not in reached or tier.percent > reached[tier.rule].percent):
            reached[tier.rule] = tier
    discounts = tuple(reached[rule] for rule in sorted(reached, reverse=True))
    off = min(sum((tier.percent for tier in discounts), Decimal(0)), Decimal(100))
    net_rate = rounded(rate.monthly_net * (100 - off) / 100, rate.currency)
    monthly = net_rate * seats
    month = month_of(start)
    assert month.end is not None
    first_days = (month.end - start).days
    return Price(
        currency=rate.currency,
        seats=seats,
        months=months,
        list_rate=rate.monthly_net,
        discounts=discounts,
        net_rate=net_rate,
        monthly_net=monthly,
        setup_rate=rate.setup_net,
        setup_net=rounded(rate.setup_net * seats, rate.currency),
        deposit=rounded(monthly * rate.deposit_months, rate.currency),
        deposit_months=rate.deposit_months,
        first_month_net=rounded(monthly * first_days / month.days, rate.currency),
        first_month_days=first_days,
        first_month_of=month.days,
        notice_days=rate.notice_days,
        escalation_percent=rate.escalation_percent,
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
