"""What a net price comes to with tax, before anything is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.enums import Withholding
from accounts.models import Client
from billing.queries.rates import certificates, tax_rates, withholding_percents
from billing.tax import Treatment, tax_on, treatment_on, treatments, withheld
from facilities.models import Facility
from kernel.period import ONE_DAY, Period


@dataclass(frozen=True, slots=True)
class Estimate:
    """``gross`` is what an invoice would say, ``cash`` what is paid in money after what the client withholds."""

    treatment: Treatment
    net: Decimal
    tax: Decimal
    gross: Decimal
    withholding: Decimal

    @property
    def cash(self) -> Decimal:
        return self.gross - self.withholding


def estimate_tax(*, facility: Facility, client: Client | None, net: Decimal, currency: str, day: date) -> Estimate:
    """What ``net`` for seats in ``facility`` on ``day`` comes to for ``client``, or for anybody.

    :raises TaxRateMissing: when the facility's country has no rate on the day.
    """
    entity, country = facility.legal_entity, facility.country.code
    found = treatments(
        Period(day, day + ONE_DAY),
        is_registered=entity.vat_registered,
        rates=tax_rates([country]).get(country, ()),
        certificates=certificates([client.pk]).get(client.pk, ()) if client else (),
    )
    treatment = treatment_on(day, found, country=country)
    kind = client.withholding if client else Withholding.NONE
    percent = withholding_percents(entity.country.code, day).get(kind, Decimal(0))
    tax = tax_on(net, treatment.percent, currency)
    return Estimate(treatment, net, tax, net + tax, withheld(net, percent, currency))
