"""What can never be true of period revisions, documents and money, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model

from accounts.actors import SYSTEM
from accounts.models import LegalEntity
from billing.models import (
    Application,
    BillingPolicy,
    BillingRun,
    Document,
    DocumentLine,
    DocumentStatus,
    DocumentTax,
    GoLiveImport,
    NumberSeries,
    OpeningDeposit,
    Payment,
    PaymentReversal,
    PaymentStatus,
    PeriodRevision,
    RunItem,
    TaxCertificate,
    TaxRate,
    TransferNotice,
    WithholdingRate,
)
from billing.operations import bill_booking, give_transfer_notice, prepare_run, record_payment
from bookings.models import Booking
from kernel.ids import new_id
from kernel.period import Period
from ledger.models import JournalEntry
from tests.billing.rows import DECEMBER, JANUARY, NOW, make_certificate, make_lease
from tests.factories import make_user
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

Write = Callable[[], object]


def entry_of(entity: LegalEntity) -> JournalEntry:
    """One that nothing points at yet."""
    return JournalEntry.objects.create(legal_entity=entity, posted_on=DECEMBER)


@pytest.fixture(autouse=True)
def everything(lease: Booking) -> None:
    """An invoice, half paid; a notice, a run and a certificate."""
    acme, entity = lease.client, lease.facility.legal_entity
    document = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert document is not None
    record_payment(
        client=acme, legal_entity=entity, method="cash", amount=Decimal(1000), currency="PHP", received_on=DECEMBER,
        reference="1", actor=SYSTEM, now=NOW,
    )  # fmt: skip
    give_transfer_notice(
        document=document, amount=Decimal(5), transferred_on=DECEMBER, reference="2", actor=SYSTEM, now=NOW
    )
    make_lease(acme, lease.facility, lease.pattern, lease.package, seats=1)
    prepare_run(legal_entity=entity, month=JANUARY, issue_on=JANUARY, actor=SYSTEM, now=NOW)
    make_certificate(acme, Period(DECEMBER))
    BillingPolicy.objects.create(effective_from=DECEMBER)
    OpeningDeposit.objects.create(
        booking=lease, client=acme, legal_entity=entity, currency="PHP", amount=Decimal(5), recorded_at=NOW,
        entry=entry_of(entity),
    )  # fmt: skip
    PaymentReversal.objects.create(
        payment=Payment.objects.get(), reason="Twice", reversed_on=DECEMBER, reversed_at=NOW, entry=entry_of(entity)
    )
    opal = make_user("Opal", is_staff=True)
    GoLiveImport.objects.create(file_name="a.xlsx", content=b"", uploaded_at=NOW, uploaded_by=opal)


def copy(model: type[Model], **fields: Any) -> Write:
    """Insert a second row like the first, but for ``fields``."""

    def run() -> Any:
        row: Any = model._default_manager.order_by("pk").first()
        row.pk = None if isinstance(row.pk, int) else new_id()
        if hasattr(row, "entry_id"):
            row.entry = entry_of(LegalEntity.objects.get())
        for name, value in fields.items():
            setattr(row, name, value)
        row._state.adding = True
        row.save(force_insert=True)
        return row

    return run


def change(model: type[Model], **fields: Any) -> Write:
    return lambda: model._default_manager.update(**fields)


def document(**fields: Any) -> Write:
    """Insert another document that is right but for ``fields``."""
    values = {"number": "X-1", "previous_hash": "x", **fields}
    return copy(Document, **values)


def forward(**fields: Any) -> Write:
    """Insert an open item that is right but for ``fields``."""
    amounts = {"net": Decimal(5), "tax": Decimal(0), "gross": Decimal(5)}
    return document(**{"kind": "forward", "booking": None, "lease": {}, "series": None, **amounts, **fields})


def line(**fields: Any) -> Write:
    return copy(DocumentLine, **{"position": 2, "net": Decimal(0), **fields})


def tax(**fields: Any) -> Write:
    return copy(DocumentTax, **{"category": "Z", "percent": 0, "base": Decimal(0), "tax": Decimal(0), **fields})


def payment(**fields: Any) -> Write:
    return copy(Payment, **{"reference": "9", **fields})


CASES: dict[str, Write] = {
    "period_revision_once": copy(PeriodRevision),
    "period_revision_month_is_its_first_day": copy(PeriodRevision, month=date(2026, 12, 2)),
    "period_revision_counts_from_one": copy(PeriodRevision, revision=0),
    "number_series_once": copy(NumberSeries),
    "number_series_kind_is_known": change(NumberSeries, kind="receipt"),
    "number_series_prefix_can_be_written": change(NumberSeries, prefix="INV-{year}-{month}-"),
    "number_series_says_its_year": change(NumberSeries, prefix="INV-"),
    "document_number_once": document(number="INV-2026-00001"),
    "document_chain_never_forks": document(previous_hash=""),
    "document_kind_is_known": document(kind="receipt"),
    "document_gross_is_net_and_tax": document(gross=Decimal("201600.01")),
    "document_credit_notes_are_negative": document(kind="credit_note"),
    "document_brought_forward_is_an_amount": forward(net=Decimal(0), gross=Decimal(0)),
    "document_of_a_booking_unless_brought_forward": document(booking=None),
    "document_names_its_lease": document(lease={}),
    "document_brought_forward_once": lambda: [write() for write in (forward(), forward(previous_hash="y"))],
    "document_is_posted_unless_a_deposit_request": document(entry=None),
    "document_due_after_issue": document(due_on=date(2026, 11, 30)),
    "document_month_is_its_first_day": document(month=date(2026, 12, 2)),
    "document_currency_is_a_code": document(currency="php"),
    "document_exchange_rate_is_positive": document(exchange_rate=0),
    "document_line_position_once": line(position=1),
    "document_line_tax_category_is_known": line(tax_category="X"),
    "document_tax_category_once": tax(category="S", percent=12),
    "document_tax_category_is_known": tax(category="X"),
    "document_lines_add_up": line(net=Decimal("0.01")),
    "document_taxes_add_up": tax(tax=Decimal("0.01")),
    "document_status_open_within_amount": change(DocumentStatus, open_balance=Decimal("201600.01")),
    "document_status_withholding_outstanding_not_negative": change(DocumentStatus, withholding_outstanding=-1),
    "payment_is_positive": payment(amount=0),
    "payment_method_is_known": payment(method="shells"),
    "payment_currency_is_a_code": payment(currency="php"),
    "payment_exchange_rate_is_positive": payment(exchange_rate=0),
    "payment_recorded_once": payment(reference="1"),
    "payment_received_before_it_is_recorded": payment(received_on=date(2026, 12, 2), recorded_at=NOW),
    "payment_reversal_once": copy(PaymentReversal),
    "payment_reversal_has_a_reason": copy(PaymentReversal, reason=""),
    "payment_status_unapplied_within_amount": change(PaymentStatus, unapplied=Decimal("1000.01")),
    "application_is_positive": copy(Application, amount=0),
    "application_has_one_source": copy(Application, payment=None),
    "transfer_notice_is_positive": copy(TransferNotice, amount=0, reference="3"),
    "transfer_notice_state_is_known": change(TransferNotice, state="lost"),
    "transfer_notice_given_once": copy(TransferNotice),
    "transfer_notice_matched_has_its_payment": change(TransferNotice, state="matched"),
    "opening_deposit_once_a_booking": copy(OpeningDeposit),
    "opening_deposit_is_positive": copy(OpeningDeposit, amount=0),
    "opening_deposit_exchange_rate_is_positive": copy(OpeningDeposit, exchange_rate=0),
    "go_live_import_state_is_known": change(GoLiveImport, state="mislaid"),
    "billing_run_open_once": copy(BillingRun),
    "billing_run_month_is_its_first_day": change(BillingRun, month=date(2027, 1, 2)),
    "billing_run_state_is_known": change(BillingRun, state="lost"),
    "billing_policy_begins_once_a_day": copy(BillingPolicy),
    "billing_policy_due_day_is_a_day": change(BillingPolicy, due_working_day=0),
    "run_item_once": copy(RunItem),
    "run_item_state_is_known": change(RunItem, state="lost"),
    "tax_rate_one_a_day": copy(TaxRate),
    "tax_rate_is_a_percentage": change(TaxRate, percent=101),
    "tax_certificate_changes_the_treatment": change(TaxCertificate, category="S"),
    "withholding_rate_one_a_day": copy(WithholdingRate),
    "withholding_rate_is_a_percentage": change(WithholdingRate, percent=0),
    "withholding_rate_kind_is_known": change(WithholdingRate, kind="none"),
    "billing_openingdeposit_append_only": change(OpeningDeposit, amount=1),
    "billing_periodrevision_append_only": change(PeriodRevision, net=1),
    "billing_document_append_only": change(Document, due_on=date(2027, 1, 1)),
    "billing_documentline_append_only": change(DocumentLine, description="Chairs"),
    "billing_documenttax_append_only": change(DocumentTax, reason="None"),
    "billing_paymentreversal_append_only": change(PaymentReversal, reason="None"),
    "billing_payment_append_only": change(Payment, reference="8"),
    "billing_application_append_only": change(Application, amount=1),
}
APPEND_ONLY = [
    PeriodRevision, Document, DocumentLine, DocumentTax, Payment, Application, OpeningDeposit, PaymentReversal,
]  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("billing") | triggers_of("billing")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_what_was_issued_paid_and_posted_is_never_deleted(model: type[Model]) -> None:
    rows = model._default_manager.all()
    assert refused_by(lambda: rows._raw_delete(rows.db)) == f"{model._meta.db_table}_append_only"


def test_what_is_open_never_falls_below_nothing() -> None:
    assert refused_by(change(DocumentStatus, open_balance=Decimal("-0.01"))) == "document_status_open_within_amount"


@pytest.mark.parametrize("model", [Document, Payment, Application, OpeningDeposit, PaymentReversal])
def test_whatever_is_posted_has_an_entry_of_its_own(model: type[Model]) -> None:
    differing: dict[type[Model], dict[str, Any]] = {
        Document: {"number": "X-1", "previous_hash": "x"},
        Payment: {"reference": "9"},
        OpeningDeposit: {"booking": Booking.objects.exclude(pk=OpeningDeposit.objects.get().booking_id).get()},
    }
    apart = differing.get(model, {})
    first: Any = model._default_manager.order_by("pk").first()
    assert str(refused_by(copy(model, entry=first.entry, **apart))).endswith("_entry_id_key")
    refused = refused_by(copy(model, entry=None, **apart))
    assert refused == ("document_is_posted_unless_a_deposit_request" if model is Document else None)


def test_a_deposit_request_posts_nothing() -> None:
    posted = document(kind="deposit")
    assert refused_by(posted) == "document_is_posted_unless_a_deposit_request"
    document(kind="deposit", entry=None)()
    assert Document.objects.filter(kind="deposit", entry=None).count() == 1
