"""Lines of an entry as values: pure, and balanced in the company's own currency.

Debits are positive. Amounts keep their own currency; ``functional`` is the same in the currency of the books.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kernel.money import rounded
from ledger.enums import Account


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


def reversal_legs(posted: Sequence[JournalLeg], *, reopened: Decimal, books_currency: str) -> tuple[JournalLeg, ...]:
    """Return what takes ``posted`` back: the other way round, one line an account and currency.

    :param reopened: what is owed again is worth so much in the books. Parts are told by what has gone in total (see
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
