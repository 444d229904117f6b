"""A small business in tables, as a provider might keep it: two companies, three leases in cebu."""

from __future__ import annotations

from typing import Any

Table = list[dict[str, Any]]
Tables = dict[str, Table]


def business() -> Tables:
    """Initrode leases A1 and A2 by day since 2024 (billed through November), and S1 from next year; hooli leases A1 by
    night, in dollars, until May."""
    return {
        "clients": [
            {
                "client": "Initrode", "legal_name": "Initrode Incorporated", "country": "PH", "address": "1 Main\nCebu",
                "tax_id": "123-456-789", "billing_name": "Ira", "billing_email": "bills@initrode.example.com",
                "time_zone": "Asia/Manila", "withholding": "rent",
            },
            {
                "client": "Hooli", "legal_name": "Hooli LLC", "country": "US", "address": "2 Main, Austin",
                "tax_id": "", "billing_name": "", "billing_email": "bills@hooli.example.com",
                "time_zone": "America/Chicago", "withholding": "",
            },
        ],
        "people": [
            {"client": "Initrode", "email": "Ira@Initrode.example.com", "name": "Ira Santos", "role": "owner"},
            {"client": "Hooli", "email": "gavin@hooli.example.com", "name": "", "role": "owner"},
        ],
        "leases": [
            lease("L-1", "Initrode", first_day="2024-03-15", billed_through="2026-11-30", net_rate="8550",
                  escalation_percent="5", next_increase="2027-01-15", committed_seats="2", deposit_held="34200"),
            lease("L-2", "Hooli", shift="night", first_day="2026-08-10", months="10", renews="no",
                  billed_through="2026-12-09", currency="USD", net_rate="180", list_rate="180"),
            lease("L-3", "Initrode", first_day="2027-01-01", net_rate="9000"),
        ],
        "seats": [
            {"lease": "L-1", "seat": "A1", "first_day": "", "last_day": ""},
            {"lease": "L-1", "seat": "A2", "first_day": "2026-12-16", "last_day": ""},
            {"lease": "L-2", "seat": "A1", "first_day": "", "last_day": ""},
            {"lease": "L-3", "seat": "S1", "first_day": "", "last_day": ""},
        ],
        "open_items": [],
    }  # fmt: skip


def open_items() -> Tables:
    """The same; initrode has yet to pay OLD-17, part of it by certificate, and hooli has paid 152 too much."""
    return {
        **business(),
        "open_items": [
            item("OLD-17", "Initrode", open="19152", as_certificate="855", note="Seats for November"),
            item("OLD-18", "Hooli", open="-152.00"),
        ],
    }


def item(number: str, client: str, **cells: str) -> dict[str, Any]:
    """An invoice of November in pesos."""
    return {
        "client": client, "number": number, "company": "", "issued_on": "2026-11-01", "due_on": "2026-11-06",
        "currency": "PHP", "open": "100", "as_certificate": "", "note": "", **cells,
    }  # fmt: skip


def lease(number: str, client: str, **cells: str) -> dict[str, Any]:
    """A day lease of cebu that renews each year, with 60 days' notice, at 9,000 pesos."""
    return {
        "lease": number, "client": client, "facility": "CEB", "shift": "day", "package": "standard",
        "first_day": "2026-01-01", "months": "12", "renews": "yes", "last_day": "", "notice_days": "60",
        "currency": "PHP", "net_rate": "9000", "list_rate": "9000", "escalation_percent": "", "next_increase": "",
        "committed_seats": "", "deposit_held": "", "billed_through": "", **cells,
    }  # fmt: skip
