"""What is shown before a change of a lease is what the runs then issue, to the cent, tax and due day included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM, Actor, Person, Staff
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from billing.errors import PreviewStale, TaxRateMissing
from billing.models import TaxRate
from billing.operations import bill_booking, change, preview
from billing.previews import DocumentChange, FullPreview, Issue
from bookings.changes import AddSeats, Change, GiveNotice, RemoveSeats, Terminate, WithdrawChange, WithdrawNotice
from bookings.models import Amendment, Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from kernel.refusal import Refusal
from tests import factories
from tests.billing.rows import DECEMBER, FEBRUARY, JANUARY, NOW, make_certificate, make_lease, take_seats
from tests.billing.runs import prepare, work

Totals = tuple[Decimal, Decimal, Decimal, date | None]
NOTHING: Totals = (Decimal(0), Decimal(0), Decimal(0), None)


@pytest.fixture
def running(lease: Booking, facility: Facility, provider: LegalEntity) -> Booking:
    """Acme's 20 seats, billed for December, with 30 seats free beside them."""
    factories.make_room(facility, "Annex", {"X": 30})
    take_seats(lease)
    work(prepare(provider, issues_by_itself=True))
    lease.refresh_from_db()
    return lease


@pytest.fixture
def clerk(alice: User) -> Actor:
    return Person(alice)


def shown(booking: Booking, wanted: Change, actor: Actor, now: datetime = NOW) -> FullPreview:
    return preview(booking=booking, change=wanted, actor=actor, now=now)


def make(booking: Booking, full: FullPreview, actor: Actor, now: datetime = NOW) -> Amendment:
    """The change that was shown, as it was shown."""
    return change(booking=booking, change=full.change, digest=full.digest, actor=actor, now=now)


def monthly(full: FullPreview) -> DocumentChange:
    """What each month comes to from then on."""
    assert full.monthly is not None
    return full.monthly


def issued(booking: Booking, issues: Sequence[Issue]) -> list[Totals]:
    """What each issue bills, one after the other."""
    found = []
    for issue in issues:
        booking.refresh_from_db()
        document = bill_booking(booking=booking, month=issue.month, issue_on=issue.on, actor=SYSTEM, now=NOW)
        found.append((document.net, document.tax, document.gross, document.due_on) if document else NOTHING)
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(documents: Sequence[DocumentChange]) -> list[Totals]:
    return [
        (each.after.net, each.after.tax, each.after.gross, each.due_on) if each.after.needs_document else NOTHING
        for each in documents
    ]


def test_five_seats_more_by_hand(running: Booking, clerk: Actor) -> None:
    """25 of December's 31 days and January, then each month; 12 % of it is tax."""
    full = shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk)
    january, february = full.documents
    assert (january.issue.on, january.issue.month) == (JANUARY, JANUARY)
    assert january.gross_before == Decimal("201600.00")
    assert [charge.net for charge in january.charges] == [Decimal("36290.32"), Decimal("45000.00")]
    assert (january.net, january.tax) == (Decimal("81290.32"), Decimal("9754.84"))
    assert january.gross_after == Decimal("292645.16")
    assert january.due_on == date(2027, 1, 8)
    assert full.monthly is february
    assert february.issue.month == FEBRUARY
    assert [february.gross_before, february.gross_after] == [201600, 252000]


WHAT = st.sampled_from(["add", "give back", "notice", "terminate", "both"])


@settings(max_examples=25)
@given(
    what=WHAT,
    count=st.integers(1, 9),
    day=st.integers(0, 200).map(lambda n: DECEMBER + timedelta(days=n)),
    fixed=st.booleans(),
    committed=st.integers(0, 6),
    certified=st.booleans(),
    billed=st.booleans(),
)
def test_what_is_shown_is_what_is_issued(
    acme: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
    provider: LegalEntity,
    opal: User,
    what: str,
    count: int,
    day: date,
    fixed: bool,
    committed: int,
    certified: bool,
    billed: bool,
) -> None:
    staff = Staff(opal)
    with undone():
        days = Period(DECEMBER, date(2027, 5, 16)) if fixed else Period(DECEMBER)
        lease = make_lease(
            acme, facility, day_shift, standard, seats=10, days=days, months=3, rate="8123.45",
            committed_seats=committed, escalation_percent=7, setup_rate=Decimal("1250.55"), deposit_months=2,
        )  # fmt: skip
        factories.make_room(facility, "Annex", {"X": 30})
        take_seats(lease)
        if certified:
            make_certificate(acme, Period(date(2027, 1, 15), date(2027, 3, 2)))
        if billed:
            work(prepare(provider, issues_by_itself=True))
            lease.refresh_from_db()
        if what == "both":
            make(lease, shown(lease, AddSeats(date(2027, 2, 9), seats=3), staff), staff)
            lease.refresh_from_db()
        try:
            full = shown(lease, wanted(lease, what, count, day), staff)
        except Refusal:
            return
        issues = [each.issue for each in full.documents]
        assert len(issues) >= 2
        with undone():
            without = [totals[:3] for totals in issued(lease, issues)]
        assert without == [(each.before.net, each.before.tax, each.before.gross) for each in full.documents]
        make(lease, full, staff)
        assert issued(lease, issues) == said(full.documents)


def wanted(lease: Booking, what: str, count: int, day: date) -> Change:
    if what == "add":
        return AddSeats(day, seats=count)
    if what == "notice":
        return GiveNotice(day)
    if what == "terminate":
        return Terminate(day, "Unpaid.")
    there = lease.allocations.filter(days__contains=day).values_list("workstation", flat=True)
    return RemoveSeats(day, tuple(there[:count]))


def test_what_was_shown_is_kept_with_the_change(running: Booking, clerk: Actor) -> None:
    full = shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk)
    made = make(running, full, clerk)
    assert made.digest == full.digest
    assert [each["after"]["gross"] for each in made.preview["documents"]] == ["292645.16", "252000.00"]


def test_a_change_that_does_something_else_by_now_is_not_made(running: Booking, clerk: Actor, opal: User) -> None:
    """A colleague gives a seat back between the look and the press; the new figures come with the refusal."""
    old = shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk)
    staff = Staff(opal)
    seat = running.allocations.order_by("pk").values_list("workstation", flat=True)[0]
    make(running, shown(running, RemoveSeats(date(2026, 12, 20), (seat,)), staff), staff)
    with pytest.raises(PreviewStale) as refused:
        make(running, old, clerk)
    assert running.amendments.count() == 1
    new = refused.value.preview
    assert new.digest != old.digest
    assert [monthly(old).gross_after, monthly(new).gross_after] == [252000, 241920]
    assert make(running, new, clerk).number == 2


def test_a_new_tax_rate_makes_what_was_shown_stale(running: Booking, clerk: Actor) -> None:
    full = shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk)
    TaxRate.objects.filter(country="PH").update(percent=13)
    with pytest.raises(PreviewStale):
        make(running, full, clerk)


def test_taking_a_planned_change_back_is_shown_and_undoes_it(running: Booking, clerk: Actor) -> None:
    made = make(running, shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk), clerk)
    full = shown(running, WithdrawChange(made.number), clerk)
    assert [each.gross_before for each in full.documents] == [Decimal("292645.16"), 252000]
    assert [each.gross_after for each in full.documents] == [201600, 201600]
    make(running, full, clerk)
    running.refresh_from_db()
    assert [gross for _net, _tax, gross, _due in issued(running, [each.issue for each in full.documents])] == [
        201600,
        201600,
    ]


def test_notice_ends_what_is_billed_and_its_withdrawal_brings_it_back(running: Booking, clerk: Actor) -> None:
    full = shown(running, GiveNotice(), clerk)
    last = full.lease.entry.last_day
    assert last == date(2027, 11, 30)
    assert monthly(full).issue.month == date(2028, 1, 1)
    assert [each.issue.month for each in full.changed] == [date(2027, 12, 1)]
    assert [monthly(full).gross_before, monthly(full).gross_after] == [201600, 0]
    make(running, full, clerk)
    back = shown(running, WithdrawNotice(), clerk)
    assert [monthly(back).gross_before, monthly(back).gross_after] == [0, 201600]


def test_the_deposit_grows_with_the_seats_and_stays_when_they_go(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity, clerk: Actor
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=4, deposit_months=Decimal(2))
    factories.make_room(facility, "Annex", {"X": 30})
    take_seats(lease)
    more = shown(lease, AddSeats(date(2026, 12, 7), seats=5), clerk).deposit
    assert [more.before, more.after, more.more] == [72000, 162000, 90000]
    seat = lease.allocations.values_list("workstation", flat=True)[0]
    less = shown(lease, RemoveSeats(date(2026, 12, 7), (seat,)), clerk).deposit
    assert [less.after, less.more] == [54000, 0]


def test_a_month_without_a_tax_rate_shows_net_amounts_and_says_why(running: Booking, clerk: Actor) -> None:
    TaxRate.objects.update(days=Period(date(2006, 2, 1), date(2027, 1, 10)))
    full = shown(running, AddSeats(date(2026, 12, 7), seats=5), clerk)
    assert isinstance(full.problem, TaxRateMissing)
    assert (full.documents, full.monthly) == ((), None)
    assert full.lease.monthly_after == 225000
    assert make(running, full, clerk).preview["monthly_after"] == "225000.00"


def test_an_outsider_sees_no_figures(running: Booking, mallory: User, clerk: Actor) -> None:
    wanted = AddSeats(date(2026, 12, 7), seats=5)
    with pytest.raises(NotAllowed):
        shown(running, wanted, Person(mallory))
    assert shown(running, wanted, clerk).documents


def test_a_preview_costs_as_much_for_many_seats_and_months(running: Booking, clerk: Actor) -> None:
    shown(running, AddSeats(date(2026, 12, 7), seats=1), clerk)  # what is read once is read by now
    counts = []
    for seats, day in ((1, date(2026, 12, 7)), (20, date(2028, 3, 7))):
        with CaptureQueriesContext(transaction.get_connection()) as queries:
            assert shown(running, AddSeats(day, seats=seats), clerk).lease.seats_after == 20 + seats
        counts.append(len(queries))
    assert counts[0] == counts[1]
