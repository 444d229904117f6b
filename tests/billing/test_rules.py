"""When documents are due, what money goes to, what is posted, when to remind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import wording
from billing.applications import OpenItem, spread
from billing.drafts import months_to_bill
from billing.due import DueTerms, due_on, is_working_day, working_day
from billing.enums import DocumentKind, PaymentMethod
from billing.posting import application_legs, document_legs, document_worth, payment_legs
from billing.reminders import reminder_due
from kernel.period import Period
from ledger.enums import Account
from ledger.posting import Carried, JournalLeg

DECEMBER = date(2026, 12, 1)
TERMS = DueTerms(working_day=5, fewest_days=5, deposit_days=7)


# --- Due -------------------------------------------------------------------------------------------------------


def due(kind: DocumentKind, issued_on: date) -> date:
    return due_on(kind, month=DECEMBER, issued_on=issued_on, country="PH", terms=TERMS)


def test_rent_is_due_on_the_fifth_working_day_of_its_month() -> None:
    assert due_on(
        DocumentKind.INVOICE, month=DECEMBER, issued_on=date(2026, 11, 20), country="PH", terms=TERMS
    ) == date(2026, 12, 7)


def test_public_holidays_are_no_working_days() -> None:
    assert not is_working_day(date(2027, 1, 1), "PH")
    assert working_day(date(2027, 1, 1), 1, "PH") == date(2027, 1, 4)


def test_a_country_unknown_to_the_calendar_has_weekends() -> None:
    assert working_day(date(2027, 1, 1), 1, "XX") == date(2027, 1, 1)
    assert not is_working_day(date(2027, 1, 2), "XX")


def test_nobody_has_less_than_five_days_to_pay() -> None:
    assert due_on(
        DocumentKind.INVOICE, month=DECEMBER, issued_on=date(2026, 12, 17), country="PH", terms=TERMS
    ) == date(2026, 12, 22)


def test_a_deposit_is_due_within_a_week() -> None:
    assert due(DocumentKind.DEPOSIT_REQUEST, DECEMBER) == date(2026, 12, 8)


def test_a_credit_is_due_at_once() -> None:
    assert due(DocumentKind.CREDIT_NOTE, date(2026, 12, 17)) == date(2026, 12, 17)


# --- Which months ----------------------------------------------------------------------------------------------


def months(*first_days: tuple[int, int]) -> tuple[date, ...]:
    return tuple(date(year, month, 1) for year, month in first_days)


def test_a_lease_confirmed_late_is_billed_from_its_first_month() -> None:
    lease = Period(date(2026, 10, 15))
    found = months_to_bill(lease, through=DECEMBER, billed_through=None, changed_from=lease.start)
    assert found == months((2026, 10), (2026, 11), (2026, 12))


def test_a_month_that_is_billed_is_not_billed_again() -> None:
    def left(billed_through: date | None) -> tuple[date, ...]:
        owed = Period(DECEMBER)
        return months_to_bill(owed, through=DECEMBER, billed_through=billed_through, changed_from=None)

    assert left(DECEMBER) == ()
    assert left(None) == (DECEMBER,)


def test_changed_months_come_before_new_ones() -> None:
    found = months_to_bill(
        Period(date(2026, 8, 1)), through=DECEMBER, billed_through=date(2026, 11, 1), changed_from=date(2026, 10, 20)
    )
    assert found == months((2026, 10), (2026, 11), (2026, 12))


def test_nothing_is_billed_after_the_lease_but_what_was_billed_is_looked_at_again() -> None:
    lease = Period(date(2026, 8, 1), date(2026, 11, 1))
    assert months_to_bill(lease, through=DECEMBER, billed_through=date(2026, 9, 1), changed_from=None) == months(
        (2026, 10)
    )
    found = months_to_bill(lease, through=DECEMBER, billed_through=DECEMBER, changed_from=date(2026, 11, 1))
    assert found == months((2026, 11), (2026, 12))


def test_a_lease_called_off_is_looked_at_again_and_not_billed() -> None:
    assert months_to_bill(None, through=DECEMBER, billed_through=DECEMBER, changed_from=DECEMBER) == (DECEMBER,)
    assert months_to_bill(None, through=DECEMBER, billed_through=None, changed_from=DECEMBER) == ()


# --- Where money goes ------------------------------------------------------------------------------------------


def item(key: str, amount: str, *, due: int = 1, certificate: str = "0") -> OpenItem[str]:
    return OpenItem(key, date(2026, 12, due), key, Decimal(amount), Decimal(certificate))


def test_the_oldest_is_paid_first() -> None:
    items = [item("young", "100", due=20), item("old", "100", due=5)]
    assert spread(Decimal(150), items) == [("old", Decimal(100)), ("young", Decimal(50))]


def test_money_leaves_what_awaits_a_certificate() -> None:
    items = [item("one", "201600", due=5, certificate="9000"), item("two", "201600", due=20, certificate="9000")]
    assert spread(Decimal(385200), items) == [("one", Decimal(192600)), ("two", Decimal(192600))]


def test_money_pays_the_withheld_part_when_more_comes() -> None:
    assert spread(Decimal(201600), [item("one", "201600", certificate="9000")]) == [("one", Decimal(201600))]


def test_a_certificate_settles_what_awaits_it_and_nothing_else() -> None:
    items = [item("one", "9000", certificate="9000"), item("two", "5000")]
    assert spread(Decimal(10000), items, is_certificate=True) == [("one", Decimal(9000))]


money = st.decimals(Decimal("0.01"), Decimal(9999), places=2)


@given(money, st.lists(st.tuples(money, st.decimals(Decimal(0), Decimal(9999), places=2)), max_size=6), st.booleans())
def test_never_more_than_there_is_nor_than_is_open(
    amount: Decimal, opened: list[tuple[Decimal, Decimal]], is_certificate: bool
) -> None:
    items = [OpenItem(n, DECEMBER, str(n), open_, awaits) for n, (open_, awaits) in enumerate(opened)]
    shares = dict(spread(amount, items, is_certificate=is_certificate))
    assert sum(shares.values()) <= amount
    assert all(0 < part <= opened[n][0] for n, part in shares.items())
    if not is_certificate:
        assert sum(shares.values()) == min(amount, sum((open_ for open_, _ in opened), Decimal(0)))


# --- Postings --------------------------------------------------------------------------------------------------


def accounts(legs: tuple[JournalLeg, ...]) -> dict[Account, Decimal]:
    return {leg.account: leg.functional for leg in legs}


def test_an_invoice_is_receivable_against_revenue_and_vat() -> None:
    legs = document_legs(
        kind=DocumentKind.INVOICE,
        net=Decimal(100),
        tax=Decimal(12),
        currency="USD",
        rate=Decimal("58.25"),
        books_currency="PHP",
    )
    assert accounts(legs) == {Account.RECEIVABLES: 6524, Account.REVENUE: -5825, Account.OUTPUT_VAT: -699}
    assert {leg.currency for leg in legs} == {"USD"}


def test_a_deposit_request_posts_nothing() -> None:
    request = {"net": Decimal(100), "tax": Decimal(0), "currency": "PHP", "rate": Decimal(1), "books_currency": "PHP"}
    assert document_legs(kind=DocumentKind.DEPOSIT_REQUEST, **request) == ()  # type: ignore[arg-type]
    assert len(document_legs(kind=DocumentKind.INVOICE, **request)) == 2  # type: ignore[arg-type]


def test_a_certificate_is_a_claim_on_the_tax_office() -> None:
    legs = payment_legs(
        method=PaymentMethod.CERTIFICATE, amount=Decimal(9000), currency="PHP", rate=Decimal(1), books_currency="PHP"
    )
    assert accounts(legs) == {Account.WITHHOLDING: 9000, Account.UNAPPLIED: -9000}


def test_a_dearer_dollar_on_payment_is_an_exchange_gain() -> None:
    owed = Carried(Account.RECEIVABLES, "USD", Decimal(112), Decimal(6524), Decimal(112))
    paid = Carried(Account.UNAPPLIED, "USD", Decimal(112), Decimal(6608), Decimal(112))
    legs = application_legs(source=paid, target=owed, amount=Decimal(112), books_currency="PHP")
    assert accounts(legs) == {Account.UNAPPLIED: 6608, Account.RECEIVABLES: -6524, Account.EXCHANGE: -84}


def test_a_deposit_takes_what_the_money_is_worth() -> None:
    asked = Carried(Account.DEPOSITS, "USD", Decimal(100), Decimal(5825), Decimal(100))
    paid = Carried(Account.UNAPPLIED, "USD", Decimal(100), Decimal(5900), Decimal(100))
    legs = application_legs(source=paid, target=asked, amount=Decimal(100), books_currency="PHP")
    assert accounts(legs) == {Account.UNAPPLIED: 5900, Account.DEPOSITS: -5900}


@given(
    st.decimals(Decimal("0.01"), Decimal(99999), places=2),
    st.decimals(Decimal("0.0001"), Decimal(200), places=4),
    st.decimals(Decimal("0.0001"), Decimal(200), places=4),
    st.lists(st.decimals(Decimal("0.01"), Decimal(1), places=2), max_size=5),
)
def test_paid_in_parts_everything_balances_and_ends_at_zero(
    gross: Decimal, issued_at: Decimal, paid_at: Decimal, cuts: list[Decimal]
) -> None:
    owed = document_worth(net=gross, tax=Decimal(0), rate=issued_at, books_currency="PHP")
    worth = accounts(payment_legs(method="cash", amount=gross, currency="USD", rate=paid_at, books_currency="PHP"))[
        Account.CASH
    ]
    sums = dict.fromkeys((Account.RECEIVABLES, Account.UNAPPLIED), Decimal(0))
    left = gross
    for share in (*cuts, Decimal(1)):
        part = (left * share).quantize(Decimal("0.01"))
        legs = application_legs(
            source=Carried(Account.UNAPPLIED, "USD", gross, worth, left),
            target=Carried(Account.RECEIVABLES, "USD", gross, owed, left),
            amount=part,
            books_currency="PHP",
        )
        assert sum(leg.functional for leg in legs) == 0
        for leg in legs:
            if leg.account in sums:
                sums[leg.account] += leg.functional
        left -= part
    assert sums == {Account.RECEIVABLES: -owed, Account.UNAPPLIED: worth}


# --- Reminders and words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "reminder"), [(0, None), (1, 1), (6, 1), (7, 7), (13, 7), (14, 14), (40, 14)])
def test_reminders_come_1_7_and_14_days_late(late: int, reminder: int | None) -> None:
    assert reminder_due(DECEMBER, DECEMBER + timedelta(days=late), (1, 7, 14)) == reminder


def test_a_line_says_how_it_came_about() -> None:
    def said(**changes: int) -> str:
        facts = {"quantity": 12, "days": 17, "days_of": 31, **changes}
        return wording.how(**facts, rate=Decimal("9000.0000"), currency="PHP")

    assert said() == "12 seats × 17 of 31 days × PHP 9,000.00"
    assert said(quantity=-1) == "−1 seat × 17 of 31 days × PHP 9,000.00"
    assert said(days=31) == "12 seats × PHP 9,000.00"
    assert said(quantity=3, days=0, days_of=0) == "3 seats × PHP 9,000.00"


def test_days_are_said_inclusive_and_short() -> None:
    assert wording.days(Period(DECEMBER, date(2027, 1, 1))) == "1 – 31 Dec 2026"
    assert wording.days(Period(DECEMBER, date(2026, 12, 2))) == "1 Dec 2026"
    assert wording.days(Period(date(2026, 11, 20), date(2026, 12, 5))) == "20 Nov – 4 Dec 2026"
    assert wording.days(Period(date(2026, 12, 20), date(2027, 1, 5))) == "20 Dec 2026 – 4 Jan 2027"
    assert wording.days(Period(DECEMBER)) == "from 1 Dec 2026"


def test_an_amount_loses_no_digit() -> None:
    assert wording.amount(Decimal("9000.0000"), "PHP") == "9,000.00"
    assert wording.amount(Decimal("9000.1250"), "PHP") == "9,000.125"
    assert wording.amount(Decimal(-8065), "JPY") == "−8,065"
