"""A data folder of PostgreSQL with every migration in it, made once and kept for as long as the migrations stay.

Making it takes seconds; each run of the tests begins with a copy, and each worker of pytest-xdist with a clone.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.environment import for_tests
from local.paths import ROOT, STATE, require_state
from local.servers import throwaway

FOLDER = STATE / "caches" / "migrated"
KEPT = 3  # for those who go back and forth between branches
# Whatever the tables, the rows of migrations and the folder itself are made of.
SOURCES = (
    "*/migrations/*.py",
    "kernel/*.py",
    "seatlease/settings.py",
    "requirements*.txt",
    "local/postgres.py",
    "tests/emptying.py",
    "tests/migrated.py",
)


@contextmanager
def migrated() -> Iterator[Path]:
    """The folder, made when it is not there; nobody removes it for as long as the block lasts.

    :raises UserError: when a server does not start.
    :raises subprocess.CalledProcessError: when a migration fails; its words stand above.
    """
    require_state()
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = FOLDER / digest()
    with (FOLDER / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not data.exists():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not data.exists():  # nobody made it while we waited
                make(data)
            fcntl.flock(lock, fcntl.LOCK_SH)
        os.utime(data)
        yield data


def digest() -> str:
    """Of everything that the folder is made of."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)}):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def make(data: Path) -> None:
    """Migrate an empty database in a server of its own, stop the server, and put its folder into place."""
    sys.stderr.write("Applying all migrations once; later runs begin with a copy ...\n")
    with throwaway(durable=False, parent=FOLDER, keep=data) as urls:
        environment = {
            **os.environ,
            **for_tests(urls, FOLDER / "media"),
            "DJANGO_SETTINGS_MODULE": "seatlease.settings",
        }
        subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, env=environment, check=True)
    others = sorted((path for path in FOLDER.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in others[:-KEPT]:
        shutil.rmtree(old)


def migrate() -> None:
    """Apply all migrations to the database of the settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "seatlease.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from tests.emptying import remember_what_migrations_made

    call_command("migrate", interactive=False, verbosity=0)
    remember_what_migrations_made()


def clone(name: str) -> None:
    """Make this process use a copy of its database from now on; nobody else may be connected to the original."""
    from django.db import connection
    from psycopg import sql

    settings = connection.settings_dict
    original, settings["NAME"] = settings["NAME"], "postgres"
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(original)
            )
        )
    connection.close()
    settings["NAME"] = name


if __name__ == "__main__":
    migrate()
