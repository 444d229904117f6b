"""`make bench`: the benchmarks, on servers of their own that write to disk as real ones do."""

import os
import subprocess
import sys

from local.environment import for_tests
from local.paths import ROOT, STATE, require_state
from local.servers import temporary_folder, throwaway


def main(arguments: list[str]) -> int:
    """Returns what the benchmarks return."""
    require_state()
    with throwaway(durable=True, parent=STATE) as urls, temporary_folder(STATE) as media:
        environment = {**os.environ, **for_tests(urls, media), "DJANGO_DEBUG": "false"}
        return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], cwd=ROOT, env=environment).returncode
