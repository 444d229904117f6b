"""What a killed run may leave behind: a server that is still ending, or a pid file that now names a stranger."""

import signal
from pathlib import Path

import psutil


def end_leftover(pid_file: Path, name: str, data: Path, sig: signal.Signals) -> None:
    """End the server of this name that `pid_file` tells of and that works in `data`: two on one folder would ruin it.

    A pid file of a dead server goes as well. Its number may be another program's by now, as after the restart of a
    container, and the server would refuse to start.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if process.name().startswith(name) and Path(process.cwd()) == data.resolve():
            process.send_signal(sig)
            _, alive = psutil.wait_procs([process], timeout=10)
            for stubborn in alive:
                stubborn.kill()
        else:
            pid_file.unlink(missing_ok=True)
    except (OSError, ValueError, IndexError, psutil.Error):
        return  # gone, or another user's: the server sees that too
