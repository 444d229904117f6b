"""A file of inventory on its way: brought, checked, shown, applied or discarded. The worker does the long parts."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import current_app
from django.core.cache import cache
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.errors import NotAllowed
from facilities.enums import IMPORT_MOVES, ImportState
from facilities.gateways import read_file
from facilities.models import InventoryImport
from facilities.operations.importing import Preview, apply, preview
from kernel.refusal import Refusal
from kernel.sheets import written
from kernel.states import require_move

log = logging.getLogger(__name__)

# A page of problems and a page of changes are enough to act on; the counts tell of the rest.
SHOWN = 200
PROGRESS_SECONDS = 3600


def bring(*, file_name: str, content: bytes, actor: Actor, now: datetime) -> InventoryImport:
    """Take a file in and have it checked.

    :raises NotAllowed: unless staff. :raises FileUnreadable: when it is no table at all.
    """
    if not actor.is_staff or actor.user is None:
        raise NotAllowed
    read_file(name=file_name, content=content)
    with transaction.atomic():
        brought = InventoryImport.objects.create(
            file_name=file_name[-200:], content=content, brought_at=now, brought_by=actor.user
        )
        _wake()
    return brought


@transaction.atomic
def start_applying(*, brought: InventoryImport) -> InventoryImport:
    """Have a checked file imported. :raises WrongState:"""
    brought = _moved(brought.pk, ImportState.APPLYING)
    _wake()
    return brought


@transaction.atomic
def discard_import(*, brought: InventoryImport, now: datetime) -> InventoryImport:
    """:raises WrongState: when it is imported already."""
    return _moved(brought.pk, ImportState.DISCARDED, finished_at=now)


def work_on_imports(*, now: datetime) -> int:
    """Check and apply what waits, one file a transaction; returns how many. Two workers never take the same one."""
    worked = 0
    while _work_on_one(now):
        worked += 1
    return worked


def _work_on_one(now: datetime) -> bool:
    with transaction.atomic():
        waiting = InventoryImport.objects.filter(state__in=[ImportState.CHECKING, ImportState.APPLYING])
        brought = waiting.order_by("brought_at").select_for_update(skip_locked=True, of=("self",)).first()
        if brought is None:
            return False
        tables = read_file(name=brought.file_name, content=bytes(brought.content))
        try:
            # A savepoint, so that a refusal can be written down.
            with transaction.atomic():
                if brought.state == ImportState.CHECKING:
                    found = preview(tables=tables, now=now)
                    state = ImportState.WRONG if found.problems else ImportState.READY
                else:
                    found = apply(
                        tables=tables,
                        actor=Actor(user=brought.brought_by),
                        now=now,
                        progress=lambda done, total: _tell_progress(brought.pk, done, total),
                    )
                    state = ImportState.DONE
        except Refusal as refusal:
            _moved(brought.pk, ImportState.WRONG, error=str(refusal), finished_at=now)
        except OperationalError:
            raise
        except Exception:
            # A file that breaks us must not stand in the way of all the others, tick after tick.
            log.exception("inventory file %s can't be worked on", brought.pk)
            error = _("Something in this file broke the import, and nothing was imported. We have written down what.")
            _moved(brought.pk, ImportState.WRONG, error=error, finished_at=now)
        else:
            finished = now if state == ImportState.DONE else None
            _moved(brought.pk, state, findings=_findings(found), finished_at=finished)
        return True


def progress_of(brought: InventoryImport) -> tuple[int, int] | None:
    """(rows written, rows to write) while a file is being imported, as far as the cache knows."""
    told: tuple[int, int] | None = cache.get(f"inventory-import:{brought.pk}")
    return told


def _tell_progress(pk: UUID, done: int, total: int) -> None:
    # Not a row: the import is one transaction, and nobody outside would see the row move.
    cache.set(f"inventory-import:{pk}", (done, total), PROGRESS_SECONDS)


def _moved(pk: UUID, to: ImportState, **fields: Any) -> InventoryImport:
    brought = InventoryImport.objects.select_for_update().get(pk=pk)
    require_move(IMPORT_MOVES, brought, to)
    for name, value in {"state": to, **fields}.items():
        setattr(brought, name, value)
    brought.save(update_fields=["state", *fields])
    return brought


def _findings(found: Preview) -> dict[str, Any]:
    return {
        "tables": [
            {
                "name": part.sheet.name,
                "title": part.sheet.title,
                "new": len(part.new),
                "changed": len(part.changed),
                "unchanged": part.unchanged,
                "absent": part.absent,
                "changes": [
                    {
                        "line": change.line,
                        "key": [str(value) for value in change.key],
                        "cells": {name: [written(old), written(new)] for name, (old, new) in change.cells.items()},
                    }
                    for change in part.changed[:SHOWN]
                ],
            }
            for part in found.comparisons
        ],
        "problems": [
            {
                "table": problem.sheet,
                "line": problem.line,
                "column": problem.column,
                "value": problem.value[:80],
                "message": problem.message,
            }
            for problem in found.problems[:SHOWN]
        ],
        "problem_count": len(found.problems),
    }


def _wake() -> None:
    transaction.on_commit(lambda: current_app.send_task("facilities.tasks.work_on_inventory_imports"), robust=True)
