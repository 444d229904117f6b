"""Staff find equipment, move it and swap it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as HttpClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from facilities.models import Asset, Facility, Workstation
from facilities.queries.assets import assets
from tests import factories
from tests.conftest import SignIn

LIST = "admin:facilities_asset_changelist"


def found(desk: HttpClient, **filters: str) -> set[str]:
    return {asset.serial for asset in desk.get(reverse(LIST), filters).context["cl"].queryset}


def test_an_asset_is_placed_moved_and_stored(desk: HttpClient, seats: dict[str, Workstation], cebu: Facility) -> None:
    pc = factories.make_asset(cebu, "SN-1")
    path = reverse("admin:asset-move", args=[pc.pk])
    desk.post(path, {"facility": cebu.pk, "code": "a1"})
    assert assets().get().seat == "A1"  # type: ignore[attr-defined]
    page = desk.get(reverse("admin:facilities_workstation_change", args=[seats["A1"].pk])).content.decode()
    assert "What stands here" in page
    assert "PC Dell SN-1" in page
    assert "Placed here" in page
    assert "stands there now" in desk.get(reverse("admin:facilities_asset_change", args=[pc.pk])).content.decode()
    answer = desk.post(path, {"facility": cebu.pk, "code": "Z9"})
    assert answer.status_code == 422
    assert 'value="Z9"' in answer.content.decode()
    desk.post(reverse(LIST), {"action": "put_into_store", "_selected_action": [str(pc.pk)]})
    assert assets().get().seat == ""  # type: ignore[attr-defined]


def test_two_assets_are_swapped_by_serial_number(
    desk: HttpClient, seats: dict[str, Workstation], cebu: Facility
) -> None:
    one, other = factories.make_asset(cebu, "SN-1"), factories.make_asset(cebu, "SN-2")
    desk.post(reverse("admin:asset-move", args=[one.pk]), {"facility": cebu.pk, "code": "A1"})
    path = reverse("admin:asset-swap", args=[one.pk])
    for wrong, sentence in (("SN-9", "No asset of this kind"), ("SN-1", "swapped with itself")):
        answer = desk.post(path, {"other": wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    desk.post(path, {"other": "sn-2"})
    assert assets().get(pk=other.pk).seat == "A1"  # type: ignore[attr-defined]


def test_filters_find_the_store_and_ending_warranties(
    desk: HttpClient, seats: dict[str, Workstation], cebu: Facility, today: datetime
) -> None:
    placed = factories.make_asset(cebu, "placed", warranty_until=today.date() + timedelta(days=30))
    desk.post(reverse("admin:asset-move", args=[placed.pk]), {"facility": cebu.pk, "code": "A1"})
    factories.make_asset(cebu, "stored", warranty_until=today.date() - timedelta(days=1))
    factories.make_asset(cebu, "gone", scrapped_on=today.date())
    assert found(desk, where="store") == {"stored"}
    assert found(desk, where="seat") == {"placed"}
    assert found(desk, where="scrapped") == {"gone"}
    assert found(desk, warranty="soon") == {"placed"}
    assert found(desk, warranty="over") == {"stored"}


def test_an_asset_in_use_is_not_scrapped_by_its_form(
    desk: HttpClient, seats: dict[str, Workstation], cebu: Facility
) -> None:
    pc = factories.make_asset(cebu)
    path = reverse("admin:facilities_asset_change", args=[pc.pk])
    assert 'name="scrapped_on"' in desk.get(path).content.decode()
    desk.post(reverse("admin:asset-move", args=[pc.pk]), {"facility": cebu.pk, "code": "A1"})
    assert 'name="scrapped_on"' not in desk.get(path).content.decode()


@pytest.mark.parametrize("name", ["asset-move", "asset-swap"])
def test_whoever_may_not_change_assets_moves_none(sign_in: SignIn, nils: User, cebu: Facility, name: str) -> None:
    path = reverse(f"admin:{name}", args=[factories.make_asset(cebu).pk])
    assert sign_in(nils).get(path).status_code == 403


def test_a_long_list_asks_no_more_of_the_database(desk: HttpClient, cebu: Facility) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(reverse(LIST)).status_code == 200
        return len(asked)

    counts = []
    for _ in range(3):
        factories.make_asset(cebu)
    counts.append(queries())
    for _ in range(27):
        factories.make_asset(cebu)
    counts.append(queries())
    assert counts[0] == counts[1]
    assert Asset.objects.count() == 30
