"""The way in: where everything is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.endpoints import Endpoint

PLACES = {
    "me": "api:me",
    "facilities": "api:facilities",
    "shifts": "api:shifts",
    "packages": "api:packages",
    "availability": "api:availability",
    "clients": "api:clients",
    "bookings": "api:bookings",
    "invoices": "api:invoices",
    "problems": "api:problems",
    "schema": "api:schema",
    "documentation": "api:docs",
}


class IndexSerializer(serializers.Serializer[Any]):
    """Where everything is."""

    version = serializers.CharField()
    links = serializers.DictField(child=serializers.URLField())


class Index(Endpoint):
    """Where everything is. The only data anybody may read without a key."""

    summary = "List the addresses"
    serializer_class = IndexSerializer
    permission_classes = [AllowAny]
    may_be_kept = True

    def get(self, request: Request) -> Response:
        links = {name: reverse(view, request=request) for name, view in PLACES.items()}
        return Response({"version": "1", "links": links})
