"""Who acts: a person, a person on a client's behalf, an API key, or the clock."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import ApiKey, Client, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Passed to every operation and every access question; interfaces and tasks make it, once per request or task."""

    user: User | None = None
    as_client: Client | None = None
    key: ApiKey | None = None

    @property
    def is_clock(self) -> bool:
        return self.user is None and self.key is None and self.as_client is None

    @property
    def is_staff(self) -> bool:
        """One of our own people, seeing what staff see."""
        return self.user is not None and self.user.is_staff and self.as_client is None

    def __str__(self) -> str:
        return str(self.user or self.key or "clock")


CLOCK = Actor()
