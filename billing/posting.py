"""Postings of a document, a payment or an application: pure, and balanced in the entity's own currency.

Debits are positive. Amounts keep their own currency; ``functional`` is the same in the currency of the books, at the
rate of the day the document was issued or the money received. What the two rates differ by when money meets
document goes to exchange gain or loss.
"""

from __future__ import annotations

from decimal import Decimal

from billing.enums import DocumentKind, PaymentMethod
from kernel.money import rounded
from ledger.enums import Account
from ledger.posting import Carried, JournalLeg

# Where money of each kind arrives; a certificate is a claim on the tax office.
ARRIVES_AT = {PaymentMethod.CERTIFICATE: Account.WITHHOLDING}


def document_legs(
    *, kind: str, net: Decimal, tax: Decimal, currency: str, rate: Decimal, books_currency: str
) -> tuple[JournalLeg, ...]:
    """Receivables against revenue and output VAT; a credit note's amounts are negative and mirror it.

    What is brought forward stands against what the books were opened with: its revenue and tax are in the old ones.
    A deposit request moves nothing until it is paid. ``books_currency`` is the currency of the entity's books.
    """
    if kind == DocumentKind.DEPOSIT_REQUEST:
        return ()
    if kind == DocumentKind.BROUGHT_FORWARD:
        functional = rounded(net * rate, books_currency)
        return (
            JournalLeg(Account.RECEIVABLES, currency, net, functional),
            JournalLeg(Account.OPENING, currency, -net, -functional),
        )
    revenue, vat = rounded(net * rate, books_currency), rounded(tax * rate, books_currency)
    legs = (
        JournalLeg(Account.RECEIVABLES, currency, net + tax, revenue + vat),
        JournalLeg(Account.REVENUE, currency, -net, -revenue),
        JournalLeg(Account.OUTPUT_VAT, currency, -tax, -vat),
    )
    return tuple(leg for leg in legs if leg.amount or leg.functional)


def document_worth(*, net: Decimal, tax: Decimal, rate: Decimal, books_currency: str) -> Decimal:
    """Return what :func:`document_legs` put on receivables, in the currency of the books."""
    return rounded(net * rate, books_currency) + rounded(tax * rate, books_currency)


def payment_legs(
    *, method: str, amount: Decimal, currency: str, rate: Decimal, books_currency: str
) -> tuple[JournalLeg, ...]:
    """Money in, owed to the client until it is applied."""
    functional = rounded(amount * rate, books_currency)
    return (
        JournalLeg(ARRIVES_AT.get(PaymentMethod(method), Account.CASH), currency, amount, functional),
        JournalLeg(Account.UNAPPLIED, currency, -amount, -functional),
    )


def opening_deposit_legs(
    *, amount: Decimal, currency: str, rate: Decimal, books_currency: str
) -> tuple[JournalLeg, ...]:
    """A deposit held already: owed to the client, against what the books were opened with."""
    functional = rounded(amount * rate, books_currency)
    return (
        JournalLeg(Account.OPENING, currency, amount, functional),
        JournalLeg(Account.DEPOSITS, currency, -amount, -functional),
    )


def application_legs(
    *, source: Carried, target: Carried, amount: Decimal, books_currency: str
) -> tuple[JournalLeg, ...]:
    """``amount`` of ``source`` (unapplied money, or a credit note) put against ``target``.

    A deposit carries no value of its own before it is paid: it takes what the money is worth.
    """
    given = source.part(amount, books_currency)
    taken = given if target.account == Account.DEPOSITS else target.part(amount, books_currency)
    legs = [
        JournalLeg(source.account, source.currency, amount, given),
        JournalLeg(target.account, target.currency, -amount, -taken),
    ]
    if given != taken:
        legs.append(JournalLeg(Account.EXCHANGE, books_currency, taken - given, taken - given))
    return tuple(legs)
