"""A program to run beside us, and one running: started on a leash, asked to stop, and made to."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from local.leash import leashed
from local.places import ROOT
from local.trouble import Trouble

LOG_KEPT = 10 * 1024 * 1024  # bytes; a longer log makes way for a new one at the next start
MARK = "SEATLEASE_STARTED_BY"  # in the environment of each program: whose it is


def nothing() -> None:
    """What most programs need before they start."""


def at_once(pid: int) -> bool:
    """How most programs tell that they serve: they need not."""
    return pid > 0


@dataclass(frozen=True)
class Program:
    """What to start and how it stops.

    `prepare` comes before each start. `stop` asks it to end and `patience` is how many seconds it gets for that;
    `widowed` is what the kernel sends it should we be killed. `is_ready` tells of a pid whether it serves yet.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    stop: signal.Signals = signal.SIGTERM
    patience: float = 5.0
    widowed: signal.Signals = signal.SIGKILL
    prepare: Callable[[], None] = field(default=nothing, compare=False)
    is_ready: Callable[[int], bool] = field(default=at_once, compare=False)
    ready_within: float = 120.0


class Running:
    """One start of a program; it leads a process group of its own, so Ctrl-C in the terminal reaches only us."""

    def __init__(self, program: Program) -> None:
        self.program = program
        program.prepare()
        self.began = time.monotonic()
        self._over = False
        program.log.parent.mkdir(parents=True, exist_ok=True)
        if program.log.exists() and program.log.stat().st_size > LOG_KEPT:
            program.log.replace(program.log.with_suffix(".old.log"))
        with program.log.open("ab") as log:
            self.log_began = log.tell()
            self.process = subprocess.Popen(
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**program.environment, MARK: str(ROOT)},
                start_new_session=True,
                preexec_fn=leashed(program.widowed),  # noqa: PLW1509  (we have one thread)
            )

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.began

    def wait_until_ready(self) -> None:
        """:raises Trouble: when it ends instead, or takes too long; the sentence ends with its last words."""
        program = self.program
        while not program.is_ready(self.process.pid):
            if not self.is_alive:
                raise Trouble(f"{program.name} stopped right after its start: {self.last_words()}")
            if self.age > program.ready_within:
                raise Trouble(f"{program.name} did not answer for {program.ready_within:.0f} s: {self.last_words()}")
            time.sleep(0.02)

    def last_words(self) -> str:
        """The last line this start wrote to its log, or its worst, and where the rest is."""
        with self.program.log.open("rb") as log:
            log.seek(max(self.log_began, self.program.log.stat().st_size - 4000))
            lines = log.read().decode(errors="replace").strip().splitlines()
        if any("No space left on device" in line for line in lines):
            return f"the disk is full. Free some space, then run the command again. (Log: {self.program.log})"
        worst = [line for line in lines if re.search(r"\b(FATAL|PANIC)\b", line)]
        last = [*lines, *worst][-1:] or ["it wrote nothing"]
        return f"{last[0].strip()} (Log: {self.program.log})"

    def ask_to_stop(self) -> None:
        if self.is_alive:
            self.process.send_signal(self.program.stop)

    def make_stop(self) -> None:
        """End it and what is left of its process group. Once only: later the number may be somebody else's."""
        if self._over:
            return
        self._over = True
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        stop_all([self])


def stop_all(running: list[Running], *, hurry: Callable[[], bool] = lambda: False) -> None:
    """Ask all of them at once, give each its time, then end who is still there and whatever they started.

    `hurry` is asked again and again; once it says so, nobody gets more time.
    """
    children = [child for one in running if one.is_alive for child in descendants(one.process.pid)]
    for one in running:
        one.ask_to_stop()
    asked = time.monotonic()
    for one in running:
        while one.is_alive and time.monotonic() - asked < one.program.patience and not hurry():
            time.sleep(0.02)
        one.make_stop()
    end(children)


def descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def end(processes: list[psutil.Process]) -> None:
    """Kill those that still run. psutil compares start times, so a pid used again by a stranger is safe."""
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=3)
