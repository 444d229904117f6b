"""Programs beside us in one process group: started in order, started again when they die, ended together."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from local.errors import Stopped, UserError, say
from local.paths import ROOT

READY_WITHIN = 120.0  # seconds
LOG_KEPT = 10 * 1024 * 1024  # bytes; a longer log makes way for a new one at the next start
FIRST_WAIT = 0.5  # seconds before the first restart; doubled each time
LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0  # seconds after which a start counts as good and the waiting begins anew
TICK = 0.2

# The leader of the group. Its stdin closes when whoever started it dies, however that happens.
WATCH = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.stdin.read()
os.killpg(0, signal.SIGINT)
time.sleep(3)
os.killpg(0, signal.SIGKILL)
"""


def at_once(pid: int) -> bool:
    """How most programs tell that they serve: they need not."""
    return pid > 0


@dataclass(frozen=True)
class Program:
    """What to start and how it stops.

    `prepare` comes before each start. `stop` asks it to end and `patience` is how many seconds it gets for that.
    `is_ready` tells of a pid whether it serves yet.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    stop: signal.Signals = signal.SIGTERM
    patience: float = 5.0
    prepare: Callable[[], None] = lambda: None
    is_ready: Callable[[int], bool] = at_once


class Running:
    """One program in a process group, through all its starts."""

    def __init__(self, program: Program, group: int) -> None:
        self.program = program
        self.group = group
        self.wait = FIRST_WAIT
        self.due: float | None = None  # when to start it again, while it is down
        self.start()

    def start(self) -> None:
        program = self.program
        program.prepare()
        self.began, self.due = time.monotonic(), None
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
                env=program.environment,
                process_group=self.group,
            )

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since its last start."""
        return time.monotonic() - self.began

    def wait_until_ready(self) -> None:
        """:raises UserError: when it ends instead, or takes too long; the sentence ends with its last words."""
        program = self.program
        while not program.is_ready(self.process.pid):
            if not self.is_alive:
                raise UserError(f"{program.name} stopped right after its start: {self.last_words()}")
            if self.age > READY_WITHIN:
                raise UserError(f"{program.name} did not answer for {READY_WITHIN:.0f} s: {self.last_words()}")
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

    def start_again_when_dead(self) -> None:
        """Wait longer before each restart, until one has lasted."""
        if self.is_alive:
            return
        if self.due is None:
            self.wait = FIRST_WAIT if self.age > HEALTHY_AFTER else self.wait
            self.due = time.monotonic() + self.wait
            say(
                f"{self.program.name} stopped ({ending(self.process.returncode)}); starting it again "
                f"in {self.wait:g} s. Log: {self.program.log}"
            )
            self.wait = min(self.wait * 2, LONGEST_WAIT)
        elif time.monotonic() >= self.due:
            self.start()

    def stop(self) -> None:
        stop_together([self])


class ProcessGroup:
    """A context manager; leaving it stops every program, and so does our death.

    Programs are stopped in the reverse order of their `start`; those of one call to `start` together.
    """

    def __init__(self) -> None:
        self._started: list[list[Running]] = []
        self._parent = os.getppid()

    def __enter__(self) -> Self:
        self._leader = subprocess.Popen(
            [sys.executable, "-S", "-c", WATCH], stdin=subprocess.PIPE, cwd="/", process_group=0
        )
        self.id = self._leader.pid
        return self

    def start(self, *programs: Program) -> list[Running]:
        """Start these together and wait until each is ready.

        :raises UserError: when one of them does not come up.
        """
        started: list[Running] = []
        self._started.append(started)
        started.extend(Running(program, self.id) for program in programs)
        for running in started:
            running.wait_until_ready()
        return started

    def keep_running(self) -> NoReturn:
        """Start again whatever dies, until a signal comes or the `make` that started us is gone."""
        while True:
            for started in self._started:
                for running in started:
                    running.start_again_when_dead()
            if os.environ.get("MAKELEVEL") and os.getppid() != self._parent:
                raise Stopped
            time.sleep(TICK)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for started in reversed(self._started):
                stop_together(started)
        finally:
            os.killpg(self.id, signal.SIGKILL)
            assert self._leader.stdin is not None
            self._leader.stdin.close()
            for process in (self._leader, *(running.process for started in self._started for running in started)):
                process.wait()


def stop_together(several: list[Running]) -> None:
    """Ask all of them at once, give each its time, then end who is still there."""
    for running in several:
        if running.is_alive:
            running.process.send_signal(running.program.stop)
    asked = time.monotonic()
    for running in several:
        try:
            running.process.wait(max(0.0, running.program.patience - (time.monotonic() - asked)))
        except subprocess.TimeoutExpired:
            running.process.kill()
            running.process.wait()


def ending(code: int) -> str:
    """How a process ended, in words: `exit code 3`, `killed by SIGKILL`."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
