"""What is planned for a lease stands on its page, with what it costs and the way back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import SYSTEM
from accounts.models import Client, User
from billing.operations import bill_booking
from bookings.enums import AmendmentState
from bookings.models import Booking
from facilities.models import Facility, Package, ShiftPattern
from tests import factories
from tests.billing.rows import DECEMBER
from tests.conftest import SignIn
from tests.portal.changes import address, codes_on, look, make, make_small_lease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lease(acme: Client, place: Facility, day_shift: ShiftPattern, standard: Package) -> Booking:
    """Four seats at PHP 9,000 from 1 December 2026, three of them committed, PHP 1,500 set-up for each more."""
    return make_small_lease(acme, place, day_shift, standard)


ON = "2026-12-17"


class TestUndoing:
    def test_what_is_planned_costs_and_is_undone(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser, page = sign_in(alice), reverse("portal:booking", args=[lease.pk])
        bill_booking(booking=lease, month=DECEMBER, issue_on=date(2026, 11, 23), actor=SYSTEM, now=lease.held_at)
        make(browser, lease, "add-seats", seats=2, effective_on=ON)
        [row] = browser.get(page).context["view"].planned.rows
        # 8,709.68 and 3,000.00 of December and 18,000.00 of January, with 12 %; each month two seats.
        assert (row.change.next_gross, row.change.monthly_gross) == (Decimal("13114.84"), 20160)
        shown = browser.get(row.undo_href).context["page"]
        assert (shown.preview.monthly.gross_before, shown.preview.monthly.gross_after) == (60480, 40320)
        answer = browser.post(row.undo_href, {"number": "1", "digest": shown.preview.digest})
        assert answer.headers["Location"] == page
        assert codes_on(lease, date(2026, 12, 17)) == codes_on(lease, DECEMBER)
        assert browser.get(page).context["view"].planned.rows == []
        assert lease.amendments.get(number=1).state == AmendmentState.WITHDRAWN

    def test_what_was_undone_cant_be_undone_again(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        make(browser, lease, "add-seats", seats=2, effective_on=ON)
        assert make(browser, lease, "undo", number=1).status_code == 302
        answer = look(browser, lease, "undo", number=1)
        assert "has begun or was withdrawn already" in answer.content.decode()
        assert browser.post(address(lease, "undo"), {"number": "1", "digest": "x"}).status_code == 422

    def test_several_are_summed(self, alice: User, lease: Booking, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        make(browser, lease, "add-seats", seats=2, effective_on="2027-01-01")
        make(browser, lease, "add-seats", seats=1, effective_on="2027-02-01")
        planned = browser.get(reverse("portal:booking", args=[lease.pk])).context["view"].planned
        assert [row.change.monthly_gross for row in planned.rows] == [20160, 10080]
        assert planned.next_gross == sum(row.change.next_gross for row in planned.rows)

    def test_many_changes_and_seats_cost_as_many_queries_as_few(
        self, alice: User, lease: Booking, place: Facility, sign_in: SignIn
    ) -> None:
        factories.make_room(place, "Hall", {"H": 30})
        browser, page = sign_in(alice), reverse("portal:booking", args=[lease.pk])

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(page).status_code == 200
            return len(captured)

        make(browser, lease, "add-seats", seats=1, effective_on="2027-01-02")
        make(browser, lease, "add-seats", seats=1, effective_on="2027-01-03")
        few = queries()
        for day in range(4, 9):
            make(browser, lease, "add-seats", seats=3, effective_on=f"2027-01-{day:02}")
        assert lease.amendments.count() == 7
        assert queries() == few
