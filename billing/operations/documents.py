"""Issue the documents of some bookings at once: drafted in memory, written in one COPY a table, numbered last."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from uuid import UUID

from django.db import OperationalError

from accounts.models import Client, LegalEntity
from billing import wording
from billing.drafts import Draft, DraftLine, DraftPeriodRevision
from billing.enums import DocumentKind
from billing.errors import AlreadyBilled, ClientDetailsMissing
from billing.models import Document, DocumentLine, DocumentTax, PeriodRevision
from billing.operations.books import Books
from billing.operations.issuer import Issuer
from billing.operations.numbers import number, require_series
from billing.queries.facts import BillingFacts, billing_facts_for
from billing.tax import to_json
from bookings.charges import to_json as charges_to_json
from bookings.models import Booking
from facilities.clocks import city_of
from kernel.bulk import copy_in
from kernel.refusal import refusing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one booking: a document, nothing to bill, or what was wrong with it."""

    document: Document | None = None
    error: Exception | None = None


def issue_documents(
    *, entity: LegalEntity, bookings: Iterable[UUID], month: date, issue_on: date, now: datetime
) -> dict[UUID, Outcome]:
    """Bring bookings of one legal entity up to date through ``month`` and issue what that takes.

    Runs in the caller's transaction and locks the bookings, then the number series. What clients have left with us is
    put against the documents by who asked for them, see :mod:`billing.operations.bills`. What is wrong with one
    booking is its outcome and doesn't keep the others; what the database refuses is raised, and nothing has changed.

    :raises SeriesMissing, YearClosed, AlreadyBilled, PeriodClosed:
    """
    locked = list(Booking.objects.select_for_update(no_key=True).filter(pk__in=list(bookings)).order_by("pk"))
    facts = billing_facts_for(locked, entity=entity, issue_on=issue_on)
    batch = _Batch(entity, facts, month, issue_on, now)
    outcomes = {booking.pk: batch.add(booking) for booking in locked}
    batch.write()
    done = [pk for pk, outcome in outcomes.items() if outcome.error is None]
    Booking.objects.filter(pk__in=done, charges_changed_from__isnull=False).update(charges_changed_from=None)
    return outcomes


@dataclass
class _Batch:
    """The rows of some documents on their way into the database."""

    entity: LegalEntity
    facts: BillingFacts
    month: date
    issue_on: date
    now: datetime
    period_revisions: list[PeriodRevision] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    lines: dict[UUID, list[DocumentLine]] = field(default_factory=dict)
    taxes: dict[UUID, list[DocumentTax]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_series(self.entity, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
        self.issuer = Issuer(self.entity, self.issue_on, self.now)
        self.descriptions = lru_cache(partial(line_description, self.facts))

    def add(self, booking: Booking) -> Outcome:
        """Draft one booking; whatever is wrong with it is told in the outcome."""
        try:
            draft = self.facts.draft(booking, self.month)
            document = self._document(booking, draft) if draft.needs_document else None
        except OperationalError:
            raise
        except Exception as error:
            log.warning("booking %s can't be billed", booking, exc_info=error)
            return Outcome(error=error)
        period_revisions = {each.month: self._period_revision(booking, draft, each) for each in draft.period_revisions}
        self.period_revisions += period_revisions.values()
        if document is None:
            return Outcome()
        self.documents.append(document)
        self.lines[document.pk] = [
            self._line(booking, document, position, line, period_revisions[line.month])
            for position, line in enumerate(draft.lines, start=1)
        ]
        self.taxes[document.pk] = [
            DocumentTax(
                document_id=document.pk,
                category=part.category,
                percent=part.percent,
                reason=part.reason[:200],
                base=part.base,
                tax=part.tax,
            )
            for part in draft.taxes
        ]
        return Outcome(document=document)

    def write(self) -> None:
        """Insert everything; the series is locked for the documents, their lines and taxes only."""
        with refusing(period_revision_once=AlreadyBilled):
            copy_in(self.period_revisions)
        if not self.documents:
            return
        self._point_credits_at_their_invoices()
        books = Books(self.entity, on=self.issue_on, now=self.now)
        for document in self.documents:
            books.open_document(document)
        books.write()
        write_documents(
            [(document, self.lines[document.pk], self.taxes[document.pk]) for document in self.documents],
            entity=self.entity,
            on=self.issue_on,
        )

    def _document(self, booking: Booking, draft: Draft) -> Document:
        client = self.facts.clients[booking.client_id]
        require_details(client)
        return self.issuer.document(
            draft.kind,
            client=client,
            booking=booking,
            currency=draft.currency,
            month=self.month,
            net=draft.net,
            tax=draft.tax,
            withheld=draft.withholding,
            facility=self.facts.facilities[booking.facility_id],
        )

    def _period_revision(self, booking: Booking, draft: Draft, period_revision: DraftPeriodRevision) -> PeriodRevision:
        return PeriodRevision(
            booking_id=booking.pk,
            month=period_revision.month,
            revision=period_revision.revision,
            currency=draft.currency,
            net=period_revision.net,
            charges=charges_to_json(period_revision.charges),
            treatment=to_json(period_revision.treatment),
            recorded_at=self.now,
        )

    def _line(
        self, booking: Booking, document: Document, position: int, line: DraftLine, period_revision: PeriodRevision
    ) -> DocumentLine:
        charge = line.charge
        return DocumentLine(
            document_id=document.pk,
            position=position,
            period_revision_id=period_revision.pk,
            description=self.descriptions(
                pattern=booking.pattern_id,
                package=booking.package_id,
                time_zone=booking.time_zone,
                kind=charge.kind,
                is_correction=line.is_correction,
                is_credit=charge.quantity < 0,
            ),
            service_days=charge.days,
            quantity=Decimal(charge.quantity),
            days=charge.days.days if charge.days_of > 1 else 0,
            days_of=charge.days_of if charge.days_of > 1 else 0,
            unit_net=charge.rate,
            net=charge.net,
            tax_category=line.treatment.category,
            tax_percent=line.treatment.percent,
        )

    def _point_credits_at_their_invoices(self) -> None:
        notes = {each.booking_id: each for each in self.documents if each.kind == DocumentKind.CREDIT_NOTE}
        if not notes:
            return
        latest = (
            Document.objects.filter(booking__in=notes, kind=DocumentKind.INVOICE)
            .order_by("booking_id", "-issued_at", "-pk")
            .distinct("booking_id")
        )
        for invoice in latest.only("booking"):
            notes[invoice.booking_id].corrects_id = invoice.pk


def line_description(
    facts: BillingFacts,
    *,
    pattern: UUID,
    package: UUID,
    time_zone: str,
    kind: str,
    is_correction: bool,
    is_credit: bool,
) -> str:
    """Say what a line is for, as it is frozen."""
    return wording.description(
        kind,
        pattern=facts.patterns[pattern],
        package=facts.packages[package],
        hours_city=city_of(time_zone) if time_zone else "",
        is_correction=is_correction,
        is_credit=is_credit,
    )[:300]


def require_details(client: Client) -> None:
    """:raises ClientDetailsMissing: when a document could not name the client."""
    if not client.has_billing_details:
        raise ClientDetailsMissing(client=client.name)


def write_documents(
    documents: list[tuple[Document, list[DocumentLine], list[DocumentTax]]], *, entity: LegalEntity, on: date
) -> None:
    """Number documents and insert them with their lines and taxes; the last thing an operation does."""
    number(documents, entity=entity, on=on)
    copy_in([document for document, _lines, _taxes in documents])
    copy_in([line for _document, lines, _taxes in documents for line in lines])
    copy_in([tax for _document, _lines, taxes in documents for tax in taxes])
