"""The provider: an invented company with invented numbers, its people, its tax and its document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.enums import InvoicingMode, Withholding
from billing.enums import DocumentKind

DOMAIN = "sinagtala.example"

LEGAL_ENTITY = {
    "name": "Sinagtala Workfloors, Inc.",
    "trade_name": "Sinagtala",
    "country": "PH",
    "address": "Level 5, Bituin Centre\nGeonzon Street, Cebu IT Park, Lahug\nCebu City 6000",
    "tax_id": "999-014-207",
    "branch_code": "00000",
    "vat_registered": True,
    "functional_currency": "PHP",
    "invoicing_mode": InvoicingMode.STATEMENT,
    "bank_details": (
        "Banco Sinukwan (invented), Cebu IT Park\nAccount name: Sinagtala Workfloors, Inc.\n"
        "Account: 0099 1420 7001 (PHP)\nSWIFT: XXSNPHMMXXX"
    ),
    "billing_email": f"billing@{DOMAIN}",
    "time_zone": "Asia/Manila",
}

# RA 9337 raised the rate from 10 % in February 2006.
VAT_PERCENT = Decimal(12)
VAT_SINCE = date(2006, 2, 1)

# RR 2-98: 5 % of rent, 2 % of services, on the amount without VAT.
WITHHOLDING = {Withholding.RENT: Decimal(5), Withholding.SERVICES: Decimal(2)}
WITHHOLDING_SINCE = date(1998, 1, 1)

SERIES = {
    DocumentKind.INVOICE: "SL-{year}-",
    DocumentKind.CREDIT_NOTE: "CN-{year}-",
    DocumentKind.DEPOSIT_REQUEST: "DR-{year}-",
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """``duties`` names one of the groups that the back office comes with; administrators have all permissions."""

    key: str
    name: str
    duties: str
    is_administrator: bool = False


FACILITY_MANAGERS = "Facility"
FINANCE = "Finance"

STAFF = (
    StaffMember("ada", "Ada Villanueva", "Administrator", is_administrator=True),
    StaffMember("opal", "Opal Mendoza", FACILITY_MANAGERS),
    StaffMember("felix", "Felix Tan", FINANCE),
    StaffMember("noel", "Noel Bautista", FACILITY_MANAGERS),
)
