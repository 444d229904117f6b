"""pytest plugin: a throw-away PostgreSQL and Valkey for each pytest run, up before Django reads its settings.

Workers of pytest-xdist share their controller's servers: each has a test database of its own (pytest-django's
suffix) and a Valkey database of its own. With DATABASE_URL or REDIS_URL set, those servers are used instead.
"""

import atexit
import os
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.environment import for_tests
from local.servers import temporary_folder, throwaway
from local.trouble import Trouble

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
EMBEDDED = "SEATLEASE_TESTS_EMBEDDED_REDIS"

_open = ExitStack()
_owner = os.getpid()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Boot in the controller; a worker only picks its own Valkey database."""
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
        urls = _open.enter_context(throwaway(durable=False))
    except Trouble as trouble:
        _open.close()
        raise pytest.UsageError(str(trouble)) from None
    os.environ.update(for_tests(urls, media / "media"))
    # Whitenoise warns of a folder that isn't there, and warnings are errors.
    Path(os.environ["STATIC_ROOT"]).mkdir()
    if embedded_redis:
        os.environ[EMBEDDED] = "1"


@atexit.register  # also when pytest gives up before it is configured
def pytest_unconfigure() -> None:
    if os.getpid() == _owner:  # a test may fork
        _open.close()
