"""Public identifiers: time-ordered UUIDs made in Python, so that any supported PostgreSQL serves."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# Crockford's base 32 without the vowel-like letters people misread over the phone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, unguessable in its last 62 bits, and sorted by creation time."""
    return uuid7()


def new_reference(prefix: str, length: int = 6) -> str:
    """A short code people can read to each other, such as ``B-7KM3QX``; uniqueness is the table's to guard."""
    return f"{prefix}-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(length))
