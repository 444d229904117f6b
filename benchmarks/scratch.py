"""A database of our own beside the one named in DATABASE_URL, gone after the run or kept for the next one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local.paths import socket_folder
from local.process_group import ProcessGroup
from local.valkey import Valkey


@contextmanager
def scratch_cache() -> Iterator[None]:
    """A Valkey of our own for as long as it takes, unless REDIS_URL names one."""
    if "REDIS_URL" in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory() as name, ProcessGroup() as group:
        folder = Path(name)
        valkey = Valkey(folder / "valkey", socket_folder(folder / "sockets"), folder / "valkey.log", durable=False)
        group.start(valkey.program())
        os.environ["REDIS_URL"] = valkey.url
        try:
            yield
        finally:
            del os.environ["REDIS_URL"]


@contextmanager
def scratch_database(name: str = "", *, keep: bool = False) -> Iterator[None]:
    """Make it unless it is there, put its address into the environment for Django and for child processes, and drop it
    at the end unless it is to ``keep``. Without a ``name`` it has that of the process.

    :raises SystemExit: without DATABASE_URL.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        raise SystemExit("Set DATABASE_URL to a server on which a database may be made, or use make bench.")
    name = f"seatlease_bench_{name or os.getpid()}"
    address = urlsplit(given)
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    try:
        with psycopg.connect(given, autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield
    finally:
        os.environ["DATABASE_URL"] = given
        if not keep:
            with psycopg.connect(given, autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
