"""The embedded PostgreSQL: starts again after any end, and never loses or deletes somebody's data."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from local.errors import UserError
from local.postgres import Postgres
from local.process_group import ProcessGroup
from local.servers import temporary_folder


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    with temporary_folder() as sockets:
        yield Postgres(tmp_path / "postgres", sockets, tmp_path / "postgres.log", durable=False)


@pytest.fixture
def group() -> Iterator[ProcessGroup]:
    with ProcessGroup() as group:
        yield group


@pytest.fixture
def stranger() -> Iterator[int]:
    """The pid of a program that has nothing to do with us."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process.pid
        process.kill()


def test_data_outlives_a_restart_and_a_crash(postgres: Postgres, group: ProcessGroup) -> None:
    postgres = replace(postgres, durable=True)
    running = postgres.start(group)
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE seat (id int); INSERT INTO seat VALUES (42)")
    running.process.send_signal(signal.SIGQUIT)
    running.process.wait(30)
    running = postgres.start(group)
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT id FROM seat").fetchall() == [(42,)]
    running.stop()
    assert running.process.returncode == 0


def test_server_left_by_a_killed_run_is_replaced(postgres: Postgres, group: ProcessGroup) -> None:
    orphan = postgres.start(group)
    running = postgres.start(group)
    assert orphan.process.wait(30) == 0
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    running.stop()


def test_pid_file_with_the_pid_of_a_stranger_is_no_obstacle(
    postgres: Postgres, group: ProcessGroup, stranger: int
) -> None:
    postgres.start(group).stop()
    (postgres.data / "postmaster.pid").write_text(f"{stranger}\n{postgres.data}\n1\n5432\n\n\n\nready\n")
    running = postgres.start(group)
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    running.stop()


def test_half_made_cluster_is_set_aside_and_kept(
    postgres: Postgres, group: ProcessGroup, capsys: pytest.CaptureFixture[str]
) -> None:
    (postgres.data / "base").mkdir(parents=True)
    (postgres.data / "PG_VERSION").write_text("18\n")
    (postgres.data / "base" / "16384").write_text("somebody's bookings")
    postgres.start(group).stop()
    [aside] = postgres.data.parent.glob("postgres.broken-*")
    assert (aside / "base" / "16384").read_text() == "somebody's bookings"
    assert str(aside) in capsys.readouterr().out


def test_interrupted_initdb_is_done_again(postgres: Postgres, group: ProcessGroup) -> None:
    unfinished = postgres.data.with_name("postgres.making")
    (unfinished / "base").mkdir(parents=True)
    postgres.start(group).stop()
    assert (postgres.data / "PG_VERSION").exists()
    assert not unfinished.exists()


def test_data_of_another_version_is_left_alone_with_a_word_of_advice(postgres: Postgres) -> None:
    (postgres.data / "global").mkdir(parents=True)
    for part in ("PG_VERSION", "global/pg_control", "postgresql.conf"):
        (postgres.data / part).write_text("17\n")
    with pytest.raises(UserError, match=r"made by PostgreSQL 17, .*make reset-demo"):
        postgres.prepare()
    assert (postgres.data / "PG_VERSION").read_text() == "17\n"


def test_long_paths_get_a_short_socket(tmp_path: Path, group: ProcessGroup) -> None:
    deep = tmp_path / ("long-" * 20)
    deep.mkdir()
    postgres = Postgres.within(deep, logs=deep)
    running = postgres.start(group)
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    running.stop()
    postgres.sockets.rmdir()
