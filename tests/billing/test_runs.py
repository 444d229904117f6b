"""A month's run: previewed, issued whole or in part, carried on after anything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Actor, Person
from accounts.errors import NotAllowed
from accounts.models import Client, LegalEntity, User
from audit.models import AuditEntry
from billing import errors
from billing.enums import ISSUED_HERE, DocumentKind, ItemState, RunState
from billing.models import BillingRun, Document, NumberSeries, PeriodRevision, RunItem, TaxRate
from billing.operations import bill_booking, discard_run, issue_run, prepare_run, work_chunk
from billing.queries.candidates import bookings_to_bill
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from kernel.states import WrongState
from tests import factories
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.billing.rows import DECEMBER, FEBRUARY, JANUARY, NOW, add_seats, make_lease, remove_seats
from tests.billing.runs import prepare, work


def preview_of(booking: Booking, run: BillingRun) -> dict[str, Any]:
    preview: dict[str, Any] | None = RunItem.objects.get(run=run, booking=booking).preview
    assert preview is not None
    return preview


def states(run: BillingRun) -> list[str]:
    return list(RunItem.objects.filter(run=run).order_by("booking__pk").values_list("state", flat=True))


# --- The dry run -----------------------------------------------------------------------------------------------


def test_a_dry_run_issues_nothing_and_shows_every_document(leases: list[Booking], provider: LegalEntity) -> None:
    run = work(prepare(provider))
    assert run.state == RunState.READY
    assert states(run) == [ItemState.PREVIEWED] * 5
    assert not Document.objects.exists()
    assert not PeriodRevision.objects.exists()
    preview = preview_of(leases[0], run)
    assert (preview["net"], preview["gross"]) == ("9000.00", "10080.00")
    [line] = preview["lines"]
    assert (line["how"], line["first"], line["last"]) == ("1 seat × PHP 9,000.00", "2026-12-01", "2026-12-31")
    assert [warning["code"] for warning in preview["warnings"]] == ["first_invoice"]


def test_what_is_previewed_is_what_is_issued(leases: list[Booking], provider: LegalEntity) -> None:
    add_seats(leases[2], 2, Period(date(2026, 12, 15)))
    run = work(prepare(provider))
    work(issue_run(run=run, actor=SYSTEM, now=NOW))
    for document in Document.objects.all():
        assert document.booking
        preview = preview_of(document.booking, run)
        assert [str(document.net), str(document.tax), str(document.gross)] == [
            f"{Decimal(preview[name]):.3f}" for name in ("net", "tax", "gross")
        ]
        assert [line.description for line in document.lines.all()] == [line["description"] for line in preview["lines"]]
        assert document.due_on.isoformat() == preview["due_on"]


def test_the_difference_to_last_month_is_shown(leases: list[Booking], provider: LegalEntity) -> None:
    work(prepare(provider, issues_by_itself=True))
    remove_seats(leases[4], 2, date(2026, 12, 31))
    run = work(prepare(provider, JANUARY))
    preview = preview_of(leases[4], run)
    assert preview["previous"]["gross"] == "50400.000"
    assert Decimal(preview["difference"]) == Decimal(preview["gross"]) - Decimal(50400)
    assert [warning["code"] for warning in preview["warnings"]] == ["total_changed", "corrections"]
    assert preview_of(leases[0], run)["difference"] == "0.000"


def test_a_dry_run_warns_of_missing_details(leases: list[Booking], provider: LegalEntity, globex: Client) -> None:
    globex.address = ""
    globex.save()
    run = work(prepare(provider))
    codes = {warning["code"] for warning in preview_of(leases[4], run)["warnings"]}
    assert codes == {"details_missing", "first_invoice"}


def test_a_dry_run_says_what_is_missing_and_tries_again_when_issued(
    leases: list[Booking], provider: LegalEntity
) -> None:
    TaxRate.objects.all().delete()
    run = work(prepare(provider))
    assert states(run) == [ItemState.FAILED] * 5
    assert "no tax rate for PH" in run.items.first().error  # type: ignore[union-attr]
    TaxRate.objects.create(country="PH", percent=12, days=Period(DECEMBER))
    work(issue_run(run=run, actor=SYSTEM, now=NOW))
    assert states(run) == [ItemState.ISSUED] * 5


# --- Issuing ---------------------------------------------------------------------------------------------------


def test_all_are_issued_in_chunks(leases: list[Booking], provider: LegalEntity) -> None:
    run = work(issue_run(run=work(prepare(provider)), actor=SYSTEM, now=NOW))
    assert run.state == RunState.DONE
    assert run.finished_at == NOW
    assert states(run) == [ItemState.ISSUED] * 5
    assert Document.objects.count() == 5
    assert_books_are_sound(provider)


def test_some_are_issued_and_the_others_left_for_another_run(leases: list[Booking], provider: LegalEntity) -> None:
    some = [leases[0].pk, leases[3].pk]
    run = work(issue_run(run=work(prepare(provider)), bookings=some, actor=SYSTEM, now=NOW))
    assert sorted(Document.objects.values_list("booking", flat=True)) == sorted(some)
    assert states(run).count(ItemState.SKIPPED) == 3
    again = work(prepare(provider, issues_by_itself=True))
    assert again.items.count() == 3
    assert Document.objects.count() == 5
    assert_books_are_sound(provider)


def test_none_are_issued(leases: list[Booking], provider: LegalEntity) -> None:
    run = discard_run(run=work(prepare(provider)), actor=SYSTEM, now=NOW)
    assert run.state == RunState.DISCARDED
    assert work_chunk(run=run, now=NOW) == 0
    assert not Document.objects.exists()
    assert prepare(provider).items.count() == 5


def test_a_month_is_run_again_for_nothing(leases: list[Booking], provider: LegalEntity) -> None:
    work(prepare(provider, issues_by_itself=True))
    again = work(prepare(provider, issues_by_itself=True))
    assert (again.items.count(), again.state) == (0, RunState.DONE)
    assert Document.objects.count() == 5


def test_a_run_bills_the_month_in_advance_and_corrects_those_before(
    leases: list[Booking], provider: LegalEntity
) -> None:
    work(prepare(provider, issues_by_itself=True))
    remove_seats(leases[4], 1, date(2026, 12, 20))
    add_seats(leases[0], 2, Period(date(2026, 12, 24)))
    work(prepare(provider, JANUARY, issues_by_itself=True))
    for lease in leases:
        assert_every_day_is_charged_once(lease)
    assert_books_are_sound(provider)


def test_one_bad_booking_is_reported_and_the_others_issued(
    leases: list[Booking], provider: LegalEntity, facility: Facility, day_shift: ShiftPattern, standard: Package
) -> None:
    nameless = make_lease(Client.objects.create(name="Nameless"), facility, day_shift, standard, seats=1)
    run = work(prepare(provider, issues_by_itself=True), size=10)
    assert states(run).count(ItemState.ISSUED) == 5
    item = run.items.get(booking=nameless)
    assert (item.state, item.document) == (ItemState.FAILED, None)
    assert "Nameless has no registered name" in item.error
    assert run.state == RunState.DONE
    assert_books_are_sound(provider)


def test_what_the_database_refuses_fails_alone(leases: list[Booking], provider: LegalEntity) -> None:
    """An amount no column holds: the whole chunk is refused, then each booking is tried by itself."""
    leases[2].terms.create(
        effective_from=date(2026, 12, 2), currency="PHP", list_rate=1, net_rate=Decimal(9999999999),
        committed_until=JANUARY, committed_seats=30_000, created_at=NOW,
    )  # fmt: skip
    run = work(prepare(provider, issues_by_itself=True), size=10)
    assert states(run).count(ItemState.ISSUED) == 4
    assert run.items.get(booking=leases[2]).state == ItemState.FAILED
    assert run.state == RunState.DONE
    assert_books_are_sound(provider)


def test_a_month_that_comes_to_nothing_is_billed_without_a_document(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity
) -> None:
    make_lease(acme, facility, day_shift, standard, seats=0)
    run = work(prepare(provider, issues_by_itself=True))
    assert states(run) == [ItemState.NOTHING]
    assert PeriodRevision.objects.get().net == 0
    assert prepare(provider).items.count() == 0


# --- Refusals --------------------------------------------------------------------------------------------------


def test_one_run_a_month_is_open(leases: list[Booking], provider: LegalEntity) -> None:
    prepare(provider)
    with pytest.raises(errors.RunExists):
        prepare(provider)
    prepare(provider, JANUARY)


def test_a_run_is_issued_once(leases: list[Booking], provider: LegalEntity) -> None:
    run = work(issue_run(run=prepare(provider), actor=SYSTEM, now=NOW))
    with pytest.raises(WrongState):
        issue_run(run=run, actor=SYSTEM, now=NOW)
    with pytest.raises(WrongState):
        discard_run(run=run, actor=SYSTEM, now=NOW)


def test_a_run_without_a_number_series_is_refused_at_once(provider: LegalEntity) -> None:
    NumberSeries.objects.filter(kind=DocumentKind.INVOICE).delete()
    with pytest.raises(errors.SeriesMissing):
        prepare(provider)


def test_clients_run_nothing(provider: LegalEntity, olga: User) -> None:
    with pytest.raises(NotAllowed):
        prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=Person(olga), now=NOW)


def test_a_run_keeps_to_its_legal_entity(leases: list[Booking], provider: LegalEntity) -> None:
    assert prepare(factories_provider()).items.count() == 0
    assert prepare(provider).items.count() == 5


def factories_provider() -> LegalEntity:
    other = factories.make_legal_entity()
    for kind in ISSUED_HERE:
        NumberSeries.objects.create(legal_entity=other, kind=kind, prefix=f"{kind}-{{year}}-")
    return other


def test_operations_on_runs_are_kept(leases: list[Booking], provider: LegalEntity, staff: Actor) -> None:
    run = prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=staff, now=NOW)
    issue_run(run=run, actor=staff, now=NOW)
    kept = AuditEntry.objects.filter(subject_id=str(run.pk)).order_by("pk").values_list("verb", "actor")
    assert staff.user is not None
    assert list(kept) == [("billing.run_prepared", staff.user.pk), ("billing.run_issued", staff.user.pk)]


# --- How much work it is ---------------------------------------------------------------------------------------


def queries_of_a_chunk(run: BillingRun, size: int) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert work_chunk(run=run, now=NOW, size=size) == size
    return len(queries)


@pytest.mark.parametrize("issues_by_itself", [False, True])
def test_a_chunk_of_12_costs_as_many_queries_as_one_of_3(
    facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity, issues_by_itself: bool
) -> None:
    for n in range(15):
        make_lease(factories.make_client(f"Client {n}"), facility, day_shift, standard, seats=1 + n % 3)
    run = prepare(provider, issues_by_itself=issues_by_itself)
    assert queries_of_a_chunk(run, 3) == queries_of_a_chunk(run, 12)


# --- The clock -------------------------------------------------------------------------------------------------


def test_an_ended_lease_is_no_candidate(leases: list[Booking], provider: LegalEntity) -> None:
    ended = leases[0]
    ended.days, ended.state = Period(DECEMBER, JANUARY), BookingState.ENDED
    ended.save()
    bill_booking(booking=ended, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert ended not in bookings_to_bill(provider, FEBRUARY)
    assert leases[1] in bookings_to_bill(provider, FEBRUARY)
    ended.charges_changed_from = date(2026, 12, 20)
    ended.save()
    assert ended in bookings_to_bill(provider, FEBRUARY)


def test_a_month_with_nothing_left_to_bill_is_done(provider: LegalEntity, lease: Booking, staff: Actor) -> None:
    issued = bill_booking(booking=lease, month=DECEMBER, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    assert issued is not None
    run = prepare_run(legal_entity=provider, month=DECEMBER, issue_on=DECEMBER, actor=staff, now=NOW)
    while work_chunk(run=run, now=NOW):
        pass
    assert (run.state, run.finished_at) == (RunState.DONE, NOW)
