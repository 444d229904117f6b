"""A company's own page: its details, its people, and how the reader signs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled

from accounts.access import may, visible_invitations, visible_members
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.enums import InvitationState
from accounts.models import Client, Invitation, Member


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """``invitations`` are those still open, with whether they have run out; only owners see them.
    ``has_second_factor`` is about the reader, and ``None`` for staff who act for the company."""

    client: Client
    members: Sequence[Member]
    invitations: Sequence[tuple[Invitation, bool]]
    may_change: bool
    has_second_factor: bool | None


def company_page(client: Client, *, actor: Actor, now: datetime) -> CompanyPage:
    """Everything the page shows besides the form."""
    reader = actor.user if actor.as_client is None else None
    return CompanyPage(
        client=client,
        members=list(visible_members(actor).filter(client=client).order_by("since", "pk")),
        invitations=[
            (each, each.has_run_out(now))
            for each in visible_invitations(actor).filter(client=client, state=InvitationState.OPEN)
        ],
        may_change=may(actor, Capability.MANAGE_TEAM, client),
        has_second_factor=None if reader is None else is_mfa_enabled(reader),
    )
