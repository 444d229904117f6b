"""What stops a command, said in a sentence that a person can act on instead of a traceback."""

import errno
import os
import pwd
import shutil
import sys
from pathlib import Path

MEGABYTE = 1024 * 1024


class UserError(Exception):
    """A command cannot go on. The message says what is wrong and what to do about it."""


class Stopped(BaseException):
    """Somebody asked the command to stop: Ctrl-C, SIGTERM, or the terminal went away."""


def say(sentence: str = "") -> None:
    """Print at once, also into a pipe. A reader who has gone away is no reason to fail."""
    try:
        print(sentence, flush=True)
    except (BrokenPipeError, OSError):
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  (lives as long as the process)


def from_os_error(error: OSError) -> "UserError | None":
    """The sentence for an error of the file system, or None when this one needs its traceback."""
    place = error.filename or "a file"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserError(
            f"The disk is full: {place} could not be written. Free some space, then run the command again."
        )
    if error.errno == errno.EROFS:
        return UserError(f"{place} is on a read-only file system. Copy this folder to a place you may write to.")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return unwritable(Path(str(place)))
    return None


def unwritable(path: Path) -> UserError:
    """The sentence for a file or folder that somebody else owns."""
    me = user_name(os.geteuid())
    try:
        owner = user_name(path.stat().st_uid)
    except OSError:
        owner = ""
    whose = f" belongs to {owner}, and you are {me}" if owner and owner != me else f" may not be written by {me}"
    return UserError(
        f"{path}{whose}. Give yourself the folder (sudo chown -R {me} {path}), "
        "or run the command as its owner, or clone the repository into a folder of your own."
    )


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def require_space(path: Path, megabytes: int, purpose: str) -> None:
    """:raises UserError: when the disk of `path` has less than `megabytes` free."""
    free = shutil.disk_usage(path).free // MEGABYTE
    if free < megabytes:
        raise UserError(
            f"The disk is nearly full: {free} MB are free where {path} is, and {purpose} needs about {megabytes} MB. "
            "Free some space, then run the command again."
        )
