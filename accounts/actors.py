"""Actors: a person, a member of staff, one of them for a client, the holder of an API key, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from accounts.enums import Mode
from accounts.models import ApiKey, Client, User


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the five below, and nothing else; passed to every operation and every question of access.

    None of them is what remains when nothing is said: each names who acts, and refuses to be made without. An
    interface makes its actors in one place, once per request. What an actor may do says :mod:`accounts.access`.
    """

    user: User | None = None
    as_client: Client | None = None
    mode: Mode | None = None
    reason: str = ""
    key: ApiKey | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if type(self) not in KINDS:
            raise TypeError("an actor is one of a closed set: say which")

    @property
    def is_staff(self) -> bool:
        """One of our own people, seeing what staff see."""
        return isinstance(self, Staff)

    @property
    def is_ours(self) -> bool:
        """One of our own people, or our own timetable: nobody else's wish."""
        return isinstance(self, (Staff, System))

    def __str__(self) -> str:
        return str(self.user or self.key or self.name)


@final
class Person(Actor):
    """Somebody of a client company, or of none yet."""

    __slots__ = ()

    def __init__(self, user: User) -> None:
        """:raises TypeError: for nobody. :raises ValueError: for staff, who act as such."""
        if _known(user).is_staff:
            raise ValueError("one of our own people acts as staff")
        Actor.__init__(self, user=user)


@final
class Staff(Actor):
    """One of our own people."""

    __slots__ = ()

    def __init__(self, user: User) -> None:
        """:raises TypeError: for nobody. :raises ValueError: for anybody else."""
        Actor.__init__(self, user=_ours(user))


@final
class StaffFor(Actor):
    """One of our own people in the portal of a client: to see what it sees, or to act for it.

    ``reason`` says why, and its owners are told of it; some acts are refused without (:mod:`accounts.access`).
    """

    __slots__ = ()

    def __init__(self, user: User, client: Client, mode: Mode, reason: str = "") -> None:
        """:raises ValueError: unless one of our own people. :raises TypeError: for no client."""
        if not isinstance(client, Client):
            raise TypeError("staff see or act for a client")
        Actor.__init__(self, user=_ours(user), as_client=client, mode=Mode(mode), reason=reason)


@final
class KeyHolder(Actor):
    """A program with an API key, of one client or of the partner who brought some."""

    __slots__ = ()

    def __init__(self, key: ApiKey) -> None:
        """:raises TypeError: without a key."""
        if not isinstance(key, ApiKey):
            raise TypeError("a program acts by its key")
        Actor.__init__(self, key=key)


@final
class System(Actor):
    """Ourselves, with nobody at the keyboard; ``name`` says which part."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        """:raises ValueError: without a name."""
        if not name:
            raise ValueError("which part of the system acts?")
        Actor.__init__(self, name=name)


KINDS = (Person, Staff, StaffFor, KeyHolder, System)
SYSTEM = System("timetable")


def _known(user: User) -> User:
    if not isinstance(user, User):
        raise TypeError("nobody acts without being known")
    if user._state.adding:
        raise ValueError("nobody acts without being known")
    return user


def _ours(user: User) -> User:
    if not _known(user).is_staff:
        raise ValueError("only one of our own people acts as staff")
    return user
