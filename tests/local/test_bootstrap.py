"""Setting up `.venv` from nothing, and saying in one sentence why it cannot be done."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from local.paths import ROOT
from local.pip_errors import explain
from tests.local.conftest import Start


@pytest.fixture
def empty_lists(checkout: Path) -> Path:
    """A checkout whose locked lists name nothing, so that no network is needed."""
    for name in ("requirements.txt", "requirements-local.txt", "requirements-dev.txt"):
        (checkout / name).write_text("# nothing\n")
    return checkout


def outer_python(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=60)
    return said


@pytest.mark.skipif(importlib.util.find_spec("ensurepip") is None, reason="this Python cannot make a venv by itself")
def test_venv_is_made_once_and_not_trusted_after_a_move(start: Start, empty_lists: Path) -> None:
    first = outer_python(start("-m", "local", "setup", checkout=empty_lists))
    assert "Making .venv" in first
    assert f"Python for your editor: {empty_lists}/.venv/bin/python" in first
    second = outer_python(start("-m", "local", "setup", checkout=empty_lists))
    assert second == f"Everything is installed. Python for your editor: {empty_lists}/.venv/bin/python\n"
    moved = empty_lists.rename(empty_lists.with_name("moved"))
    asked = start("-c", "from local import bootstrap; print(bootstrap.is_ready(()), bootstrap.PYTHON)", checkout=moved)
    assert outer_python(asked) == f"False {moved}/.venv/bin/python\n", "a venv does not move"


def test_folder_in_place_of_venv_is_not_touched(start: Start, empty_lists: Path) -> None:
    (empty_lists / ".venv").mkdir()
    (empty_lists / ".venv" / "thesis.txt").write_text("years of work")
    said = outer_python(start("-m", "local", "setup", checkout=empty_lists))
    assert "make setup cannot go on." in said
    assert ".venv exists but is no virtual environment. Move it away" in said
    assert "Traceback" not in said
    assert (empty_lists / ".venv" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_old_python_is_told_which_one_is_needed(start: Start, version: tuple[int, int, int]) -> None:
    code = f"import sys, runpy; sys.version_info = {version}; sys.argv[1:] = ['run']; runpy.run_module('local')"
    process = start("-c", code)
    said = outer_python(process)
    assert process.returncode == 1
    assert said.startswith("Seatlease needs Python 3.11 or newer, and ")
    assert "make run PYTHON=/path/to/python3.11" in said
    assert "Traceback" not in said


def test_entry_can_be_read_by_an_old_python() -> None:
    for name in ("__init__.py", "__main__.py"):
        tree = ast.parse((ROOT / "local" / name).read_text(), feature_version=(3, 6))
        assert ast.get_docstring(tree)


def test_what_runs_before_venv_exists_needs_nothing_but_the_standard_library(start: Start) -> None:
    code = """
import sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top != "local":
            raise ImportError(f"{name} is not of the standard library")
sys.meta_path.insert(0, Nothing())
import local.dispatch, local.bootstrap, local.commands.clean, local.commands.reset_demo
print("imported")
"""
    process = start("-c", code)
    assert outer_python(process) == "imported\n"
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Temporary failure in name "
            "resolution'\nERROR: No matching distribution found for django==5.2.19",
            "The package index cannot be reached.",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full.",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "is not the one that was locked"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '/x'", "belongs to another user"),
        (
            "  error: command 'gcc' failed: No such file or directory\n  ERROR: Failed building wheel for lxml",
            "lxml has no ready-made build for this machine",
        ),
        ("ERROR: No matching distribution found for typst==0.15.2", "The package index has no typst==0.15.2"),
        ("ERROR: something new", "pip failed: ERROR: something new."),
    ],
)
def test_pips_words_become_a_sentence(tmp_path: Path, words: str, sentence: str) -> None:
    log = tmp_path / "install.log"
    log.write_text(f"Collecting everything\n{words}\n")
    message = str(explain(log))
    assert sentence in message
    assert str(log) in message


def commands_of_make() -> list[str]:
    """What the Makefile offers."""
    [commands] = re.findall(r"^COMMANDS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return [str(command) for command in commands.split()]


def test_help_lists_every_command_in_words() -> None:
    result = subprocess.run([sys.executable, "-m", "local"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"run", "test", "check", "bench", "lock", "format", "clean", "reset-demo"} <= set(commands_of_make())
    for command in commands_of_make():
        assert f"\n  make {command} " in result.stdout
