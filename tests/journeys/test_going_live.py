"""A provider moves in: a wrong workbook, its problems read and mended, taken over, and the client sees the lease."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from billing.operations import GO_LIVE_FILES
from billing.sheets import GO_LIVE
from bookings.models import Booking
from facilities.models import Facility
from imports.gateways import write_workbook
from tests.billing.going_live.books import Tables, business
from tests.journeys.conftest import PHONE, Arrive, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def saved(tables: Tables, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(write_workbook((sheet, tables[sheet.name]) for sheet in GO_LIVE))
    return path


def bring(staff: Visitor, file: Path) -> None:
    """Upload, and let the worker look."""
    staff.go(reverse("admin:going-live"))
    staff.page.locator("input[type=file]").set_input_files(file)
    staff.page.get_by_role("button", name="Check the file").click()
    staff.page.wait_for_url(re.compile(r"/going-live/[0-9a-f-]{36}/"))
    GO_LIVE_FILES.work(now=timezone.now())
    staff.page.reload()


def wider(visitor: Visitor) -> bool:
    """Whether one has to scroll sideways."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE, "color_scheme": "dark"}], ids=["wide", "phone"])
def test_a_business_moves_in(
    look: dict[str, object], arrive: Arrive, opal: User, cebu: Facility, tmp_path: Path
) -> None:
    opal.groups.set(Group.objects.filter(name__in=["Facility", "Administrator"]))
    staff = arrive(opal, **look)
    page = staff.page
    staff.go(reverse("admin:going-live"))
    with page.expect_download() as template:
        page.get_by_role("link", name="Download the template").click()
    assert template.value.suggested_filename == "going-live.xlsx"
    assert not wider(staff)

    wrong = business()
    wrong["seats"][1]["seat"] = "Z9"
    bring(staff, saved(wrong, tmp_path, "wrong.xlsx"))
    expect(page.get_by_role("heading", name="Some cells need mending")).to_be_visible()
    expect(page.get_by_text("CEB has no such seat.")).to_be_visible()
    assert not wider(staff)

    bring(staff, saved(business(), tmp_path, "mended.xlsx"))
    expect(page.get_by_role("heading", name="Ready to import")).to_be_visible()
    page.get_by_role("button", name="Import all of it").click()
    GO_LIVE_FILES.work(now=timezone.now())
    page.reload()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    assert not wider(staff)

    staff.go(reverse("admin:going-live"))
    page.get_by_role("button", name="Send 2 invitations").click()
    expect(page.get_by_text("Everybody here has been invited")).to_be_visible()

    ira = arrive(User.objects.get(email="ira@initrode.example.com"), **look)
    lease = Booking.objects.get(own_reference="L-1")
    ira.go(reverse("portal:booking", args=[lease.pk]))
    expect(ira.page.get_by_text("Lease taken over as it ran")).to_be_visible()
    assert ira.faults() == []
