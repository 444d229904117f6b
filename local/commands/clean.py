"""`make clean`: remove what can be made again. Data is never among it."""

import shutil

from local.errors import say
from local.lock import RunLock
from local.paths import LOGS, ROOT, RUN_LOCK, STATE, VENV, require_state

CACHES = (".ruff_cache", ".import_linter_cache", ".hypothesis", ".mypy_cache", ".pytest_cache", "staticfiles")
KEPT = {".venv", ".git", ".local"}


def main(arguments: list[str]) -> int:
    """:raises UserError: while `make run` is going on."""
    require_state()
    lock = RunLock(RUN_LOCK)
    lock.take("")
    for folder in (VENV, LOGS, STATE / "caches", *(ROOT / name for name in CACHES)):
        if folder.exists():
            shutil.rmtree(folder)
    for top in ROOT.iterdir():
        if top.is_dir() and top.name not in KEPT:
            for folder in top.rglob("__pycache__"):
                shutil.rmtree(folder)
    lock.release()
    say(f"Removed .venv, caches and logs. The data in {STATE} is kept; make reset-demo removes it.")
    return 0
