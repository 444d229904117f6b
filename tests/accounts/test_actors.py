"""Who acts is one of a closed set, and nobody is what remains when nothing was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.actors import KINDS, SYSTEM, Actor, KeyHolder, Person, Staff, StaffFor, System
from accounts.enums import Mode
from accounts.models import Client, User
from tests import factories

pytestmark = pytest.mark.django_db

Unsaid: Any = None


def test_the_set_is_closed() -> None:
    assert set(Actor.__subclasses__()) == set(KINDS) == {Person, Staff, StaffFor, KeyHolder, System}
    assert not any(kind.__subclasses__() for kind in KINDS)


def test_nobody_is_just_an_actor(alice: User) -> None:
    tries: list[Callable[[], Actor]] = [Actor, lambda: Actor(user=alice), lambda: Actor(name="timetable")]
    for made in tries:
        with pytest.raises(TypeError, match="closed set"):
            made()


@pytest.mark.parametrize("kind", KINDS)
def test_each_needs_to_be_told_who(kind: Callable[..., Actor]) -> None:
    with pytest.raises(TypeError):
        kind()


@pytest.mark.parametrize(
    "made",
    [
        lambda: Person(Unsaid),
        lambda: Staff(Unsaid),
        lambda: KeyHolder(Unsaid),
        lambda: Person(User(email="ghost@example.com")),
        lambda: System(""),
    ],
)
def test_an_empty_one_is_refused(made: Callable[[], Actor]) -> None:
    with pytest.raises((TypeError, ValueError)):
        made()


def test_only_our_own_people_are_staff(mallory: User, opal: User, acme: Client) -> None:
    for made in (lambda: Staff(mallory), lambda: StaffFor(mallory, acme, Mode.ACTING), lambda: Person(opal)):
        with pytest.raises(ValueError, match="our own people"):
            made()
    assert (Staff(opal).user, Person(mallory).user) == (opal, mallory)


def test_staff_are_in_a_portal_for_somebody_and_in_some_way(opal: User, acme: Client) -> None:
    with pytest.raises(TypeError):
        StaffFor(opal, Unsaid, Mode.ACTING)
    with pytest.raises(ValueError, match="looking"):
        StaffFor(opal, acme, "looking")  # type: ignore[arg-type]
    assert StaffFor(opal, acme, Mode.SEEING) != StaffFor(opal, acme, Mode.ACTING)


def test_ours_are_staff_as_staff_and_the_system(opal: User, alice: User, acme: Client) -> None:
    assert [Staff(opal).is_ours, SYSTEM.is_ours, Staff(opal).is_staff, SYSTEM.is_staff] == [True, True, True, False]
    for other in (Person(alice), StaffFor(opal, acme, Mode.ACTING), factories.make_key(client=acme)):
        assert not other.is_ours
        assert not other.is_staff


def test_what_an_actor_is_stays(alice: User, bela: User) -> None:
    actor = Person(alice)
    with pytest.raises(AttributeError):
        actor.user = bela  # type: ignore[misc]
    assert actor == Person(alice)
    assert len({actor, Person(alice), Person(bela)}) == 2
