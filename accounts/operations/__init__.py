"""The operations of this app."""

from accounts.operations.audit import record, record_each
from accounts.operations.clients import complete_details, register_client, require_withholding
from accounts.operations.companies import import_companies, import_people
from accounts.operations.credentials import issue_api_key, note_api_key_use, revoke_api_key
from accounts.operations.invitations import invite
from accounts.operations.representation import begin_acting, end_acting, tell_owners
from accounts.operations.resending import resend_messages
from accounts.operations.team import (
    accept_invitation,
    change_role,
    invite_member,
    join_by_invitation,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)

__all__ = [
    "accept_invitation",
    "begin_acting",
    "change_role",
    "complete_details",
    "end_acting",
    "import_companies",
    "import_people",
    "invite",
    "invite_member",
    "issue_api_key",
    "join_by_invitation",
    "note_api_key_use",
    "record",
    "record_each",
    "register_client",
    "remove_member",
    "require_withholding",
    "resend_invitation",
    "resend_messages",
    "revoke_api_key",
    "tell_owners",
    "withdraw_invitation",
]
