"""What the clock does: leases begin and end on their days, holds run out, deadlines are told of; all of it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.actors import SYSTEM
from accounts.enums import Role
from accounts.models import Client, User
from audit.models import AuditEntry
from bookings import operations, tasks
from bookings.enums import BookingState
from bookings.models import Booking, BookingPolicy
from bookings.queries import due
from bookings.seat_requests import SeatRequest
from facilities.models import Facility, Package, ShiftPattern
from outbox.models import Message
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

S = BookingState


@pytest.fixture
def tick() -> Callable[..., int]:
    """``tick(tasks.activate_and_end_leases, "2026-12-01 00:05")``: run a task at a moment of UTC."""

    def run(task: Callable[[], int], moment: str) -> int:
        with time_machine.travel(datetime.fromisoformat(f"{moment}:00+00:00"), tick=False):
            return task()

    return run


def state_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.state


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=f"bookings.{kind}").values_list("to", flat=True))


# --- Beginning and ending --------------------------------------------------------------------------------------


def test_a_lease_begins_at_midnight_where_its_desk_is(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring
) -> None:
    booking = bring(hold_seats("A1", start=date(2026, 12, 1)), S.CONFIRMED)
    assert tick(tasks.activate_and_end_leases, "2026-11-30 15:59") == 0
    assert state_of(booking) == S.CONFIRMED
    assert tick(tasks.activate_and_end_leases, "2026-11-30 16:00") == 1
    assert state_of(booking) == S.ACTIVE


def test_each_facility_has_its_own_midnight(
    tick: Callable[..., int],
    cebu: Facility,
    standard: Package,
    day_shift: ShiftPattern,
    acme: Client,
    bring: Bring,
    now: datetime,
) -> None:
    elsewhere = {"Auckland": "Pacific/Auckland", "Denver": "America/Denver", "Cebu": None}
    leases = {}
    for name, zone in elsewhere.items():
        place = cebu if zone is None else factories.make_facility(name, time_zone=zone)
        if zone is not None:
            factories.make_room(place, "Main", {"A": 1})
            factories.make_rate(place, standard, day_shift)
        request = SeatRequest(
            client=acme, facility=place, pattern=day_shift, package=standard, start=date(2026, 12, 1), months=1,
            seats=1, renews=False,
        )  # fmt: skip
        held = operations.hold(request=request, actor=SYSTEM, now=now)
        leases[name] = bring(held, S.CONFIRMED)
    began: dict[str, str] = {}
    ended: dict[str, str] = {}
    for moment in ("11-30 10:30", "11-30 11:00", "11-30 16:00", "12-01 06:59", "12-01 07:00"):
        tick(tasks.activate_and_end_leases, f"2026-{moment}")
        began |= {name: moment for name, each in leases.items() if state_of(each) == S.ACTIVE and name not in began}
    for moment in ("12-31 11:00", "12-31 16:00"):
        tick(tasks.activate_and_end_leases, f"2026-{moment}")
        ended |= {name: moment for name, each in leases.items() if state_of(each) == S.ENDED and name not in ended}
    assert began == {"Auckland": "11-30 11:00", "Cebu": "11-30 16:00", "Denver": "12-01 07:00"}
    assert ended == {"Auckland": "12-31 11:00", "Cebu": "12-31 16:00"}


def test_a_tick_that_comes_twice_or_late_changes_nothing_more(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring
) -> None:
    late = bring(hold_seats("A1", months=1, auto_renews=False), S.CONFIRMED)
    bring(hold_seats("A2", start=date(2027, 2, 1)), S.CONFIRMED)
    # The clock stood still for two months: one tick begins the lease, the next ends it.
    assert [tick(tasks.activate_and_end_leases, "2027-01-20 00:05") for _ in range(4)] == [1, 1, 0, 0]
    assert state_of(late) == S.ENDED
    done = AuditEntry.objects.filter(subject_id=str(late.pk), verb__in=["bookings.activated", "bookings.ended"])
    assert done.count() == 2


def test_notice_ends_a_lease_when_its_last_day_is_over(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring
) -> None:
    booking = bring(hold_seats("A1"), S.NOTICE_GIVEN)
    assert booking.days.last == date(2027, 5, 31)
    assert tick(tasks.activate_and_end_leases, "2027-05-31 15:59") == 0
    assert tick(tasks.activate_and_end_leases, "2027-05-31 16:00") == 1
    assert state_of(booking) == S.ENDED


# --- Holds -----------------------------------------------------------------------------------------------------


def test_holds_run_out_and_each_manager_hears_of_it_once(
    tick: Callable[..., int], hold_seats: HoldSeats, olga: User, alice: User, bela: User, victor: User, mallory: User
) -> None:
    first, second = hold_seats("A1", "A2"), hold_seats("B1")
    assert tick(tasks.release_expired_holds, "2026-11-25 01:59") == 0
    assert [tick(tasks.release_expired_holds, "2026-11-25 02:00") for _ in range(2)] == [2, 0]
    assert state_of(first) == state_of(second) == S.EXPIRED
    assert mails("hold_expired") == sorted([olga.email, alice.email] * 2)


def test_a_rival_and_the_sweep_tell_of_a_lapsed_hold_once(
    tick: Callable[..., int], hold_seats: HoldSeats, globex: Client, olga: User, now: datetime
) -> None:
    hold_seats("A1")
    hold_seats("A1", client=globex, now=now + timedelta(hours=48))
    assert tick(tasks.release_expired_holds, "2026-11-25 03:00") == 0
    assert mails("hold_expired") == [olga.email]


def test_people_who_may_not_sign_in_are_not_written_to(
    tick: Callable[..., int], hold_seats: HoldSeats, olga: User, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    hold_seats("A1")
    tick(tasks.release_expired_holds, "2026-11-25 02:00")
    assert mails("hold_expired") == [olga.email]


# --- Renewals --------------------------------------------------------------------------------------------------


def test_each_reminder_before_the_deadline_is_said_once(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, olga: User, victor: User
) -> None:
    bring(hold_seats("A1", months=12), S.ACTIVE)
    # The term ends with November 2027; 60 days before it is 2 October.
    said: dict[str, int] = {}
    day = date(2027, 7, 1)
    while day < date(2027, 12, 15):
        for hour in (1, 5):
            count = tick(tasks.remind_of_renewals, f"{day} {hour:02}:15")
            said |= {str(day): count} if count else {}
        day += timedelta(days=1)
    assert said == {"2027-08-03": 1, "2027-09-02": 1, "2027-09-18": 1, "2027-09-25": 1}
    assert mails("renewal") == [olga.email] * 4
    first = Message.objects.filter(kind="bookings.renewal").earliest("created_at")
    assert "renews on 1 Dec 2027" in first.subject
    assert "give notice by 2 Oct 2027; 60 days are left" in first.text


def test_reminders_come_on_the_days_that_the_facilitys_policy_names(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, olga: User, cebu: Facility
) -> None:
    bring(hold_seats("A1", months=12), S.ACTIVE)
    BookingPolicy.objects.create(facility=cebu, effective_from=date(2027, 9, 10), renewal_reminders=[20])
    days = [date(2027, 8, 3) + timedelta(days=n) for n in range(60)]
    said = [str(day) for day in days if tick(tasks.remind_of_renewals, f"{day} 01:15")]
    assert said == ["2027-08-03", "2027-09-02", "2027-09-12"]


def test_a_tick_that_was_missed_says_the_latest_reminder_only(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, olga: User
) -> None:
    bring(hold_seats("A1", months=12), S.ACTIVE)
    assert tick(tasks.remind_of_renewals, "2027-09-20 01:15") == 1
    assert "12 days are left" in Message.objects.get(kind="bookings.renewal").text


def test_a_missed_deadline_is_past_and_the_next_one_is_told_of_in_its_time(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, olga: User
) -> None:
    bring(hold_seats("A1", months=12), S.ACTIVE)
    assert tick(tasks.remind_of_renewals, "2027-10-03 01:15") == 0
    assert tick(tasks.remind_of_renewals, "2028-08-03 01:15") == 1


def test_who_leaves_or_does_not_renew_is_not_reminded(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, olga: User
) -> None:
    bring(hold_seats("A1", months=12), S.NOTICE_GIVEN)
    bring(hold_seats("A2", months=12, auto_renews=False), S.ACTIVE)
    bring(hold_seats("A3", months=12, start=date(2026, 12, 1)), S.CONFIRMED)
    assert tick(tasks.remind_of_renewals, "2027-09-20 01:15") == 0
    assert mails("renewal") == []
    bring(hold_seats("A4", months=12), S.ACTIVE)
    assert tick(tasks.remind_of_renewals, "2027-09-20 01:15") == 1


def test_notice_given_while_the_tick_looks_is_respected(hold_seats: HoldSeats, bring: Bring, olga: User) -> None:
    seen = bring(hold_seats("A1", months=12), S.ACTIVE)
    september = datetime.fromisoformat("2027-09-20T01:15:00Z")
    changes.give_notice(booking=seen, actor=SYSTEM, now=september)
    assert operations.remind_of_renewal(booking=seen, now=september) is False


# --- A broken row stops nobody else ----------------------------------------------------------------------------


def test_what_changed_since_the_tick_looked_is_left_as_it_is(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = bring(hold_seats("A1"), S.CONFIRMED), bring(hold_seats("A2"), S.CONFIRMED)
    looked = due.leases_to_begin

    def then_somebody_cancels(**when: Any) -> list[Booking]:
        found = list(looked(**when))
        operations.cancel(booking=first, actor=SYSTEM, now=when["now"])
        return found

    monkeypatch.setattr(tasks, "leases_to_begin", then_somebody_cancels)
    assert tick(tasks.activate_and_end_leases, "2026-12-01 00:05") == 1
    assert (state_of(first), state_of(second)) == (S.CANCELLED, S.ACTIVE)


def test_one_that_breaks_us_keeps_no_other_from_its_first_day(
    tick: Callable[..., int], hold_seats: HoldSeats, bring: Bring
) -> None:
    first, second = sorted(
        (bring(hold_seats(code), S.CONFIRMED) for code in ("A1", "A2")), key=lambda booking: booking.pk
    )
    with connection.cursor() as cursor:
        # What nobody has thought of, and only the database knows.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE bookings_booking ADD CHECK (id <> '{first.pk}' OR state <> 'active')")
    assert tick(tasks.activate_and_end_leases, "2026-12-01 00:05") == 1
    assert (state_of(first), state_of(second)) == (S.CONFIRMED, S.ACTIVE)


def test_managers_of_another_company_never_hear_of_it(
    tick: Callable[..., int], hold_seats: HoldSeats, olga: User, mallory: User, acme: Client
) -> None:
    factories.make_member(acme, "Oscar", Role.OWNER)
    hold_seats("A1")
    tick(tasks.release_expired_holds, "2026-11-25 02:00")
    assert mallory.email not in mails("hold_expired")
    assert len(mails("hold_expired")) == 2
