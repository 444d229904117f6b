"""A facility's page: what it shows of itself, and what it keeps to itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from facilities.enums import CertificateKind, HolidayService
from facilities.models import Facility, Holiday, Package, Room
from kernel.period import Period
from tests import factories
from tests.pictures import PDF, png

VALID = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _on_the_day(today: datetime, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def page_of(browser: HttpClient, place: Facility) -> str:
    return browser.get(place.get_absolute_url()).content.decode()


def sent(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_pictures_are_described_and_served_as_what_they_are(client: HttpClient, cebu: Facility) -> None:
    photo = factories.make_photo(cebu, "Rows of desks", caption="Level 5")
    path = reverse("portal:facility-photo", args=[cebu.slug, photo.pk])
    page = page_of(client, cebu)
    assert f'src="{path}" alt="Rows of desks" width="3" height="2"' in page
    assert "Level 5" in page
    answer = client.get(path)
    assert sent(answer) == png()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_pictures_of_a_facility_nobody_may_find_are_not_found(client: HttpClient, cebu: Facility) -> None:
    photo = factories.make_photo(cebu)
    other = factories.make_facility("Manila")
    assert client.get(reverse("portal:facility-photo", args=[other.slug, photo.pk])).status_code == 404
    Facility.objects.update(is_listed=False)
    assert client.get(reverse("portal:facility-photo", args=[cebu.slug, photo.pk])).status_code == 404


def test_only_certificates_valid_today_are_shown(client: HttpClient, cebu: Facility, today: datetime) -> None:
    factories.make_certificate(cebu, CertificateKind.ISO_27001, VALID, number="IS-1")
    factories.make_certificate(cebu, CertificateKind.SOC_2, Period(date(2025, 1, 1), today.date()), number="OLD-1")
    page = page_of(client, cebu)
    assert "IS-1" in page
    assert "31&nbsp;Dec" in page or "31\xa0Dec" in page
    assert "Copy on request" in page
    assert "OLD-1" not in page


def test_a_paper_is_handed_out_while_it_holds_and_is_public(client: HttpClient, cebu: Facility) -> None:
    paper = {"file": ContentFile(PDF, name="x"), "content_type": "application/pdf"}
    public = factories.make_certificate(cebu, CertificateKind.ISO_27001, VALID, is_public=True, **paper)
    hidden = factories.make_certificate(cebu, CertificateKind.SOC_2, VALID, **paper)
    over = factories.make_certificate(
        cebu, CertificateKind.PCI_DSS, Period(date(2025, 1, 1), date(2026, 1, 1)), is_public=True, **paper
    )
    path = reverse("portal:facility-certificate", args=[cebu.slug, public.pk])
    assert path in page_of(client, cebu)
    answer = client.get(path)
    assert sent(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    for each in (hidden, over):
        assert client.get(reverse("portal:facility-certificate", args=[cebu.slug, each.pk])).status_code == 404


def test_the_reception_says_when_it_is_open(client: HttpClient, cebu: Facility) -> None:
    assert "Open round the clock" in page_of(client, cebu)
    factories.make_opening_hours(cebu, 0, 8, 18)
    Facility.objects.update(is_always_open=False, reception_name="Joy", reception_email="joy@example.com")
    page = page_of(client, cebu)
    assert "08:00–18:00" in page
    assert page.count("closed") >= 6
    assert "Joy" in page
    assert "joy@example.com" in page


def test_holidays_of_the_next_three_months_are_shown(client: HttpClient, cebu: Facility, today: datetime) -> None:
    for days, name in ((-1, "Gone"), (0, "Today's feast"), (30, "Christmas"), (200, "Far off")):
        Holiday.objects.create(
            facility=cebu, day=today.date() + timedelta(days=days), name=name, service=HolidayService.REDUCED
        )
    page = page_of(client, cebu)
    assert "Christmas" in page
    assert "Reduced service" in page
    assert "Today&#x27;s feast" in page
    assert "Gone" not in page
    assert "Far off" not in page


def test_rooms_say_how_many_they_hold_and_for_whom(client: HttpClient, cebu: Facility) -> None:
    Room.objects.filter(name="Suite").update(capacity=4, is_clean_room=True)
    page = page_of(client, cebu)
    for words in ("for 4 people", "Yours alone", "Shared", "PCI clean room"):
        assert words in page


@pytest.mark.parametrize(("ago", "words"), [(0, "today"), (1, "1 day ago"), (17, "17 days ago")])
def test_the_newest_test_is_told_with_its_age(
    client: HttpClient, cebu: Facility, today: datetime, ago: int, words: str
) -> None:
    factories.make_fact(cebu, "UPS", today.date() - timedelta(days=200), "Held 9 min")
    newest = factories.make_fact(cebu, "UPS", today.date() - timedelta(days=ago), "Held 14 min")
    newest.inclusion.service_level = "answered in 15 minutes"
    newest.inclusion.save()
    page = page_of(client, cebu)
    assert "Held 14 min" in page
    assert words in page
    assert "answered in 15 minutes" in page
    assert "Held 9 min" not in page


def test_add_ons_are_priced_by_what_they_are_charged_for(client: HttpClient, cebu: Facility, standard: Package) -> None:
    monitor = factories.make_add_on("monitor")
    monitor.packages.add(standard)
    factories.make_add_on_price(monitor, cebu, "450", days=Period(date(2026, 1, 1), date(2027, 1, 1)))
    factories.make_add_on_price(monitor, cebu, "777", days=Period(date(2027, 1, 1)))
    factories.make_add_on_price(factories.make_add_on("room", "per_use", "hour"), cebu, "600")
    factories.make_add_on_price(factories.make_add_on("gone", is_offered=False), cebu, "888")
    factories.make_add_on_price(factories.make_add_on("dollars"), cebu, "999", currency="USD")
    for page in (page_of(client, cebu), client.get(reverse("portal:prices")).content.decode()):
        for words in ("450", "per seat and month", "600", "per hour", "Ask us when you book", "Every package"):
            assert words in page
        for words in ("777", "888", "999"):
            assert words not in page


def test_more_of_everything_asks_no_more_of_the_database(client: HttpClient, cebu: Facility) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client, cebu)
        return len(asked)

    def add(count: int) -> None:
        for number in range(count):
            factories.make_photo(cebu)
            factories.make_add_on_price(factories.make_add_on(f"add-on-{count}-{number}"), cebu, "1")
            factories.make_fact(cebu, f"Line {number}", date(2026, 1, 1) + timedelta(days=count), "Fine")
            factories.make_certificate(cebu, CertificateKind.OTHER, VALID)
            Holiday.objects.create(facility=cebu, day=date(2026, 12, 1) + timedelta(days=number), name="A feast")

    add(3)
    few = queries()
    Holiday.objects.all().delete()
    add(30)
    assert queries() == few
