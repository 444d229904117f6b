"""Who the caller is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.models import ApiKey, Client
from api.endpoints import Endpoint


class OwnerSerializer(serializers.Serializer[Any]):
    """Whom the key acts for: one client, or a partner and the clients it brought."""

    kind = serializers.ChoiceField(["client", "partner"])
    id = serializers.UUIDField()
    name = serializers.CharField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        kind = "client" if isinstance(instance, Client) else "partner"
        return {"kind": kind, "id": str(instance.pk), "name": instance.name}


class MeSerializer(serializers.Serializer[ApiKey]):
    """The key that asks."""

    prefix = serializers.CharField(help_text="the part of the key that is no secret")
    name = serializers.CharField()
    owner = OwnerSerializer()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    created_at = serializers.DateTimeField(source="created")
    expires_at = serializers.DateTimeField(source="expiry_date", allow_null=True, help_text="null = until revoked")
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="before this request, to about a minute")


class Me(Endpoint):
    """Who the key is, what it may do, and how long it works."""

    summary = "Show the key that asks"
    serializer_class = MeSerializer

    def get(self, request: Request) -> Response:
        return Response(MeSerializer(self.principal.key).data)
