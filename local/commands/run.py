"""`make run`: the whole product on this machine, until Ctrl-C."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from local.environment import for_run
from local.leash import leashed
from local.lock import RunLock
from local.orphans import end_orphans
from local.places import LOGS, ROOT, RUN_LOCK, STATE, require_state
from local.ports import Address
from local.postgres import Postgres
from local.programs import MARK, Program
from local.servers import Urls, given_database, given_redis
from local.supervisor import Supervisor
from local.trouble import Stopped, Trouble, require_space, say
from local.valkey import Valkey


def main(arguments: list[str]) -> int:
    """Returns 0 when somebody stopped it.

    :raises Trouble: when something does not start.
    """
    began = time.monotonic()
    require_state()
    address = Address.from_environment()
    lock = RunLock(RUN_LOCK)
    lock.take(address.url)
    try:
        with Supervisor() as supervisor:
            if end_orphans():
                say("Ended what an earlier run, killed without warning, had left behind.")
            address.require_free()
            require_space(STATE, 100, "the database")
            environment = for_run(start_servers(supervisor), address)
            logins = prepare(environment)
            web, worker, beat = programs(environment, address)
            supervisor.start(web, worker, beat)
            greet(address, logins, seconds=time.monotonic() - began)
            supervisor.watch()
    except Stopped:
        say("\nStopped. The data is kept; make run goes on with it.")
        return 0
    finally:
        lock.release()


def start_servers(supervisor: Supervisor) -> Urls:
    """Start what the environment does not name. Returns where both answer."""
    database, redis = given_database(), given_redis()
    if not redis:
        valkey = Valkey.within(STATE, logs=LOGS)
        supervisor.start(valkey.program())
        redis = valkey.url
    if not database:
        postgres = Postgres.within(STATE, logs=LOGS)
        supervisor.start(postgres.program())
        postgres.require_database()
        database = postgres.url
    return Urls(database, redis)


def prepare(environment: Mapping[str, str]) -> str:
    """Check the code, bring the tables up to date and, in an empty database, load the demo. Returns its logins.

    :raises Trouble: when one of them fails.
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
            env={**environment, MARK: str(ROOT)},
            start_new_session=True,
            preexec_fn=leashed(signal.SIGKILL),  # noqa: PLW1509  (we have one thread)
        )
    try:
        for line in process.stdout or ():
            say(line.rstrip())
        process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode != 0:
        raise Trouble(f"Django could not prepare the database: {complaint(log.read_text())} (Log: {log})")
    return logins.read_text().strip()


def complaint(text: str) -> str:
    """What an error says after its traceback, in one line."""
    lines = text.strip().splitlines()
    begins = [number for number, line in enumerate(lines) if re.match(r"[\w.]+(Error|Exception|DoesNotExist)\b", line)]
    said = lines[begins[-1] :] if begins else lines[-1:]
    return " ".join(line.strip() for line in said[:8] if line.strip())


def programs(environment: Mapping[str, str], address: Address) -> tuple[Program, Program, Program]:
    """Web, worker and beat, as in production but small."""
    python = (sys.executable, "-m")
    reload = ("--reload",) if environment.get("RELOAD") else ()
    web = Program(
        name="web",
        argv=(
            *python,
            *("gunicorn", "seatlease.wsgi", "--no-control-socket", "--bind", address.bind),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", "3", "--access-logfile", "-", *reload),
        ),
        log=LOGS / "web.log",
        environment=environment,
        is_ready=lambda pid: answers(address),
    )
    worker = Program(
        name="worker",
        argv=(
            *python,
            *("celery", "-A", "seatlease", "worker", "--loglevel", "INFO"),
            *("--concurrency", "2", "--without-gossip", "--without-mingle"),
        ),
        log=LOGS / "worker.log",
        environment=environment,
    )
    beat = Program(
        name="beat",
        argv=(
            *python,
            *("celery", "-A", "seatlease", "beat", "--loglevel", "INFO"),
            *("--pidfile", "", "--schedule", str(STATE / "beat-schedule")),
        ),
        log=LOGS / "beat.log",
        environment=environment,
    )
    return web, worker, beat


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
