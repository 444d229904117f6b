"""Refusals: a stable code, a sentence that says what to do, and no HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.utils.functional import Promise


class Refusal(Exception):
    """An operation that may not be done; nothing has changed.

    Subclasses set ``code`` (stable, snake_case, part of the API) and ``message`` (translatable, may name
    ``%(placeholders)s`` filled from ``details``, lists of words with commas between). ``field`` points a form at the
    input concerned.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = "This can't be done."
    field: ClassVar[str | None] = None

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.code)

    def __str__(self) -> str:
        sentence = str(self.message)
        return sentence % self._words if self.details and "%(" in sentence else sentence

    @property
    def _words(self) -> dict[str, Any]:
        return {
            name: ", ".join(value)
            if isinstance(value, list) and all(isinstance(each, str) for each in value)
            else value
            for name, value in self.details.items()
        }


@contextmanager
def refusing(**refusals: type[Refusal] | Refusal) -> Iterator[None]:
    """Let the database decide, then translate its no: constraint name → refusal.

    Runs the block in a savepoint, so the transaction around it stays usable. A constraint that is not named
    here is a bug and is raised as it came.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = refusals.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise (refusal if isinstance(refusal, Refusal) else refusal()) from error
