"""Which command does what, and how each of them fails: with a sentence and an exit code, never a traceback."""

import importlib
import os
import sys
from dataclasses import dataclass

from local.errors import Stopped, UserError, from_os_error, say
from local.lock import RunLock
from local.paths import RUN_LOCK, require_state
from local.ports import Address


@dataclass(frozen=True)
class Command:
    """A module of `local.commands` with a `main(arguments)` that returns the exit code."""

    summary: str
    needs: tuple[str, ...] = ()  # the locked lists that must be in .venv before it starts


RUN = ("requirements.txt", "requirements-local.txt")
DEV = (*RUN, "requirements-dev.txt")

COMMANDS = {
    "run": Command("start everything on this machine, with a demo to look at", RUN),
    "manage": Command('run a Django command on the running copy: make manage ARGS="shell"', RUN),
    "test": Command('run the tests, or some: make test ARGS="tests/kernel -k period"', DEV),
    "test-quick": Command("run those that need neither a browser nor rivals, with fewer drawn examples", DEV),
    "prove": Command("look for new examples against the property tests, for an hour or so", DEV),
    "check": Command("style, types, architecture, the API's description, migrations, deployment settings", DEV),
    "format": Command("put code and templates into the house's format", DEV),
    "migration": Command('write a migration: make migration ARGS="bookings --name what_it_does"', DEV),
    "messages": Command("collect and compile translations; begin one: make messages ARGS=es", DEV),
    "openapi": Command("write docs/openapi.yaml anew from the code", DEV),
    "bench": Command('measure: make bench ARGS="..."', DEV),
    "setup": Command("only install, for an editor or a debugger", DEV),
    "lock": Command("write the locked requirements anew from requirements*.in", DEV),
    "clean": Command("remove .venv, caches and logs; data stays"),
    "reset-demo": Command("remove the data of `make run` after asking (CONFIRM=yes does not ask)"),
}


def main(arguments: list[str]) -> int:
    """Run one command in the right Python. Returns the exit code."""
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name)
    if command is None:
        print_help()
        return 0 if name == "help" else 2
    try:
        if command.needs:
            from local import bootstrap

            if name == "run":
                require_alone()  # before minutes of installing
            bootstrap.ensure(command.needs)
            bootstrap.enter(arguments)
        module = importlib.import_module("local.commands." + name.replace("-", "_"))
        code: int = module.main(rest)
    except UserError as error:
        return fail(name, error)
    except (KeyboardInterrupt, Stopped):
        say()
        return 130
    except OSError as error:
        known = from_os_error(error)
        if known is None:
            raise
        return fail(name, known)
    return code


def require_alone() -> None:
    """:raises UserError: when this checkout runs already, or another program has its port."""
    require_state()
    address = Address.from_environment()
    lock = RunLock(RUN_LOCK)
    lock.take(address.url)
    lock.release()
    address.require_free()


def fail(name: str, error: UserError) -> int:
    sys.stdout.flush()
    print(f"\nmake {name} cannot go on. {error}", file=sys.stderr, flush=True)
    return 1


def print_help() -> None:
    say("Seatlease: lease call-centre seats.\n")
    for name, command in COMMANDS.items():
        say(f"  make {name:<12}{command.summary}")
    say(
        "\nmake run listens on http://localhost:8000; HOST and PORT change that, and DEMO=no begins with an empty\n"
        "database. With DATABASE_URL or REDIS_URL set, those servers are used instead of the built-in ones.\n"
        "CONTRIBUTING.md says how to work on it."
    )
    if os.environ.get("MAKELEVEL") is None:
        say("(Without make: python3 -m local COMMAND)")
