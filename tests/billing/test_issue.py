"""A booking is billed: what the document says, what is posted, and what a later change brings about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Actor, Person
from accounts.enums import InvoicingMode
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from billing import errors
from billing.countries.philippines import NO_INPUT_TAX
from billing.enums import DocumentKind
from billing.letterhead import title
from billing.models import Document, DocumentStatus, NumberSeries, PeriodRevision, TaxRate, WithholdingRate
from billing.operations import bill_booking
from bookings.enums import BookingState
from bookings.models import Booking, OneOff
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from ledger import errors as ledger
from ledger.enums import Account
from ledger.models import JournalLine
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import (
    DECEMBER,
    FEBRUARY,
    JANUARY,
    NOW,
    add_seats,
    make_certificate,
    make_exchange_rate,
    make_lease,
    remove_seats,
)


def bill(booking: Booking, month: date = DECEMBER, on: date | None = None) -> Document | None:
    booking.refresh_from_db()
    return bill_booking(booking=booking, month=month, issue_on=on or month, actor=SYSTEM, now=NOW)


def billed(booking: Booking, month: date = DECEMBER, on: date | None = None) -> Document:
    document = bill(booking, month, on)
    assert document is not None
    return document


def lines(document: Document) -> list[tuple[int, str, Decimal]]:
    return [(int(line.quantity), str(line.service_days), line.net) for line in document.lines.all()]


def test_20_seats_at_9_000_with_5_percent_withheld(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    acme.withholding = "rent"
    acme.save()
    document = billed(lease)
    assert [document.net, document.tax, document.gross] == [Decimal(180000), Decimal(21600), Decimal(201600)]
    assert document.withholding_expected == 9000
    assert document.gross - document.withholding_expected == 192600
    [tax] = document.taxes.all()
    assert (tax.category, tax.percent, tax.base, tax.tax) == ("S", Decimal(12), Decimal(180000), Decimal(21600))
    status = DocumentStatus.objects.get(pk=document.pk)
    assert status.open_balance == 201600
    assert status.withholding_outstanding == 9000
    posted = dict(JournalLine.objects.filter(entry__document=document).values_list("account", "functional"))
    assert posted == {Account.RECEIVABLES: 201600, Account.REVENUE: -180000, Account.OUTPUT_VAT: -21600}
    assert_books_are_sound(provider)


def test_a_document_names_who_and_when(lease: Booking, acme: Client) -> None:
    document = billed(lease)
    assert document.number == "INV-2026-00001"
    assert (document.issued_on, document.due_on, document.month) == (DECEMBER, date(2026, 12, 7), DECEMBER)
    assert (document.buyer["name"], document.seller["name"]) == ("Acme Incorporated", "Island Seats Incorporated")
    acme.legal_name = "Acme Holdings Incorporated"
    acme.save()
    document.refresh_from_db()
    assert document.buyer["name"] == "Acme Incorporated"


def test_billing_twice_bills_once(lease: Booking) -> None:
    assert bill(lease) is not None
    assert bill(lease) is None
    assert PeriodRevision.objects.count() == Document.objects.count() == 1


def test_a_lease_that_starts_mid_month_is_billed_for_its_days(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=12, days=Period(date(2026, 12, 15)))
    document = billed(lease, on=date(2026, 12, 10))
    assert document.net == Decimal("59225.81")
    assert document.due_on == date(2026, 12, 15)


def test_set_up_is_on_the_first_invoice_only(lease: Booking) -> None:
    OneOff.objects.create(booking=lease, kind="setup", on=DECEMBER, quantity=20, unit_net=Decimal(1500))
    assert billed(lease).net == 180000 + 30000
    assert billed(lease, JANUARY).net == 180000


def test_months_missed_are_made_up_on_one_document(lease: Booking, provider: LegalEntity) -> None:
    document = billed(lease, FEBRUARY)
    assert [line.service_days.start for line in document.lines.all()] == [DECEMBER, JANUARY, FEBRUARY]
    assert document.net == 3 * 180000
    assert_books_are_sound(provider)


def test_seats_removed_after_billing_are_credited_for_exactly_the_days(lease: Booking, provider: LegalEntity) -> None:
    billed(lease)
    remove_seats(lease, 2, date(2026, 12, 17))
    document = billed(lease, JANUARY)
    credit, rent = document.lines.all()
    assert (credit.quantity, credit.service_days, credit.net) == (
        Decimal(-2),
        Period(date(2026, 12, 17), JANUARY),
        Decimal("-8709.67"),
    )
    assert credit.description.startswith("Credit: ")
    assert (rent.quantity, rent.net) == (Decimal(18), Decimal(162000))
    assert list(PeriodRevision.objects.filter(month=DECEMBER).values_list("revision", "net")) == [
        (1, Decimal(180000)),
        (2, Decimal("171290.33")),
    ]
    lease.refresh_from_db()
    assert lease.charges_changed_from is None
    assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def test_seats_added_after_billing_are_charged_with_the_next_month(lease: Booking, provider: LegalEntity) -> None:
    billed(lease)
    add_seats(lease, 5, Period(date(2026, 12, 15)))
    document = billed(lease, JANUARY)
    assert lines(document) == [
        (5, str(Period(date(2026, 12, 15), JANUARY)), Decimal("24677.42")),
        (25, str(Period(JANUARY, FEBRUARY)), Decimal(225000)),
    ]
    assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def test_more_credit_than_rent_is_a_credit_note_set_off_against_the_oldest_invoice(
    lease: Booking, provider: LegalEntity
) -> None:
    invoice = billed(lease)
    remove_seats(lease, 20, DECEMBER)
    note = billed(lease, JANUARY)
    assert (note.kind, note.number) == (DocumentKind.CREDIT_NOTE, "CN-2027-00001")
    assert (note.gross, note.corrects) == (Decimal("-201600.00"), invoice)
    assert DocumentStatus.objects.get(pk=invoice.pk).open_balance == 0
    assert DocumentStatus.objects.get(pk=note.pk).open_balance == 0
    [application] = invoice.applications.all()
    assert (application.credit_note, application.amount) == (note, Decimal(201600))
    assert_books_are_sound(provider)


def test_a_credit_left_over_goes_to_the_next_invoice(lease: Booking, provider: LegalEntity, staff: Actor) -> None:
    from billing.operations import record_payment

    billed(lease)
    record_payment(
        client=lease.client, legal_entity=provider, method="bank_transfer", amount=Decimal(201600), currency="PHP",
        received_on=DECEMBER, reference="1", actor=staff, now=NOW,
    )  # fmt: skip
    remove_seats(lease, 20, DECEMBER)
    note = billed(lease, JANUARY)
    assert DocumentStatus.objects.get(pk=note.pk).open_balance == Decimal("-201600.00")
    add_seats(lease, 10, Period(FEBRUARY))
    invoice = billed(lease, FEBRUARY)
    assert DocumentStatus.objects.get(pk=invoice.pk).open_balance == 0
    assert DocumentStatus.objects.get(pk=note.pk).open_balance == Decimal("-100800.00")
    assert_books_are_sound(provider)


def test_a_booking_called_off_after_billing_is_credited_whole(lease: Booking, provider: LegalEntity) -> None:
    billed(lease)
    Booking.objects.filter(pk=lease.pk).update(state=BookingState.CANCELLED, charges_changed_from=DECEMBER)
    assert billed(lease, JANUARY).gross == -201600
    assert bill(lease, FEBRUARY) is None
    assert_books_are_sound(provider)


def test_changes_that_cancel_out_are_shown_on_a_document_of_nothing(lease: Booking, provider: LegalEntity) -> None:
    billed(lease)
    add_seats(lease, 1, Period(date(2026, 12, 5), date(2026, 12, 6)))
    remove_seats(lease, 1, date(2026, 12, 31))
    document = billed(lease)
    assert [line.net for line in document.lines.all()] == [Decimal("290.32"), Decimal("-290.32")]
    assert (document.kind, document.gross) == (DocumentKind.INVOICE, Decimal(0))
    assert DocumentStatus.objects.get(pk=document.pk).paid_at == NOW
    assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def test_a_certificate_from_mid_month_cuts_the_line(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    make_certificate(acme, Period(date(2026, 12, 15), date(2027, 12, 15)))
    document = billed(lease)
    standard, zero = document.lines.all()
    assert (standard.tax_category, standard.service_days.last) == ("S", date(2026, 12, 14))
    assert (zero.tax_category, zero.service_days.start) == ("Z", date(2026, 12, 15))
    assert standard.net + zero.net == 180000
    assert document.tax == (standard.net * 12 / 100).quantize(Decimal("0.01"))
    assert "PEZA certificate 2026-0815" in document.taxes.get(category="Z").reason
    assert_books_are_sound(provider)


def test_a_certificate_not_approved_changes_nothing(lease: Booking, acme: Client) -> None:
    make_certificate(acme, Period(DECEMBER), approved_at=None)
    assert billed(lease).tax == 21600


def test_days_are_credited_at_the_tax_they_were_billed_at(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    billed(lease)
    make_certificate(acme, Period(DECEMBER))
    remove_seats(lease, 2, date(2026, 12, 17))
    document = billed(lease, JANUARY)
    credit, rent = document.lines.all()
    assert (credit.tax_category, credit.tax_percent) == ("S", Decimal(12))
    assert (rent.tax_category, rent.tax_percent) == ("Z", Decimal(0))
    assert_books_are_sound(provider)


def test_a_seller_not_registered_for_vat_charges_none(lease: Booking, provider: LegalEntity) -> None:
    provider.vat_registered = False
    provider.save()
    document = billed(lease)
    assert (document.tax, document.lines.get().tax_category) == (Decimal(0), "E")


def test_dollars_are_kept_in_pesos_at_the_days_rate(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity
) -> None:
    make_exchange_rate("58.25", on=date(2026, 11, 27))
    make_exchange_rate("60", on=date(2026, 12, 5))
    lease = make_lease(acme, facility, day_shift, standard, seats=10, rate="200", currency="USD")
    document = billed(lease)
    assert (document.currency, document.exchange_rate, document.exchange_rate_source) == (
        "USD",
        Decimal("58.25"),
        "BSP",
    )
    receivable = JournalLine.objects.get(entry__document=document, account=Account.RECEIVABLES)
    assert (receivable.amount, receivable.functional) == (Decimal(2240), Decimal(130480))
    assert_books_are_sound(provider)


def test_statements_and_credits_say_that_they_are_no_claim_of_input_tax(lease: Booking, provider: LegalEntity) -> None:
    statement = billed(lease)
    assert (title(statement.kind, statement.seller), statement.notes) == ("Billing statement", [NO_INPUT_TAX])
    provider.invoicing_mode = InvoicingMode.INVOICE
    provider.save()
    invoice = billed(lease, JANUARY)
    assert (title(invoice.kind, invoice.seller), invoice.notes) == ("Invoice", [])


def test_numbers_begin_again_each_year(lease: Booking, provider: LegalEntity) -> None:
    assert [billed(lease, month).number for month in (DECEMBER, JANUARY, FEBRUARY)] == [
        "INV-2026-00001",
        "INV-2027-00001",
        "INV-2027-00002",
    ]
    add_seats(lease, 1, Period(DECEMBER))
    with pytest.raises(errors.YearClosed):
        bill(lease, FEBRUARY, on=date(2026, 12, 31))


# --- What is missing is said, and nothing has happened ---------------------------------------------------------


def assert_nothing_happened() -> None:
    assert not Document.objects.exists()
    assert not PeriodRevision.objects.exists()
    assert not JournalLine.objects.exists()


def test_without_billing_details(lease: Booking, acme: Client) -> None:
    acme.address = ""
    acme.save()
    with pytest.raises(errors.ClientDetailsMissing, match="Acme"):
        bill(lease)
    assert_nothing_happened()


def test_without_a_tax_rate(lease: Booking) -> None:
    TaxRate.objects.all().delete()
    with pytest.raises(errors.TaxRateMissing):
        bill(lease)
    assert_nothing_happened()


def test_without_a_withholding_rate(lease: Booking, acme: Client) -> None:
    acme.withholding = "services"
    acme.save()
    WithholdingRate.objects.all().delete()
    with pytest.raises(errors.WithholdingRateMissing, match="Services"):
        bill(lease)
    assert_nothing_happened()


def test_without_an_exchange_rate(acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package) -> None:
    with pytest.raises(ledger.ExchangeRateMissing):
        bill(make_lease(acme, facility, day_shift, standard, currency="USD"))
    assert_nothing_happened()


def test_without_a_number_series(lease: Booking) -> None:
    NumberSeries.objects.filter(kind="credit_note").delete()
    with pytest.raises(errors.SeriesMissing, match="Credit note"):
        bill(lease)
    assert_nothing_happened()


def test_terms_in_two_currencies(lease: Booking) -> None:
    lease.terms.create(
        effective_from=JANUARY, currency="USD", list_rate=200, net_rate=200, committed_until=FEBRUARY, created_at=NOW
    )
    make_exchange_rate("58")
    with pytest.raises(errors.CurrencyMixed):
        bill(lease, JANUARY)
    assert billed(lease).currency == "PHP"
    assert billed(lease, JANUARY).currency == "USD"


def test_clients_do_not_bill_themselves(lease: Booking, olga: User) -> None:
    with pytest.raises(NotAllowed):
        bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=Person(olga), now=NOW)
    assert_nothing_happened()


def test_a_lease_not_agreed_is_not_billed(lease: Booking) -> None:
    for state in (BookingState.SUBMITTED, BookingState.DECLINED, BookingState.CANCELLED):
        Booking.objects.filter(pk=lease.pk).update(state=state, decision_reason="Full.")
        assert bill(lease) is None
    assert_nothing_happened()
    Booking.objects.filter(pk=lease.pk).update(state=BookingState.CONFIRMED, decision_reason="")
    assert bill(lease) is not None
