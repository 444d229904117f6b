"""The words of this app."""

from accounts.models.clients import Client, Member, Partner
from accounts.models.credentials import ApiKey
from accounts.models.deeds import Deed
from accounts.models.entities import LegalEntity
from accounts.models.invitations import Invitation
from accounts.models.messages import Attachment, OutgoingMessage
from accounts.models.users import User

__all__ = [
    "ApiKey",
    "Attachment",
    "Client",
    "Deed",
    "Invitation",
    "LegalEntity",
    "Member",
    "OutgoingMessage",
    "Partner",
    "User",
]
