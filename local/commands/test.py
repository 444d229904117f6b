"""`make test`: pytest, with the browser its page tests need; tests/servers.py starts the servers."""

import os
import sys

from local.browser import ensure_browser
from local.places import ROOT


def main(arguments: list[str]) -> int:
    """Run the tests in place of this process: all of them on two cores, or the ones asked for.

    :raises Trouble: when all are to run and there is no browser.
    """
    if not arguments:
        ensure_browser()
        arguments = ["-n", "2", "--dist", "loadgroup"]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])
