"""`make run`: the whole product on this machine, until Ctrl-C."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import FrameType

from local.environment import for_run
from local.errors import Stopped, UserError, require_space, say
from local.lock import RunLock
from local.paths import LOGS, ROOT, RUN_LOCK, STATE, require_state
from local.ports import Address
from local.postgres import Postgres
from local.process_group import ProcessGroup, Program, at_once
from local.servers import Urls, given_database, given_redis
from local.valkey import Valkey


def main(arguments: list[str]) -> int:
    """Returns 0 when somebody stopped it.

    :raises UserError: when something does not start.
    """
    began = time.monotonic()
    require_state()
    address = Address.from_environment()
    lock = RunLock(RUN_LOCK)
    lock.take(address.url)
    try:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, stop)
        with ProcessGroup() as group:
            address.require_free()
            require_space(STATE, 100, "the database")
            environment = for_run(start_servers(group), address)
            logins = prepare(group, environment)
            group.start(*programs(environment, address))
            greet(address, logins, seconds=time.monotonic() - began)
            group.keep_running()
    except Stopped:
        say("\nStopped. The data is kept; make run goes on with it.")
        return 0
    finally:
        lock.release()


def stop(sig: int, frame: FrameType | None) -> None:
    """End the run; asked again while it is ending, end it without patience."""
    raise Stopped


def start_servers(group: ProcessGroup) -> Urls:
    """Start what the environment does not name. Returns where both answer."""
    database, redis = given_database(), given_redis()
    if not redis:
        valkey = Valkey.within(STATE, logs=LOGS)
        group.start(valkey.program())
        redis = valkey.url
    if not database:
        postgres = Postgres.within(STATE, logs=LOGS)
        postgres.start(group)
        database = postgres.url
    return Urls(database, redis)


def prepare(group: ProcessGroup, environment: Mapping[str, str]) -> str:
    """Check the code, bring the tables up to date and, in an empty database, load the demo. Returns its logins.

    :raises UserError: when one of them fails.
    """
    say("Preparing the database ...")
    log, logins = LOGS / "prepare.log", STATE / "logins.txt"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.preparation", str(logins)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=environment,
            process_group=group.id,
        )
    for line in process.stdout or ():
        say(line.rstrip())
    process.wait()
    if process.returncode != 0:
        raise UserError(f"Django could not prepare the database: {complaint(log.read_text())} (Log: {log})")
    return logins.read_text().strip()


def complaint(text: str) -> str:
    """What an error says after its traceback, in one line."""
    lines = text.strip().splitlines()
    begins = [number for number, line in enumerate(lines) if re.match(r"[\w.]+(Error|Exception|DoesNotExist)\b", line)]
    said = lines[begins[-1] :] if begins else lines[-1:]
    return " ".join(line.strip() for line in said[:8] if line.strip())


def programs(environment: Mapping[str, str], address: Address) -> list[Program]:
    """Web, worker and beat, as in production but small."""
    web = ["gunicorn", "seatlease.wsgi", "--no-control-socket", "--bind", address.bind, "--workers", "2"]
    web += ["--threads", "4", "--graceful-timeout", "3", "--access-logfile", "-"]
    web += ["--reload"] if environment.get("RELOAD") else []
    celery = ["celery", "-A", "seatlease"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(STATE / "beat-schedule")]
    return [
        Program(
            name=name,
            argv=(sys.executable, "-m", *words),
            log=LOGS / f"{name}.log",
            environment=environment,
            is_ready=(lambda pid: answers(address)) if name == "web" else at_once,
        )
        for name, words in {"web": web, "worker": worker, "beat": beat}.items()
    ]


def answers(address: Address) -> bool:
    """Whether the web server answers a request at all, be it with an error page."""
    host = "127.0.0.1" if address.listens_everywhere else address.host
    url = f"http://{Address(host, address.port).bind}/health/live/"
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def greet(address: Address, logins: str, *, seconds: float) -> None:
    say(f"\nSeatlease runs ({seconds:.0f} s).\n")
    say(f"  Open       {address.url}")
    say(f"  Mailbox    {address.url}/mailbox/   every mail the product sends")
    if logins:
        say("\n" + "\n".join(f"  {line}" for line in logins.splitlines()))
    say(f"\n  Logs       {LOGS}")
    say("  Stop       Ctrl-C\n")
