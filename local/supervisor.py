"""Keep programs running: start in order, start again what dies, and leave nobody behind at the end."""

import os
import signal
import time
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import NoReturn, Self

from local.leash import ON_LINUX, die_with_parent, inherit_orphans
from local.programs import Program, Running, descendants, end, stop_all
from local.trouble import Stopped, say

FIRST_WAIT = 0.5  # seconds before the first restart; doubled each time
LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0  # seconds after which a start counts as good and the waiting begins anew
TICK = 0.2


@dataclass
class Post:
    """A program's place in the supervisor: its current run and how patient to be with the next."""

    running: Running
    wait: float = FIRST_WAIT
    due: float | None = None  # when to start it again, while it is down


class Supervisor:
    """Use as a context manager: signals end the block with `Stopped`, and leaving it stops every program.

    Programs are stopped in the reverse order of their `start`; those of one call to `start` together.
    """

    def __init__(self) -> None:
        self._groups: list[list[Post]] = []
        self._handlers: dict[signal.Signals, signal._HANDLER] = {}
        self._leaving = False
        self._hurry = False

    def __enter__(self) -> Self:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[sig] = signal.signal(sig, self._asked_to_stop)
        inherit_orphans()
        if os.environ.get("MAKELEVEL"):
            die_with_parent(signal.SIGTERM)  # somebody killed make: that was meant for us
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving = True
        for group in reversed(self._groups):
            stop_all([post.running for post in group], hurry=lambda: self._hurry)
        end(descendants(os.getpid()))
        self._reap()
        for sig, handler in self._handlers.items():
            signal.signal(sig, handler)

    def _asked_to_stop(self, sig: int, frame: FrameType | None) -> None:
        """The first time, end the block; while it is ending, end it without patience."""
        if self._leaving:
            self._hurry = True
            return
        self._leaving = True
        raise Stopped

    def start(self, *programs: Program) -> None:
        """Start these together and wait until each is ready.

        :raises Trouble: when one of them does not come up.
        """
        group: list[Post] = []
        self._groups.append(group)
        group.extend(Post(Running(program)) for program in programs)
        for post in group:
            post.running.wait_until_ready()

    def watch(self) -> NoReturn:
        """Start again whatever dies, waiting longer each time it does; until a signal comes."""
        while True:
            for group in self._groups:
                for post in group:
                    self._look_at(post)
            self._reap()
            time.sleep(TICK)

    def _look_at(self, post: Post) -> None:
        running, now = post.running, time.monotonic()
        if running.is_alive:
            return
        if post.due is None:
            post.wait = FIRST_WAIT if running.age > HEALTHY_AFTER else post.wait
            post.due = now + post.wait
            say(
                f"{running.program.name} stopped ({ending(running.process.returncode)}); starting it again "
                f"in {post.wait:g} s. Log: {running.program.log}"
            )
            running.make_stop()
            post.wait = min(post.wait * 2, LONGEST_WAIT)
        elif now >= post.due:
            post.running, post.due = Running(running.program), None

    def _reap(self) -> None:
        """Let go of inherited grandchildren that have ended. Our own children are subprocess's to wait for."""
        own = {post.running.process.pid for group in self._groups for post in group}
        while ON_LINUX:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None or ended.si_pid in own:
                return
            os.waitpid(ended.si_pid, os.WNOHANG)


def ending(code: int) -> str:
    """How a process ended, in words: `exit code 3`, `killed by SIGKILL`."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
