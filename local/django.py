"""Django commands on the code alone: neither data nor servers are asked."""

import os
import subprocess
import sys
from collections.abc import Sequence

from local.environment import for_tests
from local.paths import ROOT, STATE
from local.servers import Urls

NOWHERE = Urls("postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1/0")


def on_the_code(*arguments: str, flags: Sequence[str] = ()) -> int:
    """Run manage.py with these arguments, and Python with these flags. Returns the exit code."""
    environment = {**os.environ, **for_tests(NOWHERE, STATE / "media")}
    return subprocess.run([sys.executable, *flags, "manage.py", *arguments], cwd=ROOT, env=environment).returncode
