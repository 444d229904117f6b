"""A company's people: asked in by an owner, given another role, let go; and the way in for whom is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import operations
from accounts.access import may, visible_invitations, visible_members
from accounts.capabilities import Capability
from accounts.models import Invitation, Member, User
from accounts.queries.people import invitations, known_by, may_choose_first_password
from kernel.refusal import Refusal
from portal.forms.team import InviteForm, NewcomerForm, RoleForm
from portal.middleware import CLIENT_KEY, PortalRequest
from portal.views.access import ClientRequest, for_clients
from portal.views.company import company


@require_POST
@for_clients
def invite(request: ClientRequest) -> HttpResponse:
    """A refusal comes back beside what was typed, on the company's page."""
    form = InviteForm(request.POST)
    try:
        if form.is_valid():
            operations.invite_member(
                client=request.client, actor=request.actor, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Invited. The mail is on its way to %(email)s.") % form.cleaned_data)
            return _to_the_team()
    except Refusal as refusal:
        form.refuse(refusal)
    return company(request, invite=form)


@require_POST
@for_clients
def resend(request: ClientRequest, pk: UUID) -> HttpResponse:
    found = _invitation(request, pk)
    return _said(
        request,
        lambda: operations.resend_invitation(invitation=found, actor=request.actor, now=timezone.now()),
        _("Sent again, with a new link. The one before opens nothing any more."),
    )


@require_POST
@for_clients
def withdraw(request: ClientRequest, pk: UUID) -> HttpResponse:
    found = _invitation(request, pk)
    return _said(
        request,
        lambda: operations.withdraw_invitation(invitation=found, actor=request.actor, now=timezone.now()),
        _("Withdrawn. The link opens nothing any more."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def member(request: ClientRequest, pk: int) -> HttpResponse:
    """Another role for one of the team; the way to let them go."""
    found = _member(request, pk)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    try:
        if request.method == "POST" and form.is_valid():
            operations.change_role(member=found, actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(person)s has the new role from now on.") % {"person": found.user})
            return _to_the_team()
    except Refusal as refusal:
        form.refuse(refusal)
    return render(
        request, "portal/team/member.html", {"member": found, "form": form}, status=422 if form.errors else 200
    )


@require_POST
@for_clients
def remove(request: ClientRequest, pk: int) -> HttpResponse:
    found = _member(request, pk)
    return _said(
        request,
        lambda: operations.remove_member(member=found, actor=request.actor, now=timezone.now()),
        _("%(person)s belongs to the team no more.") % {"person": found.user},
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: PortalRequest, pk: UUID, token: str) -> HttpResponse:
    """Follow the link in the mail: newcomers say name and password, others sign in and join."""
    invitation = get_object_or_404(invitations(), pk=pk)
    path = reverse("portal:invitation", args=[pk, token])
    shown = {"invitation": invitation, "path": path}
    is_open = invitation.state == "open" and not invitation.has_run_out(timezone.now())
    if not (is_open and invitation.is_opened_by(token)):
        return render(request, "portal/team/over.html", shown, status=410)
    if request.user.is_authenticated:
        return _join(request, invitation, token, shown)
    known = known_by(invitation.email)
    if known is not None and not may_choose_first_password(known, has_second_factor=is_mfa_enabled(known)):
        return render(request, "portal/team/sign_in.html", shown)
    form = NewcomerForm(
        request.POST if request.method == "POST" else None,
        invitation=invitation,
        initial={"name": known.name if known else ""},
    )
    try:
        if form.is_valid():
            user = operations.join_by_invitation(
                invitation=invitation,
                token=token,
                has_second_factor=is_mfa_enabled,
                verify=_verified,
                now=timezone.now(),
                **form.cleaned_data,
            )
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return _joined(request, invitation)
    except Refusal as refusal:
        form.refuse(refusal)
    return render(request, "portal/team/newcomer.html", {**shown, "form": form}, status=422 if form.errors else 200)


def _verified(user: User) -> None:
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


def _join(request: PortalRequest, invitation: Invitation, token: str, shown: dict[str, object]) -> HttpResponse:
    """For somebody signed in: one button, or why it is not for them."""
    user = cast(User, request.user)
    if user.is_staff or user.email.lower() != invitation.email.lower():
        return render(request, "portal/team/other_person.html", shown, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return render(request, "portal/team/join.html", shown)
    try:
        operations.accept_invitation(invitation=invitation, token=token, user=user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:home")
    return _joined(request, invitation)


def _joined(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    request.session[CLIENT_KEY] = str(invitation.client_id)
    messages.success(request, _("Welcome to %(company)s.") % {"company": invitation.client})
    return redirect("portal:home")


def _said(request: ClientRequest, operation: Callable[[], object], done: str | Promise) -> HttpResponse:
    try:
        operation()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return _to_the_team()


def _to_the_team() -> HttpResponse:
    return redirect(f"{reverse('portal:details')}#team")


def _invitation(request: ClientRequest, pk: UUID) -> Invitation:
    return get_object_or_404(visible_invitations(request.actor), client=request.client, pk=pk)


def _member(request: ClientRequest, pk: int) -> Member:
    """One of the team, for those who run the company; for others there is nothing to change here."""
    members = visible_members(request.actor).filter(client=request.client)
    return get_object_or_404(
        members if may(request.actor, Capability.MANAGE_TEAM, request.client) else members.none(), pk=pk
    )
