"""How endpoints are described in OpenAPI: their parameters, their problems, the key they ask for."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from api.endpoints import Endpoint, ListEndpoint
from api.examples import EXAMPLES
from api.problems import MEDIA_TYPE, OWN, Kind


class FieldErrorSerializer(serializers.Serializer[Any]):
    """One thing wrong with a request."""

    parameter = serializers.CharField(required=False, help_text="the query parameter concerned")
    pointer = serializers.CharField(required=False, help_text="the place in the body concerned: `#/seats`")
    code = serializers.CharField()
    detail = serializers.CharField(help_text="a sentence for people")


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong (RFC 9457). Kinds may add members of their own."""

    type = serializers.URLField(help_text="leads to what this kind of problem means")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="stable: compare this, not the sentences")
    detail = serializers.CharField(help_text="a sentence for people")
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The header that carries the key."""

    target_class = "api.authentication.KeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The whole header's value: `Api-Key <prefix>.<secret>`.",
        }


class EndpointSchema(AutoSchema):
    """Reads everything off the endpoint, so that the description can't say anything else than the code does."""

    @property
    def endpoint(self) -> Endpoint:
        return cast(Endpoint, self.view)

    def get_summary(self) -> str | None:
        return self.endpoint.summary or None

    def get_tags(self) -> list[str]:
        return super().get_tags() or ["index"]

    def get_override_parameters(self) -> list[Any]:
        parameters = self.endpoint.parameters
        return [parameters] if parameters().fields else []

    def get_extensions(self) -> dict[str, Any]:
        return {"x-scope": self.endpoint.scope.value} if self.endpoint.scope else {}

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ListEndpoint)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        self.resolve_serializer(ProblemSerializer, "response")
        for response in bodies.values():
            response["headers"] = {"RateLimit": {"$ref": "#/components/headers/RateLimit"}}
        if shown := EXAMPLES.get(self.get_operation_id()):
            bodies["200"]["content"]["application/json"]["example"] = shown
        if self.endpoint.may_be_kept:
            bodies["304"] = {"description": "What your `If-None-Match` names is still what there is."}
        for kind in _kinds_of(self.endpoint, self.path):
            bodies[str(kind.status)] = {"$ref": f"#/components/responses/{_name(kind)}"}
        return bodies


HEADERS = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}

# The kinds every endpoint may answer with, one a status.
ALWAYS = ("key_invalid", "not_acceptable", "rate_limited", "internal_error", "unavailable")


def _kinds_of(view: Endpoint, path: str) -> list[Kind]:
    codes = ["parameters_invalid", *ALWAYS]
    if view.scope:
        codes.append("scope_missing")
    if "{" in path:
        codes.append("not_found")
    return sorted((OWN[code] for code in codes), key=lambda kind: kind.status)


def _name(kind: Kind) -> str:
    return "".join(part.capitalize() for part in kind.code.split("_"))


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: add the responses and headers that operations refer to."""
    components = result["components"]
    components["headers"] = {
        "RateLimit": {
            "description": 'What is left of your allowance: `"key";r=<requests>;t=<seconds>`; '
            "`RateLimit-Policy` says of how much.",
            "schema": {"type": "string"},
            "example": '"key";r=599;t=42',
        },
        "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
        "WWWAuthenticate": {"description": "How to send the key.", "schema": {"type": "string"}},
    }
    codes = ("parameters_invalid", "scope_missing", "not_found", *ALWAYS)
    components["responses"] = {_name(OWN[code]): _response(OWN[code]) for code in sorted(codes)}
    return result


def _response(kind: Kind) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "type": f"https://seats.example.com/api/v1/problems/{kind.code}/",
        "title": str(kind.title),
        "status": kind.status,
        "code": kind.code,
        "detail": str(kind.meaning),
    }
    if kind.code == "parameters_invalid":
        field_error = {"parameter": "seat", "code": "unknown_parameter"}
        problem["errors"] = [field_error | {"detail": "There is no parameter “seat”. Did you mean “seats”?"}]
    response: dict[str, Any] = {
        "description": str(kind.title),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": problem}},
    }
    if name := HEADERS.get(kind.status):
        response["headers"] = {name: {"$ref": f"#/components/headers/{name.replace('-', '')}"}}
    return response
