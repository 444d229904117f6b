"""The actor of a request, worked out once, and the company whose affairs are shown."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.access import may, visible_clients
from accounts.actors import Actor, Person, Staff, StaffFor
from accounts.enums import Mode
from accounts.models import Client, User
from accounts.operations.representation import ENTERING
from accounts.queries.companies import clients
from portal.outage import OUTAGES, out_of_service

# Session keys: the company a member looks at; and whose portal a member of staff is in, in which mode and why.
CLIENT_KEY = "client"
ACTING_KEY = "acting_as"

# These interfaces have actors of their own.
OTHER_INTERFACES = ("/api/", "/health/")


class PortalRequest(HttpRequest):
    """A request as the portal's views get it.

    ``client`` is the current company; ``clients`` are all the person may choose from; both are empty for people
    who are not signed in and for staff who act as nobody. ``actor`` is missing until somebody has signed in.
    """

    actor: Actor
    client: Client | None
    clients: list[Client]
    htmx: HtmxDetails


class ActorMiddleware:
    """Sets ``request.actor``, ``request.client`` and ``request.clients``; one query for a person signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        if not request.path.startswith(OTHER_INTERFACES):
            try:
                meet(request)
            except OUTAGES as error:
                return out_of_service(error)
        return self.get_response(request)


def meet(request: PortalRequest) -> None:
    """Fill in who asks."""
    request.client, request.clients = None, []
    user = request.user
    if not isinstance(user, User):
        return
    request.actor = actor_of(user)
    if user.is_staff:
        inside = staff_in_a_portal(request, user)
        if inside is not None:
            request.actor, request.client = inside, inside.as_client
        request.clients = [request.client] if request.client else []
    else:
        request.clients = list(visible_clients(request.actor).order_by("name"))
        chosen = _chosen(request, CLIENT_KEY)
        request.client = next((c for c in request.clients if c.pk == chosen), None) or next(iter(request.clients), None)


def actor_of(user: User) -> Actor:
    """Whoever is signed in, on their own behalf."""
    return Staff(user) if user.is_staff else Person(user)


def staff_in_a_portal(request: HttpRequest, user: User) -> StaffFor | None:
    """The member of staff as the client whose portal they entered; asked on every page, since a duty taken away ends
    what it allowed."""
    begun = request.session.get(ACTING_KEY)
    if not isinstance(begun, dict) or begun.get("mode") not in Mode.values or lacks_second_factor(user):
        return None
    mode = Mode(begun["mode"])
    client = clients().filter(pk=begun["client"]).first()
    if client is None or not may(Staff(user), ENTERING[mode]):
        return None
    return StaffFor(user, client, mode, begun["reason"])


def lacks_second_factor(user: User) -> bool:
    """Return whether a member of staff has yet to set up what staff need, before they see anything of a client."""
    return settings.STAFF_NEEDS_MFA and not is_mfa_enabled(user)


def _chosen(request: HttpRequest, key: str) -> UUID | None:
    try:
        return UUID(request.session[key])
    except (KeyError, ValueError, TypeError):
        return None
