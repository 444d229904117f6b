"""The bookings that a month's run has to bill."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Least, TruncMonth

from accounts.models import LegalEntity
from billing.enums import DocumentKind, ItemState
from billing.models import Document, PeriodRevision, RunItem
from bookings.enums import AGREED, KEEPING_SEATS
from bookings.models import Booking
from kernel.period import add_months


def bookings_to_bill(entity: LegalEntity, month: date) -> QuerySet[Booking]:
    """Bookings with a month up to ``month`` that was never billed, or with charges that changed since they were."""
    billed = PeriodRevision.objects.filter(booking=OuterRef("pk"))
    changed = _of(entity).filter(Exists(billed), charges_changed_from__isnull=False)
    unbilled = _unbilled(entity, month)
    return _of(entity).filter(Q(pk__in=changed.values("pk")) | Q(pk__in=unbilled.values("pk")))


def newcomers(entity: LegalEntity, month: date) -> QuerySet[Booking]:
    """Bookings agreed after the month's run, whose first invoice can't wait for the next.

    What staff left out of a run of the month stays out until they or the next month's run take it up.
    """
    left_out = RunItem.objects.filter(
        booking=OuterRef("pk"), run__legal_entity=entity, run__month=month, state=ItemState.SKIPPED
    )
    return _unbilled(entity, month).exclude(Exists(left_out))


def awaiting_deposit_request(entity: LegalEntity) -> QuerySet[Booking]:
    """Agreed leases that still stand, ask for a deposit, and have not been sent a request."""
    requests = Document.objects.filter(booking=OuterRef("pk"), kind=DocumentKind.DEPOSIT_REQUEST)
    states = AGREED & KEEPING_SEATS
    return _of(entity).filter(state__in=states, terms__deposit_months__gt=0).exclude(Exists(requests)).distinct()


def _of(entity: LegalEntity) -> QuerySet[Booking]:
    return Booking.objects.filter(facility__legal_entity=entity).order_by("pk")


def _unbilled(entity: LegalEntity, month: date) -> QuerySet[Booking]:
    last_day = ExpressionWrapper(F("days__endswith") - Value(1), output_field=DateField())
    return (
        _of(entity)
        .filter(state__in=AGREED, days__startswith__lt=add_months(month, 1))
        .filter(Q(billed_before=None) | Q(billed_before__lt=Least(Value(add_months(month, 1)), F("days__endswith"))))
        .annotate(last_month=Least(Value(month), Coalesce(Cast(TruncMonth(last_day), DateField()), Value(month))))
        .exclude(Exists(PeriodRevision.objects.filter(booking=OuterRef("pk"), month__gte=OuterRef("last_month"))))
    )
