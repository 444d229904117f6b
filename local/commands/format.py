"""`make format`: put code and templates into the house's format."""

import subprocess
import sys

from local.commands.check import templates, tool
from local.paths import ROOT


def main(arguments: list[str]) -> int:
    """Returns 1 when something is left that only a person can put right."""
    ruff = [sys.executable, "-m", "ruff"]
    # What is too long for the linter may be broken into lines by the formatter, and what the linter moves may not be.
    for step in (["format", "--quiet"], ["check", "--fix", "--silent"], ["format"]):
        subprocess.run([*ruff, *step, "."], cwd=ROOT)
    subprocess.run([tool("djade"), *templates()], cwd=ROOT, capture_output=True)  # exits 1 when it changed a file
    return subprocess.run([*ruff, "check", "."], cwd=ROOT).returncode
