"""Every operation of the API × every kind of credential; and holes dug on purpose, which show."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import path

from accounts import access, capabilities
from accounts.capabilities import Capability
from accounts.enums import Scope
from accounts.models import Client
from api.authentication import Principal
from api.bookings import BookingList
from api.urls import urlpatterns
from tests.matrices.affairs import Affairs
from tests.matrices.answers import wrong
from tests.matrices.api import OPERATIONS, Caller, callers, cells
from tests.matrices.routes import unlisted

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(acme: Client, globex: Client, affairs: list[Affairs], now: datetime) -> list[Caller]:
    return callers(acme, globex, now)


def test_every_operation_is_written_down() -> None:
    assert unlisted(urlpatterns, OPERATIONS) == []
    assert set(OPERATIONS) == {pattern.name for pattern in urlpatterns}


def test_every_key_is_answered_as_the_tables_say(keys: list[Caller], affairs: list[Affairs]) -> None:
    asked = list(cells(keys, OPERATIONS, affairs))
    assert len(asked) > 2 * len(OPERATIONS) * len(keys)
    if found := wrong(asked):
        pytest.fail("\n".join(found))


# --- Holes -----------------------------------------------------------------------------------------------------


def test_an_operation_that_nobody_wrote_down_shows() -> None:
    new = path("v1/everything/", BookingList.as_view(), name="everything")
    assert unlisted([*urlpatterns, new], OPERATIONS) == ["everything"]


def test_an_operation_that_asks_for_no_scope_shows(
    keys: list[Caller], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BookingList, "scope", None)
    found = wrong(cells([each for each in keys if each.name == "invoices:read alone"], ["bookings"], affairs))
    assert len(found) == 2
    assert all("invoices:read alone" in each and "expected: is kept out" in each for each in found)


def test_a_capability_too_many_for_a_scope_shows(
    keys: list[Caller], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = capabilities.SCOPES[Scope.INVOICES_READ] | {Capability.SEE_BOOKINGS}
    monkeypatch.setattr(access, "SCOPES", {**capabilities.SCOPES, Scope.INVOICES_READ: wider})
    monkeypatch.setattr(Principal, "holds", lambda principal, scope: True)
    found = wrong(cells([each for each in keys if each.name == "invoices:read alone"], ["booking"], affairs))
    assert "GET booking of Acme: invoices:read alone is answered; expected: is kept out" in found


def test_a_key_that_opens_more_than_its_owners_shows(
    keys: list[Caller], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_of_key", lambda key: Client.objects.all())
    found = wrong(cells([each for each in keys if each.name == "globex's key"], ["invoice", "bookings"], affairs))
    assert len(found) == 2
    assert found[0].startswith("GET invoice of Acme: globex's key is shown what is another company's")
    assert found[1].startswith("GET bookings: globex's key is shown what is another company's")
