"""The audit log, and mails: only to read, and to send again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import RangeDateFilter

from accounts.access import may
from accounts.capabilities import Capability
from accounts.operations import resend_messages
from audit.models import AuditEntry
from backoffice import log
from backoffice.modeladmin import ReadOnlyAdmin, column
from backoffice.screens import actor_of
from backoffice.tones import TONES, badge
from outbox.models import Message


class RoomFilter(admin.SimpleListFilter):
    """Filter: entries of one part of the business, whose name their verbs begin with."""

    title = _("part")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("accounts", _("Clients and people")),
            ("facilities", _("Places and prices")),
            ("floorplans", _("Floor plans and inventory")),
            ("bookings", _("Bookings")),
            ("billing", _("Money")),
            ("ledger", _("Books")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(verb__startswith=f"{self.value()}.") if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "what", "about", "more"]
    list_filter = [RoomFilter, "facility", "partner", ("at", RangeDateFilter)]
    list_select_related = ["actor", "as_client"]
    search_fields = ["=subject_id", "actor__email", "client__name", "as_client__name", "=api_key"]
    search_help_text = _("An id, somebody's e-mail address, a client's name or the beginning of an API key")
    fields = ["at", "who", "what", "about", "more"]
    readonly_fields = ["who", "what", "about", "more"]

    @column(_("who"), ordering="actor")
    def who(self, entry: AuditEntry) -> str:
        return log.who(entry)

    @column(_("what"), ordering="verb")
    def what(self, entry: AuditEntry) -> str:
        return log.what(entry)

    @column(_("about"))
    def about(self, entry: AuditEntry) -> str:
        return log.subject_link(entry)

    @column(_("details"))
    def more(self, entry: AuditEntry) -> str:
        return log.details(entry)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "to", "client", "shown_state", "created_at", "sent_at", "attempts"]
    list_filter = ["state", "kind", ("created_at", RangeDateFilter)]
    list_select_related = ["client"]
    search_fields = ["to", "subject", "client__name"]
    actions = ["resend"]
    fieldsets = [
        (None, {"fields": ["subject", "to", "client", "text"]}),
        (_("On its way"), {"fields": ["shown_state", "created_at", "due_at", "sent_at", "attempts", "last_error"]}),
    ]
    readonly_fields = ["shown_state"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        found: QuerySet[Message] = super().get_queryset(request)
        return found.defer("html")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return may(actor_of(request), Capability.RESEND_MAIL)

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, message: Message) -> tuple[str, str]:
        return badge(message)

    @admin.action(description=_("Send again"), permissions=["resend"])
    def resend(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        ids = list(chosen.values_list("pk", flat=True))
        sent = resend_messages(messages=ids, actor=actor_of(request), now=timezone.now())
        said = ngettext("%(count)s message goes out again.", "%(count)s messages go out again.", sent)
        messages.success(request, said % {"count": sent})
