"""Processes for the tests of `local`: started here, and ended whatever a test does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from local.environment import for_tests
from local.paths import ROOT
from local.servers import Urls

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a Python program in a checkout (this one unless `checkout` says); its output is piped."""
    started: list[subprocess.Popen[str]] = []

    def start_python(*arguments: str | Path, checkout: Path = ROOT, **environment: str) -> subprocess.Popen[str]:
        hidden = {"MAKELEVEL", "HOST", "PORT", *for_tests(Urls("", ""), tmp_path)}
        kept = {key: value for key, value in os.environ.items() if key not in hidden}
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=checkout,
            env={**kept, "PYTHONPATH": str(checkout), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start_python
    for process in started:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.communicate()
        for child in family:
            if child.is_running():
                child.kill()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout's `local`, so that its `.venv` and `.local` are its own."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    shutil.copytree(ROOT / "local", copy / "local", ignore=shutil.ignore_patterns("__pycache__"))
    return copy
