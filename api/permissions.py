"""What a key may do: scopes, one verb on one noun each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.enums import Scope
from api.authentication import principal_of

if TYPE_CHECKING:
    # REST framework reads its settings, this class among them, while it loads this module.
    from rest_framework.views import APIView


class ScopeMissing(PermissionDenied):
    """``scope`` is the one that would do."""

    default_code = "scope_missing"

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__(_("This API key lacks the scope “%(scope)s”. Use a key that has it.") % {"scope": scope.value})


class HoldsScope(BasePermission):
    """A key, and the scope that the endpoint names, if it names one."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """:raises ScopeMissing:"""
        principal = principal_of(request)
        scope: Scope | None = getattr(view, "scope", None)
        if principal is not None and scope is not None and not principal.holds(scope):
            raise ScopeMissing(scope)
        return principal is not None
