"""Documents of a country that nothing peculiar is known of; others say what differs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.enums import InvoicingMode
from billing.enums import DocumentKind


class Country:
    """Words of documents, and the sentences that the law has them say; ``mode`` is who issues the tax invoice."""

    def title(self, kind: DocumentKind, mode: InvoicingMode) -> str:
        """Return what a document calls itself: an invoice of ours, or a statement beside the one issued elsewhere."""
        is_statement = mode == InvoicingMode.STATEMENT
        return {
            DocumentKind.INVOICE: _("Billing statement") if is_statement else _("Invoice"),
            DocumentKind.CREDIT_NOTE: _("Credit memo") if is_statement else _("Credit note"),
            DocumentKind.DEPOSIT_REQUEST: _("Deposit request"),
            DocumentKind.BROUGHT_FORWARD: _("Brought forward"),
        }[kind]

    def warning(self, kind: DocumentKind, mode: InvoicingMode) -> str:
        """The sentence that the law has a new document say in large letters; empty where it asks for none."""
        return ""

    def tax_id_label(self, *, is_vat_registered: bool | None) -> str:
        """Return what a tax number is called; whether its owner is registered for VAT is not known of clients."""
        return _("Tax number")

    def tax_number(self, tax_id: str, branch_code: str) -> str:
        """A tax number as documents print it, with its owner's branch."""
        return "-".join(part for part in (tax_id, branch_code) if part)

    def withholding_form(self) -> str:
        """Return the name of the form a client hands in for tax that it has withheld."""
        return _("tax certificate")
