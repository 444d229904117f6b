"""Capabilities, and who has them: by role in a company, by duty of our own people, by scope of a key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from accounts.enums import Role, Scope


class Capability(StrEnum):
    """One thing somebody may be allowed. Operations ask for it; interfaces show what it opens."""

    # The affairs of one client.
    SEE_COMPANY = "see_company"
    EDIT_COMPANY = "edit_company"
    MANAGE_TEAM = "manage_team"
    MANAGE_KEYS = "manage_keys"
    SEE_BOOKINGS = "see_bookings"
    HOLD_SEATS = "hold_seats"
    ACCEPT_AGREEMENT = "accept_agreement"
    CHANGE_LEASES = "change_leases"
    SEE_INVOICES = "see_invoices"
    TELL_OF_TRANSFERS = "tell_of_transfers"

    # What we decide about them.
    DECIDE_REQUESTS = "decide_requests"
    END_LEASES = "end_leases"
    REGISTER_CLIENTS = "register_clients"
    GO_LIVE = "go_live"

    # What there is to lease.
    SEE_IMPORTS = "see_imports"
    IMPORT_INVENTORY = "import_inventory"
    EDIT_PLACES = "edit_places"
    CLOSE_SEATS = "close_seats"
    DRAW_PLANS = "draw_plans"
    EDIT_SHIFTS = "edit_shifts"
    EDIT_PRICES = "edit_prices"
    MANAGE_ASSETS = "manage_assets"
    REPORT_FAULTS = "report_faults"
    FIX_FAULTS = "fix_faults"

    # Money.
    SEE_BILL_RUNS = "see_bill_runs"
    CLOSE_PERIODS = "close_periods"
    PREPARE_BILL_RUNS = "prepare_bill_runs"
    ISSUE_DOCUMENTS = "issue_documents"
    RECORD_PAYMENTS = "record_payments"
    REVERSE_PAYMENTS = "reverse_payments"
    DECIDE_TRANSFERS = "decide_transfers"
    APPROVE_CERTIFICATES = "approve_certificates"
    ENTER_OPENING_BALANCES = "enter_opening_balances"

    # Running the product itself.
    SEE_AS_CLIENTS = "see_as_clients"
    ACT_FOR_CLIENTS = "act_for_clients"
    SEE_MAIL = "see_mail"
    RESEND_MAIL = "resend_mail"
    READ_AUDIT = "read_audit"
    MANAGE_PARTNERS = "manage_partners"


class Duty(StrEnum):
    """A task of staff; the group of that name has its permissions."""

    FACILITY = "Facility"
    FINANCE = "Finance"
    ADMINISTRATOR = "Administrator"


C = Capability

SEES = frozenset({C.SEE_COMPANY, C.SEE_BOOKINGS, C.SEE_INVOICES})

# What changes nothing: all that is left to somebody who only sees the portal as a client does.
READING = SEES

ROLES: Mapping[Role, frozenset[Capability]] = {
    Role.VIEWER: SEES,
    Role.BILLING: SEES | {C.TELL_OF_TRANSFERS},
    Role.MANAGER: SEES | {C.TELL_OF_TRANSFERS, C.HOLD_SEATS, C.ACCEPT_AGREEMENT, C.CHANGE_LEASES},
    Role.OWNER: SEES
    | {C.TELL_OF_TRANSFERS, C.HOLD_SEATS, C.ACCEPT_AGREEMENT, C.CHANGE_LEASES}
    | {C.EDIT_COMPANY, C.MANAGE_TEAM, C.MANAGE_KEYS},
}

SCOPES: Mapping[Scope, frozenset[Capability]] = {
    Scope.CLIENTS_READ: frozenset({C.SEE_COMPANY}),
    Scope.BOOKINGS_READ: frozenset({C.SEE_BOOKINGS}),
    Scope.INVOICES_READ: frozenset({C.SEE_INVOICES}),
}

_LEASING = SEES | {
    C.EDIT_COMPANY,
    C.MANAGE_TEAM,
    C.HOLD_SEATS,
    C.ACCEPT_AGREEMENT,
    C.CHANGE_LEASES,
    C.DECIDE_REQUESTS,
    C.END_LEASES,
    C.REGISTER_CLIENTS,
    C.GO_LIVE,
}
_PLACES = frozenset(
    {
        C.SEE_IMPORTS,
        C.IMPORT_INVENTORY,
        C.EDIT_PLACES,
        C.CLOSE_SEATS,
        C.DRAW_PLANS,
        C.EDIT_SHIFTS,
        C.EDIT_PRICES,
        C.MANAGE_ASSETS,
        C.REPORT_FAULTS,
        C.FIX_FAULTS,
    }
)
_MONEY = frozenset(
    {
        C.SEE_BILL_RUNS,
        C.CLOSE_PERIODS,
        C.PREPARE_BILL_RUNS,
        C.ISSUE_DOCUMENTS,
        C.TELL_OF_TRANSFERS,
        C.RECORD_PAYMENTS,
        C.REVERSE_PAYMENTS,
        C.DECIDE_TRANSFERS,
        C.APPROVE_CERTIFICATES,
        C.ENTER_OPENING_BALANCES,
    }
)
_HOUSE = frozenset({C.SEE_AS_CLIENTS, C.ACT_FOR_CLIENTS, C.SEE_MAIL, C.RESEND_MAIL, C.READ_AUDIT})

DUTIES: Mapping[Duty, frozenset[Capability]] = {
    Duty.FACILITY: _LEASING | _PLACES | _HOUSE,
    Duty.FINANCE: SEES | {C.EDIT_COMPANY} | _MONEY | _HOUSE,
    Duty.ADMINISTRATOR: _LEASING | _PLACES | _MONEY | _HOUSE | {C.MANAGE_KEYS, C.MANAGE_PARTNERS},
}

# Our own people are given capabilities as Django's permissions, by their groups: a member of staff has a capability
# who has all of these. So there is one thing to grant, and the admin's screens and the operations ask for the same.
PERMISSIONS: Mapping[Capability, tuple[str, ...]] = {
    C.SEE_COMPANY: ("accounts.view_client",),
    C.EDIT_COMPANY: ("accounts.change_client",),
    C.MANAGE_TEAM: ("accounts.add_member", "accounts.change_member"),
    C.MANAGE_KEYS: ("accounts.add_apikey", "accounts.change_apikey"),
    C.SEE_BOOKINGS: ("bookings.view_booking",),
    C.HOLD_SEATS: ("bookings.add_booking",),
    C.ACCEPT_AGREEMENT: ("bookings.add_booking",),
    C.CHANGE_LEASES: ("bookings.view_booking", "bookings.change_booking"),
    C.SEE_INVOICES: ("billing.view_document",),
    C.TELL_OF_TRANSFERS: ("billing.change_transfernotice",),
    C.DECIDE_REQUESTS: ("bookings.view_booking", "bookings.change_booking"),
    C.END_LEASES: ("bookings.view_booking", "bookings.change_booking"),
    C.REGISTER_CLIENTS: ("accounts.add_client", "accounts.add_member"),
    C.GO_LIVE: ("accounts.add_client", "accounts.change_client", "accounts.add_member", "bookings.add_booking"),
    C.SEE_IMPORTS: ("facilities.view_workstation", "facilities.view_rate"),
    C.IMPORT_INVENTORY: ("facilities.add_workstation", "facilities.change_workstation", "facilities.change_rate"),
    C.EDIT_PLACES: ("facilities.change_facility", "facilities.add_holiday"),
    C.CLOSE_SEATS: ("facilities.change_workstation",),
    C.DRAW_PLANS: (
        "facilities.change_floor",
        "facilities.change_room",
        "facilities.add_workstation",
        "facilities.change_workstation",
    ),
    C.EDIT_SHIFTS: ("facilities.change_shiftpattern",),
    C.EDIT_PRICES: ("facilities.add_rate", "facilities.change_rate"),
    C.MANAGE_ASSETS: ("facilities.change_asset",),
    C.REPORT_FAULTS: ("facilities.add_fault",),
    C.FIX_FAULTS: ("facilities.change_fault",),
    C.SEE_BILL_RUNS: ("billing.view_billingrun",),
    C.CLOSE_PERIODS: ("ledger.add_accountingperiod", "ledger.change_accountingperiod"),
    C.PREPARE_BILL_RUNS: ("billing.add_billingrun",),
    C.ISSUE_DOCUMENTS: ("billing.change_billingrun",),
    C.RECORD_PAYMENTS: ("billing.add_payment",),
    C.REVERSE_PAYMENTS: ("billing.change_payment",),
    C.DECIDE_TRANSFERS: ("billing.change_transfernotice",),
    C.APPROVE_CERTIFICATES: ("billing.change_taxcertificate",),
    C.ENTER_OPENING_BALANCES: ("billing.enter_opening_balances",),
    C.SEE_AS_CLIENTS: ("accounts.see_as_client",),
    C.ACT_FOR_CLIENTS: ("accounts.act_for_client",),
    C.SEE_MAIL: ("outbox.view_message",),
    C.RESEND_MAIL: ("outbox.change_message",),
    C.READ_AUDIT: ("audit.view_auditentry",),
    C.MANAGE_PARTNERS: ("accounts.change_partner", "accounts.add_apikey"),
}
