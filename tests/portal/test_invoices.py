"""A company's invoices: what is open, how each line came about, and word of a transfer."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from billing.enums import NoticeState
from billing.models import Document, Payment, TransferNotice
from billing.operations import (
    bill_booking,
    match_notice,
    record_payment,
    reject_notice,
    request_deposit,
    reverse_payment,
)
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from tests.billing.rows import DECEMBER, make_lease
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 16 + b"\xff\xd9"
TRANSFER = {"amount": "201600.00", "transferred_on": "2026-11-23", "reference": "WIRE-17"}


def pay(document: Document, amount: str, now: datetime) -> Payment:
    return record_payment(
        client=document.client,
        legal_entity=document.legal_entity,
        method="bank_transfer",
        amount=Decimal(amount),
        currency=document.currency,
        received_on=now.date(),
        reference=f"BPI-{amount}",
        actor=SYSTEM,
        now=now,
        applications={document.pk: Decimal(amount)},
    )


class TestTheList:
    def test_it_says_what_is_open(self, alice: User, invoice: Document, sign_in: SignIn) -> None:
        found = sign_in(alice).get(reverse("portal:invoices")).context["list"]
        assert [(each.currency, each.open, each.overdue) for each in found.balances] == [("PHP", 201600, 0)]
        assert [(row.document, str(row.badge.label)) for row in found.rows] == [(invoice, "To pay")]

    def test_what_is_late_is_marked(
        self, alice: User, lease: Booking, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        late = make_lease(lease.client, lease.facility, lease.pattern, lease.package, days=Period(date(2026, 10, 1)))
        long_ago = datetime.fromisoformat("2026-10-01T02:00Z")
        overdue = bill_booking(
            booking=late, month=date(2026, 10, 1), issue_on=date(2026, 10, 1), actor=SYSTEM, now=long_ago
        )
        assert overdue is not None
        found = sign_in(alice).get(reverse("portal:invoices"), {"show": "overdue"}).context["list"]
        assert [(row.document, str(row.badge.label)) for row in found.rows] == [(overdue, "Overdue")]
        assert found.balances[0].overdue == overdue.gross
        assert [(tab.label, tab.count) for tab in found.tabs] == [
            ("All", 2), ("To pay", 2), ("Overdue", 1), ("Paid", 0),
        ]  # fmt: skip

    def test_it_is_due_through_the_last_day_by_the_clock_of_the_books(
        self, alice: User, invoice: Document, sign_in: SignIn
    ) -> None:
        with time_machine.travel(datetime.fromisoformat(f"{invoice.due_on}T23:59+08:00"), tick=False):
            assert sign_in(alice).get(reverse("portal:invoices")).context["list"].balances[0].overdue == 0
        with time_machine.travel(datetime.fromisoformat(f"{invoice.due_on + timedelta(1)}T00:01+08:00"), tick=False):
            assert sign_in(alice).get(reverse("portal:invoices")).context["list"].balances[0].overdue == 201600

    def test_a_deposit_is_asked_for_here_too(
        self,
        alice: User,
        acme: Client,
        place: Facility,
        day_shift: ShiftPattern,
        standard: Package,
        now: datetime,
        sign_in: SignIn,
    ) -> None:
        lease = make_lease(acme, place, day_shift, standard, deposit_months=Decimal(2))
        deposit = request_deposit(booking=lease, issue_on=now.date(), actor=SYSTEM, now=now)
        assert deposit is not None
        row = sign_in(alice).get(reverse("portal:invoices")).context["list"].rows[0]
        assert (row.document, row.title, row.document.gross) == (deposit, "Deposit request", 360000)

    def test_thirty_rows_cost_as_many_queries_as_three(
        self,
        alice: User,
        acme: Client,
        place: Facility,
        day_shift: ShiftPattern,
        standard: Package,
        now: datetime,
        sign_in: SignIn,
    ) -> None:
        browser = sign_in(alice)

        def issue(count: int) -> None:
            for _ in range(count):
                lease = make_lease(acme, place, day_shift, standard, seats=1)
                bill_booking(booking=lease, month=DECEMBER, issue_on=now.date(), actor=SYSTEM, now=now)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                browser.get(reverse("portal:invoices"))
            return len(captured)

        issue(3)
        few = queries()
        issue(17)
        assert queries() == few

    def test_the_file_has_plain_numbers(self, alice: User, invoice: Document, sign_in: SignIn) -> None:
        answer = sign_in(alice).get(reverse("portal:invoices-csv"))
        row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert (row["Number"], row["Total"], row["Open"]) == (invoice.number, "201600.000", "201600.000")


class TestThePage:
    def test_it_says_how_each_line_came_about(self, alice: User, invoice: Document, sign_in: SignIn) -> None:
        page = sign_in(alice).get(reverse("portal:invoice", args=[invoice.pk]))
        assert [line.how for line in page.context["view"].lines] == ["20 seats × PHP 9,000.00"]
        text = page.content.decode()
        assert "PHP&nbsp;180,000.00" in text
        assert "PHP&nbsp;21,600.00" in text
        assert "PHP&nbsp;201,600.00" in text

    def test_the_first_look_of_the_client_is_kept(
        self, alice: User, opal: User, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        staff = sign_in(opal)
        staff.post(reverse("portal:begin-acting", args=[invoice.client_id]), {"mode": "acting"})
        staff.get(reverse("portal:invoice", args=[invoice.pk]))
        invoice.status.refresh_from_db()
        assert invoice.status.viewed_at is None
        sign_in(alice).get(reverse("portal:invoice", args=[invoice.pk]))
        invoice.status.refresh_from_db()
        assert invoice.status.viewed_at == now

    def test_payments_are_shown_with_what_is_left(
        self, alice: User, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        pay(invoice, "100000.00", now)
        page = sign_in(alice).get(reverse("portal:invoice", args=[invoice.pk]))
        assert str(page.context["view"].badge.label) == "Partly paid"
        assert page.context["view"].still_expected == 101600
        assert "BPI-100000.00" in page.content.decode()

    def test_a_payment_taken_back_leaves_a_trace_on_what_is_open_again(
        self, alice: User, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        kept, mistaken = pay(invoice, "1600.00", now), pay(invoice, "100000.00", now)
        reverse_payment(payment=mistaken, reason="Globex sent it.", actor=SYSTEM, now=now + timedelta(days=2))
        page = sign_in(alice).get(reverse("portal:invoice", args=[invoice.pk]))
        view, text = page.context["view"], unescape(strip_tags(page.content.decode())).replace("\xa0", " ")
        assert [each.payment for each in view.applications] == [kept]
        assert view.still_expected == 200000
        said = "Payment of PHP 100,000.00 on 23 Nov 2026, BPI-100000.00, was reversed on 25 Nov 2026"
        assert said in text
        assert "Globex" not in text

    def test_a_client_that_withholds_sees_the_cash_expected(
        self, alice: User, acme: Client, lease: Booking, now: datetime, sign_in: SignIn
    ) -> None:
        acme.withholding = "rent"
        acme.save()
        invoice = bill_booking(booking=lease, month=DECEMBER, issue_on=now.date(), actor=SYSTEM, now=now)
        assert invoice is not None
        view = sign_in(alice).get(reverse("portal:invoice", args=[invoice.pk])).context["view"]
        # 5 % of 180,000.00 net stays with the client until its certificate comes.
        assert (view.cash_expected, view.still_expected) == (192600, 192600)
        assert view.form["amount"].value() == Decimal("192600.00")

    def test_the_paper_is_a_pdf(self, alice: User, invoice: Document, sign_in: SignIn) -> None:
        answer = sign_in(alice).get(reverse("portal:invoice-pdf", args=[invoice.pk]))
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert f"{invoice.number}.pdf" in answer.headers["Content-Disposition"]


class TestATransfer:
    @pytest.mark.parametrize(("content", "ending"), [(PDF, "pdf"), (PNG, "png"), (JPEG, "jpg")])
    def test_word_of_it_is_kept_with_its_proof(
        self, bela: User, invoice: Document, content: bytes, ending: str, sign_in: SignIn
    ) -> None:
        # The name says one thing, the content another: the content counts.
        proof = SimpleUploadedFile("receipt.exe", content, content_type="text/html")
        browser = sign_in(bela)
        answer = browser.post(reverse("portal:invoice-transfer", args=[invoice.pk]), {**TRANSFER, "proof": proof})
        assert answer.headers["Location"] == reverse("portal:invoice", args=[invoice.pk])
        notice = TransferNotice.objects.get()
        assert (notice.amount, notice.reference, notice.state) == (Decimal(201600), "WIRE-17", NoticeState.PENDING)
        assert str(notice.proof.name).endswith(f".{ending}")
        page = browser.get(reverse("portal:invoice", args=[invoice.pk]))
        assert str(page.context["view"].badge.label) == "Transfer being checked"

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("proof.pdf", b"<script>alert(1)</script>", "no PDF, PNG or JPEG"),
            ("proof.png", b"\x89PNG\r\n\x1a\n and nothing more", "no PDF, PNG or JPEG"),
            ("proof.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PDF, PNG or JPEG"),
            ("proof.pdf", PDF + b"\x00" * (5 * 1024 * 1024) + b"%%EOF", "larger than 5 MB"),
            ("proof.pdf", b"", "empty"),
        ],
    )
    def test_a_file_that_is_no_proof_is_refused_and_the_rest_kept(
        self, bela: User, invoice: Document, name: str, content: bytes, says: str, sign_in: SignIn
    ) -> None:
        sent = {**TRANSFER, "proof": SimpleUploadedFile(name, content)}
        answer = sign_in(bela).post(reverse("portal:invoice-transfer", args=[invoice.pk]), sent)
        assert answer.status_code == 422
        assert says in answer.context["view"].form.errors["proof"][0]
        assert 'value="WIRE-17"' in answer.content.decode()
        assert not TransferNotice.objects.exists()

    def test_the_same_transfer_is_told_once(self, bela: User, invoice: Document, sign_in: SignIn) -> None:
        browser, path = sign_in(bela), reverse("portal:invoice-transfer", args=[invoice.pk])
        browser.post(path, TRANSFER)
        answer = browser.post(path, TRANSFER)
        assert answer.status_code == 422
        assert "already" in answer.context["view"].form.errors["reference"][0]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("amount", "0"), ("amount", "-5"), ("amount", "much"), ("transferred_on", "2026-12-24"), ("reference", " ")],
    )
    def test_what_cant_be_is_refused_beside_the_field(
        self, bela: User, invoice: Document, field: str, value: str, sign_in: SignIn
    ) -> None:
        path = reverse("portal:invoice-transfer", args=[invoice.pk])
        answer = sign_in(bela).post(path, {**TRANSFER, field: value})
        assert answer.status_code == 422
        assert list(answer.context["view"].form.errors) == [field]

    def test_the_reason_of_a_rejection_is_read_here(
        self, bela: User, opal: User, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        browser = sign_in(bela)
        browser.post(reverse("portal:invoice-transfer", args=[invoice.pk]), TRANSFER)
        reject_notice(notice=TransferNotice.objects.get(), reason="Nothing has come.", actor=Staff(opal), now=now)
        page = browser.get(reverse("portal:invoice", args=[invoice.pk])).content.decode()
        assert "Nothing has come." in page
        # Another try is possible, with the same reference too.
        assert browser.post(reverse("portal:invoice-transfer", args=[invoice.pk]), TRANSFER).status_code == 302

    def test_once_matched_the_invoice_is_paid(
        self, bela: User, opal: User, invoice: Document, now: datetime, sign_in: SignIn
    ) -> None:
        browser = sign_in(bela)
        browser.post(reverse("portal:invoice-transfer", args=[invoice.pk]), TRANSFER)
        match_notice(notice=TransferNotice.objects.get(), actor=Staff(opal), now=now)
        page = browser.get(reverse("portal:invoice", args=[invoice.pk]))
        assert str(page.context["view"].badge.label) == "Paid"
        assert "We found the transfer" in page.content.decode()

    def test_a_proof_is_for_its_client_and_for_whoever_acts_for_it(
        self, bela: User, opal: User, mallory: User, invoice: Document, sign_in: SignIn
    ) -> None:
        sent = {**TRANSFER, "proof": SimpleUploadedFile("proof.pdf", PDF)}
        sign_in(bela).post(reverse("portal:invoice-transfer", args=[invoice.pk]), sent)
        path = reverse("portal:transfer-proof", args=[TransferNotice.objects.get().pk])
        staff = sign_in(opal)
        assert staff.get(path).headers["Location"] == reverse("portal:landing")
        staff.post(reverse("portal:begin-acting", args=[invoice.client_id]), {"mode": "acting"})
        for reader in (sign_in(bela), staff):
            answer = reader.get(path)
            assert answer.getvalue() == PDF
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert sign_in(mallory).get(path).status_code == 404
        assert reverse("account_login") in HttpClient().get(path).headers["Location"]
