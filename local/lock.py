"""One command at a time: a lock the system lets go of when its holder dies, however it dies."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.errors import UserError, say


class RunLock:
    """Held by the one `make run` of a checkout; tells others where that one answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, address: str) -> None:
        """Hold the lock until this process ends.

        :raises UserError: when another run holds it; the sentence names its address.
        """
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise self._taken() from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)

    def release(self) -> None:
        os.close(self._file)

    def _taken(self) -> UserError:
        try:
            holder = json.loads(os.pread(self._file, 1000, 0))
        except ValueError:
            return UserError("Seatlease is already starting from this folder. Wait for it, or stop it first.")
        return UserError(
            f"Seatlease already runs from this folder: {holder['address']} (process {holder['pid']}). "
            "Use that one, or stop it with Ctrl-C in its terminal first."
        )


@contextmanager
def waiting_lock(path: Path, while_waiting: str) -> Iterator[None]:
    """Hold the lock for the block; say `while_waiting` once when somebody else has it."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(while_waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
