"""The causes of journal entries. The books don't know them; the causes point at their entries."""

from __future__ import annotations

from billing.models import Application, Document, OpeningDeposit, Payment, PaymentReversal
from ledger.models import JournalEntry

Cause = Document | Payment | Application | OpeningDeposit | PaymentReversal

# To select with entries, so that :func:`cause_of` asks nothing.
CAUSES = ("document", "payment", "application__document", "opening__booking", "reversal__payment")


def cause_of(entry: JournalEntry) -> Cause | None:
    """Return what points at ``entry``."""
    names = (path.partition("__")[0] for path in CAUSES)
    found: Cause | None = next(filter(None, (getattr(entry, name, None) for name in names)), None)
    return found
