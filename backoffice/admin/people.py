"""People who sign in, and the duties of our own."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.models import User
from backoffice.forms.people import PersonForm
from backoffice.modeladmin import KeptAdmin, StaffAdmin, column


@admin.register(User)
class UserAdmin(KeptAdmin):
    form = PersonForm
    list_display = ["email", "name", "is_staff", "duties", "second_factor", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    autocomplete_fields: list[str] = []
    fieldsets = [
        (None, {"fields": ["email", "name", "is_active"]}),
        (
            gettext_lazy("Our own people"),
            {
                "fields": ["is_staff", "groups", "facilities", "is_superuser"],
                "description": gettext_lazy(
                    "Somebody new gets a mail with a link to choose a password, and sets up a second factor on the "
                    "first sign-in."
                ),
            },
        ),
        (gettext_lazy("Seen"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return people.prefetch_related("groups").annotate(has_factor=Exists(factors))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Nobody makes themselves or others more powerful than they are."""
        return self.readonly_fields if request.user.is_superuser else [*self.readonly_fields, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        mightier = isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser
        return not mightier and bool(super().has_change_permission(request, obj))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "facilities" in form.cleaned_data:
            obj.facilities.set(form.cleaned_data["facilities"])
        if change and "email" in form.changed_data:
            # Whoever reads mail at the old address could otherwise still sign in, or choose a new password.
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
        if not change:
            invitation = ResetPasswordForm({"email": obj.email})
            if invitation.is_valid():
                invitation.save(request)
                messages.info(request, _("%(email)s gets a mail to choose a password.") % {"email": obj.email})

    @column(gettext_lazy("duties"))
    def duties(self, person: User) -> str:
        if person.is_superuser:
            return _("Everything")
        return ", ".join(group.name for group in person.groups.all()) or "–"

    @column(gettext_lazy("second factor"), boolean=True)
    def second_factor(self, person: User) -> bool:
        return bool(person.has_factor)  # type: ignore[attr-defined]


@admin.register(Group)
class GroupAdmin(StaffAdmin):
    list_display = ["name", "people", "permission_count"]
    search_fields = ["name"]
    fields = ["name", "permissions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(
            people=Count("user", filter=Q(user__is_active=True), distinct=True),
            permission_count=Count("permissions", distinct=True),
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = (
            Permission.objects.filter(content_type__in=self._shown())
            .select_related("content_type")
            .order_by("content_type__app_label", "content_type__model", "codename")
        )
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = lambda permission: permission.name
        return field

    def _shown(self) -> list[ContentType]:
        """The nouns that staff meet: permissions on others would do nothing."""
        screens = self.admin_site._registry.items()
        nouns = {noun for model, screen in screens for noun in (model, *(rows.model for rows in screen.inlines))}
        return list(ContentType.objects.get_for_models(*nouns).values())

    @column(gettext_lazy("people"), ordering="people")
    def people(self, group: Group) -> int:
        count: int = group.people  # type: ignore[attr-defined]
        return count

    @column(gettext_lazy("permissions"), ordering="permission_count")
    def permission_count(self, group: Group) -> int:
        count: int = group.permission_count  # type: ignore[attr-defined]
        return count
