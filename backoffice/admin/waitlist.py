"""The waitlist in the order it is served. The timetable serves it; staff may withdraw a place."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from accounts.access import may
from accounts.capabilities import Capability
from backoffice import cells
from backoffice.modeladmin import ReadOnlyAdmin, column
from backoffice.screens import actor_of
from backoffice.tones import TONES, badge
from bookings.access import visible_waitlist
from bookings.models import WaitlistEntry
from bookings.queries.waitlist import positions


class WithPositions(ChangeList):  # type: ignore[misc]
    """Each row of the page with its place in line: three queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[WaitlistEntry] = list(self.result_list)
        found = positions(self.result_list)
        for entry in self.result_list:
            entry.position = found.get(entry.pk)  # type: ignore[attr-defined]


@admin.register(WaitlistEntry)
class WaitlistEntryAdmin(ReadOnlyAdmin):
    change_form_outer_before_template = "backoffice/waitlist_head.html"
    list_display = [
        "client",
        "where",
        "pattern",
        "seats",
        "term",
        "window",
        "joined_at",
        "line",
        "shown_state",
        "offer",
    ]
    list_filter = ["state", "facility", "pattern"]
    search_fields = ["client__name", "city"]
    ordering = ["joined_at"]
    fields = [
        "client",
        "where",
        "pattern",
        "hours_kept",
        "package",
        "seats",
        "term",
        "window",
        "joined_at",
        "state",
        "offer",
    ]
    readonly_fields = ["where", "hours_kept", "term", "window", "offer"]

    def has_view_permission(self, request: HttpRequest, obj: WaitlistEntry | None = None) -> bool:
        """Let whoever may see bookings see who waits for one."""
        return may(actor_of(request), Capability.SEE_BOOKINGS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WaitlistEntry]:
        return visible_waitlist(actor_of(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithPositions

    @column(_("where"))
    def where(self, entry: WaitlistEntry) -> str:
        return entry.place

    @column(_("hours stay at"))
    def hours_kept(self, entry: WaitlistEntry) -> str:
        return (
            gettext("%(city)s time") % {"city": entry.time_zone_city}
            if entry.time_zone
            else gettext("the facility's time")
        )

    @column(_("term"), ordering="months")
    def term(self, entry: WaitlistEntry) -> str:
        return ngettext("%(months)s month", "%(months)s months", entry.months) % {"months": entry.months}

    @column(_("to begin"), ordering="earliest")
    def window(self, entry: WaitlistEntry) -> str:
        return f"{cells.written(entry.earliest)} – {cells.written(entry.latest)}"

    @column(_("in line"))
    def line(self, entry: WaitlistEntry) -> str:
        return str(entry.position or "–")  # type: ignore[attr-defined]

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, entry: WaitlistEntry) -> tuple[str, str]:
        return badge(entry)

    @column(_("offer"))
    def offer(self, entry: WaitlistEntry) -> str:
        return str(entry.booking or "–")
