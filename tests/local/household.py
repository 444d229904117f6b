"""A process group of three small programs, run by the tests of it. Argument: a folder for their pids."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from local.errors import Stopped, UserError, say
from local.process_group import ProcessGroup, Program

folder = Path(sys.argv[1])
NOTE_PID = "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))"
SLEEP = "import time; time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
CHILD = f"""
import subprocess
subprocess.Popen([sys.executable, "-c", {DEAF + ";" + NOTE_PID + ";" + SLEEP!r}, sys.argv[1] + "-child"])
"""


def program(name: str, *code: str) -> Program:
    """Sleeps, after noting its pid in a file of its name."""
    argv = (sys.executable, "-c", "\n".join((*code, NOTE_PID, SLEEP)), str(folder / name))
    return Program(name, argv, folder / f"{name}.log", os.environ, patience=0.5, is_ready=noted(name))


def noted(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return lambda pid: (folder / name).exists() and (folder / name).read_text() == str(pid)


def stop(sig: int, frame: FrameType | None) -> None:
    raise Stopped


for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(asked, stop)
try:
    with ProcessGroup() as group:
        if "broken" in sys.argv:
            argv = (sys.executable, "-c", "raise SystemExit('the cellar is flooded')")
            group.start(Program("broken", argv, folder / "broken.log", os.environ, is_ready=lambda pid: False))
        group.start(program("meek"))
        group.start(program("deaf", DEAF), program("parent", "import sys", CHILD))
        say("ready")
        group.keep_running()
except Stopped:
    say("stopped")
except UserError as error:
    say(str(error))
