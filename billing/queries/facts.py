"""All that a chunk of bookings needs to be billed, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Client, LegalEntity
from billing.drafts import BilledPeriod, Draft, draft, months_to_bill
from billing.models import PeriodRevision
from billing.queries.rates import certificates, tax_rates, withholding_percent, withholding_percents
from billing.tax import Certificate, DatedRate, Treatment, from_json, treatments
from bookings.charges import Facts
from bookings.charges import from_json as charges_from_json
from bookings.models import Booking
from bookings.queries.facts import facts_of
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period


@dataclass(frozen=True)
class BillingFacts:
    """The facts of some bookings of one legal entity, ready to be drafted in memory.

    ``country`` is where the entity is, ``countries`` where each facility is, which decides the tax;
    ``facilities``, ``patterns`` and ``packages`` are what each is called.
    """

    entity: LegalEntity
    issue_on: date
    facts: dict[UUID, Facts]
    changed_from: dict[UUID, date]
    billed_through: dict[UUID, date]
    billed: dict[UUID, dict[date, BilledPeriod]]
    clients: dict[UUID, Client]
    country: str
    countries: dict[UUID, str]
    facilities: dict[UUID, str]
    patterns: dict[UUID, str]
    packages: dict[UUID, str]
    tax_rates: dict[str, tuple[DatedRate, ...]]
    certificates: dict[UUID, tuple[Certificate, ...]]
    withholding: dict[str, Decimal]
    _treated: dict[tuple[Period, str, tuple[Certificate, ...]], tuple[Treatment, ...]] = field(default_factory=dict)

    def draft(self, booking: Booking, month: date) -> Draft:
        """Return the booking's document for ``month`` as it would be now.

        :raises TaxRateMissing, WithholdingRateMissing, CurrencyMixed:
        """
        facts = self.facts[booking.pk]
        country = self.countries[booking.facility_id]
        return draft(
            facts,
            months=months_to_bill(
                facts.owed,
                through=month,
                billed_through=self.billed_through.get(booking.pk),
                changed_from=self.changed_from.get(booking.pk),
                billed_before=booking.billed_before,
            ),
            billed=self.billed.get(booking.pk, {}),
            treatments=partial(self._treatments, country, self.certificates.get(booking.client_id, ())),
            withholding_percent=withholding_percent(
                self.clients[booking.client_id].withholding,
                self.withholding,
                country=self.country,
                day=self.issue_on,
            ),
            country=country,
        )

    def knowing(self, booking: Booking, facts: Facts) -> BillingFacts:
        """The same with other facts of a booking."""
        return replace(self, facts=self.facts | {booking.pk: facts})

    def after(self, booking: Booking, issued: Draft) -> BillingFacts:
        """Return what is there to be billed once a draft of a booking has been issued."""
        billed = {
            each.month: BilledPeriod(each.revision, each.charges, each.treatment) for each in issued.period_revisions
        }
        through = max([*billed, *filter(None, [self.billed_through.get(booking.pk)])], default=None)
        return replace(
            self,
            changed_from={pk: day for pk, day in self.changed_from.items() if pk != booking.pk},
            billed=self.billed | {booking.pk: self.billed.get(booking.pk, {}) | billed},
            billed_through=self.billed_through | ({booking.pk: through} if through else {}),
        )

    def _treatments(self, country: str, held: tuple[Certificate, ...], month: Period) -> tuple[Treatment, ...]:
        key = (month, country, held)
        if key not in self._treated:
            self._treated[key] = treatments(
                month,
                is_registered=self.entity.vat_registered,
                rates=self.tax_rates.get(country, ()),
                certificates=held,
                not_registered_reason=_("The seller is not registered for VAT"),
            )
        return self._treated[key]


def billing_facts_for(
    bookings: Sequence[Booking], *, entity: LegalEntity, issue_on: date, changed_from: Mapping[UUID, date] | None = None
) -> BillingFacts:
    """Read what the bookings need; lock them first where the answer is to be acted on.

    :param changed_from: days from which charges may change besides what the bookings say, by booking.
    """
    ids = [booking.pk for booking in bookings]
    changed = _changed_from(bookings, changed_from or {})
    facilities = Facility.objects.filter(pk__in={booking.facility_id for booking in bookings})
    places = list(facilities.values_list("pk", "country", "name"))
    countries = {pk: country for pk, country, _name in places}
    clients = {booking.client_id for booking in bookings}
    last_months = (
        PeriodRevision.objects.filter(booking__in=ids).order_by().values_list("booking").annotate(Max("month"))
    )
    return BillingFacts(
        entity=entity,
        issue_on=issue_on,
        facts=facts_of(bookings),
        changed_from=changed,
        billed_through=dict(last_months),
        billed=_billed(changed),
        clients=Client.objects.in_bulk(clients),
        country=entity.country.code,
        countries=countries,
        facilities={pk: name for pk, _country, name in places},
        patterns=dict(ShiftPattern.objects.values_list("pk", "name")),
        packages=dict(Package.objects.values_list("pk", "name")),
        tax_rates=tax_rates(countries.values()),
        certificates=certificates(clients),
        withholding=withholding_percents(entity.country.code, issue_on),
    )


def _changed_from(bookings: Sequence[Booking], also: Mapping[UUID, date]) -> dict[UUID, date]:
    """The first day whose charges may have changed, of each booking that has one."""
    found: dict[UUID, date] = {}
    for booking in bookings:
        days = [day for day in (booking.charges_changed_from, also.get(booking.pk)) if day is not None]
        if days:
            found[booking.pk] = min(days)
    return found


def _billed(changed: Mapping[UUID, date]) -> dict[UUID, dict[date, BilledPeriod]]:
    """The latest revisions of the months whose charges may have changed."""
    if not changed:
        return {}
    latest = (
        PeriodRevision.objects.filter(booking__in=changed, month__gte=min(changed.values()).replace(day=1))
        .order_by("booking_id", "month", "-revision")
        .distinct("booking_id", "month")
    )
    found: defaultdict[UUID, dict[date, BilledPeriod]] = defaultdict(dict)
    for each in latest:
        found[each.booking_id][each.month] = BilledPeriod(
            each.revision, charges_from_json(each.charges), from_json(each.treatment)
        )
    return found
