"""How many cores and how much memory there are, in a container too."""

import os
from pathlib import Path

CONTROLS = Path("/sys/fs/cgroup")


def cores() -> int:
    """How many this process may use."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = control("cpu.max").partition(" ")
    return max(1, min(mine, int(quota) // int(period))) if quota.isdecimal() else mine


def memory() -> int:
    """In bytes."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = control("memory.max")
    return min(machine, int(limit)) if limit.isdecimal() else machine


def control(name: str) -> str:
    """A limit of the container we are in; empty where there is none."""
    try:
        return (CONTROLS / name).read_text().strip()
    except OSError:
        return ""
