"""State machines as tables: which state may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal

Moves = Mapping[str, frozenset[str]]
Row = TypeVar("Row", bound=Model)


class WrongState(Refusal):
    code = "wrong_state"
    message = _("This is %(state)s, so it can't become %(target)s. Reload the page to see what has changed.")


def require_move(moves: Moves, subject: Any, target: str) -> None:
    """Refuse unless ``subject.state`` may move to ``target``.

    :raises WrongState: naming both states as people read them.
    """
    if target not in moves[subject.state]:
        field = subject._meta.get_field("state")
        labels = dict(field.flatchoices)
        raise WrongState(state=labels.get(subject.state, subject.state), target=labels.get(target, target))


def move(row: Row, to: str, moves: Moves, **fields: Any) -> Row:
    """Give a locked row its next state together with ``fields``, and save just these.

    :raises WrongState: when ``moves`` doesn't have it.
    """
    require_move(moves, row, to)
    for name, value in {"state": to, **fields}.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    return row
