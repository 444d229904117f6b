"""Two visitors look at one floor plan: what one takes the other sees, without a reload."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cebu")]

START = (timezone.now().date() + timedelta(days=30)).isoformat()
PLAN = f"/facilities/cebu/plan/?shift=day&start={START}&months=12"


def test_a_seat_taken_by_somebody_else_shows_within_seconds(arrive: Arrive, alice: User, mallory: User) -> None:
    one, other = arrive(alice), arrive(mallory)
    one.go(f"{PLAN}&pick=A1,A2")
    one.page.locator("[data-seat=A2]").focus()
    expect(one.page.get_by_role("heading", name="2 seats selected")).to_be_visible()
    other.go(f"{PLAN}&pick=A2,B4")
    other.page.get_by_role("button", name="Hold 2 seats for 48 hours").click()
    other.page.wait_for_url("**/hold/")

    # Selection and focus stay where they were, but for the seat that is lost.
    expect(one.page.get_by_text("A2 has just been taken.")).to_be_visible(timeout=15_000)
    expect(one.page.locator("[data-seat=A2]")).to_have_attribute("data-state", "held")
    expect(one.page.locator("[data-seat=A2]")).to_be_focused()
    expect(one.page.locator("[data-seat=A2]")).to_have_accessible_name("A2, on hold")
    expect(one.page.locator("[data-seat=A1]")).to_have_attribute("aria-checked", "true")
    expect(one.page.get_by_role("heading", name="1 seat selected")).to_be_visible()
    expect(one.page.locator("[data-count=held]")).to_have_text("2")
    assert one.faults() == []

    one.page.get_by_role("link", name="Take A3 instead").click()
    expect(one.page.get_by_role("heading", name="2 seats selected")).to_be_visible()
    expect(one.page.locator("[data-seat=A3]")).to_have_attribute("aria-checked", "true")
    expect(one.page.get_by_text("A2 has just been taken.")).to_have_count(0)

    # And what is given back is free again.
    other.page.get_by_role("link", name="Release these seats").click()
    other.page.locator("main").get_by_role("button").first.click()
    expect(one.page.locator("[data-seat=B4]")).to_have_attribute("data-state", "free", timeout=15_000)
    assert one.complaints == []
