"""Every page of the back office × everybody who may come, looking and posting; and holes dug on purpose, which show."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import path

from accounts.capabilities import Duty
from backoffice.urls import screens
from backoffice.views import going_live
from tests.matrices.answers import wrong
from tests.matrices.backoffice import LISTS, SCREENS, TABLE, cells, questions
from tests.matrices.routes import routes, unlisted
from tests.matrices.stock import Stock
from tests.matrices.visitors import Visitor

pytestmark = pytest.mark.django_db

STAFF = ["staff without a duty", *Duty, "Facility elsewhere"]
OTHERS = ["anonymous", "owner", "Finance acting"]


@pytest.fixture
def callers(visitors: list[Visitor]) -> list[Visitor]:
    return [each for each in visitors if each.name in {*STAFF, *OTHERS}]


def test_every_page_is_written_down() -> None:
    patterns = admin.site.urls[0]
    assert unlisted(patterns, TABLE) == []
    names = {pattern.name for _route, pattern in routes(patterns)}
    assert names >= set(SCREENS) | LISTS


@pytest.mark.parametrize("part", ["screens", "places", "the rest"])
def test_everybody_is_answered_as_the_tables_say(callers: list[Visitor], stock: Stock, part: str) -> None:
    parts = {"screens": SCREENS, "places": {name for name in LISTS if name.startswith("facilities_")}}
    parts["the rest"] = {each.what for each in questions(stock)} - set().union(*parts.values())
    asked = list(cells(callers, [each for each in questions(stock) if each.what in parts[part]]))
    assert len(asked) > (len(callers) - 2) * len(parts[part])
    assert len(parts[part]) > 40
    if found := wrong(asked):
        pytest.fail("\n".join(found))


# --- Holes -----------------------------------------------------------------------------------------------------


def test_a_screen_that_nobody_wrote_down_shows() -> None:
    new = path("secrets/", going_live.template, name="secrets")
    assert unlisted([*screens(admin.site), new], TABLE) == ["secrets"]


def test_a_grant_too_many_for_a_duty_shows(callers: list[Visitor], stock: Stock) -> None:
    granted = Permission.objects.get(codename="add_payment", content_type__app_label="billing")
    Group.objects.get(name=Duty.FACILITY).permissions.add(granted)
    asked = [each for each in questions(stock) if each.what in {"payment-record", "payment-reverse"}]
    found = wrong(cells([each for each in callers if each.name in {*Duty}], asked))
    assert found == [
        f"{method} payment-record: Facility is answered; expected: is kept out" for method in ("GET", "POST")
    ]


def test_a_screen_without_its_check_shows(
    callers: list[Visitor], stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.contrib.auth.models.PermissionsMixin.has_perms", lambda user, asked, obj=None: True)
    asked = [each for each in questions(stock) if each.what == "trial-balance" and each.method == "GET"]
    found = wrong(cells(callers, asked))
    assert found == [
        f"GET trial-balance: {who} is answered; expected: is kept out"
        for who in ("staff without a duty", "Facility", "Facility elsewhere")
    ]
