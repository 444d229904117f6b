"""The operations of this app."""

from outbox.operations.delivery import send_again, send_message
from outbox.operations.messages import File, store_message, write_message

__all__ = ["File", "send_again", "send_message", "store_message", "write_message"]
