"""Staff draw a floor with nothing but a keyboard, publish it, and find it in the portal; with a mouse as well."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from facilities.models import Facility, Floor, Workstation
from facilities.seat_attributes import FEATURES, Attribute
from floorplans.models import PlanDraft, PlanVersion
from floorplans.queries.floors import open_draft
from tests.floorplans.plans.halls import hall
from tests.journeys.conftest import Arrive, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

LAPTOP = {"width": 1280, "height": 720}


@pytest.fixture
def floor(cebu: Facility) -> Floor:
    return cebu.floors.get()


@pytest.fixture
def opal_draws(arrive: Arrive, opal: User, floor: Floor) -> Visitor:
    """Opal in the editor, the plan in focus."""
    opal.groups.set(Group.objects.filter(name="Facility"))
    visitor = arrive(opal, viewport=LAPTOP)
    visitor.go(reverse("admin:floor-plan", args=[floor.pk]))
    assert visitor.faults() == []
    visitor.page.get_by_role("button", name="Draw a new version").press("Enter")
    ready(visitor.page)
    return visitor


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-editor=ready]")
    page.locator("#plan").focus()


def heard(page: Page, words: str) -> None:
    expect(page.locator("#heard")).to_contain_text(words)


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_have_text("Saved")


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_what_a_seat_offers_is_ticked_beside_the_plan(opal_draws: Visitor, floor: Floor, feature: Attribute) -> None:
    page = opal_draws.page
    page.keyboard.press("Tab")
    heard(page, "Room Main floor")
    page.keyboard.press("Tab")
    heard(page, "Seat A1")
    page.get_by_label(str(feature.label)).check()
    saved(page)
    draft = open_draft(floor)
    assert draft is not None
    assert [seat["code"] for seat in draft.document["seats"] if seat[feature.name]] == ["A1"]


def test_a_row_is_drawn_numbered_and_published_by_keyboard(opal_draws: Visitor, floor: Floor) -> None:
    page = opal_draws.page
    press = page.keyboard.press
    for _ in range(8):
        press("Control+ArrowDown")
    heard(page, "200 from the left, 1000 from the top")
    press("m")
    heard(page, "Room Room, 200 from the left, 1000 from the top")
    press("Escape")
    for key in ["Control+ArrowRight", "Control+ArrowDown", "Control+ArrowDown"]:
        press(key)
    press("w")
    expect(page.get_by_role("dialog", name="A row of seats")).to_be_visible()
    assert opal_draws.faults() == []
    page.get_by_label("Seats", exact=True).fill("5")
    expect(page.locator("#dialog-row output")).to_have_text("T01, T02, T03 … T05")
    press("Enter")
    heard(page, "5 selected")
    press("n")
    expect(page.get_by_role("dialog", name="Number the seats")).to_be_visible()
    page.locator("#dialog-number").get_by_label("Codes begin with").fill("Z")
    page.locator("#dialog-number").get_by_label("First number").fill("11")
    page.locator("#dialog-number").get_by_label("Direction").select_option("left")
    press("Enter")
    heard(page, "5 seats numbered Z11 to Z15")
    press("r")
    heard(page, "turned")
    press("Control+z")
    heard(page, "Undone: turned")
    press("Shift+ArrowDown")
    assert opal_draws.faults() == []
    saved(page)
    page.get_by_role("link", name="Compare and publish").press("Enter")
    expect(page.get_by_text("5 seats added: Z11, Z12, Z13, Z14, Z15.")).to_be_visible()
    assert opal_draws.faults() == []
    page.get_by_label("Note for the history").fill("A new row")
    press("Enter")
    page.wait_for_url(f"**{reverse('admin:floor-plan', args=[floor.pk])}")
    rows = Workstation.objects.filter(room__name="Room").order_by("x").values_list("code", "x", "y", "room__x")
    assert list(rows) == [(f"Z{15 - place}", 300 + 140 * place, 1201, 200) for place in range(5)]
    assert PlanVersion.objects.get(floor=floor).note == "A new row"
    assert opal_draws.complaints == []


def test_every_object_is_reached_and_heard_and_tab_leaves_at_the_end(opal_draws: Visitor) -> None:
    page = opal_draws.page
    for place in range(1, 15):
        page.keyboard.press("Tab")
        heard(page, f"{place} of 14")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "plan"
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#plan")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Select and move"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move the view"


def test_whoever_deletes_a_room_says_what_becomes_of_its_seats(opal_draws: Visitor, floor: Floor) -> None:
    page = opal_draws.page
    press = page.keyboard.press
    press("Tab")
    heard(page, "Room Main floor")
    press("Delete")
    asked = page.get_by_role("dialog", name="Delete the room")
    expect(asked).to_contain_text("8 seats are in Main floor.")
    assert opal_draws.faults() == []
    press("Escape")
    expect(page.locator("#plan")).to_be_focused()
    press("Delete")
    expect(page.get_by_role("button", name="Delete with its 8 seats")).to_be_focused()
    press("Enter")
    heard(page, "9 deleted")
    press("Control+z")
    heard(page, "Undone: deleted")
    press("Delete")
    asked.get_by_role("button", name="Keep the seats").press("Enter")
    heard(page, "1 deleted")
    saved(page)
    draft = open_draft(floor)
    assert draft is not None
    assert [room["name"] for room in draft.document["rooms"]] == ["Suite"]
    assert len(draft.document["seats"]) == 12
    page.locator("#tools button").first.focus()
    press("?")
    expect(page.get_by_role("dialog", name="Shortcuts on the plan")).to_be_visible()
    assert opal_draws.complaints == []


def test_shortcuts_are_listed_and_looks_are_sound_in_the_dark(arrive: Arrive, opal: User, floor: Floor) -> None:
    opal.groups.set(Group.objects.filter(name="Facility"))
    visitor = arrive(opal, viewport=LAPTOP, color_scheme="dark")
    visitor.go(reverse("admin:floor-plan", args=[floor.pk]))
    visitor.page.get_by_role("button", name="Draw a new version").click()
    ready(visitor.page)
    visitor.page.keyboard.press("?")
    expect(visitor.page.get_by_role("dialog", name="Shortcuts on the plan")).to_contain_text("Turn by 90 degrees")
    assert visitor.faults() == []
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("Control+a")
    assert visitor.faults() == []
    assert visitor.complaints == []


def test_a_mouse_catches_moves_and_copies(opal_draws: Visitor, floor: Floor) -> None:
    page = opal_draws.page
    mouse = page.mouse
    start, end = at(page, 20, 100), at(page, 700, 300)
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=4)
    mouse.up()
    heard(page, "4 selected")
    mouse.move(*at(page, 150, 200))
    mouse.down()
    mouse.move(*at(page, 150, 900), steps=4)
    mouse.up()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    heard(page, "4 selected")
    saved(page)
    draft = open_draft(floor)
    assert draft is not None
    seats = {seat["code"]: seat for seat in draft.document["seats"]}
    assert abs(seats["B1"]["y"] - 900) <= 20
    assert seats["B1"]["y"] % 10 == 0
    assert len(seats) == 16
    assert len({seat["id"] for seat in draft.document["seats"]}) == 16
    assert opal_draws.complaints == []


def at(page: Page, x: int, y: int) -> tuple[float, float]:
    """Where a point of the floor is on the screen."""
    found: list[float] = page.evaluate(
        """([x, y]) => {
            const svg = document.getElementById("drawing");
            const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
            return [point.x, point.y];
        }""",
        [x, y],
    )
    return found[0], found[1]


def test_work_is_kept_when_somebody_else_saved_first(opal_draws: Visitor, floor: Floor) -> None:
    page = opal_draws.page
    page.keyboard.press("s")
    saved(page)
    PlanDraft.objects.update(revision=9)
    page.keyboard.press("s")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Opal has changed this draft since you opened it")
    expect(page.get_by_role("status")).to_have_text("Not saved")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    mine = json.loads(download.value.path().read_text())
    assert len(mine["seats"]) == 14
    page.get_by_role("button", name="Load the draft again").click()
    ready(page)
    assert page.evaluate("document.querySelectorAll('#drawing .seat').length") == 13


def test_leaving_with_unsaved_work_asks_first(opal_draws: Visitor) -> None:
    page = opal_draws.page
    page.context.set_offline(True)
    page.keyboard.press("s")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("setTimeout(() => location.reload(), 0)")
    page.wait_for_timeout(800)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Saved", timeout=20_000)


def test_a_hall_from_pretix_is_drawn_in_the_portal_and_can_be_held(
    arrive: Arrive, opal: User, alice: User, floor: Floor
) -> None:
    opal.groups.set(Group.objects.filter(name="Facility"))
    desk = HttpClient()
    desk.force_login(opal, backend="django.contrib.auth.backends.ModelBackend")
    content = json.dumps(hall(rows=10, seats=12)).encode()
    brought = desk.post(
        reverse("admin:floor-plan", args=[floor.pk]), {"file": SimpleUploadedFile("hall.json", content)}
    ).headers["Location"]  # fmt: skip
    desk.post(brought)
    page = desk.get(reverse("admin:floor-plan-publish", args=[floor.pk]))
    desk.post(page.request["PATH_INFO"], {"seen": page.context["form"]["seen"].value(), "note": ""})
    assert Workstation.objects.filter(facility=floor.facility).count() == 240
    visitor = arrive(alice)
    visitor.go(reverse("portal:plan", args=[floor.facility.slug]) + query())
    expect(visitor.page.locator(".plan-map g.seat[data-seat='Balcony-J12']")).to_have_count(1)
    visitor.page.get_by_role("button", name="Hold 3 seats for 48 hours").click()
    visitor.page.wait_for_url("**/hold/")
    assert visitor.complaints == []


def query() -> str:
    return "?shift=day&package=standard&seat=Stalls-A01&seat=Stalls-A02&seat=Stalls-A03&seats=3&start=2027-01-04"
