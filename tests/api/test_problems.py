"""Every no is a problem with a code, a sentence, and a page that explains it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client as HttpClient
from django.urls import reverse
from rest_framework import exceptions, serializers
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.errors import NotAllowed
from api.problems import OWN_KINDS, handler, kinds
from bookings.errors import NotEnoughSeats, SeatsTaken
from kernel.states import WrongState
from local.paths import ROOT
from tests import answers
from tests.api.conftest import Answer, Ask


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/bookings/17/", "/api/v1/facilities/x/plan/"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_address_is_a_problem(ask: Ask, path: str, method: str) -> None:
    answer = ask(path, http_method=method)
    assert (answer.status, answer.code) == (404, "not_found")


def test_missing_slash_is_pointed_out(ask: Ask, acme_key: str) -> None:
    assert ask("/api/v1/bookings", acme_key).body["detail"] == "Addresses end with a slash: /api/v1/bookings/"


def test_method_not_allowed_names_those_that_are(ask: Ask, acme_key: str) -> None:
    answer = ask("bookings/", acme_key, http_method="POST")
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_method_is_refused_before_its_parameters(ask: Ask, acme_key: str) -> None:
    assert ask("bookings/", acme_key, http_method="TRACE", sate="active").status == 405


def test_options_tells_other_origins_nothing(ask: Ask, acme_key: str) -> None:
    answer = ask("bookings/", acme_key, http_method="OPTIONS", headers={"Origin": "https://elsewhere.example"})
    assert answer.status == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_media_type_we_lack(ask: Ask, acme_key: str) -> None:
    answer = ask("bookings/", acme_key, headers={"Accept": "text/csv"})
    assert (answer.status, answer.code) == (406, "not_acceptable")


def test_problem_has_the_members_of_rfc_9457(ask: Ask) -> None:
    answer = ask("me/")
    assert answer.body["type"] == "http://localhost:8000/api/v1/problems/key_missing/"
    assert answer.body["title"] == "No API key"
    assert answer.body["detail"].startswith("Send the header")
    assert answer.headers["Cache-Control"] == "no-store"


class Asked(serializers.Serializer[Any]):
    seats = serializers.ListField(child=serializers.IntegerField(min_value=1))
    note = serializers.CharField()


class Failing(APIView):
    """An endpoint that does what the test says."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []
    parser_classes = [JSONParser]
    error: Exception | None = None

    def post(self, request: Request) -> Response:
        Asked(data=request.data).is_valid(raise_exception=True)
        if self.error is not None:
            raise self.error
        return Response({})


def post(body: Any = None, *, error: Exception | None = None, **kwargs: Any) -> Answer:
    request = APIRequestFactory().post("/", {"seats": [1], "note": "x"} if body is None else body, **kwargs)
    return Answer(Failing.as_view(error=error)(request))


def test_body_that_is_not_json() -> None:
    assert post("{", content_type="application/json").code == "body_malformed"


def test_body_of_another_kind() -> None:
    answer = post("<a/>", content_type="application/xml")
    assert (answer.status, answer.code) == (415, "media_type_unsupported")


def test_faults_of_a_body_are_pointed_at() -> None:
    answer = post({"seats": [3, 0]})
    assert (answer.status, answer.code) == (422, "body_invalid")
    field_errors = {field_error["pointer"]: field_error["code"] for field_error in answer.body["errors"]}
    assert field_errors == {"#/seats/1": "min_value", "#/note": "required"}


def test_refusal_says_its_sentence() -> None:
    answer = post(error=NotEnoughSeats(asked=12, free=3))
    assert (answer.status, answer.code) == (422, "not_enough_seats")
    assert answer.body["detail"] == ("Only 3 of the 12 seats you asked for are free for this shift and these days.")
    assert answer.body["details"] == {"asked": 12, "free": 3}
    assert answer.body["errors"][0]["pointer"] == "#/seats"


def test_taken_seats_are_a_conflict() -> None:
    error = SeatsTaken(seats=["A1", "A3"], alternative=["A2"], alternative_ids=["x"])
    answer = post(error=error)
    assert (answer.status, answer.code) == (409, "seats_taken")
    assert answer.body["detail"].startswith("A1, A3: just taken for some of these hours.")
    assert answer.body["details"] == {"seats": ["A1", "A3"], "alternative": ["A2"], "alternative_ids": ["x"]}


@pytest.mark.parametrize(("error", "status"), [(NotAllowed(), 403), (WrongState(state="ended", target="active"), 409)])
def test_refusals_have_a_status(error: Exception, status: int) -> None:
    assert post(error=error).status == status


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_database_outage_asks_to_come_back(error: Exception) -> None:
    answer = post(error=error)
    assert (answer.status, answer.code) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"
    assert "gone" not in answer.body["detail"]


def test_fault_of_ours_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    answer = post(error=ValueError("secret thing"))
    assert (answer.status, answer.code) == (500, "internal_error")
    assert b"secret thing" not in answer.raw.content
    assert "secret thing" in caplog.text


def test_throttled_says_when() -> None:
    answer = post(error=exceptions.Throttled(wait=12.2))
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, "rate_limited", "13")


# --- The pages behind the types --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(kinds()))
def test_each_problem_has_a_page(code: str) -> None:
    page = HttpClient().get(reverse("api:problem", args=[code]))
    assert page.status_code == 200
    assert code in page.content.decode()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_all_problems_are_listed() -> None:
    page = answers.page(HttpClient().get(reverse("api:problems")), "Problems")
    assert [code for code in kinds() if code not in page] == []


@pytest.mark.parametrize("path", ["problems/", "problems/not_found/", "docs/", "schema/", "nothing/"])
def test_pages_too_refuse_in_the_apis_words(path: str) -> None:
    """Without a token against forgery, as programs send it."""
    answer = Answer(HttpClient(enforce_csrf_checks=True).post(f"/api/v1/{path}"))  # type: ignore[arg-type]
    assert answer.code == ("not_found" if path == "nothing/" else "method_not_allowed")


def test_unknown_problem_is_a_problem(ask: Ask) -> None:
    assert ask("problems/no_such_thing/").code == "not_found"


def test_handler_is_the_one_in_use(settings: Any) -> None:
    assert settings.REST_FRAMEWORK["EXCEPTION_HANDLER"] == f"{handler.__module__}.{handler.__name__}"


def test_own_problems_are_explained_in_the_docs() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    assert OWN_KINDS
    assert [kind.code for kind in OWN_KINDS if f"| `{kind.code}` | {kind.status} |" not in text] == []
