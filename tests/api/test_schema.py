"""The description says what the API does: nothing more, nothing less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client as HttpClient
from jsonschema import Draft202012Validator, FormatChecker

from accounts.actors import Staff
from accounts.models import Client, User
from api.documentation import description
from api.examples import EXAMPLES
from bookings.enums import BookingState
from facilities.enums import InclusionKind
from facilities.models import Facility, FacilityInclusion, Inclusion, Workstation
from local.paths import ROOT
from tests import factories
from tests.api.conformance import faults_of, strict
from tests.api.conftest import Ask, BillSeats
from tests.bookings.changes import add_seats, give_notice, remove_seats, terminate, withdraw_notice
from tests.conftest import Bring, HoldSeats

COMMITTED = ROOT / "docs" / "openapi.yaml"


def test_committed_description_is_up_to_date(tmp_path: Path) -> None:
    """Write it anew with: make openapi"""
    written = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(written))
    assert written.read_text() == COMMITTED.read_text()


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("*/*", "application/json"),
        ("application/yaml", "application/yaml"),
        ("text/html,*/*;q=0.8", "application/json"),
    ],
)
def test_description_is_served(accept: str, type_: str) -> None:
    response = HttpClient().get("/api/v1/schema/", headers={"Accept": accept})
    assert response.headers["Content-Type"].partition(";")[0] == type_
    served = yaml.safe_load(response.content)
    assert served == yaml.safe_load(COMMITTED.read_text())
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description()["paths"].items():
        for operation in item.values():
            yield path, operation


def test_every_operation_is_told_in_words_with_its_problems() -> None:
    for path, operation in operations():
        assert operation["summary"], path
        assert operation["description"], path
        assert {"200", "400", "401", "406", "429", "500", "503"} <= operation["responses"].keys(), path
        assert ("404" in operation["responses"]) == ("{" in path), path
        assert ("403" in operation["responses"]) == ("x-scope" in operation), path
    for name, response in description()["components"]["responses"].items():
        assert list(response["content"]) == ["application/problem+json"], name


def test_key_is_asked_for_everywhere_but_at_the_index() -> None:
    free = [path for path, operation in operations() if {} in operation["security"]]
    assert free == ["/api/v1/"]


# --- Real answers against the description ----------------------------------------------------------------------


@pytest.fixture
def furnished(cebu: Facility) -> Facility:
    """Cebu with everything a facility can have."""
    line = Inclusion.objects.create(kind=InclusionKind.INTERNET, name="Two lines")
    here = FacilityInclusion.objects.create(facility=cebu, inclusion=line)
    here.tests.create(tested_on=date(2026, 10, 1), fact="4 s")
    factories.make_tier(cebu, "seats", 2, "7.5")
    factories.make_tier(cebu, "months", 6, "2.5")
    cebu.floors.update(drawing=[{"kind": "wall", "x1": 0, "y1": 0, "x2": 100, "y2": 0}])
    return cebu


WISH = {"shift": "day", "start": "2026-12-01", "months": "6"}


def test_offers_are_as_described(ask: Ask, acme_key: str, furnished: Facility, hold_seats: HoldSeats) -> None:
    hold_seats("A1")
    detail = f"facilities/{furnished.pk}/"
    for path, described, parameters in (
        ("", "", {}),
        ("me/", "me/", {}),
        ("facilities/", "facilities/", {"limit": "1"}),
        (detail, "facilities/{id}/", {}),
        (f"{detail}plan/", "facilities/{id}/plan/", WISH),
        (f"{detail}calendar/", "facilities/{id}/calendar/", {"start": "2026-12-01", "days": "10"}),
        ("shifts/", "shifts/", {"limit": "2"}),
        ("packages/", "packages/", {}),
        ("availability/", "availability/", WISH | {"seats": "3"}),
        ("availability/", "availability/", WISH | {"seats": "12"}),
        ("availability/", "availability/", WISH | {"seats": "3", "shift": "evening", "package": "standard"}),
    ):
        answer = ask(path, acme_key, **parameters)
        assert answer.status == 200
        assert faults_of(answer, f"/api/v1/{described}") == [], path


@pytest.mark.parametrize("state", BookingState)
def test_bookings_are_as_described(
    ask: Ask, acme_key: str, hold_seats: HoldSeats, bring: Bring, state: BookingState
) -> None:
    booking = bring(hold_seats("A1", "A2"), state)
    one, several = ask(f"bookings/{booking.pk}/", acme_key), ask("bookings/", acme_key)
    assert (one.body["state"], [each["id"] for each in several.results]) == (state, [str(booking.pk)])
    assert faults_of(one, "/api/v1/bookings/{id}/") == []
    assert faults_of(several, "/api/v1/bookings/") == []


def test_changes_to_a_booking_are_as_described(
    ask: Ask,
    acme_key: str,
    hold_seats: HoldSeats,
    bring: Bring,
    seats: dict[str, Workstation],
    opal: User,
    now: datetime,
) -> None:
    booking, staff = bring(hold_seats("A1", "A2"), BookingState.ACTIVE), Staff(opal)
    operations = {"booking": booking, "actor": staff, "now": now + timedelta(days=9)}
    add_seats(effective_on=date(2027, 1, 1), workstations=[seats["A3"].pk], **operations)  # type: ignore[arg-type]
    remove_seats(effective_on=date(2027, 2, 1), workstations=[seats["A1"].pk], **operations)  # type: ignore[arg-type]
    give_notice(last_day=date(2027, 5, 31), **operations)  # type: ignore[arg-type]
    withdraw_notice(**operations)  # type: ignore[arg-type]
    terminate(last_day=date(2027, 3, 31), reason="Unpaid.", **operations)  # type: ignore[arg-type]
    answer = ask(f"bookings/{booking.pk}/", acme_key)
    assert len(answer.body["amendments"]) == 5
    assert faults_of(answer, "/api/v1/bookings/{id}/") == []


def test_clients_are_as_described(ask: Ask, petra_key: str, initech: Client) -> None:
    factories.make_client("Hooli", partner=initech.partner, legal_name="", country="", address="")
    answer = ask("clients/", petra_key)
    assert len(answer.results) == 2
    assert faults_of(answer, "/api/v1/clients/") == []


def test_invoices_are_as_described(ask: Ask, acme_key: str, acme: Client, bill_seats: BillSeats) -> None:
    document = bill_seats(acme)
    one, several = ask(f"invoices/{document.pk}/", acme_key), ask("invoices/", acme_key)
    assert (one.body["number"], [each["id"] for each in several.results]) == (document.number, [str(document.pk)])
    assert faults_of(one, "/api/v1/invoices/{id}/") == []
    assert faults_of(several, "/api/v1/invoices/") == []


def test_problems_are_as_described(ask: Ask, acme_key: str) -> None:
    missing = "bookings/01890a5d-ac96-774b-bcce-b302099a8057/"
    for answer, described in (
        (ask("bookings/"), "bookings/"),
        (ask("bookings/", acme_key, sate="x"), "bookings/"),
        (ask(missing, acme_key), "bookings/{id}/"),
        (ask("bookings/", acme_key, headers={"Accept": "text/csv"}), "bookings/"),
    ):
        assert answer.status >= 400
        assert faults_of(answer, f"/api/v1/{described}") == []


def test_conformance_test_can_fail(ask: Ask, acme_key: str, acme: Client) -> None:
    answer = ask("clients/", acme_key)
    answer.body["results"][0]["secret"] = 1
    answer.body["results"][0]["id"] = "x"
    assert len(faults_of(answer, "/api/v1/clients/")) == 2


# --- Examples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", sorted(EXAMPLES))
def test_examples_are_as_described(operation: str) -> None:
    [path] = [path for path, each in operations() if each["operationId"] == operation]
    content = strict()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    whole = {**content["schema"], "components": strict()["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(EXAMPLES[operation])] == []
    assert content["example"] == EXAMPLES[operation]


# --- The page --------------------------------------------------------------------------------------------------


def test_docs_load_nothing_from_elsewhere() -> None:
    for path in ("/api/v1/docs/", "/api/v1/docs/?script="):
        page = HttpClient().get(path)
        assert page.status_code == 200
        assert "script-src 'self';" in page.headers["Content-Security-Policy"] + ";"
        assert "unsafe-eval" not in page.headers["Content-Security-Policy"]
    page_text = HttpClient().get("/api/v1/docs/").content.decode()
    addresses = [part.split('"')[0] for part in page_text.replace('href="', 'src="').split('src="')[1:]]
    assert all(address.startswith("/") for address in addresses)
    for address in addresses:
        if address.startswith("/static/"):
            assert find(address.removeprefix("/static/")), address
