"""The product's paths, and the bare view its pages are held against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Goes through the same middleware as every page."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("", include("seatlease.urls"))]
