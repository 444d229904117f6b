"""A file on its way: brought, checked, shown, applied or discarded. The worker does the long parts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actors import Actor, Staff
from accounts.capabilities import Capability
from accounts.errors import DutyMissing, NotAllowed
from accounts.operations import record
from imports.enums import IMPORT_MOVES, ImportState
from imports.errors import ImportHasProblems
from imports.gateways import read_file
from imports.models import ImportFile
from imports.sheets import Preview, written
from kernel.refusal import Refusal
from kernel.states import move
from kernel.ticks import wake

log = logging.getLogger(__name__)

# A page of problems and a page of changes are enough to act on; the counts tell of the rest.
SHOWN = 200
PROGRESS_SECONDS = 3600


@dataclass(frozen=True)
class ImportPipeline:
    """The handling of files of one kind: check, preview, apply, discard.

    :param model: the rows they are kept as.
    :param check: what ``tables`` would do.
    :param apply: do that, all of it or nothing; ``progress`` is told how many rows of how many are written.
    :param task: wakes the worker.
    :param capability: who brings, applies and discards them.
    """

    model: type[ImportFile]
    check: Callable[..., Preview]
    apply: Callable[..., Preview]
    task: str
    capability: Capability

    def upload(self, *, file_name: str, content: bytes, actor: Actor, now: datetime) -> ImportFile:
        """Take a file in and have it checked.

        :raises NotAllowed: also to the system: a file says who brought it.
        :raises FileUnreadable: when it is no table at all.
        """
        require(actor, self.capability)
        if actor.user is None:
            raise NotAllowed
        read_file(name=file_name, content=content)
        with transaction.atomic():
            brought: ImportFile = self.model._default_manager.create(
                file_name=file_name[-200:], content=content, uploaded_at=now, uploaded_by=actor.user
            )
            wake(self.task)
        return brought

    @transaction.atomic
    def start_applying(self, *, brought: ImportFile, actor: Actor, now: datetime) -> ImportFile:
        """Have a checked file imported, under the name of whoever says so.

        :raises NotAllowed: also to the system. :raises WrongState:
        """
        require(actor, self.capability)
        if actor.user is None:
            raise NotAllowed
        brought = self._moved(brought.pk, ImportState.APPLYING, applied_by=actor.user)
        self._log("import_started", brought, actor=actor, now=now)
        wake(self.task)
        return brought

    @transaction.atomic
    def discard(self, *, brought: ImportFile, actor: Actor, now: datetime) -> ImportFile:
        """Throw a file away. :raises NotAllowed: :raises WrongState: when it is imported already."""
        require(actor, self.capability)
        brought = self._moved(brought.pk, ImportState.DISCARDED, finished_at=now)
        self._log("import_discarded", brought, actor=actor, now=now)
        return brought

    def work(self, *, now: datetime) -> int:
        """Check and apply what waits, one file a transaction; returns how many. Two workers never take the same one."""
        worked = 0
        while self._work_on_one(now):
            worked += 1
        return worked

    def progress_of(self, brought: ImportFile) -> tuple[int, int] | None:
        """(rows written, rows to write) while a file is being imported, as far as the cache knows."""
        told: tuple[int, int] | None = cache.get(self._progress_key(brought.pk))
        return told

    def _work_on_one(self, now: datetime) -> bool:
        with transaction.atomic():
            waiting = self.model._default_manager.filter(state__in=[ImportState.CHECKING, ImportState.APPLYING])
            brought = waiting.order_by("uploaded_at").select_for_update(skip_locked=True, of=("self",)).first()
            if brought is None:
                return False
            try:
                # A savepoint, so that a refusal can be written down.
                with transaction.atomic():
                    tables = read_file(name=brought.file_name, content=bytes(brought.content))
                    if brought.state == ImportState.CHECKING:
                        found = self.check(tables=tables, now=now)
                        state = ImportState.WRONG if found.problems else ImportState.READY
                    else:
                        found = self.apply(
                            tables=tables,
                            actor=_whoever_applies(brought),
                            now=now,
                            progress=partial(self._tell_progress, brought.pk),
                        )
                        state = ImportState.DONE
            except ImportHasProblems as refusal:
                findings = _findings(refusal.details["preview"])
                self._moved(brought.pk, ImportState.WRONG, error=str(refusal), findings=findings, finished_at=now)
            except Refusal as refusal:
                self._moved(brought.pk, ImportState.WRONG, error=str(refusal), finished_at=now)
            except OperationalError:
                raise
            except Exception:
                # A file that breaks us must not stand in the way of all the others, tick after tick.
                log.exception("file %s can't be worked on", brought.pk)
                error = _(
                    "Something in this file broke the import, and nothing was imported. We have written down what."
                )
                self._moved(brought.pk, ImportState.WRONG, error=error, finished_at=now)
            else:
                finished = now if state == ImportState.DONE else None
                self._moved(brought.pk, state, findings=_findings(found), finished_at=finished)
            return True

    def _moved(self, pk: UUID, to: ImportState, **fields: Any) -> ImportFile:
        brought: ImportFile = self.model._default_manager.select_for_update().get(pk=pk)
        return move(brought, to, IMPORT_MOVES, **fields)

    def _tell_progress(self, pk: UUID, done: int, total: int) -> None:
        # Not a row: the import is one transaction, and nobody outside would see the row move.
        cache.set(self._progress_key(pk), (done, total), PROGRESS_SECONDS)

    def _progress_key(self, pk: UUID) -> str:
        return f"{self.model._meta.model_name}:{pk}"

    def _log(self, what: str, brought: ImportFile, *, actor: Actor, now: datetime) -> None:
        verb = f"{self.model._meta.app_label}.{what}"
        record(actor=actor, verb=verb, subject=brought, now=now, file=brought.file_name)


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


def _whoever_applies(brought: ImportFile) -> Actor:
    """:raises DutyMissing: when they are none of our own people any more."""
    if brought.applied_by is None or not brought.applied_by.is_staff:
        raise DutyMissing
    return Staff(brought.applied_by)
