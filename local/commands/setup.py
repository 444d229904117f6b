"""`make setup`: nothing more than the installation that comes before every command."""

from local.bootstrap import PYTHON
from local.errors import say


def main(arguments: list[str]) -> int:
    say(f"Everything is installed. Python for your editor: {PYTHON}")
    return 0
