"""The state of a document, by one definition: of one in hand and of many as a filter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Client, LegalEntity
from billing.enums import DocumentKind, DocumentState
from billing.models import Document, DocumentStatus
from billing.queries.documents import due_soon, in_state, state_of
from ledger.models import JournalEntry
from tests import factories
from tests.billing.rows import DECEMBER, NOW

GROSS = Decimal(1000)


def brought_forward(client: Client, entity: LegalEntity, number: str, due_on: date, open_: int, withheld: int) -> None:
    """An item on which ``open_`` is open, ``withheld`` of that to be settled with a certificate."""
    gross = GROSS if open_ >= 0 else -GROSS
    document = Document.objects.create(
        kind=DocumentKind.BROUGHT_FORWARD,
        legal_entity=entity,
        client=client,
        number=number,
        issued_on=date(2026, 1, 1),
        issued_at=NOW,
        due_on=due_on,
        month=DECEMBER,
        currency="PHP",
        net=gross,
        tax=0,
        gross=gross,
        seller={},
        buyer={},
        entry=JournalEntry.objects.create(legal_entity=entity, posted_on=date(2026, 1, 1)),
        hash=number,
    )
    DocumentStatus.objects.create(document=document, amount=gross, open_balance=open_, withholding_outstanding=withheld)


@given(
    rows=st.lists(
        st.tuples(
            st.integers(-2, 2),
            st.sampled_from([-1000, -1, 0, 1, 500, 1000]),
            st.sampled_from([0, 1, 500, 1000]),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    ),
    hour=st.integers(0, 23),
)
def test_every_document_is_in_the_one_state_that_the_filter_finds_it_by(
    acme: Client, rows: list[tuple[int, int, int, bool]], hour: int
) -> None:
    """Within two days of the due day, at any hour, in books on either side of the date line."""
    now = datetime.combine(date(2026, 12, 10), time(hour), UTC)
    with transaction.atomic():
        manila = factories.make_legal_entity(time_zone="Asia/Manila")
        honolulu = factories.make_legal_entity(time_zone="Pacific/Honolulu")
        for number, (days, open_, withheld, is_manila) in enumerate(rows):
            due_on = date(2026, 12, 10) + timedelta(days=days)
            brought_forward(acme, manila if is_manila else honolulu, f"{number}", due_on, open_, withheld)

        everything = Document.objects.select_related("status", "legal_entity")
        told = {each.pk: state_of(each, now=now) for each in everything}
        for state in DocumentState:
            found = set(in_state(everything, state, now=now).values_list("pk", flat=True))
            assert found == {pk for pk, each in told.items() if each == state}, state
        assert in_state(everything, *DocumentState, now=now).count() == len(rows)
        assert not in_state(everything, now=now).exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("due_on", "open_", "withheld", "state"),
    [
        (date(2026, 12, 10), 1000, 0, DocumentState.OPEN),
        (date(2026, 12, 9), 1000, 0, DocumentState.OVERDUE),
        (date(2026, 12, 9), 50, 50, DocumentState.OPEN),
        (date(2026, 12, 9), 51, 50, DocumentState.OVERDUE),
        (date(2026, 12, 9), 0, 0, DocumentState.PAID),
        (date(2026, 12, 9), -1, 0, DocumentState.CREDIT_LEFT),
    ],
)
def test_what_is_open_and_by_when_it_is_due_decide(
    acme: Client, due_on: date, open_: int, withheld: int, state: DocumentState
) -> None:
    entity = factories.make_legal_entity(time_zone="Asia/Manila")
    brought_forward(acme, entity, "1", due_on, open_, withheld)
    # One o'clock in the night of the tenth in Manila, when it is still the ninth in UTC.
    now = datetime(2026, 12, 10, 1, tzinfo=ZoneInfo("Asia/Manila"))
    document = Document.objects.select_related("status", "legal_entity").get()
    assert state_of(document, now=now) == state
    assert list(in_state(Document.objects.all(), state, now=now)) == [document]


def test_what_is_due_today_is_due_soon_by_the_day_of_its_books(acme: Client) -> None:
    entity = factories.make_legal_entity(time_zone="Asia/Manila")
    for day in (9, 10, 17, 18):
        brought_forward(acme, entity, f"{day}", date(2026, 12, day), 1000, 0)
    now = datetime(2026, 12, 10, 1, tzinfo=ZoneInfo("Asia/Manila"))
    assert [each.number for each in due_soon(Document.objects.all(), now=now)] == ["10", "17"]
