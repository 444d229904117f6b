"""Staff move a business in: template, file, problems, mended file, leases that the client sees, invitations."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM
from accounts.models import User
from audit.models import AuditEntry
from billing.models import Document, GoLiveImport
from billing.operations import GO_LIVE_FILES
from billing.operations.going_live import apply, check
from billing.sheets import GO_LIVE
from bookings.models import Booking
from facilities.models import Facility
from imports.gateways import read_file, write_workbook
from outbox.models import Message
from tests.backoffice.conftest import page_of, said
from tests.billing.going_live.books import Tables, business, open_items
from tests.conftest import SignIn

HOME = "admin:going-live"


def workbook_of(tables: Tables) -> bytes:
    """The tables as somebody's spreadsheet program would save them."""
    return write_workbook((sheet, tables[sheet.name]) for sheet in GO_LIVE)


def bring(desk: HttpClient, tables: Tables, name: str = "business.xlsx") -> GoLiveImport:
    response = desk.post(reverse(HOME), {"file": SimpleUploadedFile(name, workbook_of(tables))})
    assert response.status_code == 302
    GO_LIVE_FILES.work(now=timezone.now())
    return GoLiveImport.objects.get(pk=response["Location"].split("/")[-2])


def page(desk: HttpClient, brought: GoLiveImport) -> str:
    return desk.get(reverse("admin:going-live-import", args=[brought.pk])).content.decode()


def test_the_template_explains_itself_and_its_examples_are_to_be_deleted(desk: HttpClient, cebu: Facility) -> None:
    response = desk.get(reverse("admin:going-live-template"))
    assert 'filename="going-live.xlsx"' in response["Content-Disposition"]
    tables = read_file(name="going-live.xlsx", content=response.content)
    assert list(tables) == ["clients", "people", "leases", "seats", "open_items"]
    assert len(tables["leases"]) == 2
    problems = check(tables=tables, now=timezone.now()).problems
    # Right but for the seats, which this facility calls otherwise.
    assert {(each.sheet, each.column) for each in problems} == {("seats", "seat")}


def test_a_wrong_file_is_mended_and_comes_over(desk: HttpClient, cebu: Facility, opal: User) -> None:
    tables = business()
    tables["seats"][0]["seat"] = "Z9"
    shown = page(desk, bring(desk, tables))
    assert "CEB has no such seat" in shown
    assert "Import all of it" not in shown
    brought = bring(desk, business())
    assert "Import all of it" in page(desk, brought)
    assert not Booking.objects.exists()
    desk.post(reverse("admin:going-live-apply", args=[brought.pk]))
    GO_LIVE_FILES.work(now=timezone.now())
    assert "Imported" in page(desk, brought)
    assert Booking.objects.count() == 3
    assert AuditEntry.objects.get(verb="billing.opened").actor == opal
    lease = Booking.objects.get(own_reference="L-1")
    seen = desk.get(page_of(lease)).content.decode()
    assert "L-1" in seen
    assert "34,200.00" in seen
    assert "Nothing would change" in page(desk, bring(desk, business()))


def test_seats_taken_since_the_check_are_named_at_the_import(desk: HttpClient, cebu: Facility) -> None:
    brought = bring(desk, business())
    apply(tables=business(), actor=SYSTEM, now=timezone.now())
    Booking.objects.filter(own_reference="L-1").update(own_reference="X-1")
    desk.post(reverse("admin:going-live-apply", args=[brought.pk]))
    GO_LIVE_FILES.work(now=timezone.now())
    shown = page(desk, brought)
    assert "Nothing was imported" in shown
    assert "X-1 (Initrode)" in shown


def test_what_came_over_goes_out_again(desk: HttpClient, cebu: Facility) -> None:
    apply(tables=business(), actor=SYSTEM, now=timezone.now())
    response = desk.get(reverse("admin:going-live-workbook"))
    tables = read_file(name="business.xlsx", content=response.content)
    found = check(tables=tables, now=timezone.now())
    assert {name for name, rows in tables.items() if rows} == business().keys() - {"open_items"}
    assert found.problems == []
    assert not found.changes_anything


def test_invitations_go_out_when_staff_say_so_and_once(desk: HttpClient, cebu: Facility) -> None:
    apply(tables=business(), actor=SYSTEM, now=timezone.now())
    assert "Send 2 invitations" in desk.get(reverse(HOME)).content.decode()
    assert said(desk, reverse("admin:going-live-invite")) == ["2 invitations are on their way."]
    mail = Message.objects.get(to="ira@initrode.example.com")
    assert mail.subject == "Initrode is on Seatlease"
    [link] = re.findall(r"https?://\S+/password/reset/key/\S+", mail.text)
    visitor = HttpClient()
    path = "/" + link.split("/", 3)[3]
    asked = visitor.get(path, follow=True)
    assert asked.status_code == 200
    chosen = {"password1": "a horse of correct size", "password2": "a horse of correct size"}
    visitor.post(asked.redirect_chain[-1][0], chosen, follow=True)
    assert User.objects.get(email="ira@initrode.example.com").has_usable_password()
    assert said(desk, reverse("admin:going-live-invite"))[-1] == "0 invitations are on their way."
    assert Message.objects.filter(kind="accounts.invitation").count() == 2
    assert "Everybody here has been invited" in desk.get(reverse(HOME)).content.decode()


@pytest.mark.parametrize("name", ["going-live", "going-live-template", "going-live-workbook"])
def test_whoever_has_no_duty_moves_nothing_in(sign_in: SignIn, nils: User, name: str) -> None:
    assert sign_in(nils).get(reverse(f"admin:{name}")).status_code == 403


def test_more_of_everything_costs_no_more_queries(
    desk: HttpClient, cebu: Facility, opal: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def files(count: int) -> None:
        GoLiveImport.objects.bulk_create(
            GoLiveImport(file_name=f"{n}.xlsx", content=b"", uploaded_at=timezone.now(), uploaded_by=opal)
            for n in range(count)
        )

    files(3)
    desk.get(reverse(HOME))
    with django_assert_max_num_queries(60) as few:
        desk.get(reverse(HOME))
    files(17)
    with django_assert_max_num_queries(len(few)):
        desk.get(reverse(HOME))
    with django_assert_max_num_queries(60) as checked:
        check(tables=business(), now=timezone.now())
    tables = business()
    for n in range(30):
        company = {**tables["clients"][0], "client": f"Company {n}"}
        tables["clients"].append(company)
        tables["leases"].append({**tables["leases"][1], "lease": f"M-{n}", "client": company["client"], "shift": "day",
                                 "currency": "PHP", "first_day": "2026-09-01"})  # fmt: skip
        tables["seats"].append({"lease": f"M-{n}", "seat": "B1", "first_day": "", "last_day": ""})
    with django_assert_max_num_queries(len(checked) + 1):
        found = check(tables=tables, now=timezone.now())
    assert len(found.problems) == 29


def test_an_open_item_has_a_page_without_lines_or_paper(desk: HttpClient, cebu: Facility) -> None:
    apply(tables=open_items(), actor=SYSTEM, now=timezone.now())
    document = Document.objects.get(number="OLD-17")
    page = desk.get(reverse("admin:billing_document_change", args=[document.pk])).content.decode()
    for text in ("Brought forward OLD-17", "Open when you went live.", "Seats for November", "Record a payment"):
        assert text in page
    paper = reverse("admin:document-pdf", args=[document.pk])
    assert paper not in page
    assert desk.get(paper).status_code == 404
    assert "OLD-17" in desk.get(reverse("admin:billing_document_changelist")).content.decode()
