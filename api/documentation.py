"""The API described: for machines, for people who try it, and what each problem means."""

from __future__ import annotations

from functools import cache
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.utils import build_policy
from django.http import Http404
from django.utils.cache import patch_cache_control
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import OWN, OWN_KINDS, kinds

STRICT = build_policy(
    {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
)
# Swagger UI sets style attributes and draws its icons from data addresses; its scripts are files of ours.
FOR_SWAGGER = build_policy(
    {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
)


@cache
def description() -> Any:
    """The OpenAPI document; it changes with the code only, so once a process is enough."""
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as JSON or YAML by the ``Accept`` header."""

    schema = None
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]
    authentication_classes = []
    throttle_classes = []

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = Response(description())
        patch_cache_control(response, public=True, max_age=300)
        return response


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI, from files of ours alone."""

    schema = None
    authentication_classes = []
    throttle_classes = []
    template_name = "api/docs.html"
    url_name = "api:schema"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        response["Content-Security-Policy"] = FOR_SWAGGER
        return response


class Page(APIView):
    """Something to read for people: open to everybody, and under the strictest policy."""

    schema = None
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []
    renderer_classes = [TemplateHTMLRenderer]
    http_method_names = ["get", "head"]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response["Content-Security-Policy"] = STRICT
        return super().finalize_response(request, response, *args, **kwargs)


class ProblemList(Page):
    """Every kind of problem: the API's own, and the refusals of the apps."""

    def get(self, request: Request) -> Response:
        refusals = [kind for code, kind in kinds().items() if code not in OWN]
        return Response({"own": OWN_KINDS, "refusals": refusals}, template_name="api/problems.html")


class ProblemPage(Page):
    """What a kind of problem means: where its ``type`` leads."""

    def get(self, request: Request, code: str) -> Response:
        kind = kinds().get(code)
        if kind is None:
            raise Http404
        return Response({"kind": kind}, template_name="api/problem.html")
