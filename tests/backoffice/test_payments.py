"""Money that comes in: recorded, matched, rejected; and the books to read."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import Person, Staff
from accounts.models import User
from billing.enums import NoticeState
from billing.models import Document, Payment, TransferNotice
from billing.operations import give_transfer_notice
from tests.conftest import SignIn


@pytest.fixture
def money(invoice: Document) -> dict[str, Any]:
    """The whole of the invoice, by transfer."""
    return {
        "client": invoice.client_id,
        "legal_entity": invoice.legal_entity_id,
        "method": "bank_transfer",
        "amount": "201600.00",
        "currency": "PHP",
        "received_on": "2026-11-23",
        "reference": "IBFT 1",
    }


@pytest.fixture
def notice(invoice: Document, alice: User, now: datetime) -> TransferNotice:
    """Olga's word that 201,600 are on their way, with a proof."""
    return give_transfer_notice(
        document=invoice,
        amount=Decimal(201600),
        transferred_on=now.date(),
        reference="IBFT 7",
        proof=SimpleUploadedFile("slip.pdf", b"%PDF-1.4 slip"),
        actor=Person(alice),
        now=now,
    )


def test_the_sidebar_lights_one_entry(desk: HttpClient, invoice: Document) -> None:
    for name in ("payment-record", "billing_payment_changelist"):
        context = desk.get(reverse(f"admin:{name}")).context
        lit = [item["link"] for group in context["sidebar_navigation"] for item in group["items"] if item["active"]]
        assert lit == [reverse(f"admin:{name}")]


# --- Recording -------------------------------------------------------------------------------------------------


def test_a_payment_is_prefilled_from_an_invoice(desk: HttpClient, invoice: Document) -> None:
    page = desk.get(reverse("admin:payment-record"), {"document": str(invoice.pk)}).content.decode()
    for wanted in ('value="201600.00"', 'value="PHP"', f'value="{invoice.number}"', 'value="2026-11-23"'):
        assert wanted in page


def test_looking_says_what_it_settles_and_records_nothing(
    desk: HttpClient, money: dict[str, Any], invoice: Document
) -> None:
    page = desk.post(reverse("admin:payment-record"), {**money, "amount": "1600", "look": "1"}).content.decode()
    assert invoice.number in page
    assert "200,000.00" in page  # stays open
    assert not Payment.objects.exists()


def test_an_over_payment_is_said(desk: HttpClient, money: dict[str, Any]) -> None:
    page = desk.post(reverse("admin:payment-record"), {**money, "amount": "201700", "look": "1"}).content.decode()
    assert "100.00" in page
    assert "more than is open" in page


def test_recording_settles_the_invoice(desk: HttpClient, money: dict[str, Any], invoice: Document, opal: User) -> None:
    answer = desk.post(reverse("admin:payment-record"), {**money, "record": "1"}, follow=True)
    payment = Payment.objects.get()
    assert payment.recorded_by == opal
    invoice.status.refresh_from_db()
    assert invoice.status.open_balance == 0
    page = answer.content.decode()
    assert invoice.number in page
    assert "Recorded and applied." in page


def test_a_repeated_payment_is_refused_beside_its_reference(desk: HttpClient, money: dict[str, Any]) -> None:
    path = reverse("admin:payment-record")
    desk.post(path, {**money, "amount": "100", "record": "1"})
    answer = desk.post(path, {**money, "amount": "100", "record": "1"})
    assert answer.status_code == 422
    assert "recorded already" in str(answer.context["form"].errors["reference"])
    assert 'value="IBFT 1"' in answer.content.decode()
    assert Payment.objects.count() == 1


def test_what_is_left_is_applied_later(desk: HttpClient, money: dict[str, Any], invoice: Document) -> None:
    desk.post(reverse("admin:payment-record"), {**money, "amount": "300000", "record": "1"})
    payment = Payment.objects.get()
    page = desk.get(reverse("admin:billing_payment_change", args=[payment.pk])).content.decode()
    assert "Apply it to what is open" in page
    desk.post(reverse("admin:payment-apply", args=[payment.pk]))
    payment.status.refresh_from_db()
    assert payment.status.unapplied == Decimal(98400)


# --- Transfers -------------------------------------------------------------------------------------------------


def test_a_transfer_shows_what_the_client_said(desk: HttpClient, notice: TransferNotice, invoice: Document) -> None:
    page = desk.get(reverse("admin:billing_transfernotice_change", args=[notice.pk])).content.decode()
    for wanted in (invoice.number, "201,600.00", "IBFT 7", "Alice", reverse("admin:notice-proof", args=[notice.pk])):
        assert wanted in page


def test_the_proof_is_handed_over_and_runs_nothing(desk: HttpClient, notice: TransferNotice) -> None:
    answer = desk.get(reverse("admin:notice-proof", args=[notice.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 slip"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_page_that_poses_as_a_proof_is_only_handed_over(
    desk: HttpClient, invoice: Document, opal: User, now: datetime
) -> None:
    notice = give_transfer_notice(
        document=invoice, amount=Decimal(5), transferred_on=now.date(), reference="X", actor=Staff(opal), now=now,
        proof=SimpleUploadedFile("slip.html", b"<script>alert(1)</script>"),
    )  # fmt: skip
    answer = desk.get(reverse("admin:notice-proof", args=[notice.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_transfer_is_matched_with_what_the_bank_has(desk: HttpClient, notice: TransferNotice) -> None:
    path = reverse("admin:billing_transfernotice_change", args=[notice.pk])
    desk.post(path, {"match": "1", "received_on": "2026-11-23", "amount": "201500.00"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.MATCHED
    assert notice.payment is not None
    assert notice.payment.amount == Decimal(201500)


def test_a_transfer_is_rejected_with_a_reason(desk: HttpClient, notice: TransferNotice) -> None:
    path = reverse("admin:billing_transfernotice_change", args=[notice.pk])
    answer = desk.post(path, {"reject": "1", "reason": " "})
    assert answer.status_code == 422
    assert "Say why; the client reads it." in answer.content.decode()
    desk.post(path, {"reject": "1", "reason": "No such transfer."})
    notice.refresh_from_db()
    assert (notice.state, notice.reason) == (NoticeState.REJECTED, "No such transfer.")


def test_a_transfer_is_decided_once(desk: HttpClient, notice: TransferNotice) -> None:
    path = reverse("admin:billing_transfernotice_change", args=[notice.pk])
    typed = {"match": "1", "received_on": "2026-11-23", "amount": "201600.00"}
    desk.post(path, typed)
    answer = desk.post(path, typed)
    assert answer.status_code == 422
    assert Payment.objects.count() == 1


# --- Documents and books ---------------------------------------------------------------------------------------


def test_a_document_shows_how_it_came_about_and_where_it_stands(desk: HttpClient, invoice: Document) -> None:
    page = desk.get(reverse("admin:billing_document_change", args=[invoice.pk])).content.decode()
    for wanted in ("20 ×", "180,000.00", "201,600.00", "No payment yet.", "Record a payment"):
        assert wanted in page


def test_a_document_is_had_as_pdf(desk: HttpClient, invoice: Document) -> None:
    answer = desk.get(reverse("admin:document-pdf", args=[invoice.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_trial_balance_balances(desk: HttpClient, money: dict[str, Any]) -> None:
    desk.post(reverse("admin:payment-record"), {**money, "record": "1"})
    [book] = desk.get(reverse("admin:trial-balance"), {"until": "2026-12-31"}).context["books"]
    assert book.debit == book.credit > 0
    [book] = desk.get(reverse("admin:trial-balance"), {"until": "2020-12-31"}).context["books"]
    assert book.debit == 0


def test_what_is_open_is_shown_by_age_with_the_way_to_the_documents(desk: HttpClient, invoice: Document) -> None:
    page = desk.get(reverse("admin:aged-receivables"))
    [(_entity, [age])] = page.context["books"]
    assert (age.client, age.total) == (invoice.client, Decimal(201600))
    documents = f"{reverse('admin:billing_document_changelist')}?client__id__exact={invoice.client_id}"
    assert documents in page.content.decode()
    assert invoice.number in desk.get(documents).content.decode()


def test_facility_staff_record_and_match_nothing(
    sign_in: SignIn, nils: User, notice: TransferNotice, money: dict[str, Any]
) -> None:
    nils.groups.add(Group.objects.get(name="Facility"))
    browser = sign_in(nils)
    assert browser.post(reverse("admin:payment-record"), {**money, "record": "1"}).status_code == 403
    path = reverse("admin:billing_transfernotice_change", args=[notice.pk])
    assert "Match and record" not in browser.get(path).content.decode()
    browser.post(path, {"match": "1", "received_on": "2026-11-23", "amount": "201600.00"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.PENDING
    assert browser.get(reverse("admin:trial-balance")).status_code == 403
    assert browser.get(reverse("admin:aged-receivables")).status_code == 403


# --- Taking back -----------------------------------------------------------------------------------------------


def test_a_payment_entered_by_mistake_is_reversed_with_a_reason(
    desk: HttpClient, money: dict[str, Any], invoice: Document, opal: User
) -> None:
    desk.post(reverse("admin:payment-record"), {**money, "record": "1"})
    payment = Payment.objects.get()
    page, asking = (
        reverse(f"admin:{name}", args=[payment.pk]) for name in ("billing_payment_change", "payment-reverse")
    )
    assert asking in desk.get(page).content.decode()
    asked = desk.get(asking).content.decode()
    assert invoice.number in asked
    answer = desk.post(asking, {"reason": " "})
    assert answer.status_code == 422
    assert "Say why" in str(answer.context["form"].errors["reason"])
    answer = desk.post(asking, {"reason": "Typed into the wrong client."}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    shown = answer.content.decode()
    assert "Typed into the wrong client." in shown
    assert "Opal" in shown
    assert asking not in shown
    invoice.status.refresh_from_db()
    assert invoice.status.open_balance == invoice.gross
    assert desk.get(asking).status_code == 404
    assert (
        payment.reference not in desk.get(reverse("admin:billing_document_change", args=[invoice.pk])).content.decode()
    )
    listed = reverse("admin:billing_payment_changelist")
    assert len(desk.get(listed, {"reversed": "no"}).context["cl"].result_list) == 0
    assert "reversed" in desk.get(listed, {"reversed": "yes"}).content.decode()
    assert desk.get(reverse("admin:ledger_journalentry_changelist")).status_code == 200


def test_reversing_is_a_duty_of_finance(
    sign_in: SignIn, desk: HttpClient, money: dict[str, Any], nils: User, olga: User
) -> None:
    desk.post(reverse("admin:payment-record"), {**money, "record": "1"})
    path = reverse("admin:payment-reverse", args=[Payment.objects.get().pk])
    nils.groups.set(Group.objects.filter(name="Facility"))
    assert sign_in(nils).post(path, {"reason": "No"}).status_code == 403
    assert sign_in(olga).post(path, {"reason": "No"}).status_code in {302, 403}
    assert not Payment.objects.get().reversals.exists()


def test_a_payment_of_tomorrow_is_refused_beside_its_day(desk: HttpClient, money: dict[str, Any]) -> None:
    answer = desk.post(reverse("admin:payment-record"), {**money, "received_on": "2026-11-24", "record": "1"})
    assert answer.status_code == 422
    assert "Today is 23 Nov 2026" in str(answer.context["form"].errors["received_on"])


def test_times_of_transfers_are_those_of_the_books(desk: HttpClient, notice: TransferNotice) -> None:
    for path in (
        reverse("admin:billing_transfernotice_changelist"),
        reverse("admin:billing_transfernotice_change", args=[notice.pk]),
    ):
        assert "10:00" in desk.get(path).content.decode(), path  # two in the morning in UTC
