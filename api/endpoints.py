"""What all endpoints share: parameters checked first, lists in pages, headers about freshness and allowance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from accounts.enums import Scope
from api.authentication import Principal, principal_of
from api.pagination import KeysetPagination, ListAsked, Order
from api.parameters import Parameters, asked


class Endpoint(GenericAPIView[Any]):
    """Reading one address. ``summary`` is its line in the API description, ``scope`` what a key needs besides."""

    http_method_names = ["get", "head"]
    parameters: ClassVar[type[Parameters]] = Parameters
    scope: ClassVar[Scope | None] = None
    summary: ClassVar[str] = ""
    # Whether a caller may keep the answer and ask whether it has changed; what concerns one client nobody keeps.
    may_be_kept: ClassVar[bool] = False

    # The value of ``parameters``; each endpoint says of what type.
    asked: Any

    @property
    def principal(self) -> Principal:
        """:raises NotAuthenticated: where a key is not asked for and none was sent."""
        found = principal_of(self.request)
        if found is None:
            raise NotAuthenticated
        return found

    @property
    def actor(self) -> Actor:
        return self.principal.actor

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "now": timezone.now()}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """:raises ParametersInvalid:"""
        super().initial(request, *args, **kwargs)
        # A method that isn't offered is refused as such, whatever its parameters.
        if str(request.method) in self.allowed_methods:
            self.asked = asked(self.parameters, request)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if allowance := getattr(request._request, "allowance", None):
            allowance.say(response)
        patch_vary_headers(response, ["Authorization"])
        response.setdefault("Cache-Control", "private, no-cache" if self.may_be_kept else "private, no-store")
        if self.may_be_kept and response.status_code == 200:
            response.add_post_render_callback(lambda rendered: _unless_known(request._request, rendered))
        return response


def _unless_known(request: HttpRequest, response: Response) -> HttpResponseBase:
    """304 for a caller who has exactly this answer already."""
    return ConditionalGetMiddleware(lambda _request: response).process_response(request, response)


class ListEndpoint(Endpoint):
    """A list in pages. ``orders`` names what it can be sorted by; the first is the default."""

    pagination_class = KeysetPagination
    orders: ClassVar[dict[str, Order]]

    asked: ListAsked

    def rows(self) -> QuerySet[Any]:
        """What the caller may see of what it asked for."""
        raise NotImplementedError

    def shown(self, page: Sequence[Any]) -> Sequence[Any]:
        """What is shown for the rows of a page, in their order; by default the rows themselves."""
        return page

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        pages = KeysetPagination()
        name = self.asked.ordering or next(iter(self.orders))
        page = pages.page(self.rows(), request, self.asked, name=name, order=self.orders[name])
        found = self.get_serializer(self.shown(page), many=True)
        return Response({**pages.links(), "results": found.data})
