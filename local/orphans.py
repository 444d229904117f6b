"""Programs that a killed `make run` left behind, found by the mark in their environment."""

import psutil

from local.places import ROOT
from local.programs import MARK, end


def end_orphans() -> int:
    """End the web, worker and beat processes of an earlier run of this checkout. Returns how many there were.

    Call it only while holding the run lock. The servers are not among them: each ends its own orphan, cleanly.
    """
    orphans = [process for process in psutil.process_iter() if is_ours(process)]
    for process in orphans:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(orphans, timeout=3)
    end(stubborn)
    return len(orphans)


def is_ours(process: psutil.Process) -> bool:
    try:
        return process.environ().get(MARK) == str(ROOT) and process.name() != "postgres"
    except (psutil.Error, OSError):
        return False
