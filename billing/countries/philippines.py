"""Documents of the Philippines.

An "invoice" is issued by registered invoicing software only; a billing statement, a credit memo and a deposit request
are supplementary and say that they are "not valid for claim of input tax" (BIR RR 7-2024). Clients that withhold
hand in BIR Form 2307.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.enums import InvoicingMode
from billing.countries.generic import Country
from billing.enums import DocumentKind

NO_INPUT_TAX = "THIS DOCUMENT IS NOT VALID FOR CLAIM OF INPUT TAX"


class _Philippines(Country):
    def warning(self, kind: DocumentKind, mode: InvoicingMode) -> str:
        is_tax_invoice = kind == DocumentKind.INVOICE and mode != InvoicingMode.STATEMENT
        return "" if is_tax_invoice else NO_INPUT_TAX

    def tax_id_label(self, *, is_vat_registered: bool | None) -> str:
        if is_vat_registered is None:
            return _("TIN")
        return _("VAT REG TIN") if is_vat_registered else _("NON-VAT REG TIN")

    def withholding_form(self) -> str:
        return "BIR Form 2307"


PHILIPPINES = _Philippines()
