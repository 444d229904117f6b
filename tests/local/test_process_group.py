"""Programs that die are started again, and nobody is left behind however the one who started them ends."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.local.conftest import Start
from tests.local.eventually import eventually

HOUSEHOLD = Path(__file__).with_name("household.py")
EVERYBODY = ("meek", "deaf", "parent", "parent-child")


@pytest.fixture
def household(start: Start, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody whose programs are up; they note their pids in files of `tmp_path`."""
    process = start(HOUSEHOLD, tmp_path)
    eventually(lambda: all(pid(tmp_path, name) for name in EVERYBODY))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    for name in living(tmp_path):
        os.kill(pid(tmp_path, name), signal.SIGKILL)


def pid(folder: Path, name: str) -> int:
    file = folder / name
    return int(file.read_text() or 0) if file.exists() else 0


def living(folder: Path) -> set[str]:
    return {
        name
        for name in EVERYBODY
        if psutil.pid_exists(pid(folder, name)) and psutil.Process(pid(folder, name)).status() != psutil.STATUS_ZOMBIE
    }


def test_program_that_dies_is_started_again_and_said_so(household: subprocess.Popen[str], tmp_path: Path) -> None:
    first = pid(tmp_path, "meek")
    os.kill(first, signal.SIGKILL)
    second = eventually(lambda: pid(tmp_path, "meek") != first and pid(tmp_path, "meek"))
    assert psutil.pid_exists(second)
    assert household.stdout is not None
    assert household.stdout.readline().startswith("meek stopped (killed by SIGKILL); starting it again in 0.5 s.")


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_nobody_is_left_after_a_signal(household: subprocess.Popen[str], tmp_path: Path, sig: signal.Signals) -> None:
    household.send_signal(sig)
    said, _ = household.communicate(timeout=30)
    assert said == "stopped\n"
    assert household.returncode == 0
    assert living(tmp_path) == set()


def test_who_is_killed_takes_its_programs_along(household: subprocess.Popen[str], tmp_path: Path) -> None:
    household.kill()
    eventually(lambda: not living(tmp_path))


def test_program_that_cannot_start_is_named_with_its_last_words(start: Start, tmp_path: Path) -> None:
    said, _ = start(HOUSEHOLD, tmp_path, "broken").communicate(timeout=30)
    assert said.startswith("broken stopped right after its start: the cellar is flooded (Log: ")
