"""Documents on paper: the frozen rows of a document, set by Typst. The same document gives the same bytes."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from billing import wording
from billing.countries import country_of
from billing.enums import DocumentKind, TaxCategory
from billing.letterhead import title, warning
from billing.models import Document, DocumentLine, DocumentTax

TEMPLATE = Path("templates/billing/document.typ")
FONTS = Path("static/fonts")
# A share is printed with two decimals, whatever the currency of the amounts.
PERCENT = Decimal("0.01")

# A compiler keeps its fonts and what it has parsed; it serves one document at a time.
_compiling = Lock()


def render_pdf(document: Document) -> bytes:
    """The document as a PDF (A4, tagged). Fonts come with the product, the time from the document."""
    data = json.dumps(content(document), ensure_ascii=False)
    issued_at = int(document.issued_at.timestamp())
    with _compiling:
        rendered = _compiler().compile(format="pdf", sys_inputs={"data": data}, timestamp=issued_at)
    if not isinstance(rendered, bytes):
        raise TypeError("a PDF is one file")
    return rendered


def file_name(document: Document) -> str:
    """``INV-2026-00012.pdf``, safe in a header and on a disk."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in document.number) + ".pdf"


def content(document: Document) -> dict[str, Any]:
    """Return what the page says, as text: the template only lays it out."""
    currency = document.currency
    lines = list(document.lines.all())
    is_credit = document.kind == DocumentKind.CREDIT_NOTE
    required = warning(document.kind, document.seller)
    return {
        "lang": "en",
        "title": title(document.kind, document.seller),
        "number": document.number,
        "currency": currency,
        "facts": _facts(document),
        "seller": _party(document.seller),
        "buyer": _party(document.buyer),
        "labels": {
            "from": _("From"),
            "to": _("For"),
            "description": _("Description"),
            "days": _("Service days"),
            "quantity": _("Seats"),
            "rate": _("Rate"),
            "net": _("Net"),
            "tax": _("Tax"),
            "taxes": _("Tax summary"),
            "base": _("Net amount"),
            "how_to_pay": _("How to pay"),
            "pay_to": _("Bank details"),
            "reference": _("Payment reference"),
            "questions": _("Questions"),
            "page": _("Page"),
            "of": _("of"),
            "continued": _("continued"),
        },
        "lines": [_line(line, currency) for line in lines],
        "taxes": [_tax(part, currency) for part in document.taxes.all()],
        "totals": _totals(document),
        "settle": _settle(document, is_credit=is_credit),
        "reference": None if is_credit else document.number,
        "bank": [] if is_credit else document.seller["bank_details"].splitlines(),
        "questions": document.seller["billing_email"],
        "warning": required if required in document.notes else None,
        "notes": [note for note in document.notes if note != required],
        "registration": document.seller["registration_note"].splitlines(),
        "hash": document.hash[:16],
        "hash_label": _("Document check"),
    }


def _facts(document: Document) -> list[list[str]]:
    """Labels and values at the head of the page."""
    facts = [[_("Date"), wording.day(document.issued_on)]]
    if document.kind != DocumentKind.CREDIT_NOTE:
        facts.append([_("Due"), wording.day(document.due_on)])
    if document.kind != DocumentKind.DEPOSIT_REQUEST:
        facts.append([_("Month"), wording.month(document.month)])
    if document.lease:
        facts.append([_("Booking"), document.lease["booking"]])
        facts.append([_("Facility"), document.lease["facility"]])
    if document.corrects is not None:
        facts.append([_("Corrects"), document.corrects.number])
    if document.exchange_rate != 1:
        books = document.seller["functional_currency"]
        rate = f"1 {document.currency} = {document.exchange_rate.normalize():f} {books}"
        if document.exchange_rate_on is not None:
            rate += f" ({document.exchange_rate_source}, {wording.day(document.exchange_rate_on)})"
        facts.append([_("Exchange rate"), rate])
    return facts


def _party(party: dict[str, Any]) -> dict[str, Any]:
    lines = [*party["address"].splitlines(), party["country_name"]]
    details = []
    if party["tax_id"]:
        country = country_of(party["country"])
        label = country.tax_id_label(is_vat_registered=party.get("vat_registered"))
        details.append([label, country.tax_number(party["tax_id"], party["branch_code"])])
    if party.get("contact"):
        details.append([_("Attention"), party["contact"]])
    trade_name = party["trade_name"]
    return {
        "name": party["name"],
        "trade_name": trade_name if trade_name and trade_name != party["name"] else None,
        "lines": [line.strip() for line in lines if line.strip()],
        "details": details,
    }


def _line(line: DocumentLine, currency: str) -> dict[str, str]:
    treatment = wording.percent(line.tax_percent) if line.tax_percent else TaxCategory(line.tax_category).label
    days = ""
    if line.service_days is not None and line.days_of > 1:
        days = wording.days(line.service_days)
    elif line.service_days is not None:
        days = wording.day(line.service_days.start)
    return {
        "description": line.description,
        "how": wording.how(
            quantity=int(line.quantity),
            days=line.days,
            days_of=line.days_of,
            rate=line.unit_net,
            currency=currency,
        ),
        "days": days,
        "quantity": f"{line.quantity.normalize():f}".replace("-", wording.MINUS),
        "rate": wording.amount(line.unit_net, currency),
        "net": wording.amount(line.net, currency),
        "tax": str(treatment),
    }


def _tax(part: DocumentTax, currency: str) -> dict[str, str]:
    name = TaxCategory(part.category).label
    return {
        "name": f"{name}, {wording.percent(part.percent)}" if part.percent else str(name),
        "reason": part.reason,
        "base": wording.amount(part.base, currency),
        "tax": wording.amount(part.tax, currency),
    }


def _totals(document: Document) -> list[dict[str, Any]]:
    currency = document.currency
    total = _("Total to credit") if document.kind == DocumentKind.CREDIT_NOTE else _("Total")
    return [
        _total(_("Net"), wording.amount(document.net, currency)),
        _total(_("Tax"), wording.amount(document.tax, currency)),
        _total(total, wording.money(document.gross, currency), strong=True),
    ]


def _settle(document: Document, *, is_credit: bool) -> list[dict[str, Any]]:
    """Say what is expected in money and what as a certificate, for a client that withholds."""
    withheld = document.withholding_expected
    if not withheld or is_credit:
        return []
    currency = document.currency
    share = (withheld * 100 / document.net).quantize(PERCENT, ROUND_HALF_UP) if document.net else Decimal(0)
    withheld_share = _("%(percent)s of the net amount, by %(form)s") % {
        "percent": wording.percent(share),
        "form": country_of(document.seller["country"]).withholding_form(),
    }
    return [
        _total(_("Less tax withheld"), wording.amount(-withheld, currency), note=withheld_share),
        _total(_("Cash expected"), wording.money(document.gross - withheld, currency), strong=True),
    ]


def _total(label: str, amount: str, *, note: str = "", strong: bool = False) -> dict[str, Any]:
    return {"label": label, "amount": amount, "note": note, "strong": strong}


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    base = Path(settings.BASE_DIR)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(base / FONTS)])
    return typst.Compiler(str(base / TEMPLATE), root=str(base), font_paths=fonts, ignore_system_fonts=True)
