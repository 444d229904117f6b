"""Packages: bundles of inclusions, sold per seat."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from api.endpoints import ListEndpoint
from api.pagination import ListParameters, Order
from facilities.enums import InclusionKind
from facilities.models import Inclusion, Package
from facilities.queries.catalogue import packages


class InclusionSerializer(serializers.Serializer[Inclusion]):
    """Something a seat comes with."""

    key = serializers.SlugField(help_text="what `needs` of `/availability/` calls it by")
    kind = serializers.ChoiceField(InclusionKind.choices)
    name = serializers.CharField()
    specification = serializers.CharField()


class PackageSerializer(serializers.Serializer[Package]):
    """A bundle sold per seat. Its `slug` is what other addresses call it by."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    summary = serializers.CharField()
    inclusions = InclusionSerializer(many=True)


class PackageList(ListEndpoint):
    """The packages seats are let with, and what each includes."""

    summary = "List packages"
    serializer_class = PackageSerializer
    parameters = ListParameters
    orders = {"position": Order("position", int)}
    may_be_kept = True

    def rows(self) -> QuerySet[Package]:
        return packages()
