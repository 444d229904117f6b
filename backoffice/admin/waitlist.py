"""Who waits for what: the waitlist in the order it is served. The clock serves it; staff may withdraw a place."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from backoffice import cells
from backoffice.doors import actor_of
from backoffice.modeladmin import ReadOnlyAdmin, column
from backoffice.tones import TONES, badge
from bookings.access import visible_waits
from bookings.models import Wait
from bookings.queries.waitlist import positions


class WithPositions(ChangeList):  # type: ignore[misc]
    """Each row of the page with its place in line: three queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[Wait] = list(self.result_list)
        found = positions(self.result_list)
        for wait in self.result_list:
            wait.position = found.get(wait.pk)  # type: ignore[attr-defined]


@admin.register(Wait)
class WaitAdmin(ReadOnlyAdmin):
    change_form_outer_before_template = "backoffice/wait_head.html"
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

    def has_view_permission(self, request: HttpRequest, obj: Wait | None = None) -> bool:
        """Who may see bookings may see who waits for one."""
        return request.user.has_perm("bookings.view_booking")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wait]:
        return visible_waits(actor_of(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithPositions

    @column(_("where"))
    def where(self, wait: Wait) -> str:
        return wait.place

    @column(_("hours stay at"))
    def hours_kept(self, wait: Wait) -> str:
        return (
            gettext("%(city)s time") % {"city": wait.time_zone_city}
            if wait.time_zone
            else gettext("the facility's time")
        )

    @column(_("term"), ordering="months")
    def term(self, wait: Wait) -> str:
        return ngettext("%(months)s month", "%(months)s months", wait.months) % {"months": wait.months}

    @column(_("to begin"), ordering="earliest")
    def window(self, wait: Wait) -> str:
        return f"{cells.written(wait.earliest)} – {cells.written(wait.latest)}"

    @column(_("in line"))
    def line(self, wait: Wait) -> str:
        return str(wait.position or "–")  # type: ignore[attr-defined]

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, wait: Wait) -> tuple[str, str]:
        return badge(wait)

    @column(_("offer"))
    def offer(self, wait: Wait) -> str:
        return str(wait.booking or "–")
