"""`make format`: put code and templates into the house's format."""

import subprocess
import sys

from local.commands.check import templates, tool
from local.places import ROOT


def main(arguments: list[str]) -> int:
    """Returns 1 when something is left that only a person can put right."""
    python = [sys.executable, "-m"]
    fixed = subprocess.run([*python, "ruff", "check", "--fix", "."], cwd=ROOT).returncode
    subprocess.run([*python, "ruff", "format", "."], cwd=ROOT, check=True)
    subprocess.run([tool("djade"), *templates()], cwd=ROOT, capture_output=True)  # exits 1 when it changed a file
    return 1 if fixed else 0
