"""`make reset-demo`: remove the data of `make run`, after asking."""

import os
import shutil
import sys

from local.errors import UserError, say
from local.lock import RunLock
from local.paths import RUN_LOCK, STATE, require_state

DATA = ("postgres", "valkey", "media", "beat-schedule*", "logins.txt")


def main(arguments: list[str]) -> int:
    """Returns 1 when the person thought better of it.

    :raises UserError: while `make run` is going on, or when there is nobody to ask.
    """
    require_state()
    lock = RunLock(RUN_LOCK)
    lock.take("")
    doomed = [path for pattern in DATA for path in STATE.glob(pattern)]
    if not doomed:
        say("There is no data to remove.")
        return 0
    if not confirmed():
        say("Nothing was removed.")
        return 1
    for path in doomed:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    lock.release()
    say("The data is gone. make run starts with a new demo.")
    return 0


def confirmed() -> bool:
    if os.environ.get("CONFIRM") == "yes":
        return True
    if not sys.stdin.isatty():
        raise UserError("Nobody is here to confirm it. To remove the data unasked: make reset-demo CONFIRM=yes")
    say(f"This removes every booking, invoice and file of the copy in {STATE}.")
    return input("Type yes to remove it: ").strip().lower() == "yes"
