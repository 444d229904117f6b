"""One run for each checkout: the second is told where the first answers, and a dead one is no obstacle."""

import subprocess
from pathlib import Path

import pytest

from local.errors import UserError
from local.lock import RunLock
from tests.local.conftest import Start

HOLD = """
import sys, time
from pathlib import Path
from local.lock import RunLock
lock = RunLock(Path(sys.argv[1]))
lock.take("http://localhost:8042")
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(start: Start, tmp_path: Path) -> subprocess.Popen[str]:
    process = start("-c", HOLD, tmp_path / "run.lock")
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_run_is_told_where_the_first_answers(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    lock = RunLock(tmp_path / "run.lock")
    with pytest.raises(UserError, match=rf"already runs .* http://localhost:8042 \(process {holder.pid}\)"):
        lock.take("http://localhost:8043")
    lock.release()


def test_lock_of_a_killed_run_is_free(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    lock = RunLock(tmp_path / "run.lock")
    lock.take("http://localhost:8043")
    with pytest.raises(UserError):
        RunLock(tmp_path / "run.lock").take("http://localhost:8044")
    lock.release()
