"""Which interface a path leads to."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("api/", include("api.urls")),
    path("health/", include("seatlease.health")),
    path("", include("portal.urls")),
]
