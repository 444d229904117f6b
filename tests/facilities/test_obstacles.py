"""What is in the way in SQL is what is in the way by the plain rule, whatever sits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Client
from facilities.models import Facility, Occupancy, Workstation
from facilities.queries.availability import in_the_way, rooms_of_others
from facilities.queries.obstacles import Free, Wanted
from kernel.period import Period
from kernel.week import Minutes, Slot

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


@dataclass(frozen=True)
class Sitting:
    """What sits on one seat: whose it is (``""`` for a closure), and whether it still counts."""

    owner: str
    on: Period
    hours: tuple[Minutes, Minutes]
    ends: str

    def stands_in(self, wanted: Sequence[Slot], client: str) -> bool:
        if self.ends in {"released", "expired"}:
            return False
        is_stranger = self.owner not in {"", client}
        minutes, guarded = self.hours
        return any(
            bool(self.on & slot.days)
            and (slot.minutes.overlaps(minutes) or (is_stranger and slot.guarded.overlaps(guarded)))
            for slot in wanted
        )

    def keeps_its_room_from(self, client: str, wanted: Sequence[Slot]) -> bool:
        counts = self.ends not in {"released", "expired"} and self.owner not in {"", client}
        return counts and any(bool(self.on & slot.days) for slot in wanted)


sittings = st.lists(
    st.builds(
        Sitting,
        st.sampled_from(["", "acme", "globex"]),
        days,
        hours,
        st.sampled_from(["", "", "", "released", "expires", "expired"]),
    ),
    min_size=12,
    max_size=12,
)


@settings(max_examples=settings().max_examples // 4)
@given(sitting=sittings, wanted=st.lists(slots, max_size=3), client=st.sampled_from(["", "acme", "globex"]))
def test_sql_and_the_plain_rule_agree(
    sitting: list[Sitting],
    wanted: list[Slot],
    client: str,
    cebu: Facility,
    seats: dict[str, Workstation],
    acme: Client,
    globex: Client,
    now: datetime,
) -> None:
    example = transaction.savepoint()
    clients = {"": None, "acme": acme, "globex": globex}
    on_seats = dict(zip(sorted(seats), sitting, strict=True))
    # The suite is let to one company.
    on_seats |= {
        code: Sitting(each.owner and "globex", each.on, each.hours, each.ends)
        for code, each in on_seats.items()
        if code.startswith("S")
    }
    for code, each in on_seats.items():
        seat = seats[code]
        is_hold = each.ends in {"expires", "expired"} and each.owner
        Occupancy.objects.create(
            workstation=seat,
            room=seat.room,
            room_is_exclusive=seat.room.is_exclusive,
            client=clients[each.owner],
            purpose=("hold" if is_hold else "lease") if each.owner else "closure",
            days=each.on,
            minutes=each.hours[0],
            guarded_minutes=each.hours[1],
            claim=uuid4(),
            source=uuid4(),
            expires_at=now + timedelta(hours=1 if each.ends == "expires" else -1) if is_hold else None,
            released_at=now if each.ends == "released" or (each.ends == "expired" and not is_hold) else None,
        )
    blocked = {code for code, each in on_seats.items() if each.stands_in(wanted, client)}
    locks = {code for code, each in on_seats.items() if code[0] == "S" and each.keeps_its_room_from(client, wanted)}
    free = {code for code in seats if code not in blocked and not (locks and code.startswith("S"))}

    def codes(rows: object) -> set[str]:
        return set(rows.values_list("workstation__code", flat=True))  # type: ignore[attr-defined]

    asker = clients[client]
    assert codes(in_the_way(slots=wanted, now=now, client=asker)) == blocked
    assert codes(rooms_of_others(slots=wanted, now=now, client=asker)) == locks
    found = Workstation.objects.filter(
        Free(Wanted.by(asker, slots=wanted, now=now), facilities=[cebu.pk]), facility=cebu
    )
    assert set(found.values_list("code", flat=True)) == free
    transaction.savepoint_rollback(example)
