"""A business comes over from tables: all of it or nothing, once, and without a word to anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Person, Staff
from accounts.capabilities import Duty
from accounts.errors import DutyMissing, NotAllowed
from accounts.models import Client, Member, User
from audit.models import AuditEntry
from billing.models import Document, OpeningDeposit
from billing.operations.going_live import apply, check
from billing.queries.going_live import rows_of
from billing.sheets import GO_LIVE
from bookings import errors as bookings
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.details import booking_page
from bookings.queries.prices import agreed_price
from facilities.models import Facility
from imports.errors import ImportHasProblems
from imports.gateways import read_file, write_workbook
from ledger.enums import Account
from ledger.models import JournalLine
from outbox.models import Message
from tests import factories
from tests.billing.books import assert_ledger_balances
from tests.billing.going_live.books import Tables, business, item, lease
from tests.conftest import HoldSeats
from tests.races.books import assert_one_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(cebu: Facility) -> Tables:
    return business()


def by_number(number: str) -> Booking:
    return Booking.objects.select_related("facility", "client").get(own_reference=number)


def counted(tables: Tables, now: datetime) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged rows of each sheet."""
    found = check(tables=tables, now=now)
    assert found.problems == []
    return {part.sheet.name: (len(part.new), len(part.changed), part.unchanged) for part in found.comparisons}


def test_everything_is_new_at_first_and_nothing_afterwards(tables: Tables, now: datetime) -> None:
    assert counted(tables, now) == {
        "clients": (2, 0, 0), "people": (2, 0, 0), "leases": (3, 0, 0), "seats": (4, 0, 0), "open_items": (0, 0, 0),
    }  # fmt: skip
    apply(tables=tables, actor=SYSTEM, now=now)
    assert counted(tables, now) == {
        "clients": (0, 0, 2), "people": (0, 0, 2), "leases": (0, 0, 3), "seats": (0, 0, 4), "open_items": (0, 0, 0),
    }  # fmt: skip
    entries = AuditEntry.objects.count()
    assert apply(tables=tables, actor=SYSTEM, now=now).changes_anything is False
    assert AuditEntry.objects.count() == entries
    assert Booking.objects.count() == 3
    assert_one_story()


def test_a_lease_goes_on_as_it_was_agreed(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    one, two, three = by_number("L-1"), by_number("L-2"), by_number("L-3")
    assert [each.state for each in (one, two, three)] == [
        BookingState.ACTIVE,
        BookingState.ACTIVE,
        BookingState.CONFIRMED,
    ]
    assert (one.days.start, one.days.end, one.term_months) == (date(2024, 3, 15), None, 12)
    assert two.days.end == date(2027, 6, 10)
    terms = one.terms.get()
    assert (terms.effective_from, terms.committed_seats, terms.committed_until) == (
        date(2026, 12, 1), 2, date(2027, 3, 15),
    )  # fmt: skip
    assert sorted(one.allocations.values_list("workstation__code", "days__startswith")) == [
        ("A1", date(2024, 3, 15)),
        ("A2", date(2026, 12, 16)),
    ]
    page = booking_page(one, today=date(2026, 12, 20))
    price = agreed_price(one, page.terms, seats=2)
    assert (price.net_rate, price.list_rate, price.monthly_net) == (Decimal(8550), Decimal(9000), Decimal(17100))
    assert [line.amount for line in price.lines] == [Decimal(18000), Decimal(-900)]
    assert page.timeline[0].what == "Lease taken over as it ran"


def test_people_have_their_places_and_nobody_hears_of_it(tables: Tables, now: datetime, opal: User) -> None:
    apply(tables=tables, actor=Staff(opal), now=now)
    ira = Member.objects.get(client__name="Initrode")
    assert (ira.user.email, ira.user.name, ira.role) == ("ira@initrode.example.com", "Ira Santos", "owner")
    assert not ira.user.has_usable_password()
    assert not Message.objects.exists()
    verbs = set(AuditEntry.objects.filter(actor=opal).values_list("verb", flat=True))
    assert verbs == {"accounts.registered", "accounts.people_imported", "bookings.taken_over", "billing.opened"}


def test_somebody_who_is_here_already_keeps_the_password(tables: Tables, now: datetime, alice: User) -> None:
    alice.set_password("a horse of correct size")
    alice.save()
    tables["people"].append({"client": "Hooli", "email": "ALICE@example.com", "name": "", "role": "viewer"})
    apply(tables=tables, actor=SYSTEM, now=now)
    alice.refresh_from_db()
    assert alice.name == "Alice"
    assert alice.has_usable_password()
    assert Member.objects.filter(user=alice).count() == 2


def test_a_deposit_held_is_owed_to_the_client_from_the_first_day(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    deposit = OpeningDeposit.objects.get()
    assert (deposit.booking, deposit.amount, deposit.currency) == (by_number("L-1"), Decimal(34200), "PHP")
    sums = dict(JournalLine.objects.order_by().values_list("account").annotate(sum=Sum("functional")))
    assert sums == {Account.OPENING: Decimal(34200), Account.DEPOSITS: Decimal(-34200)}
    assert_ledger_balances(deposit.legal_entity)


def test_changed_clients_and_roles_are_changed(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    tables["clients"][0]["address"] = "9 New Street"
    tables["people"].append({"client": "Initrode", "email": "bo@initrode.example.com", "name": "Bo", "role": "owner"})
    tables["people"][0]["role"] = "manager"
    found = check(tables=tables, now=now)
    assert found.problems == []
    assert [list(change.cells) for part in found.comparisons for change in part.changed] == [["address"], ["role"]]
    apply(tables=tables, actor=SYSTEM, now=now)
    assert Client.objects.get(name="Initrode").address == "9 New Street"
    assert Member.objects.get(user__email="ira@initrode.example.com").role == "manager"


def test_a_lease_after_notice_ends_with_its_last_day(tables: Tables, now: datetime) -> None:
    tables["leases"][0]["last_day"] = "2027-02-14"
    apply(tables=tables, actor=SYSTEM, now=now)
    one = by_number("L-1")
    assert (one.state, one.days.last) == (BookingState.NOTICE_GIVEN, date(2027, 2, 14))
    assert counted(tables, now)["leases"] == (0, 0, 3)


def test_what_comes_out_goes_in_and_changes_nothing(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    content = write_workbook([(sheet, rows_of(sheet).values()) for sheet in GO_LIVE])
    out = read_file(name="business.xlsx", content=content)
    assert counted(out, now) == {  # type: ignore[arg-type]
        "clients": (0, 0, 2), "people": (0, 0, 2), "leases": (0, 0, 3), "seats": (0, 0, 4), "open_items": (0, 0, 0),
    }  # fmt: skip


def test_nothing_is_written_when_a_cell_is_wrong(tables: Tables, now: datetime) -> None:
    tables["seats"][3]["seat"] = "Z9"
    with pytest.raises(ImportHasProblems):
        apply(tables=tables, actor=SYSTEM, now=now)
    assert not Client.objects.exists()
    assert not Booking.objects.exists()


def test_only_staff_bring_a_business(tables: Tables, now: datetime, mallory: User) -> None:
    with pytest.raises(NotAllowed):
        apply(tables=tables, actor=Person(mallory), now=now)


def test_money_comes_over_by_whose_duty_money_is(tables: Tables, now: datetime) -> None:
    """Who runs facilities brings leases; a deposit held or an open item among them takes finance's duty as well."""
    lena = Staff(factories.make_staff("Lena", Duty.FACILITY))
    felix = Staff(factories.make_staff("Felix", Duty.FINANCE))
    with_deposit, tables["leases"][0]["deposit_held"] = tables["leases"][0]["deposit_held"], ""
    apply(tables=tables, actor=lena, now=now)
    unpaid = {"open_items": [item("OLD-17", "Initrode")]}
    deposited = {
        "leases": [lease("L-9", "Initrode", first_day="2027-02-01", deposit_held=with_deposit)],
        "seats": [{"lease": "L-9", "seat": "B1", "first_day": "", "last_day": ""}],
    }
    for money in (unpaid, deposited):
        for actor in (lena, felix):
            with pytest.raises(DutyMissing):
                apply(tables=money, actor=actor, now=now)
    assert not Document.objects.exists()
    assert not OpeningDeposit.objects.exists()
    ada = Staff(factories.make_staff("Ada", Duty.FACILITY, Duty.FINANCE))
    for money in (unpaid, deposited):
        apply(tables=money, actor=ada, now=now)
    assert Document.objects.get().number == "OLD-17"
    assert OpeningDeposit.objects.get().amount == Decimal(with_deposit)


def test_seats_of_a_lease_that_came_over_are_taken(
    tables: Tables, now: datetime, hold_seats: HoldSeats, globex: Client
) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    with pytest.raises(bookings.SeatsTaken):
        hold_seats("A1", client=globex)


def test_progress_ends_at_all_rows(tables: Tables, now: datetime) -> None:
    told: list[Any] = []
    apply(tables=tables, actor=SYSTEM, now=now, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (11, 11)


def test_more_leases_of_one_client_come_later(tables: Tables, now: datetime) -> None:
    apply(tables=tables, actor=SYSTEM, now=now)
    more = {
        "leases": [lease("L-4", "Initrode")],
        "seats": [{"lease": "L-4", "seat": "B1"}],
    }
    apply(tables=more, actor=SYSTEM, now=now)
    assert by_number("L-4").client.name == "Initrode"


def test_thirty_leases_take_as_many_statements_as_three(tables: Tables, now: datetime) -> None:
    apply(tables={name: tables[name] for name in ("clients", "people")}, actor=SYSTEM, now=now)

    def statements(first: int, last: int) -> int:
        """A seat goes from lease to lease, ten days each."""
        leases, seats = [], []
        for n in range(first, last):
            begins = date(2027, 1, 1) + timedelta(days=20 * n)
            ends = begins + timedelta(days=9)
            leases.append(
                lease(f"N-{n}", "Initrode", first_day=str(begins), last_day=str(ends), renews="no", deposit_held="5")
            )
            seats.append({"lease": f"N-{n}", "seat": "A1"})
        with CaptureQueriesContext(connection) as counted:
            apply(tables={"leases": leases, "seats": seats}, actor=SYSTEM, now=now)
        return len(counted)

    assert statements(0, 3) == statements(3, 33)
    assert Booking.objects.count() == 33
    assert_one_story()
