"""The admin site of the staff: who may enter, what stands behind it, and under which content policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from accounts.models import User

# Unfold writes inline styles, scripts and Alpine expressions; whatever else a page could load stays out.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]
    """The admin site for staff. People sign in as everywhere else, and staff with a second factor."""

    index_title = gettext_lazy("Today")
    enable_nav_sidebar = True

    def register(
        self, model_or_iterable: Any, admin_class: type[admin.ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        """Take only what the back office declares; screens that libraries bring along would pass our operations by."""
        if admin_class is not None and admin_class.__module__.startswith("backoffice."):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(super().has_permission(request)) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the sign-in of the whole product, or to what they still lack."""
        if not request.user.is_authenticated:
            wanted = request.GET.get("next") or reverse("admin:index")
            return redirect_to_login(wanted, reverse("account_login"))
        if not request.user.is_staff:
            raise PermissionDenied
        if not has_second_factor(request):
            messages.warning(request, _("Staff sign in with a second factor. Set up an authenticator app to go on."))
            return redirect("mfa_activate_totp")
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase = checked(request, *args, **kwargs)
            response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
            return response

        return answered

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from backoffice.urls import screens

        return [*screens(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from backoffice.views.board import board

        return board(request)


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether this person may go on as staff, as far as how they signed in goes."""
    if not settings.STAFF_NEEDS_MFA:
        return True
    return isinstance(request.user, User) and bool(is_mfa_enabled(request.user))
