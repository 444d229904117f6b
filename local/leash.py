"""What ties a started program to the one that started it, so that nobody is left behind."""

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import Callable

from local.trouble import Trouble

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
ON_LINUX = sys.platform == "linux"

# Loaded before any fork: what runs between fork and exec must not import or allocate much.
_libc = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


def die_with_parent(sig: signal.Signals) -> None:
    """Have the kernel send this process `sig` when its parent dies. Linux only; elsewhere the next start cleans up."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def leashed(sig: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` for subprocess: the program gets `sig` when this process dies."""
    parent = os.getpid()

    def tie() -> None:
        die_with_parent(sig)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie


def inherit_orphans() -> None:
    """Become the parent of grandchildren whose own parent dies, so that they can be found and ended."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def as_user(uid: int, gid: int, sig: signal.Signals, argv: list[str]) -> list[str]:
    """The command line that runs `argv` as another user who may still reach files inside root's folders.

    PostgreSQL refuses to run as root. Changing the user takes away access to a checkout in root's home, so the new
    process keeps that one capability instead of anybody's home being opened to everybody.

    :raises Trouble: when this machine has no `setpriv`.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Trouble(
            "PostgreSQL refuses to run as root, and this machine has no setpriv (package util-linux) to run it as "
            "somebody else. Run the command as an ordinary user, or set DATABASE_URL to a server of your own."
        )
    return [
        setpriv,
        f"--reuid={uid}",
        f"--regid={gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--securebits=+no_setuid_fixup",  # or access(2) would not count the capability
        f"--pdeathsig={sig.name.removeprefix('SIG')}",
        "--",
        *argv,
    ]
