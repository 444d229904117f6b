"""`make test-quick`: every test but those of the browser and the races, with a quarter of the drawn examples."""

import os

from local.commands.test import in_parallel, pytest

SLOW = ("tests/journeys", "tests/races")


def main(arguments: list[str]) -> int:
    """Run them in place of this process."""
    os.environ.setdefault("HYPOTHESIS_PROFILE", "quick")
    return pytest([*in_parallel(), *(f"--ignore={folder}" for folder in SLOW), *arguments])
