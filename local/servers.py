"""The database and the broker a command works with: the ones named in the environment, or embedded ones of its own."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local.errors import UserError
from local.postgres import Postgres
from local.process_group import ProcessGroup
from local.valkey import Valkey

PREFIX = "seatlease-throwaway-"


@dataclass(frozen=True)
class Urls:
    """What goes into DATABASE_URL and REDIS_URL."""

    database: str
    redis: str

    def as_environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database, "REDIS_URL": self.redis}


def given_database() -> str:
    """DATABASE_URL, or "" for an embedded server.

    :raises UserError: when that server cannot be used.
    """
    url = os.environ.get("DATABASE_URL", "")
    if url:
        require_database(url)
    return url


def given_redis() -> str:
    """REDIS_URL, or "" for an embedded server.

    :raises UserError: when that server cannot be used.
    """
    url = os.environ.get("REDIS_URL", "")
    if url:
        require_redis(url)
    return url


def require_database(url: str) -> None:
    """:raises UserError: when no PostgreSQL 14 or newer answers there."""
    import psycopg

    if urlsplit(url).scheme not in {"postgres", "postgresql", "psql", "pgsql"}:
        raise UserError(f"DATABASE_URL must be a postgresql:// address, not {without_password(url)}")
    libpq_url = url.replace("psql://", "postgresql://", 1) if url.startswith(("psql:", "pgsql:")) else url
    try:
        with psycopg.connect(libpq_url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(
            f"The database at {without_password(url)} cannot be used: {reason}. Start that server or correct "
            "DATABASE_URL; without DATABASE_URL the built-in PostgreSQL is used."
        ) from None
    if version < 140000:
        raise UserError(f"DATABASE_URL is PostgreSQL {version // 10000}; Seatlease needs PostgreSQL 14 or newer.")


def require_redis(url: str) -> None:
    """:raises UserError: when no Redis or Valkey answers there."""
    import redis

    try:
        with redis.Redis.from_url(as_redis_py(url), socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        reason = str(error).rstrip(".")
        raise UserError(
            f"The Redis server at {without_password(url)} cannot be used: {reason}. Start that server or correct "
            "REDIS_URL; without REDIS_URL the built-in Valkey is used."
        ) from None


def as_redis_py(url: str) -> str:
    """Celery and redis-py spell the address of a socket differently."""
    return url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)


def without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":...@", 1) if password else url


@contextmanager
def throwaway(
    *, durable: bool, parent: Path | None = None, begin_with: Path | None = None, keep: Path | None = None
) -> Iterator[Urls]:
    """Servers for one command, in a folder that goes when it ends; what the environment names is used instead.

    `durable` writes to disk as in production, for measuring. `parent` is where the folder goes (the system's
    temporary folder unless said). PostgreSQL begins with a copy of the data folder `begin_with`, or empty; `keep` says
    where its data goes after a good end, on the same disk as `parent`.
    """
    with temporary_folder(parent) as folder, temporary_folder() as sockets:
        postgres = Postgres(folder / "postgres", sockets, folder / "postgres.log", durable)
        valkey = Valkey(folder / "valkey", sockets, folder / "valkey.log", durable)
        with ProcessGroup() as group:
            database, redis = given_database(), given_redis()
            if not redis:
                group.start(valkey.program())
            if not database:
                if begin_with:
                    subprocess.run(["cp", "-a", begin_with, postgres.data], check=True)  # with its owner: not root
                postgres.start(group)
            yield Urls(database or postgres.url, redis or valkey.url)
        if keep:
            postgres.data.rename(keep)


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder that goes with the block, or at the next call when this process is killed."""
    base = parent or Path(tempfile.gettempdir())
    sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    with (folder / "held").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(base: Path) -> None:
    """Remove folders whose process was killed: nobody holds their lock any more."""
    for folder in base.glob(PREFIX + "*"):
        try:
            with (folder / "held").open("a") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
        except OSError:
            continue  # in use, or somebody else's
