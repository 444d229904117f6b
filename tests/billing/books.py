"""Whether the books still tell one story: gapless, chained, balanced, every service day charged once."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db.models import Sum

from accounts.models import LegalEntity
from billing.chain import canonical, chained
from billing.models import Document, DocumentLine, DocumentStatus, NumberSeries, PaymentStatus, PeriodRevision
from bookings.charges import charges_for, from_json
from bookings.models import Booking
from bookings.queries.facts import facts_of
from kernel.period import month_of
from ledger.enums import Account
from ledger.models import JournalLine


def assert_books_are_sound(entity: LegalEntity) -> None:
    assert_numbers_have_no_gap(entity)
    assert_chain_holds(entity)
    assert_ledger_balances(entity)
    assert_balances_agree_with_the_ledger(entity)
    assert_documents_bill_the_period_revisions()


def assert_numbers_have_no_gap(entity: LegalEntity) -> None:
    for series in NumberSeries.objects.filter(legal_entity=entity):
        issued = Document.objects.filter(series=series).order_by("number")
        for year in {document.issued_on.year for document in issued}:
            numbers = [document.number for document in issued if document.issued_on.year == year]
            assert numbers == [f"{series.prefix.format(year=year)}{n:05}" for n in range(1, len(numbers) + 1)]
            assert series.year > year or len(numbers) == series.last_number


def assert_chain_holds(entity: LegalEntity) -> None:
    """Hashed anew from the rows, each document leads to the next."""
    for series in NumberSeries.objects.filter(legal_entity=entity):
        previous = ""
        for document in Document.objects.filter(series=series).order_by("issued_on", "number"):
            content = canonical(document, document.lines.all(), document.taxes.order_by("-percent", "category"))
            assert document.previous_hash == previous
            assert document.hash == chained(previous, content), document.number
            previous = document.hash
        assert series.last_hash == previous


def assert_ledger_balances(entity: LegalEntity) -> None:
    lines = JournalLine.objects.filter(entry__legal_entity=entity)
    assert lines.aggregate(sum=Sum("functional", default=Decimal(0)))["sum"] == 0
    unbalanced = lines.order_by().values("entry").annotate(sum=Sum("functional")).exclude(sum=0)
    assert list(unbalanced) == []


def assert_balances_agree_with_the_ledger(entity: LegalEntity) -> None:
    """What is open on documents and left of payments is what receivables and unapplied money say."""
    lines = JournalLine.objects.filter(entry__legal_entity=entity)

    def on(account: Account) -> Decimal:
        return sum(lines.filter(account=account).values_list("amount", flat=True), Decimal(0))

    statuses = DocumentStatus.objects.filter(document__legal_entity=entity).exclude(document__kind="deposit")
    assert on(Account.RECEIVABLES) == statuses.aggregate(sum=Sum("open_balance", default=Decimal(0)))["sum"]
    left = PaymentStatus.objects.filter(payment__legal_entity=entity)
    assert on(Account.UNAPPLIED) == -left.aggregate(sum=Sum("unapplied", default=Decimal(0)))["sum"]


def assert_documents_bill_the_period_revisions() -> None:
    """The lines of a period revision sum to what it adds to the one before."""
    billed = dict(
        DocumentLine.objects.exclude(period_revision=None)
        .order_by()
        .values_list("period_revision")
        .annotate(sum=Sum("net"))
    )
    before: dict[tuple[object, object], PeriodRevision] = {}
    for period_revision in PeriodRevision.objects.order_by("booking_id", "month", "revision"):
        earlier = before.get((period_revision.booking_id, period_revision.month))
        assert period_revision.revision == (earlier.revision + 1 if earlier else 1)
        net = period_revision.net - (earlier.net if earlier else 0)
        assert billed.get(period_revision.pk, Decimal(0)) == net
        before[period_revision.booking_id, period_revision.month] = period_revision


def assert_every_day_is_charged_once(booking: Booking) -> None:
    """The seat-days on a booking's documents are those of the latest facts, in the months that were billed."""
    facts = facts_of([booking])[booking.pk]
    months = set(PeriodRevision.objects.filter(booking=booking).values_list("month", flat=True))
    wanted: Counter[object] = Counter()
    for month in months:
        for charge in charges_for(month_of(month), facts):
            wanted.update({(charge.kind, charge.rate, day): charge.quantity for day in charge.days})
    charged: Counter[object] = Counter()
    for line in DocumentLine.objects.filter(document__booking=booking).exclude(period_revision=None):
        kind = "setup" if not line.days_of else "shortfall" if "not used" in line.description else "rent"
        assert line.service_days is not None
        for day in line.service_days:
            charged[kind, line.unit_net, day] += int(line.quantity)
    assert {key: count for key, count in charged.items() if count} == {key: n for key, n in wanted.items() if n}
    for period_revision in (
        PeriodRevision.objects.filter(booking=booking).order_by("month", "-revision").distinct("month")
    ):
        assert from_json(period_revision.charges) == charges_for(month_of(period_revision.month), facts)
