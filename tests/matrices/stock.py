"""One of everything that the back office has a list of."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.contrib.admin import AdminSite
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from accounts.actors import SYSTEM
from accounts.operations import issue_api_key
from billing.enums import PaymentMethod
from billing.models import BillingPolicy, NumberSeries, TaxCertificate
from billing.operations import prepare_run, record_payment
from bookings.models import BookingPolicy
from facilities.models import FacilityInclusion, Inclusion, Workstation
from kernel.period import Period
from ledger.enums import Account
from ledger.models import AccountingPeriod, LedgerAccount
from tests import factories
from tests.billing.rows import DECEMBER, make_exchange_rate
from tests.matrices.affairs import PDF, Affairs

Stock = dict[str, Model]


def make_stock(of: Affairs, site: AdminSite, now: datetime) -> Stock:
    """By the noun of the admin's pages, such as ``accounts_client``: acme's, where it is anybody's."""
    place, company, entity = of.house.place, of.company, of.house.place.legal_entity
    seat = Workstation.objects.filter(facility=place)[0]
    factories.make_partner("Petra")
    issue_api_key(client=company, partner=None, name="Their program", scopes=[], expires_at=None, actor=SYSTEM, now=now)
    add_on = factories.make_add_on("locker")
    FacilityInclusion.objects.create(facility=place, inclusion=Inclusion.objects.all()[0])
    make_exchange_rate("58")
    prepare_run(legal_entity=entity, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=now)
    certificate = TaxCertificate.objects.create(
        client=company, days=Period(date(2026, 1, 1)), number="2026-0815", issuer="PEZA",
        document=SimpleUploadedFile("peza.pdf", PDF),
    )  # fmt: skip
    payment = record_payment(
        client=company, legal_entity=entity, currency="PHP", amount=Decimal(1), method=PaymentMethod.CASH,
        received_on=now.date(), reference="R-1", actor=SYSTEM, now=now,
    )  # fmt: skip
    BookingPolicy.objects.create(facility=place, effective_from=DECEMBER)
    BillingPolicy.objects.create(effective_from=DECEMBER)
    LedgerAccount.objects.create(legal_entity=entity, role=Account.CASH, code="1001")
    AccountingPeriod.objects.create(
        legal_entity=entity, days=Period(date(2020, 1, 1), date(2021, 1, 1)), closed_at=now, closed_by=None
    )
    known: Stock = {
        "accounts_client": company,
        "bookings_booking": of.requested,
        "bookings_waitlistentry": of.waiting,
        "billing_document": of.invoice,
        "billing_transfernotice": of.transfer,
        "billing_taxcertificate": certificate,
        "billing_payment": payment,
        "facilities_facility": place,
        "facilities_workstation": seat,
        "facilities_room": seat.room,
        "facilities_floor": seat.room.floor,
        "facilities_fault": factories.make_fault(seat, now),
        "facilities_asset": factories.make_asset(place),
        "facilities_addonprice": factories.make_add_on_price(add_on, place, "100"),
        "facilities_certificate": of.house.certificate,
        "billing_numberseries": NumberSeries.objects.filter(last_number__gt=0)[0],
    }
    nouns = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    return {noun: known.get(noun) or model._default_manager.all()[0] for noun, model in nouns.items()}
