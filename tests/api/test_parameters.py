"""Parameters mean what they say, or are refused."""

from __future__ import annotations

import pytest

from facilities.models import Facility
from tests.api.conftest import Ask


def test_misspelt_parameter_is_refused_with_the_right_one(ask: Ask, acme_key: str) -> None:
    answer = ask("bookings/", acme_key, sate="active")
    assert (answer.status, answer.code) == (400, "parameters_invalid")
    assert answer.field_errors == {"sate": "unknown_parameter"}
    assert answer.body["errors"][0]["detail"] == "There is no parameter “sate”. Did you mean “state”?"


def test_address_without_parameters_says_so(ask: Ask, acme_key: str) -> None:
    assert "takes none" in ask("me/", acme_key, full="1").body["errors"][0]["detail"]


def test_unknown_parameter_is_refused_whatever_it_is_called(ask: Ask, acme_key: str) -> None:
    for name in ("format", "page", "offset", "", "__proto__", "limit[]"):
        assert ask("bookings/", acme_key, **{name: "1"}).field_errors == {name: "unknown_parameter"}


def test_every_fault_is_told_at_once(ask: Ask, acme_key: str, cebu: Facility) -> None:
    answer = ask("availability/", acme_key, shift="late", seats="0", start="soon", package="gold", colour="red")
    assert answer.field_errors == {
        "colour": "unknown_parameter",
        "shift": "does_not_exist",
        "seats": "min_value",
        "start": "invalid",
        "package": "does_not_exist",
        "months": "required",
    }


def test_parameter_given_twice_is_refused(ask: Ask, acme_key: str) -> None:
    answer = ask("/api/v1/bookings/?limit=3&limit=4", acme_key)
    assert answer.field_errors == {"limit": "repeated"}


def test_repeatable_parameter_may_be_repeated(ask: Ask, acme_key: str) -> None:
    assert ask("/api/v1/bookings/?state=held&state=active", acme_key).status == 200


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("bookings/", "state", "gone"),
        ("bookings/", "state", ""),
        ("bookings/", "client", ""),
        ("bookings/", "facility", "cebu"),
        ("bookings/", "first_day_from", "2026-13-01"),
        ("bookings/", "ordering", "price"),
        ("bookings/", "limit", "0"),
        ("bookings/", "limit", "101"),
        ("bookings/", "limit", "9" * 5000),
        ("bookings/", "cursor", ""),
        ("invoices/", "month", "2026-1"),
        ("invoices/", "month", "0000-01"),
        ("invoices/", "month", "2026-01\n"),
        ("invoices/", "state", "late"),
        ("facilities/", "city", "Atlantis"),
        ("facilities/", "city", "\x00"),
    ],
)
def test_value_that_means_nothing_is_refused(
    ask: Ask, acme_key: str, cebu: Facility, path: str, parameter: str, value: str
) -> None:
    answer = ask(path, acme_key, **{parameter: value})
    assert answer.status == 400
    assert list(answer.field_errors) == [parameter]
