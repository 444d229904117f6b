"""The words of this app."""

from accounts.models.clients import Client, Member, Partner
from accounts.models.credentials import ApiKey
from accounts.models.entities import LegalEntity
from accounts.models.invitations import Invitation
from accounts.models.users import User

__all__ = [
    "ApiKey",
    "Client",
    "Invitation",
    "LegalEntity",
    "Member",
    "Partner",
    "User",
]
