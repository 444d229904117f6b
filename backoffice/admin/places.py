"""Facilities, floors, rooms and workstations."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from backoffice import cells
from backoffice.forms.places import RoomForm, WorkstationForm
from backoffice.forms.presentation import PhotoForm
from backoffice.modeladmin import KeptAdmin, ReadOnlyAdmin, Rows, column
from backoffice.screens import actor_of
from backoffice.tones import SEVERITIES, TONES, badge
from backoffice.views.places import ask_to_become, ask_to_close
from facilities.access import is_limited
from facilities.enums import WorkstationState
from facilities.models import (
    DiscountTier,
    Facility,
    FacilityInclusion,
    Fault,
    Floor,
    Holiday,
    OpeningHours,
    Photo,
    Room,
    Workstation,
)
from facilities.queries.assets import placed_at
from facilities.queries.buildings import floors
from facilities.queries.taken import taken
from facilities.queries.timeline import timeline
from facilities.queries.usage import rooms_in_use
from facilities.seat_attributes import FEATURES
from floorplans.errors import RoomLet
from kernel.refusal import refusing

RENTABLE = Q(workstations__state=WorkstationState.IN_SERVICE)


class FloorRows(Rows):
    model = Floor
    fields = ["name", "level", "width", "height", "plan"]
    readonly_fields = ["plan"]
    show_change_link = True
    tab = True

    @column(_("plan"))
    def plan(self, floor: Floor) -> str:
        if floor._state.adding:
            return "–"
        url = reverse("admin:floor-plan", args=[floor.pk])
        return format_html('<a class="bo-link" href="{}">{}</a>', url, _("Open the plan"))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class InclusionRows(Rows):
    model = FacilityInclusion
    autocomplete_fields = ["inclusion"]
    fields = ["inclusion", "specification", "service_level", "newest_test"]
    readonly_fields = ["newest_test"]
    show_change_link = True
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[FacilityInclusion]:
        here: QuerySet[FacilityInclusion] = super().get_queryset(request)
        return here.select_related("facility", "inclusion").prefetch_related("tests")

    @column(_("last tested"))
    def newest_test(self, here: FacilityInclusion) -> str:
        return cells.day(here.tested_on)


class TierRows(Rows):
    model = DiscountTier
    fields = ["kind", "threshold", "percent"]
    tab = True


class OpeningRows(Rows):
    model = OpeningHours
    fields = ["weekday", "opens", "closes"]
    tab = True


class HolidayRows(Rows):
    model = Holiday
    fields = ["day", "name", "service", "note"]
    tab = True


class PhotoRows(Rows):
    model = Photo
    form = PhotoForm
    fields = ["file", "alt_text", "caption", "position"]
    tab = True


@admin.register(Facility)
class FacilityAdmin(KeptAdmin):
    at = "pk"
    list_display = ["name", "code", "city", "country", "legal_entity", "seats", "currency", "is_listed"]
    list_filter = ["is_listed", "country", "legal_entity"]
    list_select_related = ["legal_entity"]
    search_fields = ["name", "code", "city"]
    prepopulated_fields = {"slug": ["name"]}
    change_form_outer_before_template = "backoffice/facility_head.html"
    inlines = [FloorRows, InclusionRows, TierRows, OpeningRows, HolidayRows, PhotoRows]
    fieldsets = [
        (None, {"fields": ["name", "slug", "code", "legal_entity", "is_listed"]}),
        (_("What people read"), {"fields": ["summary", "description"]}),
        (_("Where"), {"fields": ["address", "city", "country", "subdivision", "time_zone"]}),
        (_("Reception"), {"fields": ["phone", "reception_name", "reception_email", "is_always_open"]}),
        (_("Terms"), {"fields": ["currency", "handover_minutes", "hold_hours"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facility]:
        facilities: QuerySet[Facility] = super().get_queryset(request)
        return facilities.annotate(rentable=Count("workstations", filter=RENTABLE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever is there for some facilities only opens no other."""
        return bool(super().has_add_permission(request)) and not is_limited(actor_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Minutes of the week are counted in the facility's own zone, so it stays where it is."""
        return ["time_zone"] if obj else []

    @column(_("seats let"), ordering="let")
    def seats(self, facility: Facility) -> int:
        count: int = facility.rentable  # type: ignore[attr-defined]
        return count


class RoomRows(Rows):
    model = Room
    form = RoomForm
    # Whether one company has it to itself is said on the room's own page, which knows who has seats in it.
    fields = ["name", "kind", "capacity", "is_clean_room", "x", "y", "width", "height"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        rooms: QuerySet[Room] = super().get_queryset(request)
        return rooms.filter(retired_at__isnull=True)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Floor)
class FloorAdmin(KeptAdmin):
    at = "facility"
    list_display = ["name", "facility", "level", "room_count"]
    list_filter = ["facility"]
    list_select_related = ["facility"]
    search_fields = ["name", "facility__name"]
    ordering = ["facility__name", "level"]
    fields = ["facility", "name", "level", "width", "height"]
    inlines = [RoomRows]
    change_form_outer_before_template = "backoffice/floor_head.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Floor]:
        floors: QuerySet[Floor] = super().get_queryset(request)
        return floors.annotate(room_count=Count("rooms", filter=Q(rooms__retired_at__isnull=True)))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["facility"] if obj else []

    @column(_("rooms"), ordering="room_count")
    def room_count(self, floor: Floor) -> int:
        count: int = floor.room_count  # type: ignore[attr-defined]
        return count


@admin.register(Room)
class RoomAdmin(KeptAdmin):
    at = "floor__facility"
    form = RoomForm
    change_form_outer_before_template = "backoffice/room_head.html"
    list_display = ["name", "where", "kind", "seats", "capacity", "is_exclusive", "is_clean_room", "retired"]
    list_filter = [
        "floor__facility", "kind", "is_exclusive", "is_clean_room", ("retired_at", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["floor__facility"]
    search_fields = ["name", "floor__name", "floor__facility__name"]
    ordering = ["floor__facility__name", "floor__level", "name"]
    fieldsets = [
        (None, {"fields": ["floor", "name", "kind", "capacity", "is_exclusive", "is_clean_room"]}),
        (_("On the plan, in centimetres"), {"fields": ["x", "y", "width", "height"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        rooms: QuerySet[Room] = super().get_queryset(request)
        return rooms.annotate(rentable=Count("workstations", filter=RENTABLE))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Whether one company has the room to itself is part of what was let in it."""
        if obj is None:
            return []
        return ["floor", "is_exclusive"] if rooms_in_use([obj.pk], now=timezone.now()) else ["floor"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse changes of what is retired: it comes back as a whole, on the plan."""
        may: bool = super().has_change_permission(request, obj)
        return may and (obj is None or obj.retired_at is None)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Room, form: RoomForm, change: bool) -> None:
        if "is_exclusive" in form.changed_data:
            obj.rule_changed_at = timezone.now()
        with refusing(room_keeps_its_rule_while_let=RoomLet(rooms=obj.name)):
            super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "floor":
            kwargs["queryset"] = floors()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "floor":
            field.label_from_instance = lambda floor: f"{floor.facility} · {floor}"
        return field

    @column(_("where"), ordering="floor__facility__name")
    def where(self, room: Room) -> str:
        return f"{room.floor.facility} · {room.floor}"

    @column(_("retired"), ordering="retired_at")
    def retired(self, room: Room) -> str:
        return cells.moment(room.retired_at, room.floor.facility.time_zone)

    @column(_("seats let"), ordering="let")
    def seats(self, room: Room) -> int:
        count: int = room.rentable  # type: ignore[attr-defined]
        return count


@admin.register(Workstation)
class WorkstationAdmin(KeptAdmin):
    at = "facility"
    form = WorkstationForm
    list_display = ["code", "facility", "where", "row", "position", "shown_state"]
    list_filter = ["facility", "state", "room__kind", *(each.field for each in FEATURES)]
    list_select_related = ["facility", "room__floor"]
    search_fields = ["code", "room__name"]
    ordering = ["facility__name", "code"]
    actions = ["close_for_work", "put_into_service", "keep_as_spare", "retire"]
    change_form_outer_before_template = "backoffice/workstation_head.html"
    autocomplete_fields = ["room"]
    fieldsets = [
        (None, {"fields": ["room", "code", "state"]}),
        (_("In its row"), {"fields": ["row", "position"]}),
        (_("On the plan, in centimetres"), {"fields": ["x", "y", "rotation"]}),
        (_("What it offers"), {"fields": [each.field for each in FEATURES]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """What is let stays in its room, and states change by the operation that asks whether the seat is in use."""
        return ["room", "state"] if obj else ["state"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        seat = self.get_object(request, unquote(object_id))
        context = {}
        if seat is not None:
            context = {
                "taken": taken(seat, now=timezone.now()), "equipment": placed_at(seat), "timeline": timeline(seat),
            }  # fmt: skip
        page: HttpResponse = super().change_view(request, object_id, form_url, context)
        return page

    @column(_("where"), ordering="room__name")
    def where(self, seat: Workstation) -> str:
        return f"{seat.room.floor} · {seat.room}"

    @column(_("state"), ordering="state", label=TONES)
    def shown_state(self, seat: Workstation) -> tuple[str, str]:
        return badge(seat)

    @admin.action(description=_("Close for planned work"), permissions=["change"])
    def close_for_work(self, request: HttpRequest, seats: QuerySet[Workstation]) -> HttpResponse:
        return ask_to_close(request, list(seats))

    @admin.action(description=_("Take into service"), permissions=["change"])
    def put_into_service(self, request: HttpRequest, seats: QuerySet[Workstation]) -> HttpResponse:
        return ask_to_become(request, list(seats), WorkstationState.IN_SERVICE)

    @admin.action(description=_("Keep as spares"), permissions=["change"])
    def keep_as_spare(self, request: HttpRequest, seats: QuerySet[Workstation]) -> HttpResponse:
        return ask_to_become(request, list(seats), WorkstationState.SPARE)

    @admin.action(description=_("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, seats: QuerySet[Workstation]) -> HttpResponse:
        return ask_to_become(request, list(seats), WorkstationState.RETIRED)


@admin.register(Fault)
class FaultAdmin(ReadOnlyAdmin):
    """Every fault there was; a seat's own page is where one is reported and put right."""

    at = "workstation__facility"
    list_display = ["what", "seat", "shown_severity", "since", "until"]
    list_filter = [("fixed_at", admin.EmptyFieldListFilter), "severity", "workstation__facility"]
    list_select_related = ["workstation__facility"]
    search_fields = ["what", "fix", "workstation__code"]
    fields = ["workstation", "what", "severity", "opened_at", "opened_by", "fixed_at", "fixed_by", "fix"]
    change_form_outer_before_template = "backoffice/fault_head.html"

    @column(_("seat"), ordering="workstation__code")
    def seat(self, fault: Fault) -> str:
        return f"{fault.workstation.facility} · {fault.workstation}"

    @column(_("how bad"), ordering="severity", label=SEVERITIES)
    def shown_severity(self, fault: Fault) -> tuple[str, str]:
        return fault.severity, fault.get_severity_display()

    @column(_("since"), ordering="opened_at")
    def since(self, fault: Fault) -> str:
        return cells.moment(fault.opened_at, fault.workstation.facility.time_zone)

    @column(_("put right"), ordering="fixed_at")
    def until(self, fault: Fault) -> str:
        return cells.moment(fault.fixed_at, fault.workstation.facility.time_zone)
