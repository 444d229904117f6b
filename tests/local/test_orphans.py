"""What a killed run left behind is ended at the next start, and nobody else is."""

import signal
from pathlib import Path

from local.programs import MARK
from tests.local.conftest import Start

COUNT = "from local.orphans import end_orphans; print(end_orphans())"
SLEEP = "import time; print('up', flush=True); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def test_only_the_programs_of_this_checkout_are_ended(start: Start, checkout: Path) -> None:
    ours = start("-c", SLEEP, checkout=checkout, **{MARK: str(checkout)})
    deaf = start("-c", DEAF, checkout=checkout, **{MARK: str(checkout)})
    neighbours = start("-c", SLEEP, checkout=checkout, **{MARK: f"{checkout}-2"})
    strangers = start("-c", SLEEP, checkout=checkout)
    for process in (ours, deaf, neighbours, strangers):
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"

    said, _ = start("-c", COUNT, checkout=checkout).communicate(timeout=60)

    assert said == "2\n"
    assert ours.wait(30) == -signal.SIGTERM
    assert deaf.wait(30) == -signal.SIGKILL
    assert neighbours.poll() is None
    assert strangers.poll() is None
