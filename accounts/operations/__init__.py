"""The deeds of this room."""

from accounts.notifications import store_message, write_message
from accounts.operations.acting import begin_acting, end_acting
from accounts.operations.clients import complete_details, register_client, require_withholding
from accounts.operations.companies import bring_companies, bring_people
from accounts.operations.credentials import issue_api_key, note_api_key_use, revoke_api_key
from accounts.operations.deeds import record, record_each
from accounts.operations.inviting import invite
from accounts.operations.messages import send_message
from accounts.operations.resending import resend_messages

__all__ = [
    "begin_acting",
    "bring_companies",
    "bring_people",
    "complete_details",
    "end_acting",
    "invite",
    "issue_api_key",
    "note_api_key_use",
    "record",
    "record_each",
    "register_client",
    "require_withholding",
    "resend_messages",
    "revoke_api_key",
    "send_message",
    "store_message",
    "write_message",
]
