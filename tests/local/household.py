"""A supervisor with three small programs, run by the tests of the supervisor. Argument: a folder for their pids."""

import os
import sys
from pathlib import Path

from local.programs import Program
from local.supervisor import Supervisor
from local.trouble import Stopped, Trouble, say

folder = Path(sys.argv[1])
NOTE_PID = "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))"
SLEEP = "import time; time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
CHILD = f"""
import subprocess
subprocess.Popen([sys.executable, "-c", {DEAF + ";" + NOTE_PID + ";" + SLEEP!r}, sys.argv[1] + "-child"],
                 start_new_session=True)
"""


def program(name: str, *code: str) -> Program:
    """Sleeps, after noting its pid in a file of its name."""
    argv = (sys.executable, "-c", "\n".join((*code, NOTE_PID, SLEEP)), str(folder / name))
    return Program(name, argv, folder / f"{name}.log", os.environ, patience=0.5, is_ready=noted(name))


def noted(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return lambda pid: (folder / name).exists() and (folder / name).read_text() == str(pid)


try:
    with Supervisor() as supervisor:
        if "broken" in sys.argv:
            argv = (sys.executable, "-c", "raise SystemExit('the cellar is flooded')")
            supervisor.start(Program("broken", argv, folder / "broken.log", os.environ, is_ready=lambda pid: False))
        supervisor.start(program("meek"))
        supervisor.start(program("deaf", DEAF), program("parent", "import sys", CHILD))
        say("ready")
        supervisor.watch()
except Stopped:
    say("stopped")
except Trouble as trouble:
    say(str(trouble))
