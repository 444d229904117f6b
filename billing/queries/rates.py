"""Dated rates: tax and withholding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.enums import Withholding
from billing.errors import WithholdingRateMissing
from billing.models import TaxCertificate, TaxRate, WithholdingRate
from billing.tax import Certificate, DatedRate


def tax_rates(countries: Iterable[str]) -> dict[str, tuple[DatedRate, ...]]:
    """The dated standard rates of each country, by its ISO code."""
    found: defaultdict[str, list[DatedRate]] = defaultdict(list)
    for rate in TaxRate.objects.filter(country__in=set(countries)):
        found[rate.country.code].append(DatedRate(rate.days, rate.percent, rate.name))
    return {country: tuple(rates) for country, rates in found.items()}


def certificates(clients: Iterable[UUID]) -> dict[UUID, tuple[Certificate, ...]]:
    """The approved certificates of each client that has any."""
    found: defaultdict[UUID, list[Certificate]] = defaultdict(list)
    approved = TaxCertificate.objects.filter(client__in=set(clients), approved_at__isnull=False)
    for each in approved.order_by("approved_at"):
        reason = _("%(issuer)s certificate %(number)s") % {"issuer": each.issuer, "number": each.number}
        found[each.client_id].append(Certificate(each.days, each.category, reason))
    return {client: tuple(each) for client, each in found.items()}


def withholding_percents(country: str, day: date) -> dict[str, Decimal]:
    """Return what is withheld in a country on a day, in percent by kind."""
    rates = WithholdingRate.objects.filter(country=country, days__contains=day)
    return dict(rates.values_list("kind", "percent"))


def withholding_percent(kind: str, percents: dict[str, Decimal], *, country: str, day: date) -> Decimal:
    """:raises WithholdingRateMissing: when the client withholds and no rate is known for the day."""
    if kind == Withholding.NONE:
        return Decimal(0)
    if kind not in percents:
        raise WithholdingRateMissing(kind=Withholding(kind).label, country=country, day=day)
    return percents[kind]
