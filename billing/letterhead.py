"""Seller, buyer and lease as a document names them, and what the law has it say: frozen when it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries

from accounts.enums import InvoicingMode
from accounts.models import Client, LegalEntity
from billing.countries import country_of
from billing.enums import DocumentKind
from bookings.models import Booking


def seller_of(entity: LegalEntity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "trade_name": entity.trade_name,
        "address": entity.address,
        "country": entity.country.code,
        "country_name": entity.country.name,
        "tax_id": entity.tax_id,
        "branch_code": entity.branch_code,
        "vat_registered": entity.vat_registered,
        "invoicing_mode": entity.invoicing_mode,
        "registration_note": entity.registration_note,
        "bank_details": entity.bank_details,
        "billing_email": entity.billing_email,
        "functional_currency": entity.functional_currency,
    }


def buyer_of(client: Client) -> dict[str, Any]:
    country = client.country.code
    return {
        "name": client.legal_name or client.name,
        "trade_name": client.name,
        "address": client.address,
        "country": country,
        "country_name": _country_name(country),
        "tax_id": client.tax_id,
        "branch_code": client.branch_code,
        "contact": client.billing_name,
        "email": client.billing_email,
        "withholding": client.withholding,
    }


def lease_of(booking: Booking, *, facility: str) -> dict[str, Any]:
    """Return what a document calls the lease it bills; ``facility`` is the facility's name."""
    return {"booking": booking.reference, "facility": facility}


@lru_cache(maxsize=300)
def _country_name(code: str) -> str:
    return str(countries.name(code))


def title(kind: str, seller: Mapping[str, Any]) -> str:
    """Return what the document calls itself."""
    return country_of(seller["country"]).title(DocumentKind(kind), InvoicingMode(seller["invoicing_mode"]))


def warning(kind: str, seller: Mapping[str, Any]) -> str:
    """The sentence that the law of the seller's country has it say; empty where it asks for none."""
    return country_of(seller["country"]).warning(DocumentKind(kind), InvoicingMode(seller["invoicing_mode"]))


def notes(kind: str, seller: Mapping[str, Any]) -> list[str]:
    """The sentences printed at the foot of a new document."""
    found = []
    if kind == DocumentKind.DEPOSIT_REQUEST:
        found.append(
            _(
                "The deposit is held as security and returned when the lease ends, less what is then owed. "
                "It bears no tax unless it is applied to rent or kept."
            )
        )
    if kind == DocumentKind.CREDIT_NOTE:
        found.append(_("Set off against your oldest open invoices; what is left goes to the next ones."))
    return [*found, required] if (required := warning(kind, seller)) else found
