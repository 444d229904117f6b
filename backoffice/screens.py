"""Screens: a request becomes an operation, and a refusal becomes words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from accounts.actors import Actor, Staff
from accounts.capabilities import PERMISSIONS, Capability
from accounts.errors import NotAllowed
from accounts.models import User
from facilities.access import at_their_facilities
from kernel.refusal import Refusal

Rows = TypeVar("Rows", bound=QuerySet[Any])
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
P = ParamSpec("P")
T = TypeVar("T")


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff, as staff; whoever acts for a client elsewhere is staff in here.

    :raises PermissionDenied: for anybody else.
    """
    if not (isinstance(request.user, User) and request.user.is_staff):
        raise PermissionDenied
    return Staff(request.user)


def theirs(request: HttpRequest, rows: Rows, path: str = "facility") -> Rows:
    """Those of ``rows`` that are at the facilities whoever asks is there for; ``path`` leads from a row to its
    facility."""
    return at_their_facilities(actor_of(request), rows, path)


def permissions_of(asked: Iterable[Capability | str]) -> list[str]:
    """Django's permissions behind what a screen asks for: capabilities, or such permissions themselves."""
    return [
        permission for each in asked for permission in (PERMISSIONS[each] if isinstance(each, Capability) else (each,))
    ]


def allowed(*asked: Capability | str) -> Callable[[View], View]:
    """Only for staff who have all that is asked, which stands on the view as ``asked``; others get 403.

    An early answer: what a screen sets in motion asks again, about the facility too, and its no is a 403 as well where
    the screen has no words for it. A screen that only shows one kind of row may ask for
    Django's permission to see it (``app.codename``).
    """
    permissions = permissions_of(asked)

    def shut(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal

        guarded.asked = asked  # type: ignore[attr-defined]
        return cast(View, guarded)

    return shut


def ids_or_404(values: Iterable[str]) -> list[UUID]:
    """Ids that somebody put into an address or a form."""
    try:
        return [UUID(value) for value in values]
    except ValueError:
        raise Http404 from None


def screen(
    request: HttpRequest, template: str, title: str | Promise, *, status: int | None = None, **context: Any
) -> TemplateResponse:
    """A page of the back office inside the frame of the admin."""
    request.current_app = admin.site.name
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}, status=status
    )


@contextmanager
def saying(request: HttpRequest, done: str | Promise) -> Iterator[None]:
    """Do an operation inside; then say that it is done, or why it may not be."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))


def attempt(form: forms.BaseForm, operation: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Return what an operation with a form's values made, or ``None`` when the form is wrong or it was refused.

    A refusal becomes an error beside the input it concerns, and what was typed stays in the form.
    """
    if not form.is_valid():
        return None
    try:
        return operation(*args, **kwargs)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
