"""What a client's list says, its file says, and the API: each knows what the others know."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from api.bookings import BookingSummarySerializer
from api.invoices import InvoiceSummarySerializer
from billing.models import Document
from bookings.models import Booking
from portal.pages import bookings, invoices
from tests import answers
from tests.conftest import SignIn

# Column of the file → the field of the API that says the same.
SAME: dict[str, dict[str, str]] = {
    "invoices": {
        "Number": "number", "Document": "kind", "Booking": "booking", "Month": "month", "Issued": "issued_on",
        "Due": "due_on", "Net": "net", "Tax": "tax", "Total": "gross", "Tax you withhold": "withholding_expected",
        "Open": "open_balance", "State": "state", "Paid": "paid_at", "Official invoice": "official_number",
    },
    "bookings": {
        "Reference": "reference", "State": "state", "Facility": "facility", "Shift": "shift",
        "Hours kept at": "time_zone", "Package": "package", "Seats": "seats", "First day": "first_day",
        "Last day": "last_day", "Months": "term_months", "Renews": "auto_renews",
        "Monthly price, net": "monthly_net", "Renews on": "renews_on", "Give notice by": "notice_deadline",
    },
}  # fmt: skip
# An amount of the API has its currency with it, a facility of the API its city.
IN_THE_FILE_ALONE = {"invoices": {"Currency", "Facility"}, "bookings": {"Currency", "City"}}
# For programs; and a file is of one company. When a booking moved on is in its history.
IN_THE_API_ALONE = {
    "invoices": {"id", "client"},
    "bookings": {
        "id", "client", "held_at", "hold_expires_at", "submitted_at", "decided_at", "notice_given_at",
    },
}  # fmt: skip
COLUMNS: dict[str, Any] = {"invoices": invoices.COLUMNS, "bookings": bookings.COLUMNS}
FIELDS: dict[str, Any] = {"invoices": InvoiceSummarySerializer, "bookings": BookingSummarySerializer}


@pytest.mark.parametrize("noun", SAME)
def test_the_file_and_the_api_say_the_same(noun: str) -> None:
    columns = [str(heading) for heading, _value in COLUMNS[noun]]
    assert len(columns) == len(set(columns))
    assert set(columns) == SAME[noun].keys() | IN_THE_FILE_ALONE[noun]
    assert set(FIELDS[noun]().fields) == set(SAME[noun].values()) | IN_THE_API_ALONE[noun]


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_every_column_of_the_files_holds_what_it_is_headed(
    olga: User, lease: Booking, invoice: Document, sign_in: SignIn
) -> None:
    browser = sign_in(olga)
    [row] = answers.csv_rows(browser.get(reverse("portal:invoices-csv")), "Number")
    assert row == {
        "Number": invoice.number, "Document": "Billing statement", "Booking": lease.reference,
        "Facility": "Cebu IT Park", "Month": "2026-12", "Issued": "2026-11-23", "Due": invoice.due_on.isoformat(),
        "Currency": "PHP", "Net": "180000.000", "Tax": "21600.000", "Total": "201600.000",
        "Tax you withhold": "0.000", "Open": "201600.000", "State": "To pay", "Paid": "", "Official invoice": "",
    }  # fmt: skip
    [row] = answers.csv_rows(browser.get(reverse("portal:bookings-csv")), "Reference")
    assert row == {
        "Reference": lease.reference, "State": "active", "Facility": "Cebu IT Park", "City": lease.facility.city,
        "Shift": "Day", "Hours kept at": "Asia/Manila", "Package": "Standard", "Seats": "20",
        "First day": "2026-12-01", "Last day": "", "Months": "12", "Renews": "yes", "Currency": "PHP",
        "Monthly price, net": "180000.00", "Renews on": "2027-12-01", "Give notice by": "2027-10-02",
    }  # fmt: skip
