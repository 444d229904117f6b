"""Bases of every list and form of the back office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import DecimalField, Model, QuerySet, TextField
from django.forms.utils import ErrorList
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminExpandableTextareaWidget

from accounts.access import visible_audit_entries
from accounts.operations import record
from backoffice.screens import actor_of, theirs
from backoffice.widgets import NumberInput, StaffPeriodInput
from kernel.fields import PeriodField
from kernel.refusal import Refusal

F = TypeVar("F", bound=Callable[..., Any])


def column(
    description: str | Promise,
    *,
    ordering: str | None = None,
    label: dict[str, str] | None = None,
    boolean: bool | None = None,
) -> Callable[[F], F]:
    """A column of a list that Python makes; ``label`` maps a state to the tone of its badge."""

    def mark(function: F) -> F:
        shown: F = display(function, description=description, ordering=ordering, label=label, boolean=boolean)
        return shown

    return mark


class PeriodForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of something dated: where the database lets no two periods overlap, it says so beside the period."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        overlaps = {
            str(rule.violation_error_message)
            for rule in self._meta.model._meta.constraints
            if isinstance(rule, ExclusionConstraint)
        }
        for error in self.errors.pop(NON_FIELD_ERRORS, ErrorList()).as_data():
            self.add_error("days" if overlaps.intersection(error.messages) else None, error)


class Staffed:
    """Permissions as the duties give them, of the facilities somebody is there for, and dates as people type them."""

    # Leads from a row to its facility, where it has one.
    at: ClassVar[str | None] = None

    formfield_overrides = {
        PeriodField: {"widget": StaffPeriodInput},
        DecimalField: {"widget": NumberInput},
        TextField: {"widget": UnfoldAdminExpandableTextareaWidget},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return theirs(request, rows, self.at) if self.at else rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nothing is put where they are not there for."""
        screen = self.admin_site._registry.get(db_field.related_model)  # type: ignore[attr-defined]
        if isinstance(screen, Staffed) and screen.at:
            rows = kwargs.get("queryset", db_field.related_model._default_manager.all())
            kwargs["queryset"] = theirs(request, rows, screen.at)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class StaffAdmin(Staffed, ModelAdmin):  # type: ignore[misc]
    """Writes what staff change into the audit log, and says refusals in words."""

    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    list_filter_sheet = True
    list_per_page = 50
    object_history_template = "backoffice/history.html"

    def _log(self, request: HttpRequest, subject: Model, done: str, **details: Any) -> None:
        verb = f"{subject._meta.app_label}.{subject._meta.model_name}_{done}"
        record(actor=actor_of(request), verb=verb, subject=subject, now=timezone.now(), **details)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        self._log(request, obj, "added", name=str(obj))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        changed = [name for part in message or [] for name in _named(part)]
        self._log(request, obj, "changed", name=str(obj), changed=changed)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for subject in queryset:
            self._log(request, subject, "deleted", name=str(subject))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show what was done to one thing, newest first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        subject = self.get_object(request, unquote(object_id))
        if subject is None:
            raise Http404
        about = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": subject},
            "opts": self.opts,
            "object": subject,
            "entries": visible_audit_entries(actor_of(request)).filter(**about),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            page: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())
        return page


class KeptAdmin(StaffAdmin):
    """Things that others refer to for ever: they are changed or switched off, and never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin):
    """Things that only operations write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PagedAdmin(ReadOnlyAdmin):
    """Things with a page of their own in place of Django's form; their ids are UUIDs."""

    def page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        raise NotImplementedError

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            pk = UUID(unquote(object_id))
        except ValueError:
            raise Http404 from None
        return self.page(request, pk)


class Rows(Staffed, TabularInline):  # type: ignore[misc]
    """Rows that belong to the thing above them; each input says what it is, since the column's head is no label."""

    extra = 0
    show_change_link = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            inner = getattr(field.widget, "widget", field.widget)
            inner.attrs.setdefault("aria-label", str(field.label))
        return field


def _named(part: Any) -> Iterable[str]:
    """The fields that a part of Django's change message names, or the noun of a changed row below."""
    if not isinstance(part, dict):
        return [str(part)]
    return [
        str(name)
        for said in part.values()
        for name in (said.get("fields") or ([said["name"]] if "name" in said else []))
    ]
