"""Ask for the deposit a lease agrees on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from billing.drafts import deposit
from billing.enums import DocumentKind, TaxCategory
from billing.models import Document, DocumentLine, DocumentTax
from billing.operations.books import Books
from billing.operations.documents import require_details, write_documents
from billing.operations.issuer import Issuer
from bookings.charges import RATE_DECIMALS
from bookings.enums import AGREED
from bookings.models import Booking
from bookings.queries.terms import terms_on


@transaction.atomic
def request_deposit(*, booking: Booking, issue_on: date, actor: Actor, now: datetime) -> Document | None:
    """Ask for what the deposit comes to, less what was asked for before; ``None`` when there is nothing to ask.

    The deposit is so many months of the agreed rate, without tax, for the seats the lease has on its first day or,
    once it runs, on the day of issue. The request posts nothing: paying it does.

    :raises NotAllowed:
    :raises ClientDetailsMissing, ExchangeRateMissing, SeriesMissing, YearClosed:
    """
    require(actor, Capability.ISSUE_DOCUMENTS, booking.client, booking.facility)
    booking = (
        Booking.objects.select_related("client", "facility__legal_entity")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=booking.pk)
    )
    day = max(booking.start, issue_on)
    if booking.state not in AGREED:
        return None
    terms = terms_on(booking, day)
    seats = booking.allocations.filter(days__contains=day).count()
    asked = Document.objects.filter(booking=booking, kind=DocumentKind.DEPOSIT_REQUEST, currency=terms.currency)
    before = asked.aggregate(total=Sum("gross"))["total"] or Decimal(0)
    agreed = deposit(rate=terms.net_rate, months=terms.deposit_months, seats=seats, currency=terms.currency)
    amount = agreed - before
    if amount <= 0:
        return None
    require_details(booking.client)
    entity = booking.facility.legal_entity
    document = Issuer(entity, issue_on, now).document(
        DocumentKind.DEPOSIT_REQUEST,
        client=booking.client,
        booking=booking,
        facility=booking.facility.name,
        currency=terms.currency,
        month=day.replace(day=1),
        net=amount,
    )
    what = (
        _("Security deposit: %(months)s months of rent") if not before else _("Security deposit, added for new seats")
    )
    line = DocumentLine(
        document=document,
        position=1,
        description=what % {"months": f"{terms.deposit_months.normalize():f}"},
        quantity=Decimal(1 if before else seats),
        unit_net=amount if before else (terms.net_rate * terms.deposit_months).quantize(RATE_DECIMALS),
        net=amount,
        tax_category=TaxCategory.OUT_OF_SCOPE,
        tax_percent=Decimal(0),
    )
    tax = DocumentTax(
        document=document,
        category=TaxCategory.OUT_OF_SCOPE,
        percent=Decimal(0),
        reason=_("Refundable deposit"),
        base=amount,
        tax=Decimal(0),
    )
    books = Books(entity, on=issue_on, now=now)
    books.open_document(document)
    books.write()
    write_documents([(document, [line], [tax])], entity=entity, on=issue_on)
    record(actor=actor, verb="billing.deposit_requested", subject=document, now=now, number=document.number)
    return document
