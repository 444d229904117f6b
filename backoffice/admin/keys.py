"""API keys: given out with the secret shown once, and revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.capabilities import Capability
from accounts.models import ApiKey
from accounts.operations import issue_api_key, revoke_api_key
from backoffice.forms.clients import ApiKeyForm
from backoffice.modeladmin import KeptAdmin, column
from backoffice.screens import actor_of, attempt


@admin.register(ApiKey)
class ApiKeyAdmin(KeptAdmin):
    list_display = ["name", "prefix", "owned_by", "allows", "last_used_at", "expiry_date", "revoked"]
    list_filter = ["revoked"]
    list_select_related = ["client", "partner"]
    search_fields = ["name", "prefix", "client__name", "partner__name"]
    fields = ["name", "prefix", "owned_by", "allows", "created", "last_used_at", "expiry_date", "revoked"]
    readonly_fields = fields
    actions = ["revoke"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return may(actor_of(request), Capability.MANAGE_KEYS)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The secret is in the answer and nowhere else, so nobody may keep the page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ApiKeyForm(request.POST or None, initial=request.GET.dict())

        def issue() -> tuple[ApiKey, str]:
            return issue_api_key(actor=actor_of(request), now=timezone.now(), **form.cleaned_data)

        issued = attempt(form, issue) if request.method == "POST" else None
        context = {**self.admin_site.each_context(request), "title": _("Give out an API key"), "opts": self.opts}
        context |= {"key": issued[0], "secret": issued[1]} if issued else {"form": form}
        page = TemplateResponse(request, "backoffice/api_key.html", context)
        add_never_cache_headers(page)
        return page

    @column(_("belongs to"))
    def owned_by(self, key: ApiKey) -> str:
        return str(key.owner)

    @column(_("scopes"))
    def allows(self, key: ApiKey) -> str:
        return ", ".join(key.scopes) or "–"

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        chosen = list(keys)
        for key in chosen:
            revoke_api_key(key=key, actor=actor_of(request), now=timezone.now())
        said = ngettext("%(count)s key revoked.", "%(count)s keys revoked.", len(chosen))
        messages.success(request, said % {"count": len(chosen)})
