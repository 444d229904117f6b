"""Clients: a partner's own, or the one a key belongs to."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from accounts.access import visible_clients
from accounts.enums import Scope
from accounts.models import Client
from api.endpoints import ListEndpoint
from api.pagination import ListParameters, Order


class ClientReferenceSerializer(serializers.Serializer[Client]):
    """Which client."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ClientSerializer(serializers.Serializer[Client]):
    """A company that leases seats."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    legal_name = serializers.CharField(help_text="empty until the company gives it")
    country = serializers.CharField(source="country.code", help_text="ISO 3166 code, empty until known")
    time_zone = serializers.CharField()
    has_billing_details = serializers.BooleanField(help_text="whether it could submit a request for seats")
    created_at = serializers.DateTimeField()


class ClientList(ListEndpoint):
    """The clients a partner brought; for a client's own key, that client."""

    summary = "List clients"
    serializer_class = ClientSerializer
    parameters = ListParameters
    orders = {"name": Order("name", str)}
    scope = Scope.CLIENTS_READ

    def rows(self) -> QuerySet[Client]:
        return visible_clients(self.actor)
