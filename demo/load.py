"""Load the demo: put the provider up, then tell the story of its year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from demo.drawing import plan_drawings
from demo.furniture import furnish, plan_upkeep
from demo.leases import Leasing
from demo.payments import Paying
from demo.people import Cast, plan_invitation
from demo.places import put_up
from demo.story import Story, at, day_of
from demo.ticks import Ticking
from demo.waitlist import plan_waitlist
from demo.work import plan_closures
from demo.world import World
from facilities.models import Facility
from facilities.operations import compact_revisions
from kernel.period import add_months
from outbox.enums import MessageState
from outbox.models import Message

MONTHS_TOLD = 13


def is_empty() -> bool:
    """Whether nobody has put up anything yet."""
    return not Facility.objects.exists()


@transaction.atomic
def load(*, now: datetime, say: Callable[[str], object]) -> None:
    """Everything or nothing. The same day tells the same story, but for ids and references.

    :param now: when the story ends; holds that stand then run out after it.
    """
    today = day_of(now)
    since = add_months(today.replace(day=1), -MONTHS_TOLD)
    story = Story(since=since, now=now)
    cast = Cast()
    opening = at(since, 8)
    world = World(story, put_up(today=today, since=since), cast)
    cast.hire_staff(opening)
    cast.register_partner(opening)
    furnish(world, opening)
    ticking = Ticking(world)
    paying = Paying(world, ticking)
    Leasing(world, paying, ticking).plan()
    for offset in range(1, MONTHS_TOLD + 1):
        ticking.run(add_months(since, offset), paying.expect_all)
    paying.plan_certificates()
    plan_closures(world)
    plan_drawings(world)
    plan_waitlist(world)
    plan_upkeep(world)
    plan_invitation(story, cast)

    def begin(month: str) -> None:
        say(month)
        _count_rows()

    operations = story.tell(begin)
    _leave_nothing_waiting()
    compact_revisions()
    say(f"{operations} operations done.")


def _count_rows() -> None:
    """Let the planner know how much there is by now: nobody else sees the rows of one long transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _leave_nothing_waiting() -> None:
    """Mail of the past was read long ago, and there is no worker to wake for it."""
    Message.objects.update(state=MessageState.SENT, sent_at=F("created_at"), attempts=1)
    connection.run_on_commit.clear()
