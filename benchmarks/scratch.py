"""A database for one run, beside the one named in DATABASE_URL and gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def scratch_database() -> Iterator[None]:
    """Make it, put its address into the environment for Django and for child processes, drop it at the end.

    :raises SystemExit: without DATABASE_URL.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        raise SystemExit("Set DATABASE_URL to a server on which a database may be made, or use make bench.")
    name = f"seatlease_bench_{os.getpid()}"
    address = urlsplit(given)
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    try:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield
    finally:
        os.environ["DATABASE_URL"] = given
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
