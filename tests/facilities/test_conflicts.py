"""The rule of conflict is one: in Python, in SQL, and in the exclusion constraints that guard it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.models import Client
from facilities.conflicts import NEWCOMER, Newcomer, Reason, are_strangers, conflict
from facilities.models import Facility, Occupancy, Workstation
from facilities.queries.conflicts import Free, conflicting, rooms_of_others
from kernel.period import Period
from kernel.week import Minutes, Slot

pytestmark = pytest.mark.django_db

DECEMBER_1 = date(2026, 12, 1)

days = st.builds(
    lambda first, length: Period(DECEMBER_1 + timedelta(first), length and DECEMBER_1 + timedelta(first + length)),
    st.integers(0, 12),
    st.none() | st.integers(1, 8),
)
# Hours of one day, and how many of them are kept from strangers beside.
hours = st.tuples(st.integers(0, 8), st.integers(1, 3), st.integers(0, 2)).map(
    lambda each: (Minutes(((each[0], each[0] + each[1]),)), Minutes(((each[0], sum(each)),)))
)
# A leg after midnight may be hand-over alone.
slots = st.builds(
    lambda on, minutes, is_buffer: Slot(on, Minutes() if is_buffer else minutes[0], minutes[1]),
    days,
    hours,
    st.booleans(),
)
# "" is nobody: a closure.
names = st.sampled_from(["", "acme", "globex"])


@dataclass(frozen=True)
class Sitting:
    """What sits on one seat: whose it is, and whether it still counts."""

    owner: str
    slot: Slot
    ends: str

    @property
    def counts(self) -> bool:
        return self.ends not in {"released", "expired"}


sittings = st.lists(
    st.builds(Sitting, names, slots, st.sampled_from(["", "", "", "released", "expires", "expired"])),
    min_size=12,
    max_size=12,
)


def sit(seat: Workstation, each: Sitting, client: Client | None, now: datetime) -> Occupancy:
    is_hold = each.ends in {"expires", "expired"} and client is not None
    return Occupancy.objects.create(
        workstation=seat,
        room=seat.room,
        room_is_exclusive=seat.room.is_exclusive,
        client=client,
        purpose="closure" if client is None else "hold" if is_hold else "lease",
        days=each.slot.days,
        minutes=each.slot.minutes,
        guarded_minutes=each.slot.guarded,
        claim=uuid4(),
        source=uuid4(),
        expires_at=now + timedelta(hours=1 if each.ends == "expires" else -1) if is_hold else None,
        released_at=now if each.ends == "released" or (each.ends == "expired" and not is_hold) else None,
    )


def key(client: Client | None) -> UUID | None:
    return None if client is None else client.pk


@settings(max_examples=settings().max_examples // 4)
@given(
    sitting=sittings,
    wanted=st.lists(slots, max_size=3),
    asks=st.sampled_from(["", "newcomer", "acme", "globex"]),
)
def test_sql_finds_the_conflicts_that_the_rule_names(
    sitting: list[Sitting],
    wanted: Sequence[Slot],
    asks: str,
    cebu: Facility,
    seats: dict[str, Workstation],
    acme: Client,
    globex: Client,
    now: datetime,
) -> None:
    before = transaction.savepoint()
    clients = {"": None, "acme": acme, "globex": globex}
    taker: UUID | Newcomer | None = NEWCOMER if asks == "newcomer" else key(clients[asks])
    on_seats = dict(zip(sorted(seats), sitting, strict=True))
    # The suite is let to one company.
    on_seats |= {
        code: replace(each, owner=each.owner and "globex") for code, each in on_seats.items() if code.startswith("S")
    }
    for code, each in on_seats.items():
        sit(seats[code], each, clients[each.owner], now)
    blocked, locks = (
        {
            code
            for code, each in on_seats.items()
            if each.counts
            and any(
                conflict(
                    slot,
                    taker,
                    each.slot,
                    key(clients[each.owner]),
                    same_seat=same_seat,
                    exclusive=not same_seat and code.startswith("S"),
                )
                for slot in wanted
            )
        }
        for same_seat in (True, False)
    )
    free = {code for code in seats if code not in blocked and not (locks and code.startswith("S"))}

    def codes(rows: QuerySet[Occupancy]) -> set[str]:
        return set(rows.values_list("workstation__code", flat=True))

    assert codes(conflicting(wanted, taker=taker, now=now)) == blocked
    assert codes(rooms_of_others(wanted, taker=taker, now=now)) == locks
    found = Workstation.objects.filter(Free(wanted, taker=taker, now=now, facilities=[cebu.pk]), facility=cebu)
    assert set(found.values_list("code", flat=True)) == free
    transaction.savepoint_rollback(before)


WORK, BUFFER_AFTER = Minutes(((0, 3),)), Minutes(((0, 5),))
LATER = Minutes(((4, 6),))
ONE_WEEK = Period(DECEMBER_1, DECEMBER_1 + timedelta(7))
FIRST, SECOND = Slot(ONE_WEEK, WORK, BUFFER_AFTER), Slot(ONE_WEEK, LATER, LATER)


@settings(max_examples=settings().max_examples // 2)
@example(one=("A1", FIRST, "acme"), two=("A1", FIRST, "acme")).via("nobody sits twice, not even its own client")
@example(one=("A1", FIRST, "acme"), two=("A1", SECOND, "globex")).via("strangers keep the buffer")
@example(one=("A1", FIRST, "acme"), two=("A1", SECOND, "acme")).via("a client's own seats need none")
@example(one=("A1", FIRST, ""), two=("A1", SECOND, "globex")).via("a closure needs none")
@example(one=("S1", FIRST, "acme"), two=("S2", SECOND, "globex")).via("a suite has one client")
@example(one=("S1", FIRST, "acme"), two=("S2", FIRST, "acme")).via("which may have all of it")
@example(one=("S1", FIRST, ""), two=("S2", FIRST, "globex")).via("a closure keeps nobody out of the room")
@example(one=("A1", FIRST, "acme"), two=("A2", FIRST, "globex")).via("other rooms are for all")
@given(
    one=st.tuples(st.sampled_from(["A1", "S1"]), slots, names),
    two=st.tuples(st.sampled_from(["A1", "A2", "S1", "S2"]), slots, names),
)
def test_the_constraints_refuse_what_the_rule_calls_a_conflict(
    one: tuple[str, Slot, str],
    two: tuple[str, Slot, str],
    seats: dict[str, Workstation],
    acme: Client,
    globex: Client,
    now: datetime,
) -> None:
    clients = {"": None, "acme": acme, "globex": globex}
    (code, slot, owner), (other_code, other_slot, other) = one, two
    seat, other_seat = seats[code], seats[other_code]
    found = conflict(
        other_slot,
        key(clients[other]),
        slot,
        key(clients[owner]),
        same_seat=seat == other_seat,
        exclusive=seat.room == other_seat.room and seat.room.is_exclusive,
    )
    before = transaction.savepoint()
    sit(seat, Sitting(owner, slot, ""), clients[owner], now)
    refused = ""
    try:
        with transaction.atomic():
            sit(other_seat, Sitting(other, other_slot, ""), clients[other], now)
    except IntegrityError as error:
        refused = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    transaction.savepoint_rollback(before)
    assert bool(refused) == (found is not None)
    # Where several constraints speak the database names any of them.
    assert not refused or refused in {reason.value for reason in Reason}


def test_nobody_is_a_stranger_to_a_closure_and_a_newcomer_is_to_every_client() -> None:
    assert are_strangers("acme", "globex")
    assert are_strangers(NEWCOMER, "acme")
    assert not are_strangers("acme", "acme")
    assert not any(are_strangers(one, None) or are_strangers(None, one) for one in ("acme", NEWCOMER, None))


@pytest.mark.parametrize(
    ("client", "reason", "minutes"),
    [("acme", None, ()), ("globex", Reason.BUFFER, ((4, 5),)), (NEWCOMER, Reason.BUFFER, ((4, 5),)), (None, None, ())],
)
def test_a_conflict_says_why_and_when(client: object, reason: Reason | None, minutes: tuple[object, ...]) -> None:
    found = conflict(SECOND, client, FIRST, "acme")
    assert (found.reason if found else None, found.minutes.spans if found else ()) == (reason, minutes)
    if found:
        assert found.days == ONE_WEEK
