"""Which accounts a document, a payment or an application moves: pure, and balanced in the entity's own currency.

Debits are positive. Amounts keep their own currency; ``functional`` is the same in the currency of the books, at the
rate of the day the document was issued or the money received. What the two rates differ by when money meets
document goes to exchange gain or loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.enums import Account, DocumentKind, PaymentMethod
from kernel.money import rounded

# Where money of each kind arrives; a certificate is a claim on the tax office.
ARRIVES_AT = {PaymentMethod.CERTIFICATE: Account.WITHHOLDING}


@dataclass(frozen=True, slots=True)
class JournalLeg:
    """One line of an entry."""

    account: Account
    currency: str
    amount: Decimal
    functional: Decimal


@dataclass(frozen=True, slots=True)
class Carried:
    """An amount that is settled in parts: ``whole`` is worth ``functional`` in the books, ``left`` is still to come.

    Parts are converted by what has gone in total before and after, so that the last one takes exactly what is left.
    """

    account: Account
    currency: str
    whole: Decimal
    functional: Decimal
    left: Decimal

    def part(self, amount: Decimal, books_currency: str) -> Decimal:
        """``amount`` of what is left, in the currency of the books (``books_currency``)."""
        gone = self.whole - self.left
        return self._worth(gone + amount, books_currency) - self._worth(gone, books_currency)

    def _worth(self, gone: Decimal, books_currency: str) -> Decimal:
        return rounded(self.functional * gone / self.whole, books_currency)


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
    """What :func:`document_legs` put on receivables, in the currency of the books."""
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


def reversal_legs(posted: Sequence[JournalLeg], *, reopened: Decimal, books_currency: str) -> tuple[JournalLeg, ...]:
    """What takes ``posted`` back: the other way round, one line an account and currency.

    :param reopened: what the invoices open again are worth in the books. Parts are told by what has gone in total (see
        :class:`Carried`), so one taken back out of turn may be worth a cent more or less than when it went; that cent
        goes to exchange.
    """
    sums: dict[tuple[Account, str], tuple[Decimal, Decimal]] = {}
    settled = [leg for leg in posted if leg.account == Account.RECEIVABLES]
    cent = reopened + sum((leg.functional for leg in settled), Decimal(0))
    if cent:
        drift = (
            JournalLeg(Account.RECEIVABLES, settled[0].currency, Decimal(0), -cent),
            JournalLeg(Account.EXCHANGE, books_currency, cent, cent),
        )
        posted = [*posted, *drift]
    for leg in posted:
        amount, functional = sums.get((leg.account, leg.currency), (Decimal(0), Decimal(0)))
        sums[leg.account, leg.currency] = (amount - leg.amount, functional - leg.functional)
    return tuple(
        JournalLeg(account, currency, amount, functional)
        for (account, currency), (amount, functional) in sorted(sums.items())
        if amount or functional
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
