"""Staff put pictures, certificates and holidays in; files are looked into first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from facilities.enums import CertificateKind
from facilities.models import Certificate, Facility, Photo, Room
from kernel.period import Period
from tests import factories
from tests.conftest import SignIn
from tests.pictures import PDF, jpeg, png

ROWS = ("floors", "inclusions", "discount_tiers", "opening_hours", "holidays", "photos")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def facility_form(place: Facility, **rows: Any) -> dict[str, Any]:
    """The facility's form as it stands, with rows below it."""
    names = (
        "name", "slug", "code", "summary", "description", "address", "city", "time_zone", "currency",
        "handover_minutes", "hold_hours", "phone", "reception_name", "reception_email", "subdivision",
    )  # fmt: skip
    typed: dict[str, Any] = {name: getattr(place, name) for name in names}
    typed |= {"legal_entity": place.legal_entity_id, "country": "PH", "is_listed": "on", "is_always_open": "on"}
    for prefix in ROWS:
        typed |= {f"{prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        typed[f"{prefix}-MAX_NUM_FORMS"] = 1000
    return typed | rows


def photo_row(content: bytes, **fields: Any) -> dict[str, Any]:
    values = {"file": SimpleUploadedFile("x.svg", content), "alt_text": "Desks", "caption": "", "position": 0, **fields}
    return {"photos-TOTAL_FORMS": 1, **{f"photos-0-{name}": value for name, value in values.items()}}


def test_a_picture_is_kept_as_what_it_is_and_without_its_whereabouts(desk: HttpClient, place: Facility) -> None:
    path = reverse("admin:facilities_facility_change", args=[place.pk])
    answer = desk.post(path, facility_form(place, **photo_row(jpeg(40, 25, exif=b"GPS here"))))
    assert answer.status_code == 302, answer.context["errors"]
    photo = Photo.objects.get()
    assert (photo.content_type, photo.width, photo.height) == ("image/jpeg", 40, 25)
    assert photo.file.name == f"photos/{place.pk}/{photo.pk}.jpg"
    with photo.file.open() as kept:
        assert b"GPS" not in kept.read()
    page = desk.get(path).content.decode()
    assert reverse("admin:photo-file", args=[photo.pk]) in page
    shown = desk.get(reverse("admin:photo-file", args=[photo.pk]))
    assert b"".join(shown.streaming_content)  # type: ignore[attr-defined]
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (photo_row(b"<svg onload=alert(1)>"), "This is no JPEG or PNG picture."),
        (photo_row(png(), alt_text=""), "This field is required."),
    ],
)
def test_what_is_no_picture_or_says_nothing_is_refused(
    desk: HttpClient, place: Facility, row: dict[str, Any], sentence: str
) -> None:
    path = reverse("admin:facilities_facility_change", args=[place.pk])
    answer = desk.post(path, facility_form(place, **row))
    assert sentence in answer.content.decode()
    assert not Photo.objects.exists()


def certificate_form(place: Facility, **fields: Any) -> dict[str, Any]:
    typed = {
        "facility": place.pk, "kind": "iso_27001", "number": "IS 1", "issuer": "An auditor",
        "days_first": "2026-01-01", "days_last": "2026-12-31",
    }  # fmt: skip
    return {**typed, **fields}


def test_a_certificate_is_kept_with_its_paper_or_without(desk: HttpClient, place: Facility) -> None:
    paper = SimpleUploadedFile("iso.exe", PDF)
    desk.post(reverse("admin:facilities_certificate_add"), certificate_form(place, file=paper))
    certificate = Certificate.objects.get()
    assert certificate.content_type == "application/pdf"
    assert str(certificate.file.name).endswith(".pdf")
    shown = desk.get(reverse("admin:facility-certificate-file", args=[certificate.pk]))
    assert b"".join(shown.streaming_content)  # type: ignore[attr-defined]
    assert shown["Content-Type"] == "application/pdf"
    path = reverse("admin:facilities_certificate_change", args=[certificate.pk])
    desk.post(path, certificate_form(place, number="IS 2"))
    certificate.refresh_from_db()
    assert (certificate.number, certificate.content_type) == ("IS 2", "application/pdf")
    desk.post(path, {**certificate_form(place), "file-clear": "on"})
    certificate.refresh_from_db()
    assert (certificate.file.name, certificate.content_type) == ("", "")


def test_a_paper_of_another_kind_is_refused(desk: HttpClient, place: Facility) -> None:
    paper = SimpleUploadedFile("iso.pdf", b"MZ")
    answer = desk.post(reverse("admin:facilities_certificate_add"), certificate_form(place, file=paper))
    assert "This is no PDF, JPEG or PNG file." in answer.content.decode()
    assert not Certificate.objects.exists()


def test_the_board_warns_of_certificates_that_run_out(desk: HttpClient, place: Facility, today: Any) -> None:
    soon = Period.inclusive(today.date() - timedelta(days=300), today.date() + timedelta(days=41))
    assert "Certificates that run out" not in desk.get("/admin/").content.decode()
    factories.make_certificate(place, CertificateKind.FIRE_SAFETY, soon)
    page = desk.get("/admin/").content.decode()
    assert "Certificates that run out" in page
    assert "Fire safety inspection" in page
    assert "Runs out soon" in desk.get(reverse("admin:facilities_certificate_changelist")).content.decode()


def test_the_board_warns_of_facts_that_are_old(desk: HttpClient, place: Facility, today: Any) -> None:
    factories.make_fact(place, "UPS", today.date() - timedelta(days=400), "Held 20 min")
    factories.make_fact(place, "UPS", today.date() - timedelta(days=180), "Held 14 min")
    assert "Not tested for over 180 days" not in desk.get("/admin/").content.decode()
    factories.make_fact(place, "Generator", today.date() - timedelta(days=181), "Took the load")
    page = desk.get("/admin/").content.decode()
    assert "Not tested for over 180 days" in page
    assert "Generator" in page
    listed = desk.get(reverse("admin:facilities_facilityinclusion_changelist"), {"test": "stale"})
    assert [str(here) for here in listed.context["cl"].queryset] == ["Generator"]


def test_a_test_is_added_to_its_history(desk: HttpClient, place: Facility, today: Any) -> None:
    here = factories.make_fact(place, "UPS", today.date() - timedelta(days=400), "Held 20 min").inclusion
    path = reverse("admin:facilities_facilityinclusion_change", args=[here.pk])
    typed = {
        "specification": "", "service_level": "on site", "tests-TOTAL_FORMS": 1, "tests-INITIAL_FORMS": 0,
        "tests-0-tested_on": "2026-11-20", "tests-0-fact": "Held 14 min",
    }  # fmt: skip
    assert desk.post(path, typed).status_code == 302
    here.refresh_from_db()
    assert (here.tested_fact, here.tests.count(), here.service_level) == ("Held 14 min", 2, "on site")


def test_holidays_of_a_year_are_added_at_once(desk: HttpClient, place: Facility) -> None:
    path = reverse("admin:facility-holidays", args=[place.pk])
    assert 'value="2026"' in desk.get(path).content.decode()
    page = desk.post(path, {"year": "2027", "service": "reduced"}, follow=True).content.decode()
    assert "holidays added." in page
    assert set(place.holidays.values_list("service", flat=True)) == {"reduced"}


def test_a_year_of_an_unknown_region_is_refused_beside_it(desk: HttpClient, place: Facility) -> None:
    Facility.objects.filter(pk=place.pk).update(subdivision="NOWHR")
    answer = desk.post(reverse("admin:facility-holidays", args=[place.pk]), {"year": "2027", "service": "open"})
    assert answer.status_code == 422
    assert "We know no public holidays of PH NOWHR." in answer.content.decode()


def test_whoever_only_looks_adds_no_holidays(sign_in: SignIn, nils: User, place: Facility) -> None:
    assert sign_in(nils).get(reverse("admin:facility-holidays", args=[place.pk])).status_code == 403


def test_a_capacity_below_the_seats_is_refused_and_a_full_room_takes_no_more(desk: HttpClient, cebu: Facility) -> None:
    room = Room.objects.get(name="Suite")
    path = reverse("admin:facilities_room_change", args=[room.pk])
    typed = {"name": "Suite", "kind": "suite", "x": 0, "y": 0, "width": 1000, "height": 1000, "is_exclusive": "on"}
    assert "There are 4 seats in service here." in desk.post(path, {**typed, "capacity": 3}).content.decode()
    desk.post(path, {**typed, "capacity": 4})
    assert Room.objects.get(name="Suite").capacity == 4
    seat = {"room": room.pk, "code": "S9", "row": "S", "position": 9, "x": 0, "y": 0, "rotation": 0}
    answer = desk.post(reverse("admin:facilities_workstation_add"), seat)
    assert "This room is full" in answer.content.decode()
