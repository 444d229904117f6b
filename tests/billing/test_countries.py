"""What documents say by the country of whoever issues them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.enums import InvoicingMode
from accounts.models import Client
from billing.countries import country_of
from billing.countries.philippines import NO_INPUT_TAX
from billing.documents import content
from billing.enums import DocumentKind
from billing.models import Document
from billing.operations.issuer import Issuer
from tests import factories
from tests.billing.rows import DECEMBER, NOW

K, M = DocumentKind, InvoicingMode


def issued_in(country: str, client: Client, kind: DocumentKind = K.INVOICE) -> Document:
    entity = factories.make_legal_entity(country=country, functional_currency="PHP")
    issuer = Issuer(entity, DECEMBER, NOW)
    return issuer.document(
        kind, client=client, currency="PHP", month=DECEMBER, net=Decimal(900), tax=Decimal(100), withheld=Decimal(30)
    )


@pytest.mark.parametrize(
    ("kind", "mode", "warning"),
    [
        (K.INVOICE, M.INVOICE, ""),
        (K.INVOICE, M.STATEMENT, NO_INPUT_TAX),
        (K.CREDIT_NOTE, M.INVOICE, NO_INPUT_TAX),
        (K.DEPOSIT_REQUEST, M.STATEMENT, NO_INPUT_TAX),
    ],
)
def test_in_the_philippines_all_but_tax_invoices_say_what_they_are_not(
    kind: DocumentKind, mode: InvoicingMode, warning: str
) -> None:
    assert country_of("PH").warning(kind, mode) == warning
    assert country_of("US").warning(kind, mode) == ""


@pytest.mark.django_db
def test_elsewhere_no_document_speaks_of_philippine_law(acme: Client) -> None:
    here, there = (content(issued_in(country, acme)) for country in ("PH", "US"))
    assert (here["warning"], there["warning"]) == (NO_INPUT_TAX, None)
    assert [page["seller"]["details"][0][0] for page in (here, there)] == ["VAT REG TIN", "Tax number"]
    assert [page["settle"][0]["note"] for page in (here, there)] == [
        "3.33 % of the net amount, by BIR Form 2307",
        "3.33 % of the net amount, by tax certificate",
    ]


@pytest.mark.django_db
def test_a_document_is_whole_before_it_is_numbered(acme: Client) -> None:
    invoice, request, credit = (issued_in("PH", acme, kind) for kind in (K.INVOICE, K.DEPOSIT_REQUEST, K.CREDIT_NOTE))
    assert (invoice.gross, invoice.withholding_expected) == (Decimal(1000), Decimal(30))
    assert invoice.buyer["name"] == "Acme Incorporated"
    assert [str(each.due_on) for each in (invoice, request, credit)] == ["2026-12-07", "2026-12-08", "2026-12-01"]
