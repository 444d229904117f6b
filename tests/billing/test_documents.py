"""A document on paper: complete for an accountant, the same each time, on as many pages as it takes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.actors import SYSTEM
from accounts.enums import InvoicingMode
from accounts.models import Client, LegalEntity
from billing.countries.philippines import NO_INPUT_TAX
from billing.documents import content, file_name, render_pdf
from billing.models import Document
from billing.operations import bill_booking, request_deposit
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
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


def billed(booking: Booking, month: date = DECEMBER) -> Document:
    booking.refresh_from_db()
    document = bill_booking(booking=booking, month=month, issue_on=month, actor=SYSTEM, now=NOW)
    assert document is not None
    return Document.objects.get(pk=document.pk)


def pages(pdf: bytes) -> int:
    counts = [int(count) for count in re.findall(rb"/Count (\d+)", pdf)]
    return max(counts)


def amounts(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["label"]: row["amount"] for row in rows}


@pytest.fixture
def withholding_lease(lease: Booking, acme: Client) -> Booking:
    acme.withholding, acme.tax_id, acme.branch_code = "rent", "123456789", "00001"
    acme.save()
    return lease


def test_a_pdf_is_made_and_made_the_same_again(lease: Booking) -> None:
    document = billed(lease)
    pdf = render_pdf(document)
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 1
    assert render_pdf(document) == pdf


def test_a_line_says_whose_clock_the_hours_keep_where_it_is_not_the_facilitys(lease: Booking) -> None:
    Booking.objects.filter(pk=lease.pk).update(time_zone="America/New_York", hours_resolved_until=date(2028, 12, 1))
    lease.refresh_from_db()
    [line] = content(billed(lease))["lines"]
    assert line["description"] == "Seats, Day (hours at New York time), Standard"


def test_a_statement_has_all_that_an_accountant_needs(withholding_lease: Booking, provider: LegalEntity) -> None:
    page = content(billed(withholding_lease))
    assert (page["title"], page["number"], page["warning"]) == ("Billing statement", "INV-2026-00001", NO_INPUT_TAX)
    assert page["seller"]["name"] == provider.name
    assert page["seller"]["details"] == [["VAT REG TIN", f"{provider.tax_id}-00000"]]
    assert page["buyer"]["name"] == "Acme Incorporated"
    assert page["buyer"]["details"][0] == ["TIN", "123456789-00001"]
    assert page["facts"][:3] == [["Date", "1 Dec 2026"], ["Due", "7 Dec 2026"], ["Month", "December 2026"]]
    assert page["lines"] == [
        {
            "description": "Seats, Day, Standard",
            "how": "20 seats × PHP 9,000.00",
            "days": "1 – 31 Dec 2026",
            "quantity": "20",
            "rate": "9,000.00",
            "net": "180,000.00",
            "tax": "12 %",
        }
    ]
    assert page["taxes"] == [{"name": "Standard rate, 12 %", "reason": "", "base": "180,000.00", "tax": "21,600.00"}]
    assert amounts(page["totals"]) == {"Net": "180,000.00", "Tax": "21,600.00", "Total": "PHP 201,600.00"}
    assert amounts(page["settle"]) == {"Less tax withheld": "−9,000.00", "Cash expected": "PHP 192,600.00"}
    assert page["settle"][0]["note"] == "5 % of the net amount, by BIR Form 2307"
    assert page["bank"] == provider.bank_details.splitlines()
    assert page["reference"] == "INV-2026-00001"


def test_a_registered_provider_issues_invoices(lease: Booking, provider: LegalEntity) -> None:
    provider.invoicing_mode, provider.registration_note = InvoicingMode.INVOICE, "AC_123, 3 November 2026\nSeries 1–9"
    provider.save()
    page = content(billed(lease))
    assert (page["title"], page["warning"]) == ("Invoice", None)
    assert page["registration"] == ["AC_123, 3 November 2026", "Series 1–9"]


def test_a_certificate_is_named_beside_its_tax(lease: Booking, acme: Client) -> None:
    make_certificate(acme, Period(date(2026, 12, 15)))
    document = billed(lease)
    page = content(document)
    assert [line["tax"] for line in page["lines"]] == ["12 %", "Zero rated"]
    assert page["taxes"][1]["reason"] == "PEZA certificate 2026-0815"
    assert render_pdf(document)


def test_a_credit_names_the_invoice_and_asks_for_nothing(withholding_lease: Booking) -> None:
    billed(withholding_lease)
    remove_seats(withholding_lease, 20, DECEMBER)
    document = billed(withholding_lease, JANUARY)
    page = content(document)
    assert page["title"] == "Credit memo"
    assert ["Corrects", "INV-2026-00001"] in page["facts"]
    assert amounts(page["totals"])["Total to credit"] == "PHP −201,600.00"
    assert (page["reference"], page["bank"], page["settle"]) == (None, [], [])
    assert page["lines"][0]["how"] == "−20 seats × PHP 9,000.00"
    assert render_pdf(document)


def test_a_deposit_request_says_what_becomes_of_the_money(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=12, deposit_months=2)
    request = request_deposit(booking=lease, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert request is not None
    page = content(Document.objects.get(pk=request.pk))
    assert page["title"] == "Deposit request"
    assert page["lines"][0]["how"] == "12 seats × PHP 18,000.00"
    assert page["notes"][0].startswith("The deposit is held as security and returned")
    assert page["warning"] == NO_INPUT_TAX


def test_a_document_in_dollars_says_its_rate(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> None:
    make_exchange_rate("58.2510")
    page = content(billed(make_lease(acme, facility, day_shift, standard, rate="205.50", currency="USD")))
    assert ["Exchange rate", "1 USD = 58.251 PHP (BSP, 1 Dec 2026)"] in page["facts"]


def test_sixty_lines_run_over_pages(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=0, days=Period(DECEMBER))
    for day in range(1, 31):
        add_seats(lease, 1, Period(date(2026, 12, day)))
        add_seats(lease, 1, Period(date(2027, 1, day)))
    document = billed(lease, FEBRUARY)
    assert document.lines.count() >= 60
    assert pages(render_pdf(document)) == 4


def test_what_people_write_is_never_markup(lease: Booking, acme: Client) -> None:
    acme.legal_name = '#panic("x") *Acme* & <Sons> $1 \\ "q"'
    acme.save()
    document = billed(lease)
    assert content(document)["buyer"]["name"] == acme.legal_name
    assert render_pdf(document).startswith(b"%PDF-")


def test_a_file_name_is_safe(lease: Booking) -> None:
    document = billed(lease)
    document.number = 'INV/2026"1'
    assert file_name(document) == "INV-2026-1.pdf"


def test_amounts_of_a_document_are_those_of_its_lines(lease: Booking) -> None:
    document = billed(lease)
    assert sum((line.net for line in document.lines.all()), Decimal(0)) == document.net
