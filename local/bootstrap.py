"""Make `.venv` from the locked requirements with nothing but the standard library, then go on inside it."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from local.errors import UserError, require_space, say, unwritable
from local.lock import waiting_lock
from local.paths import LOGS, ROOT, STATE, VENV, require_state
from local.pip_errors import explain

PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
SPACE_NEEDED = 700  # megabytes, for everything
FETCHING = ("Collecting ", "Processing ", "Requirement already satisfied")  # how pip begins with each package


def ensure(lists: tuple[str, ...]) -> None:
    """Have `.venv` hold what these locked lists name; immediate when it already does.

    :raises UserError: when it cannot be done; the sentence says what is missing.
    """
    if is_ready(lists):
        return
    require_state()
    with waiting_lock(STATE / "install.lock", "Another command is installing; waiting for it ..."):
        if is_ready(lists):
            return
        require_space(ROOT, SPACE_NEEDED, "the installation")
        if not has_working_python():
            make_venv()
        install(lists)
        remember(lists)


def enter(arguments: list[str]) -> None:
    """Run this command again with the Python of `.venv`, in place of this process; return when already there."""
    if is_inside():
        return
    sys.stdout.flush()
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH"}}
    environment["VIRTUAL_ENV"] = str(VENV)
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "local", *arguments], environment)


def is_inside() -> bool:
    """Whether this is the Python of `.venv`."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_ready(lists: tuple[str, ...]) -> bool:
    installed = installed_lists()
    return all(installed.get(name) == digest(name) for name in lists) and has_working_python()


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed_lists() -> dict[str, str]:
    """Digest by list name, of what was installed; empty when the folder was moved, for a venv does not move."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    if stamp.get("place") != str(VENV.resolve()):
        return {}
    lists: dict[str, str] = stamp["lists"]
    return lists


def remember(lists: tuple[str, ...]) -> None:
    installed = {**installed_lists(), **{name: digest(name) for name in lists}}
    STAMP.write_text(json.dumps({"place": str(VENV.resolve()), "lists": installed}, indent=1))


def has_working_python() -> bool:
    """Whether `.venv` was made here by a Python that is still there and new enough."""
    if is_inside() and installed_lists():
        return True
    if not PYTHON.exists():
        return False
    config = VENV / "pyvenv.cfg"
    program = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    if not config.exists() or subprocess.run([PYTHON, "-c", program], capture_output=True).returncode != 0:
        return False
    return not STAMP.exists() or bool(installed_lists())


def make_venv() -> None:
    """:raises UserError: when this Python cannot make one, or something else stands in its place."""
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
        raise UserError(f"{VENV} exists but is no virtual environment. Move it away, then run the command again.")
    if importlib.util.find_spec("venv") is None:
        raise UserError(f"The Python at {base_python()} has no venv module. {how_to_get_venv()}")
    say(f"Making .venv with {base_python()} ...")
    command = [base_python(), "-m", "venv", "--clear", str(VENV)]
    if importlib.util.find_spec("ensurepip") is None:
        if not outer_pip_can_help():
            raise UserError(f"The Python at {base_python()} has no ensurepip module. {how_to_get_venv()}")
        command.insert(-1, "--without-pip")
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", env=quiet_environment())
    if result.returncode != 0:
        words = (result.stdout + result.stderr).strip()
        if "Permission denied" in words:
            raise unwritable(VENV if VENV.exists() else ROOT)
        if "No space left" in words:
            raise UserError("The disk is full: .venv could not be made. Free some space, then run the command again.")
        raise UserError(f"Python could not make .venv: {words.splitlines()[-1] if words else 'no reason given'}")


def install(lists: tuple[str, ...]) -> None:
    """Run pip on the lists, showing how far it is. Its whole output goes to `.local/logs/install.log`."""
    pinned = sum(line[:1].isalnum() and "==" in line for name in lists for line in (ROOT / name).open())
    log_path = LOGS / "install.log"
    say(f"Installing {pinned} packages into .venv; the first time this downloads them ...")
    began = time.monotonic()
    command = [*pip(), "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", *(word for name in lists for word in ("-r", str(ROOT / name)))]
    with (
        log_path.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=ROOT,
            env=quiet_environment(),
        ) as process,
    ):
        assert process.stdout is not None
        seen, told = 0, began
        for line in process.stdout:
            log.write(line)
            if line.startswith(FETCHING):
                seen += 1
                if time.monotonic() - told > 10:
                    told = time.monotonic()
                    say(f"  {seen} of {pinned} fetched")
            elif line.startswith("Installing collected packages"):
                say("  unpacking ...")
    if process.returncode != 0:
        raise explain(log_path)
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def pip() -> list[str]:
    """The command line of a pip that installs into `.venv`."""
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    return [base_python(), "-m", "pip", "--python", str(PYTHON)]


def outer_pip_can_help() -> bool:
    """Whether the Python outside has a pip that can install into another one's folder (22.3 and newer)."""
    result = subprocess.run([base_python(), "-m", "pip", "--version"], capture_output=True, text=True)
    words = result.stdout.split()
    if result.returncode != 0 or len(words) < 2:
        return False
    return tuple(int(part) for part in words[1].split(".")[:2] if part.isdecimal()) >= (22, 3)


def how_to_get_venv() -> str:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return f"On Debian or Ubuntu install it with: apt-get install {version}-venv. Then run the command again."


def base_python() -> str:
    """The Python outside any virtual environment."""
    return str(getattr(sys, "_base_executable", sys.executable))


def quiet_environment() -> dict[str, str]:
    """The environment without what would make pip or venv work somewhere else."""
    drop = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "__PYVENV_LAUNCHER__"}
    environment = {key: value for key, value in os.environ.items() if key not in drop}
    return {**environment, "PIP_USER": "0", "PIP_ROOT_USER_ACTION": "ignore", "LC_ALL": "C.UTF-8"}
