"""pytest plugin: a throw-away PostgreSQL and Valkey for each pytest run, up before Django reads its settings.

PostgreSQL begins with a copy of tests/migrated.py's folder. Workers of pytest-xdist share their controller's servers:
each has a clone of that database and a Valkey database of its own. With DATABASE_URL or REDIS_URL set, those servers
are used instead, and pytest-django makes its test database there; ``--reuse-db`` keeps it for the next run.
"""

import atexit
import gc
import os
import re
from contextlib import ExitStack
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from local.environment import for_tests
from local.errors import UserError
from local.servers import temporary_folder, throwaway
from tests.migrated import migrated

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
EMBEDDED = "SEATLEASE_TESTS_EMBEDDED_REDIS"
MIGRATED = "SEATLEASE_TESTS_MIGRATED"

_open = ExitStack()
_owner = os.getpid()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Boot in the controller; a worker only picks its own Valkey database."""
    gc.disable()  # nothing that is imported now ever goes; see pytest_collection_finish
    if WORKER:
        number = int(WORKER.removeprefix("gw")) + 1
        if os.environ.get(EMBEDDED):
            os.environ["REDIS_URL"] = re.sub(r"virtual_host=\d+", f"virtual_host={number}", os.environ["REDIS_URL"])
        return
    options = early_config.known_args_namespace
    if options.help or options.version:
        return
    try:
        embedded_redis = not os.environ.get("REDIS_URL")
        media = _open.enter_context(temporary_folder())
        if os.environ.get("DATABASE_URL"):
            urls = _open.enter_context(throwaway(durable=False))
        else:
            with migrated() as data:
                urls = _open.enter_context(throwaway(durable=False, begin_with=data))
            os.environ[MIGRATED] = "1"
    except (UserError, CalledProcessError) as error:
        _open.close()
        raise pytest.UsageError(str(error)) from None
    os.environ.update(for_tests(urls, media / "media"))
    # Whitenoise warns of a folder that isn't there, and warnings are errors.
    Path(os.environ["STATIC_ROOT"]).mkdir()
    if embedded_redis:
        os.environ[EMBEDDED] = "1"


def pytest_collection_finish() -> None:
    """Collect garbage from here on, without looking through everything that was imported each time."""
    gc.freeze()
    gc.enable()


@atexit.register  # also when pytest gives up before it is configured
def pytest_unconfigure() -> None:
    if os.getpid() == _owner:  # a test may fork
        _open.close()
