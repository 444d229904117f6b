"""Whatever staff, or a link they were sent, put into an address or a form: an answer, never a fault of ours."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import Staff
from accounts.models import Client, User
from billing.models import Document, TaxCertificate, TransferNotice
from billing.operations import give_transfer_notice, prepare_run
from bookings.models import Booking
from facilities.enums import CertificateKind
from facilities.models import Certificate, Facility, Floor, Photo, Workstation
from floorplans.models import PlanBackground
from floorplans.operations import attach_background, start_draft
from kernel.ids import new_id
from kernel.period import month_of
from local.paths import ROOT
from tests import factories
from tests.backoffice.conftest import page_of
from tests.billing.rows import DECEMBER, make_certificate
from tests.pictures import png

ODD = ["", "\0", "no-uuid", "2026-13-45", "9999-12-31", "9" * 40, "🪑" * 900]
FINE = {200, 302, 400, 403, 404, 409, 422}

Asked = tuple[str, str, str, dict[str, Any]]


@pytest.fixture
def asked(invoice: Document, request_of_acme: Booking, cebu: Facility, opal: User, now: datetime) -> list[Asked]:
    """How, which page, which of its parameters, and what the rest of them say."""
    staff, floor = Staff(opal), Floor.objects.filter(facility=cebu)[0]
    run = prepare_run(legal_entity=invoice.legal_entity, month=DECEMBER, issue_on=DECEMBER, actor=staff, now=now)
    notice = give_transfer_notice(
        document=invoice, amount=invoice.gross, transferred_on=now.date(), reference="T-1", actor=staff, now=now
    )
    start_draft(floor=floor, actor=staff, now=now)
    seats = reverse("admin:workstations-close")
    booking, payment = page_of(request_of_acme), reverse("admin:payment-record")
    paid = {
        "client": invoice.client_id, "legal_entity": invoice.legal_entity_id, "method": "cash", "amount": "1",
        "currency": "PHP", "received_on": "2026-11-23", "reference": "R-1",
    }  # fmt: skip
    wish = {
        "client": invoice.client_id, "facility": cebu.pk, "pattern": request_of_acme.pattern_id,
        "package": request_of_acme.package_id, "seats": "1", "start": "2026-12-01", "months": "6",
    }  # fmt: skip
    closed = {"seats": str(Workstation.objects.all()[0].pk), "days_0": "2026-12-01", "days_1": "2026-12-02"}
    decided = {"received_on": "2026-11-23", "amount": "1", "reason": "?"}
    run_page = reverse("admin:billing_billingrun_change", args=[run.pk])
    found: list[Asked] = [
        ("get", reverse("admin:login"), "next", {}),
        ("get", reverse("admin:trial-balance"), "until", {}),
        ("get", payment, "document", {}),
        ("get", seats, "room", {}),
        ("get", seats, "seats", {}),
        ("post", seats, "seats", closed),
        ("post", reverse("admin:workstations-become", args=["spare"]), "seats", {}),
        ("post", reverse("admin:run-issue", args=[run.pk]), "bookings", {"some": "1"}),
        ("post", reverse("admin:run-issue", args=[run.pk]), "some", {}),
        ("get", run_page, "page", {}),
        ("get", run_page, "state", {}),
        ("get", reverse("admin:floor-plan-export", args=[floor.pk, "svg"]), "version", {}),
        ("post", reverse("admin:floor-plan-publish", args=[floor.pk]), "seen", {}),
        ("post", reverse("admin:floor-plan-pictures", args=[floor.pk]), "file", {}),
        ("post", reverse("admin:price-copy", args=[cebu.pk]), "seen", {}),
        ("post", reverse("admin:booking-change", args=[request_of_acme.pk, "move-seats"]), "seats", {}),
        ("post", reverse("admin:booking-change", args=[request_of_acme.pk, "notice"]), "digest", {}),
        ("get", reverse("admin:booking-change", args=[request_of_acme.pk, "undo"]), "number", {}),
        ("post", reverse("admin:booking-act", args=[request_of_acme.pk, "decline"]), "decline-reason", {}),
        ("get", booking, "_changelist_filters", {}),
    ]
    found += [("post", payment, name, {**paid, "record": "1"}) for name in (*paid, "record")]
    found += [("post", reverse("admin:book"), name, {**wish, "hold": "1"}) for name in (*wish, "hold")]
    path = reverse("admin:billing_transfernotice_change", args=[notice.pk])
    found += [("post", path, name, {**decided, "reject": "1"}) for name in ("reason", "reject")]
    found += [("post", path, name, {**decided, "match": "1"}) for name in ("received_on", "amount", "match")]
    return found


FORMS = {
    "payment-record": ["client", "legal_entity", "method", "amount", "currency", "received_on", "reference"],
    "book": ["client", "facility", "pattern", "package", "seats", "workstations", "start", "months"],
    "billing_billingrun_add": ["legal_entity", "month", "issue_on"],
}


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:12]))
def test_forms_open_whatever_the_address_fills_in(desk: HttpClient, odd: str) -> None:
    for page, names in FORMS.items():
        assert desk.get(reverse(f"admin:{page}"), dict.fromkeys(names, odd)).status_code == 200, page


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:12]))
def test_odd_parameters_are_answered(desk: HttpClient, asked: list[Asked], odd: str) -> None:
    for how, path, name, rest in asked:
        answer = getattr(desk, how)(path, {**rest, name: odd})
        assert answer.status_code in FINE, (how, path, name)


def test_every_parameter_that_is_read_by_hand_is_asked_about(asked: list[Asked]) -> None:
    by_hand = re.compile(r'request\.(?:GET|POST|FILES)(?:\.get(?:list)?\(|\[)"(\w+)"|"(\w+)" in request\.(?:GET|POST)')
    sources = "".join(file.read_text() for file in sorted((ROOT / "backoffice").rglob("*.py")))
    read = {one or other for one, other in by_hand.findall(sources)}
    assert len(read) > 10
    assert read <= {name for _how, _path, name, _rest in asked}


def test_ids_that_are_none_are_not_found(desk: HttpClient, invoice: Document) -> None:
    assert desk.get(reverse("admin:payment-record"), {"document": "no-uuid"}).status_code == 404
    assert desk.get(reverse("admin:payment-record"), {"document": str(new_id())}).status_code == 404


def test_a_day_that_does_not_exist_is_said_beside_it(desk: HttpClient, invoice: Document) -> None:
    answer = desk.get(reverse("admin:trial-balance"), {"until": "2026-13-45"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter a valid date." in page
    assert 'value="2026-13-45"' in page


def test_a_client_typed_wrong_is_said_beside_it(desk: HttpClient, invoice: Document) -> None:
    answer = desk.post(reverse("admin:payment-record"), {"client": "no-uuid", "record": "1"})
    assert answer.status_code == 422
    assert "client" in answer.context["form"].errors


# --- Files that are no longer on the disk ----------------------------------------------------------------------


@pytest.fixture
def kept(invoice: Document, acme: Client, opal: User, now: datetime, settings: Any, tmp_path: Any) -> dict[str, Any]:
    """One of each kind of upload, by the page that hands it over."""
    settings.MEDIA_ROOT = tmp_path
    assert invoice.booking
    place, staff = invoice.booking.facility, Staff(opal)
    floor = Floor.objects.filter(facility=place)[0]
    slip = ContentFile(b"%PDF-1.4 slip", name="slip.pdf")
    notice = give_transfer_notice(
        document=invoice, amount=invoice.gross, transferred_on=now.date(), reference="T-1", proof=slip, actor=staff,
        now=now,
    )  # fmt: skip
    tax = make_certificate(acme, invoice.lines.all()[0].service_days)
    tax.document.save("tax.pdf", slip)
    shown = factories.make_certificate(
        place, CertificateKind.SOC_2, month_of(DECEMBER), content_type="application/pdf", file=slip
    )
    desks = ContentFile(png(), name="desks.png")
    photo = Photo.objects.create(
        facility=place, alt_text="Desks", content_type="image/png", width=3, height=2, file=desks
    )
    traced = attach_background(floor=floor, content=png(), actor=staff, now=now)
    return {
        reverse("admin:notice-proof", args=[notice.pk]): notice.proof,
        reverse("admin:certificate-file", args=[tax.pk]): tax.document,
        reverse("admin:facility-certificate-file", args=[shown.pk]): shown.file,
        reverse("admin:photo-file", args=[photo.pk]): photo.file,
        reverse("admin:floor-plan-picture", args=[floor.pk, traced.pk]): traced.file,
    }


def test_every_upload_is_handed_over_and_none_that_is_missing(desk: HttpClient, kept: dict[str, Any]) -> None:
    holders = (TransferNotice, TaxCertificate, Certificate, Photo, PlanBackground)
    fields = [field for model in holders for field in model._meta.fields if isinstance(field, models.FileField)]
    assert len(kept) == len(fields)
    for path, file in kept.items():
        assert b"".join(desk.get(path).streaming_content), path  # type: ignore[attr-defined]
        file.storage.delete(file.name)
        assert desk.get(path).status_code == 404, path
