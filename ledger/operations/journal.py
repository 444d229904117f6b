"""Post: entries collected in memory and written in one go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.models import LegalEntity
from kernel.bulk import copy_values
from kernel.ids import new_id
from kernel.refusal import refusing
from kernel.wording import written
from ledger.errors import PeriodClosed
from ledger.models import JournalEntry, JournalLine
from ledger.posting import JournalLeg

# Rows of the journal are never looked at again by who writes them, so they don't become instances.
ENTRY = ("id", "legal_entity_id", "posted_on")
LINE = ("entry_id", "account", "client_id", "currency", "amount", "functional")


class Journal:
    """Postings of one legal entity, dated ``on``."""

    def __init__(self, entity: LegalEntity, *, on: date) -> None:
        self.entity = entity
        self.on = on
        self._entries: list[tuple[UUID, UUID, date]] = []
        self._lines: list[tuple[UUID, str, UUID, str, Decimal, Decimal]] = []

    def post(self, client: UUID, legs: Iterable[JournalLeg], *, entry: UUID | None = None) -> UUID:
        """Add an entry with these lines; returns its id, for what it is because of to point at.

        :param entry: the id, where its cause is written already.
        """
        entry = entry or new_id()
        self._entries.append((entry, self.entity.pk, self.on))
        self._lines += [(entry, leg.account, client, leg.currency, leg.amount, leg.functional) for leg in legs]
        return entry

    def write(self) -> None:
        """Insert what was posted, one COPY a table. Keys are checked at the end of the transaction, so causes may be
        written before or after.

        :raises PeriodClosed: when the books of that day are closed.
        """
        with refusing(journal_entry_in_an_open_period=PeriodClosed(day=written(self.on))):
            copy_values(JournalEntry, ENTRY, self._entries)
        copy_values(JournalLine, LINE, self._lines)
        self._entries, self._lines = [], []
