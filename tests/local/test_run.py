"""The whole of `make run`, from a folder of its own."""

import json
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from local.paths import ROOT
from tests.local.conftest import Start
from tests.local.eventually import eventually

LEFT_OUT = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", "tests", "docs", "staticfiles")


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A copy of the whole product without any data, with the packages of this one."""
    copy = tmp_path / "product"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def health(port: int) -> dict[str, object]:
    """What the product says of its database and cache; empty while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready/", timeout=5) as response:
            answer: dict[str, object] = json.load(response)
            return answer
    except (OSError, urllib.error.HTTPError):
        return {}


def words_of(process: psutil.Process) -> set[str]:
    """The names a process goes by: its own, and those of the modules and programs on its command line."""
    return {process.name(), *process.cmdline()}


def test_product_starts_answers_refuses_a_twin_and_stops(start: Start, product: Path, port: int) -> None:
    first = start("-m", "local", "run", checkout=product, PORT=str(port), DEMO="no")
    eventually(lambda: health(port) or first.poll() is not None, within=90)
    assert first.poll() is None, first.communicate()[0]
    assert health(port) == {"status": "ok", "checks": {"database": "ok", "cache": "ok"}}
    family = psutil.Process(first.pid).children(recursive=True)
    assert {"postgres", "valkey-server", "gunicorn", "celery"} <= {word for one in family for word in words_of(one)}

    second = start("-m", "local", "run", checkout=product, PORT=str(port))
    said, _ = second.communicate(timeout=60)
    assert f"already runs from this folder: http://localhost:{port} (process {first.pid})" in said
    assert second.returncode == 1

    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    said, _ = first.communicate(timeout=60)
    assert time.monotonic() - began < 20
    assert first.returncode == 0
    assert f"Open       http://localhost:{port}\n" in said
    assert f"Mailbox    http://localhost:{port}/mailbox/" in said
    assert "Stopped. The data is kept" in said
    assert [one for one in family if one.is_running()] == []
