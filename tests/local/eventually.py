"""Wait for what another process is about to do."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def eventually(look: Callable[[], Answer], *, within: float = 30.0) -> Answer:
    """The first true answer of `look`, asked again and again for `within` seconds."""
    deadline = time.monotonic() + within
    while not (answer := look()):
        assert time.monotonic() < deadline, f"nothing came within {within} s"
        time.sleep(0.02)
    return answer
