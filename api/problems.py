"""How the API says no: RFC 9457 problem details, one stable code and page for each kind."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.views import set_rollback

from accounts.errors import NotAllowed
from api.permissions import ScopeMissing
from facilities.errors import RoomExclusive, SeatTaken
from kernel.refusal import Refusal
from kernel.states import WrongState

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# How long a caller should leave a database alone that doesn't answer, in seconds.
RECOVERS_IN = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: what it is called, and what it means to whoever looks its ``type`` up."""

    code: str
    status: int
    title: str | Promise
    meaning: str | Promise

    @property
    def url(self) -> str:
        """The ``type`` of its occurrences: the same whatever host name a request came by."""
        site: str = settings.SITE_URL
        return site + reverse("api:problem", args=[self.code])


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with a request: ``parameter`` names a query parameter, ``pointer`` a place in the body."""

    code: str
    detail: str
    parameter: str | None = None
    pointer: str | None = None

    def as_dict(self) -> dict[str, str]:
        where = {"parameter": self.parameter, "pointer": self.pointer}
        return {name: at for name, at in where.items() if at is not None} | {"code": self.code, "detail": self.detail}


class ParametersInvalid(exceptions.APIException):
    """Query parameters that are unknown, missing or wrong: all of them at once."""

    status_code = 400
    default_code = "parameters_invalid"
    default_detail = gettext_lazy("Some query parameters can't be understood; “errors” says which and why.")

    def __init__(self, field_errors: Sequence[FieldError]) -> None:
        self.field_errors = field_errors
        super().__init__()


OWN_KINDS = (
    Kind("parameters_invalid", 400, gettext_lazy("Parameters not understood"), gettext_lazy(
        "A query parameter is missing, has a value of the wrong kind, is given twice or doesn't exist. Unknown "
        "parameters are refused, because a misspelt filter would answer with too much. “errors” lists each one.")),
    Kind("body_malformed", 400, gettext_lazy("Body not readable"), gettext_lazy(
        "The body is not well-formed JSON.")),
    Kind("key_missing", 401, gettext_lazy("No API key"), gettext_lazy(
        "Send the header “Authorization: Api-Key <your key>”. If you have no key, ask us for one.")),
    Kind("key_invalid", 401, gettext_lazy("API key not valid"), gettext_lazy(
        "The key is unknown, misspelt or revoked. Repeating the request won't help.")),
    Kind("key_expired", 401, gettext_lazy("API key expired"), gettext_lazy(
        "The key worked until its expiry, which “/api/v1/me/” tells while it works. Use a new one.")),
    Kind("scope_missing", 403, gettext_lazy("Scope missing"), gettext_lazy(
        "The key is valid but may not do this; “scope” names what it lacks. Scopes don't change: use another key.")),
    Kind("forbidden", 403, gettext_lazy("Not allowed"), gettext_lazy(
        "The key is valid but may not do this.")),
    Kind("not_found", 404, gettext_lazy("Not found"), gettext_lazy(
        "There is nothing at this address, or nothing that your key may see: the two are not told apart.")),
    Kind("method_not_allowed", 405, gettext_lazy("Method not allowed"), gettext_lazy(
        "The header “Allow” lists what this address answers to.")),
    Kind("not_acceptable", 406, gettext_lazy("No such representation"), gettext_lazy(
        "The header “Accept” asks for a media type that is not on offer here. Ask for application/json.")),
    Kind("media_type_unsupported", 415, gettext_lazy("Media type not supported"), gettext_lazy(
        "Send bodies as application/json.")),
    Kind("body_invalid", 422, gettext_lazy("Body not valid"), gettext_lazy(
        "The JSON can be read, but its values don't fit; “errors” points at each one.")),
    Kind("rate_limited", 429, gettext_lazy("Too many requests"), gettext_lazy(
        "The key has used up its requests. “Retry-After” says in how many seconds the next one is answered, and "
        "“RateLimit” on every answer how many are left.")),
    Kind("internal_error", 500, gettext_lazy("Something broke"), gettext_lazy(
        "A fault of ours; it has been logged. Try again later, and tell us if it stays.")),
    Kind("unavailable", 503, gettext_lazy("Out of service for a moment"), gettext_lazy(
        "The database can't be reached. Try again after the seconds that “Retry-After” says.")),
)  # fmt: skip
OWN = {kind.code: kind for kind in OWN_KINDS}

# Refusals of the apps: the nearest class counts. What is not here says that the state of things is in the way.
STATUSES: Mapping[type[Refusal], int] = {NotAllowed: 403, SeatTaken: 409, RoomExclusive: 409, WrongState: 409}

CODES = {
    Http404: "not_found",
    PermissionDenied: "forbidden",
    OperationalError: "unavailable",
    InterfaceError: "unavailable",
    exceptions.NotAuthenticated: "key_missing",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "media_type_unsupported",
    exceptions.ParseError: "body_malformed",
    exceptions.ValidationError: "body_invalid",
    exceptions.Throttled: "rate_limited",
    ScopeMissing: "scope_missing",
    exceptions.PermissionDenied: "forbidden",
    ParametersInvalid: "parameters_invalid",
}


# Exceptions whose own sentence is written for callers; of others only the kind's meaning is shown.
SAY_IT_THEMSELVES = (exceptions.MethodNotAllowed, exceptions.AuthenticationFailed, ScopeMissing, ParametersInvalid)


def kinds() -> dict[str, Kind]:
    """Every kind of problem the API can answer with, by code: its own, and the refusals of the apps."""
    found = {kind.code: kind for kind in map(kind_of_refusal, _refusals(Refusal))}
    return dict(sorted((found | OWN).items()))


def kind_of_refusal(refusal: type[Refusal]) -> Kind:
    """A refusal about one input is 422, any other 409 unless the table says so."""
    ranked = (STATUSES[parent] for parent in refusal.__mro__ if parent in STATUSES)
    status = next(ranked, 422 if refusal.field else 409)
    title = refusal.code.replace("_", " ").capitalize()
    return Kind(refusal.code, status, title, re.sub(r"%\((\w+)\)s", r"‹\1›", str(refusal.message)))


def _refusals(parent: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in parent.__subclasses__():
        yield child
        yield from _refusals(child)


def problem(
    kind: Kind,
    detail: str,
    *,
    field_errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """The response for one occurrence; ``members`` are extension members of its kind."""
    body = {"type": kind.url, "title": str(kind.title), "status": kind.status, "code": kind.code, "detail": detail}
    if field_errors:
        body["errors"] = [field_error.as_dict() for field_error in field_errors]
    return JsonResponse(
        body | members,
        status=kind.status,
        encoder=DjangoJSONEncoder,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """What REST framework calls for every exception of an endpoint."""
    set_rollback()
    if isinstance(error, Refusal):
        return _refused(error)
    code = _code(error)
    if code == "internal_error":
        return _broke(error, context)
    kind, headers, members = OWN[code], {}, {}
    field_errors: Sequence[FieldError] = ()
    if isinstance(error, ParametersInvalid):
        field_errors = error.field_errors
    elif isinstance(error, exceptions.ValidationError):
        field_errors = [FieldError(str(found.code), str(found), pointer=at) for at, found in flat(error.detail)]
    elif isinstance(error, ScopeMissing):
        members["scope"] = error.scope
    elif isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = f"{getattr(error, 'wait', None) or 1:.0f}"
    elif code == "unavailable":
        headers["Retry-After"] = str(RECOVERS_IN)
        logger.error("The database can't be reached: %s", error)
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return problem(kind, _detail(error, kind), field_errors=field_errors, headers=headers, **members)


def _code(error: Exception) -> str:
    if isinstance(error, exceptions.AuthenticationFailed) and error.default_code in OWN:
        return error.default_code
    return next((CODES[parent] for parent in type(error).__mro__ if parent in CODES), "internal_error")


def _detail(error: Exception, kind: Kind) -> str:
    """The exception's own sentence where it is written for callers, else what its kind means."""
    return str(error.detail) if isinstance(error, SAY_IT_THEMSELVES) else str(kind.meaning)


def _refused(refusal: Refusal) -> HttpResponse:
    kind, detail = kind_of_refusal(type(refusal)), str(refusal)
    field_errors = [FieldError(refusal.code, detail, pointer=f"#/{refusal.field}")] if refusal.field else []
    members = {"details": refusal.details} if refusal.details else {}
    return problem(kind, detail, field_errors=field_errors, **members)


def _broke(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """A fault of ours: logged with its trace and signalled as Django would have, and nothing of it shown."""
    request = context["request"]._request
    logger.error("%s %s broke", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=type(context["view"]), request=request)
    return problem(OWN["internal_error"], _("Something broke on our side, and we have been told. Try again later."))


def flat(detail: Any, at: str = "#") -> Iterator[tuple[str, exceptions.ErrorDetail]]:
    """Each error of a nested validation error, with the JSON pointer to its place."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from flat(inner, at if name == "non_field_errors" else f"{at}/{name}")
    elif isinstance(detail, list):
        for inner in detail:
            yield from flat(inner, at)
    else:
        yield at, detail
