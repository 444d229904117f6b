"""`make test`: pytest, with the browser its page tests need; tests/servers.py starts the servers."""

import os
import sys

from local.browser import ensure_browser
from local.paths import ROOT
from local.resources import cores, memory

MEMORY_OF_A_WORKER = 2 * 1024**3


def main(arguments: list[str]) -> int:
    """Run the tests in place of this process: all of them on every core, or the ones asked for.

    :raises UserError: when all are to run and there is no browser.
    """
    if not arguments:
        ensure_browser()
        arguments = [*in_parallel(), "--durations=10"]
    return pytest(arguments)


def in_parallel() -> list[str]:
    """A worker for each core, as far as the memory goes."""
    return ["-n", str(max(1, min(cores(), memory() // MEMORY_OF_A_WORKER))), "--dist", "loadgroup"]


def pytest(arguments: list[str]) -> int:
    """Run pytest in place of this process."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])
