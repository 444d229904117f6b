"""A founder in Austin finds seats in Cebu and holds them: by pointer, by keyboard, without script, as a newcomer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from bookings.models import Booking
from facilities.models import Facility
from outbox.models import Message
from tests import factories
from tests.journeys.conftest import NARROW, PHONE, Arrive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cebu")]

START = (timezone.now().date() + timedelta(days=30)).isoformat()
HOURS = "/search/hours/?days=0&days=1&begins=09:00&ends=17:00&zone=America/Chicago&seats=3&months=12"
CALENDAR = "/facilities/cebu/calendar/?seats=3"
PLAN = f"/facilities/cebu/plan/?shift=day&start={START}&months=12"


def held() -> list[str]:
    """The codes of the one booking there is."""
    return sorted(Booking.objects.get().allocations.values_list("workstation__code", flat=True))


def test_by_pointer(arrive: Arrive, alice: User) -> None:
    visitor = arrive(alice)
    page = visitor.page
    visitor.go("/search/")
    page.get_by_role("spinbutton", name="Seats").fill("3")
    page.get_by_label("First day").fill(START)
    page.get_by_role("button", name="Find seats").click()
    page.get_by_role("link", name="Choose seats").first.click()
    expect(page.get_by_role("heading", name="3 seats selected")).to_be_visible()
    page.locator("[data-seat=B1]").click()
    expect(page.get_by_role("heading", name="4 seats selected")).to_be_visible()
    expect(page.locator(".price-lines .total dd")).to_have_text("PHP\u00a036,000.00")
    page.get_by_role("button", name="Hold 4 seats for 48 hours").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"47:59:\d\d"))
    assert "B1" in held()
    assert visitor.complaints == []


# A seat of these rooms may stand on the edge of the drawing: what counts is the part of it that is drawn.
INSIDE = """() => {
    const box = (node) => node.getBoundingClientRect();
    const [seat, map, frame] = [document.activeElement, "[data-map]", "[data-scroll]"]
        .map((node) => box(node.matches ? node : document.querySelector(node)));
    const [left, right] = [Math.max(seat.left, map.left), Math.min(seat.right, map.right)];
    const [top, bottom] = [Math.max(seat.top, map.top), Math.min(seat.bottom, map.bottom)];
    return left < right && top < bottom && top >= 0 && bottom <= innerHeight &&
        left >= frame.left - 1 && right <= frame.right + 1 && top >= frame.top - 1 && bottom <= frame.bottom + 1;
}"""


def in_sight(page: Page) -> bool:
    """Whether all of what has the focus comes to lie inside the frame of the plan and inside the window."""
    for _ in range(20):
        if page.evaluate(INSIDE):
            return True
        page.wait_for_timeout(100)
    return False


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


def test_by_keyboard_alone_from_the_search_to_the_hold(arrive: Arrive, alice: User) -> None:
    visitor = arrive(alice)
    page = visitor.page
    visitor.go("/search/")
    tab_to(page, page.get_by_role("spinbutton", name="Seats"))
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Choose seats").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 seats selected")).to_be_visible()
    tab_to(page, page.locator("[data-seat][tabindex='0']"))
    assert in_sight(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert in_sight(page)
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="3 seats selected")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Hold 3 seats for 48 hours"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/hold/")
    assert held() == ["B2", "S1", "S2"]
    assert visitor.complaints == []


def test_the_plan_has_one_stop_for_the_tab_key_and_says_why_a_seat_is_not_free(
    arrive: Arrive, alice: User, hold_seats: Any, globex: Any
) -> None:
    hold_seats("A1", client=globex, now=timezone.now(), start=date.fromisoformat(START))
    visitor = arrive(alice)
    visitor.go(PLAN)
    assert visitor.page.locator("[data-seat][tabindex='0']").count() == 1
    taken = visitor.page.locator("[data-seat=A1]")
    expect(taken).to_have_attribute("aria-disabled", "true")
    expect(taken).to_have_accessible_name("A1, on hold")
    taken.focus()
    visitor.page.keyboard.press("Space")
    expect(taken).to_have_attribute("aria-checked", "false")


def test_changing_the_shift_keeps_the_seats_that_are_free_then(
    arrive: Arrive, alice: User, hold_seats: Any, globex: Any, night_shift: Any
) -> None:
    hold_seats("A1", client=globex, now=timezone.now(), pattern=night_shift, start=date.fromisoformat(START))
    visitor = arrive(alice)
    page = visitor.page
    visitor.go(f"{PLAN}&pick=A1,A2")
    page.get_by_label("Shift").select_option("night")
    expect(page.get_by_role("heading", name="1 seat selected")).to_be_visible()
    expect(page.get_by_text("A1 is not free for these days and this shift")).to_be_visible()
    assert "shift=night" in page.url
    assert visitor.complaints == []


def test_seats_on_two_floors(arrive: Arrive, alice: User, cebu: Facility) -> None:
    factories.make_room(cebu, "Upstairs", {"T": 4, "U": 4}, level=2)
    visitor = arrive(alice)
    page = visitor.page
    visitor.go(PLAN)
    page.locator("[data-seat=B1]").click()
    page.get_by_role("button", name="Level 2").click()
    page.locator("[data-seat=U1]").click()
    expect(page.get_by_role("heading", name="2 seats selected")).to_be_visible()
    page.get_by_role("button", name="B1 remove").click()
    expect(page.get_by_role("heading", name="1 seat selected")).to_be_visible()
    page.get_by_role("button", name="Hold 1 seat for 48 hours").click()
    page.wait_for_url("**/hold/")
    assert held() == ["U1"]


def test_without_script(arrive: Arrive, alice: User) -> None:
    visitor = arrive(alice, java_script_enabled=False)
    page = visitor.page
    visitor.go(PLAN)
    page.get_by_label(re.compile(r"^A1\b")).check()
    page.get_by_label(re.compile(r"^B3\b")).check()
    page.get_by_role("button", name="Update the price").click()
    expect(page.get_by_role("heading", name="2 seats selected")).to_be_visible()
    page.get_by_role("button", name="Hold 2 seats for 48 hours").click()
    expect(page.get_by_text("Nobody else can take them until")).to_be_visible()
    assert held() == ["A1", "B3"]


def test_on_a_phone_the_panel_is_a_sheet(arrive: Arrive, alice: User) -> None:
    visitor = arrive(alice, viewport=PHONE, has_touch=True)
    page = visitor.page
    visitor.go(f"{PLAN}&seats=3")
    expect(page.get_by_role("button", name="Hold 3 seats for 48 hours")).to_be_in_viewport()
    expect(page.locator(".price-lines")).to_be_hidden()
    page.get_by_role("button", name="Details").click()
    expect(page.locator(".price-lines")).to_be_visible()
    assert visitor.faults() == []


def test_the_list_can_leave_out_what_is_taken(arrive: Arrive, hold_seats: Any, globex: Any) -> None:
    hold_seats("A1", client=globex, now=timezone.now(), start=date.fromisoformat(START))
    visitor = arrive(java_script_enabled=False)
    visitor.go(PLAN)
    taken, free = (visitor.page.locator(f"input[value={code}]") for code in ("A1", "A2"))
    expect(taken).to_be_visible()
    visitor.page.get_by_label("Only free seats").check()
    expect(taken).to_be_hidden()
    expect(free).to_be_visible()


def test_a_newcomer_keeps_the_selection_through_sign_up(arrive: Arrive) -> None:
    visitor = arrive()
    page = visitor.page
    visitor.go(f"{PLAN}&pick=A1,B2")
    page.get_by_role("button", name="Hold 2 seats for 48 hours").click()
    page.get_by_label("Company name").fill("Austin Calls")
    page.get_by_label("E-mail").fill("founder@austin.example.com")
    page.get_by_label("Password").fill("a horse of correct size")
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/confirm-email/")
    text = Message.objects.get(to="founder@austin.example.com").text
    link = re.search(r"https?://[^/\s]+(\S+)", text)
    assert link is not None
    visitor.go(link[1])
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Hold 2 seats for 48 hours").click()
    page.wait_for_url("**/hold/")
    assert held() == ["A1", "B2"]
    page.get_by_label("Registered name").fill("Austin Calls LLC")
    page.get_by_label("Country").select_option("US")
    page.get_by_label("Registered address").fill("1 Main Street, Austin")
    page.get_by_label("E-mail for invoices").fill("bills@austin.example.com")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("We have read this agreement").check()
    page.get_by_role("button", name="Submit for PHP").click()
    page.wait_for_url(f"**{reverse('portal:booking', args=[Booking.objects.get().pk])}")
    assert visitor.complaints == []


def test_the_calendar_by_keyboard_leads_to_the_plan(arrive: Arrive) -> None:
    visitor = arrive()
    page = visitor.page
    visitor.go(CALENDAR)
    first = page.locator("[data-heat-map]").nth(1).locator("a[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.matches('a.heat[tabindex=\"0\"]')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/**")
    expect(page.get_by_role("heading", name="3 seats selected")).to_be_visible()
    assert visitor.complaints == []


def test_from_the_search_to_the_hold_by_keyboard_alone(arrive: Arrive, alice: User) -> None:
    visitor = arrive(alice)
    page = visitor.page

    def tab_to(name: str, role: str = "link") -> None:
        """Press Tab until it has the focus."""
        wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        for _ in range(80):
            if wanted.evaluate("node => node === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"Tab never comes to {name}")

    visitor.go(f"/search/?seats=3&shift=day&start={START}&months=12")
    tab_to("Choose seats")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3 seats selected")).to_be_visible()
    tab_to("Hold 3 seats for 48 hours", "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hold/")
    assert len(held()) == 3
    assert visitor.complaints == []


PAGES = [
    "/",
    "/search/",
    "/prices/",
    "/agreement/",
    "/facilities/cebu/",
    CALENDAR,
    PLAN,
    f"{PLAN}&seats=3",
    "/search/?seats=0",
    HOURS,
    "/search/?seats=3&space=private&needs=desk",
    "/waitlist/join/",
]


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"])
def test_every_page_of_the_way_is_accessible(arrive: Arrive, alice: User, hold_seats: Any, look: Any) -> None:
    booking = hold_seats("S1", now=timezone.now(), start=date.fromisoformat(START))
    visitor = arrive(alice, **look)
    own = [reverse("portal:hold", args=[booking.pk]), reverse("portal:hold-release", args=[booking.pk])]
    faults = {}
    for path in [*PAGES, f"/search/?seats=12&shift=day&start={START}&months=12", *own]:
        visitor.go(path)
        if found := visitor.overflow() if look.get("viewport") == NARROW else visitor.faults():
            faults[path] = found
        assert visitor.heading
    assert faults == {}
    assert visitor.complaints == []
