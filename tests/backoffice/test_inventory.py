"""Staff take the inventory out as a spreadsheet, change it, and bring it back in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from facilities.models import Facility, Workstation
from floorplans.models import InventoryImport
from floorplans.operations import INVENTORY_FILES
from imports.gateways import read_file
from tests.conftest import SignIn

HOME = "admin:inventory"


def exported(desk: HttpClient) -> str:
    return desk.get(reverse("admin:inventory-table", args=["workstations"])).content.decode()


def bring(desk: HttpClient, content: str, name: str = "workstations.csv") -> InventoryImport:
    response = desk.post(reverse(HOME), {"file": SimpleUploadedFile(name, content.encode())})
    assert response.status_code == 302
    return InventoryImport.objects.latest("uploaded_at")


def test_the_workbook_holds_every_table(desk: HttpClient, cebu: Facility) -> None:
    response = desk.get(reverse("admin:inventory-workbook"))
    assert 'filename="inventory.xlsx"' in response["Content-Disposition"]
    tables = read_file(name="inventory.xlsx", content=response.content)
    assert list(tables) == ["floors", "rooms", "workstations", "assets", "inclusions", "tests", "prices"]


def test_there_is_no_table_of_chairs(desk: HttpClient, cebu: Facility) -> None:
    assert desk.get(reverse("admin:inventory-table", args=["chairs"])).status_code == 404


def test_a_changed_seat_is_shown_before_and_changed_after_the_import(desk: HttpClient, cebu: Facility) -> None:
    x = Workstation.objects.get(code="A1").x
    lines = exported(desk).splitlines()
    changed = [line.replace(f",{x},", ",4711,", 1) if line.startswith("CEB,A1,") else line for line in lines]
    brought = bring(desk, "\n".join(changed))
    page = reverse("admin:inventory-import", args=[brought.pk])
    assert "The worker checks the file" in desk.get(page).content.decode()
    INVENTORY_FILES.work(now=timezone.now())
    shown = desk.get(page).content.decode()
    assert "CEB · A1" in shown
    assert "<ins>4711</ins>" in shown
    assert Workstation.objects.get(code="A1").x == x
    desk.post(reverse("admin:inventory-apply", args=[brought.pk]))
    INVENTORY_FILES.work(now=timezone.now())
    assert "Imported" in desk.get(page).content.decode()
    assert Workstation.objects.get(code="A1").x == 4711


def test_a_page_that_waits_reloads_once_the_state_has_changed(desk: HttpClient, cebu: Facility) -> None:
    brought = bring(desk, exported(desk))
    page = reverse("admin:inventory-import", args=[brought.pk])
    waiting = desk.get(f"{page}?state=checking", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting
    INVENTORY_FILES.work(now=timezone.now())
    assert desk.get(f"{page}?state=checking", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_bad_cell_is_shown_with_its_line_and_what_to_do(desk: HttpClient, cebu: Facility) -> None:
    brought = bring(desk, exported(desk).replace("Main floor", "Attic", 1))
    INVENTORY_FILES.work(now=timezone.now())
    shown = desk.get(reverse("admin:inventory-import", args=[brought.pk])).content.decode()
    assert "Attic" in shown
    assert "This floor has no such room" in shown
    assert "Import all of it" not in shown


def test_a_file_that_is_no_table_is_refused_beside_the_input(desk: HttpClient, cebu: Facility) -> None:
    response = desk.post(reverse(HOME), {"file": SimpleUploadedFile("seats.pdf", b"%PDF")})
    assert response.status_code == 422
    assert "can&#x27;t be read" in response.content.decode()


def test_a_discarded_file_is_in_the_list_and_changes_nothing(desk: HttpClient, cebu: Facility) -> None:
    brought = bring(desk, exported(desk))
    response = desk.post(reverse("admin:inventory-discard", args=[brought.pk]), follow=True)
    assert "discarded" in response.content.decode()


@pytest.mark.parametrize("name", ["inventory", "inventory-workbook"])
def test_whoever_has_no_duty_does_not_see_the_inventory(sign_in: SignIn, nils: User, cebu: Facility, name: str) -> None:
    assert sign_in(nils).get(reverse(f"admin:{name}")).status_code == 403
