"""A business as tables: clients, their people, the leases that run and what is unpaid, in the order in which one needs
the other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.enums import Role, Withholding
from facilities.clocks import zones
from imports.sheets import BadCell, Column, Sheet, amount, day, one_of, signed, text, truth, whole

LONGEST_TERM = 240


def country(cell: Any) -> str:
    code = str(cell).strip().upper()
    if code not in dict(countries):
        raise BadCell(_("Enter the two letters of the country, such as PH or US."))
    return code


def email(cell: Any) -> str:
    address = text(254)(cell).strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadCell(_("Enter an e-mail address such as ana@example.com.")) from error
    return address


def time_zone(cell: Any) -> str:
    name = str(cell).strip()
    if name not in zones():
        raise BadCell(_("Enter a time zone such as Asia/Manila or America/Chicago."))
    return name


def currency(cell: Any) -> str:
    code = str(cell).strip()
    if len(code) != 3 or not code.isascii() or not code.isupper():
        raise BadCell(_("Enter the three letters of the currency, such as PHP."))
    return code


CLIENT = Column("client", text(200), help=gettext_lazy("The name you call the company by. Each company once."))
LEASE = text(40)

CLIENTS = Sheet(
    "clients",
    str(gettext_lazy("Clients")),
    (
        CLIENT,
        Column("legal_name", text(200), help=gettext_lazy("The registered name, as invoices say it.")),
        Column("country", country, help=gettext_lazy("Two letters: PH, US, …")),
        Column("address", text(1000), help=gettext_lazy("The registered address; it may have several lines.")),
        Column("tax_id", text(40), required=False, help=gettext_lazy("The tax number, such as the TIN.")),
        Column("billing_name", text(150), required=False, help=gettext_lazy("Who gets the invoices.")),
        Column("billing_email", email, help=gettext_lazy("Where the invoices go.")),
        Column("time_zone", time_zone, help=gettext_lazy("Of the company's office: Asia/Manila, America/Chicago, …")),
        Column(
            "withholding", one_of(Withholding.values), required=False, default=Withholding.NONE.value,
            help=gettext_lazy("What it withholds tax for: none, rent or services."),
        ),
    ),
    key=("client",),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    str(gettext_lazy("People")),
    (
        Column("client", text(200), help=gettext_lazy("As on the sheet of clients.")),
        Column("email", email, help=gettext_lazy("They sign in with it. Nobody gets a mail before you invite them.")),
        Column("name", text(150), required=False, help=gettext_lazy("First and last name.")),
        Column(
            "role", one_of(Role.values),
            help=gettext_lazy("owner: everything; manager: seats and invoices; billing: invoices; viewer: only looks."),
        ),
    ),
    key=("client", "email"),
)  # fmt: skip
LEASES = Sheet(
    "leases",
    str(gettext_lazy("Leases")),
    (
        Column("lease", LEASE, help=gettext_lazy("Your own number of the lease. Each lease once.")),
        Column("client", text(200), help=gettext_lazy("As on the sheet of clients.")),
        Column("facility", text(8), help=gettext_lazy("The facility's short code.")),
        Column("shift", text(40), help=gettext_lazy("The short name of the shift pattern.")),
        Column("package", text(40), help=gettext_lazy("The short name of the package.")),
        Column("first_day", day, help=gettext_lazy("On which the lease began: 2024-03-15.")),
        Column("months", whole(1, LONGEST_TERM), help=gettext_lazy("The term; it repeats from the first day.")),
        Column("renews", truth, help=gettext_lazy("yes: goes on until notice is given; no: ends with its term.")),
        Column(
            "last_day", day, required=False, default=None,
            help=gettext_lazy("Only where the lease ends on another day than its term says, such as after notice."),
        ),
        Column("notice_days", whole(0, 730), help=gettext_lazy("Notice in days, counted back from the term's end.")),
        Column("currency", currency, help=gettext_lazy("Three letters: PHP, USD, …")),
        Column("net_rate", amount(4), help=gettext_lazy("What a seat costs a month now, before tax.")),
        Column("list_rate", amount(4), help=gettext_lazy("What the list said when it was agreed; the same or more.")),
        Column(
            "escalation_percent", amount(2), required=False, default=amount(2)(0),
            help=gettext_lazy("By how much the rate rises once a year."),
        ),
        Column(
            "next_increase", day, required=False, default=None,
            help=gettext_lazy("When it rises next; empty: on the anniversary of the first day."),
        ),
        Column(
            "committed_seats", whole(0, 10_000), required=False, default=0,
            help=gettext_lazy("How many are paid for until the running term ends, used or not."),
        ),
        Column(
            "deposit_held", amount(2), required=False, default=Decimal("0.00"),
            help=gettext_lazy("The deposit you hold for the lease now."),
        ),
        Column(
            "billed_through", day, required=False, default=None,
            help=gettext_lazy("The last day you have billed. The day after is the first one billed here."),
        ),
    ),
    key=("lease",),
)  # fmt: skip
SEATS = Sheet(
    "seats",
    str(gettext_lazy("Seats of leases")),
    (
        Column("lease", LEASE, help=gettext_lazy("As on the sheet of leases.")),
        Column("seat", text(20), help=gettext_lazy("The code of the workstation.")),
        Column(
            "first_day", day, required=False, default=None,
            help=gettext_lazy("Only where the seat came later than the lease began."),
        ),
        Column(
            "last_day", day, required=False, default=None,
            help=gettext_lazy("Only where the seat goes before the lease ends."),
        ),
    ),
    key=("lease", "seat", "first_day"),
)  # fmt: skip

OPEN_ITEMS = Sheet(
    "open_items",
    str(gettext_lazy("Open items")),
    (
        Column("client", text(200), help=gettext_lazy("As on the sheet of clients.")),
        Column("number", text(40), help=gettext_lazy("The number that your invoice or credit has. Each once.")),
        Column(
            "company", text(200), required=False,
            help=gettext_lazy("The registered name of your company that is owed; only where you have several."),
        ),
        Column("issued_on", day, help=gettext_lazy("The day of your invoice: 2026-10-01.")),
        Column("due_on", day, help=gettext_lazy("The day it is due; reminders and ages count from it.")),
        Column("currency", currency, help=gettext_lazy("Three letters: PHP, USD, …")),
        Column(
            "open", signed(2),
            help=gettext_lazy("What is still unpaid, with tax. With a minus: what the client has paid too much."),
        ),
        Column(
            "as_certificate", amount(2), required=False, default=Decimal("0.00"),
            help=gettext_lazy("The part of it that comes as a withholding certificate, not as money."),
        ),
        Column("note", text(200), required=False, help=gettext_lazy("What the client reads beside it.")),
    ),
    key=("company", "number"),
)  # fmt: skip

GO_LIVE = (CLIENTS, PEOPLE, LEASES, SEATS, OPEN_ITEMS)

# A fictional company, for people who have never seen such a file.
EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "clients": [
        {
            "client": "Example Calls", "legal_name": "Example Calls Incorporated", "country": "PH",
            "address": "1 Example Street\nMakati", "tax_id": "123-456-789-00000", "billing_name": "Ana Santos",
            "billing_email": "bills@example.com", "time_zone": "Asia/Manila", "withholding": "rent",
        },
        {
            "client": "Sample Support", "legal_name": "Sample Support LLC", "country": "US",
            "address": "2 Sample Road\nAustin", "tax_id": "", "billing_name": "Bo Miller",
            "billing_email": "accounts@example.org", "time_zone": "America/Chicago", "withholding": "none",
        },
    ],
    "people": [
        {"client": "Example Calls", "email": "ana@example.com", "name": "Ana Santos", "role": "owner"},
        {"client": "Sample Support", "email": "bo@example.org", "name": "Bo Miller", "role": "owner"},
    ],
    "leases": [
        {
            "lease": "L-1001", "client": "Example Calls", "facility": "CEB", "shift": "day", "package": "standard",
            "first_day": "2024-03-15", "months": 12, "renews": "yes", "last_day": None, "notice_days": 60,
            "currency": "PHP", "net_rate": "8550.00", "list_rate": "9000.00", "escalation_percent": "5",
            "next_increase": "2027-03-15", "committed_seats": 2, "deposit_held": "34200.00",
            "billed_through": "2026-11-30",
        },
        {
            "lease": "L-1002", "client": "Sample Support", "facility": "CEB", "shift": "night", "package": "standard",
            "first_day": "2026-08-01", "months": 6, "renews": "no", "last_day": None, "notice_days": 30,
            "currency": "USD", "net_rate": "180.00", "list_rate": "180.00", "escalation_percent": "",
            "next_increase": None, "committed_seats": "", "deposit_held": "", "billed_through": "2026-11-30",
        },
    ],
    "seats": [
        {"lease": "L-1001", "seat": "A-01", "first_day": None, "last_day": None},
        {"lease": "L-1001", "seat": "A-02", "first_day": "2025-01-01", "last_day": None},
        {"lease": "L-1002", "seat": "A-01", "first_day": None, "last_day": None},
    ],
    "open_items": [
        {
            "client": "Example Calls", "number": "2026-0917", "company": "", "issued_on": "2026-11-01",
            "due_on": "2026-11-06", "currency": "PHP", "open": "19152.00", "as_certificate": "855.00",
            "note": "Seats for November",
        },
        {
            "client": "Example Calls", "number": "2026-0871", "company": "", "issued_on": "2026-10-20",
            "due_on": "2026-10-20", "currency": "PHP", "open": Decimal("-1200.00"), "as_certificate": "",
            "note": "Paid twice",
        },
    ],
}  # fmt: skip
