"""`make lock`: write requirements*.txt anew from requirements*.in, every version and every hash."""

import os
import subprocess
import sys

from local.bootstrap import pip
from local.errors import UserError
from local.paths import ROOT

LISTS = ("requirements", "requirements-local", "requirements-dev")  # each may constrain the ones after it
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet")
PRIVATE = ("--no-emit-index-url", "--no-emit-find-links")  # where this machine fetches from is nobody's business


def main(arguments: list[str]) -> int:
    """`ARGS=--upgrade` takes newer versions; without it only what changed in the .in files changes.

    :raises UserError: when the lists cannot be resolved.
    """
    python = [sys.executable, "-m"]
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    if subprocess.run([*pip(), "install", "--quiet", "uv"], cwd=ROOT).returncode != 0:
        raise UserError("uv, which writes the locks, could not be installed. Check the network, then try again.")
    for name in LISTS:
        command = [*python, "uv", "pip", "compile", *OPTIONS, *PRIVATE, f"{name}.in", "-o", f"{name}.txt", *arguments]
        if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
            raise UserError(f"{name}.in cannot be resolved; what stands in the way is said above.")
    return 0
