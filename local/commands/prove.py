"""`make prove`: the property tests with twenty times as many examples, new ones each time; it takes an hour or so."""

import os

from local.commands.test import in_parallel, pytest


def main(arguments: list[str]) -> int:
    """Run them in place of this process; at the end it says how long each took."""
    os.environ["HYPOTHESIS_PROFILE"] = "explore"
    return pytest([*in_parallel(), "-m", "hypothesis", "--durations=0", *arguments])
