"""The deeds of this room."""

from accounts.notifications import store_message, write_message
from accounts.operations.acting import begin_acting, end_acting
from accounts.operations.clients import complete_details, register_client
from accounts.operations.deeds import record
from accounts.operations.messages import send_message

__all__ = [
    "begin_acting",
    "complete_details",
    "end_acting",
    "record",
    "register_client",
    "send_message",
    "store_message",
    "write_message",
]
