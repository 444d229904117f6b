"""Every page of the portal × everybody who may come, looking and posting; and holes dug on purpose, which show."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import URLPattern, path

from accounts import access, capabilities
from accounts.capabilities import Duty
from accounts.enums import Role
from bookings.models import Booking
from portal.urls import funnel, own, urlpatterns
from portal.views import bookings, public
from seatlease.urls import urlpatterns as interfaces
from tests.matrices.affairs import Affairs
from tests.matrices.answers import wrong
from tests.matrices.portal import PAGES, cells
from tests.matrices.routes import unlisted
from tests.matrices.visitors import Visitor

pytestmark = pytest.mark.django_db


def test_every_page_is_written_down() -> None:
    assert unlisted(urlpatterns, PAGES) == []
    assert set(PAGES) == {pattern.name for pattern in [*funnel, *own]}


def test_every_interface_is_known() -> None:
    assert {str(pattern.pattern) for pattern in interfaces} == {"admin/", "account/", "api/", "health/", ""}


@pytest.mark.parametrize("part", [funnel, own], ids=["funnel", "own"])
def test_everybody_is_answered_as_the_tables_say(
    visitors: list[Visitor], affairs: list[Affairs], part: list[URLPattern]
) -> None:
    names = [str(pattern.name) for pattern in part]
    asked = list(cells(visitors, names, affairs))
    assert len(asked) > 2 * len(names) * len(visitors)
    if found := wrong(asked):
        pytest.fail("\n".join(found))


# --- Holes -----------------------------------------------------------------------------------------------------


def asked_of(names: Iterable[str], pages: Iterable[str], visitors: list[Visitor], affairs: list[Affairs]) -> list[str]:
    """What the matrix says of some visitors and some pages."""
    names = set(names)
    return wrong(cells([each for each in visitors if each.name in names], pages, affairs))


def test_a_page_that_nobody_wrote_down_shows() -> None:
    new = path("bookings/all/", public.landing, name="bookings-of-all")
    assert unlisted([*urlpatterns, new], PAGES) == ["bookings-of-all"]
    assert unlisted([*urlpatterns, path("booking/", public.landing, name="booking")], PAGES) == ["booking"]


def test_a_page_without_its_check_shows(
    visitors: list[Visitor], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookings, "mine", lambda request, pk: Booking.objects.get(pk=pk))
    found = asked_of(["the outsider"], ["booking"], visitors, affairs)
    assert len(found) == 1
    assert found[0].startswith("GET booking of Acme: the outsider is shown")


def test_a_capability_too_many_for_a_role_shows(
    visitors: list[Visitor], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = {**capabilities.ROLES, Role.VIEWER: capabilities.ROLES[Role.MANAGER]}
    monkeypatch.setattr(access, "ROLES", wider)
    found = asked_of(list(Role), ["hold-release", "details"], visitors, affairs)
    assert found == ["POST hold-release of Acme: viewer has it done; expected: is refused"]


def test_a_capability_too_many_for_a_duty_shows(visitors: list[Visitor], affairs: list[Affairs]) -> None:
    granted = Permission.objects.get(codename="add_booking", content_type__app_label="bookings")
    Group.objects.get(name=Duty.FINANCE).permissions.add(granted)
    found = asked_of(["Finance acting", "Finance seeing", "Facility acting"], ["hold-new"], visitors, affairs)
    assert found == ["POST hold-new: Finance acting has it done; expected: is refused"]


def test_acting_for_a_client_that_widens_a_duty_shows(
    visitors: list[Visitor], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_in_the_portal", lambda actor: capabilities.ROLES[Role.OWNER])
    found = asked_of(["Finance acting", "Finance seeing"], ["team-invite"], visitors, affairs)
    assert found == [
        "POST team-invite: Finance seeing has it done; expected: is refused",
        "POST team-invite: Finance acting has it done; expected: is refused",
    ]


def test_a_building_that_is_not_theirs_opened_to_staff_shows(
    visitors: list[Visitor], affairs: list[Affairs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.access.at_their_facilities", lambda actor, rows: rows)
    found = asked_of(["Facility elsewhere acting"], ["booking"], visitors, affairs)
    assert found == [
        "GET booking of Acme: Facility elsewhere acting is answered; expected: is told that it does not exist"
    ]
