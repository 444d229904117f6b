"""Who sees which document, payment and notice; what an account and its age come to; what tax to expect."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.access import may
from accounts.actors import SYSTEM, Actor, Person, Staff, StaffFor
from accounts.capabilities import Capability
from accounts.enums import Mode
from accounts.models import Client, LegalEntity, Partner, User
from billing import access
from billing.models import Document
from billing.operations import bill_booking, give_transfer_notice, prepare_run, record_payment, request_deposit
from billing.queries.statements import ageing, statement
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from kernel.period import Period
from tests import factories
from tests.billing.rows import DECEMBER, JANUARY, NOW, make_exchange_rate, make_lease, remove_seats

# The fourth of December.
PAID = NOW + timedelta(days=3)


def billed(booking: Booking, month: date = DECEMBER) -> Document:
    booking.refresh_from_db()
    document = bill_booking(booking=booking, month=month, issue_on=month, actor=SYSTEM, now=NOW)
    assert document is not None
    return document


def pay(provider: LegalEntity, client: Client, amount: str, **fields: object) -> None:
    values = {
        "method": "bank_transfer",
        "currency": "PHP",
        "received_on": PAID.date(),
        "reference": "1",
        **fields,
    }
    record_payment(
        client=client,
        legal_entity=provider,
        amount=Decimal(amount),
        actor=SYSTEM,
        now=PAID,
        **values,  # type: ignore[arg-type]
    )


# --- Person × noun ---------------------------------------------------------------------------------------------


@pytest.fixture
def everything(
    lease: Booking,
    provider: LegalEntity,
    initech: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
) -> None:
    """A document, a payment and a notice each of acme and of initech, and a run."""
    for booking in (lease, make_lease(initech, facility, day_shift, standard, seats=1)):
        document = billed(booking)
        pay(provider, booking.client, "1000")
        give_transfer_notice(
            document=document, amount=Decimal(5), transferred_on=DECEMBER, reference="2", actor=SYSTEM, now=NOW
        )
    prepare_run(legal_entity=provider, month=JANUARY, issue_on=JANUARY, actor=SYSTEM, now=NOW)


NOUNS = {
    "documents": access.visible_documents,
    "payments": access.visible_payments,
    "notices": access.visible_notices,
}


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("noun", NOUNS)
def test_everybody_sees_their_own_only(
    noun: str,
    acme: Client,
    initech: Client,
    petra: Partner,
    olga: User,
    bela: User,
    victor: User,
    mallory: User,
    opal: User,
) -> None:
    def seen(actor: Actor) -> set[str]:
        rows: QuerySet[Document] = NOUNS[noun](actor)  # type: ignore[assignment]
        return {row.client.name for row in rows}

    for member in (olga, bela, victor):
        assert seen(Person(member)) == {"Acme"}
    assert seen(Person(mallory)) == set()
    assert seen(Staff(opal)) == seen(SYSTEM) == {"Acme", "Initech"}
    assert seen(StaffFor(opal, acme, Mode.ACTING)) == {"Acme"}
    assert seen(factories.make_key(client=acme)) == {"Acme"}
    assert seen(factories.make_key(partner=petra)) == {"Initech"}


@pytest.mark.usefixtures("everything")
def test_runs_are_for_staff(olga: User, opal: User, acme: Client) -> None:
    assert access.visible_runs(Staff(opal)).count() == access.visible_runs(SYSTEM).count() == 1
    for outsider in (Person(olga), StaffFor(opal, acme, Mode.ACTING), factories.make_key(client=acme)):
        assert not access.visible_runs(outsider).exists()


def test_who_handles_money(acme: Client, olga: User, alice: User, bela: User, victor: User, mallory: User) -> None:
    assert all(may(Person(user), Capability.TELL_OF_TRANSFERS, acme) for user in (olga, alice, bela))
    assert not any(may(Person(user), Capability.TELL_OF_TRANSFERS, acme) for user in (victor, mallory))


def test_a_list_of_30_documents_costs_as_many_queries_as_one_of_3(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, opal: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            for document in access.visible_documents(Staff(opal)):
                assert document.status.open_balance
                assert document.client.name
                assert document.booking
        return len(queries)

    for _ in range(3):
        billed(make_lease(acme, facility, day_shift, standard, seats=1))
    assert may(Staff(opal), Capability.SEE_INVOICES), "what somebody may is read once for each request"
    few = cost()
    for _ in range(27):
        billed(make_lease(acme, facility, day_shift, standard, seats=1))
    assert cost() == few == 1


# --- The account -----------------------------------------------------------------------------------------------


def test_a_statement_tells_the_account_in_order(lease: Booking, acme: Client, provider: LegalEntity) -> None:
    billed(lease)
    pay(provider, acme, "250000")
    remove_seats(lease, 20, date(2026, 12, 16))
    billed(lease, JANUARY)
    whole = statement(client=acme, legal_entity=provider, currency="PHP", days=Period(DECEMBER))
    assert [(line.on, line.description, line.amount, line.balance) for line in whole.lines] == [
        (DECEMBER, "INV-2026-00001", Decimal(201600), Decimal(201600)),
        (date(2026, 12, 4), "Bank transfer 1", Decimal(-250000), Decimal(-48400)),
        (JANUARY, "CN-2027-00001", Decimal("-104051.62"), Decimal("-152451.62")),
    ]
    assert whole.closing == Decimal("-152451.62")
    january = statement(client=acme, legal_entity=provider, currency="PHP", days=Period(JANUARY))
    assert (january.opening, january.closing) == (Decimal(-48400), whole.closing)
    assert len(january.lines) == 1


def test_a_deposit_is_on_no_statement_once_it_is_paid(
    acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity
) -> None:
    lease = make_lease(acme, facility, day_shift, standard, seats=1, deposit_months=2)
    request_deposit(booking=lease, issue_on=DECEMBER, actor=SYSTEM, now=NOW)
    pay(provider, acme, "18000")
    found = statement(client=acme, legal_entity=provider, currency="PHP", days=Period(DECEMBER))
    assert [line.amount for line in found.lines] == [Decimal(-18000), Decimal(18000)]
    assert found.closing == 0


def test_accounts_are_kept_apart_by_currency(
    lease: Booking, acme: Client, facility: Facility, day_shift: ShiftPattern, standard: Package, provider: LegalEntity
) -> None:
    make_exchange_rate("58")
    billed(lease)
    billed(make_lease(acme, facility, day_shift, standard, seats=1, rate="200", currency="USD"))
    dollars = statement(client=acme, legal_entity=provider, currency="USD", days=Period(DECEMBER))
    assert dollars.closing == 224


def test_debts_are_sorted_by_age(
    lease: Booking,
    globex: Client,
    facility: Facility,
    day_shift: ShiftPattern,
    standard: Package,
    provider: LegalEntity,
) -> None:
    billed(make_lease(globex, facility, day_shift, standard, seats=1))
    billed(lease)  # due 7 December
    billed(lease, JANUARY)  # due 8 January
    acme, other = ageing(legal_entity=provider, today=date(2027, 1, 9))
    assert (acme.client.name, acme.currency, acme.to_30, acme.to_60) == (
        "Acme",
        "PHP",
        Decimal(201600),
        Decimal(201600),
    )
    assert acme.total == Decimal(403200)
    assert (other.client.name, other.to_60) == ("Globex", Decimal(10080))
    [first, _] = ageing(legal_entity=provider, today=DECEMBER)
    assert first.not_due == first.total
    [late, _] = ageing(legal_entity=provider, today=date(2027, 6, 1))
    assert late.over_90 == late.total
