"""A developer tries the API on its own page, and looks a problem up."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actors import SYSTEM
from accounts.models import Client
from accounts.operations import issue_api_key
from tests.journeys.conftest import NARROW, WIDE, Arrive


def test_key_is_tried_on_the_page_and_nothing_comes_from_elsewhere(arrive: Arrive, acme: Client) -> None:
    _key, secret = issue_api_key(client=acme, name="Trial", actor=SYSTEM, now=timezone.now())
    dev = arrive()
    hosts: set[str] = set()
    dev.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    dev.go("/api/v1/docs/")
    dev.page.get_by_role("button", name="Authorize").first.click()
    dev.page.locator(".auth-container input").fill(f"Api-Key {secret}")
    dev.page.locator(".auth-btn-wrapper .authorize").click()
    dev.page.locator(".btn-done").click()
    dev.page.locator("#operations-me-me_retrieve .opblock-summary-control").click()
    dev.page.get_by_role("button", name="Try it out").click()
    dev.page.get_by_role("button", name="Execute").click()
    expect(dev.page.locator(".live-responses-table")).to_contain_text("Acme")
    assert dev.complaints == []
    assert hosts == {dev.server.split("/")[2]}


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_problem_pages_are_read_by_everybody(arrive: Arrive, viewport: dict[str, int], scheme: str) -> None:
    dev = arrive(viewport=viewport, color_scheme=scheme)
    dev.go("/api/v1/problems/")
    assert dev.faults() == []
    dev.page.get_by_role("link", name="scope_missing").click()
    expect(dev.page).to_have_url(re.compile("/api/v1/problems/scope_missing/$"))
    assert dev.faults() == []
    assert dev.complaints == []
