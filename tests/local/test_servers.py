"""Servers for one command: gone when it ends, cleaned up when it is killed, and honest about those of others."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from local.errors import UserError
from local.paths import socket_folder
from local.process_group import ProcessGroup
from local.servers import as_redis_py, require_database, require_redis, sweep, temporary_folder, throwaway
from local.valkey import Valkey
from tests.local.conftest import Start
from tests.local.eventually import eventually

HOLD = """
import sys, time
from pathlib import Path
from local.servers import throwaway
with throwaway(durable=False, parent=Path(sys.argv[1])) as urls:
    print(urls.redis, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def _own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")


@pytest.mark.usefixtures("_own_servers")
@pytest.mark.parametrize(("durable", "fsync", "append"), [(True, "on", "yes"), (False, "off", "no")])
def test_throwaway_servers_answer_and_go(tmp_path: Path, durable: bool, fsync: str, append: str) -> None:
    with throwaway(durable=durable, parent=tmp_path) as urls:
        with psycopg.connect(urls.database) as connection:
            assert connection.execute("SHOW fsync").fetchone() == (fsync,)
            assert connection.info.server_version // 10000 == 18
        with redis.Redis.from_url(as_redis_py(urls.redis)) as client:
            assert client.config_get("appendonly") == {"appendonly": append}
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_goes_at_the_next_call(start: Start, tmp_path: Path) -> None:
    process = start("-c", HOLD, tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("redis+socket://")
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1, "a folder in use stays"
    process.kill()
    process.wait()

    def is_swept() -> bool:
        sweep(tmp_path)
        return not list(tmp_path.iterdir())

    eventually(is_swept)


def test_servers_of_others_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with throwaway(durable=False) as ours:
        monkeypatch.setenv("DATABASE_URL", ours.database)
        monkeypatch.setenv("REDIS_URL", ours.redis)
        with throwaway(durable=False) as given:
            assert given == ours


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    with temporary_folder() as sockets:
        yield Valkey(tmp_path / "valkey", sockets, tmp_path / "valkey.log")


@pytest.fixture
def group() -> Iterator[ProcessGroup]:
    with ProcessGroup() as group:
        yield group


def test_valkey_keeps_what_it_was_told(valkey: Valkey, group: ProcessGroup) -> None:
    for expected in (None, b"taken"):
        [running] = group.start(valkey.program())
        with redis.Redis.from_url(as_redis_py(valkey.url)) as client:
            assert client.get("seat") == expected
            client.set("seat", "taken")
        running.stop()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://me:secret@127.0.0.1:1/x", r"//me:\.\.\.@127.0.0.1:1/x cannot be used: .*DATABASE_URL"),
        ("mysql://localhost/x", "must be a postgresql:// address, not mysql://localhost/x"),
    ],
)
def test_unusable_database_is_named_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as caught:
        require_database(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://:secret@127.0.0.1:1/0", "http://localhost"])
def test_unusable_redis_is_named_without_its_password(url: str) -> None:
    with pytest.raises(UserError, match=r"The Redis server at .* cannot be used: .*REDIS_URL") as caught:
        require_redis(url)
    assert "secret" not in str(caught.value)


def test_celerys_spelling_of_a_socket_is_understood() -> None:
    assert as_redis_py("redis+socket:///run/v.sock?virtual_host=3") == "unix:///run/v.sock?db=3"


def test_temporary_folder_goes_with_its_block(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as folder:
        (folder / "file").write_text("x")
        assert folder.parent == tmp_path
    assert not folder.exists()


def test_socket_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tmp_path / ("long-" * 30) / "sockets"
    with temporary_folder() as base:
        monkeypatch.setattr("tempfile.tempdir", str(base))
        folder = socket_folder(wanted)
        assert folder.parent == base
        folder.rmdir()
        folder.symlink_to(tmp_path)
        with pytest.raises(UserError, match="belongs to somebody else"):
            socket_folder(wanted)


def test_two_valkeys_never_share_one_folder(valkey: Valkey, group: ProcessGroup) -> None:
    [orphan] = group.start(valkey.program())
    [running] = group.start(valkey.program())
    assert orphan.process.wait(30) == 0
    assert running.process.poll() is None
    running.stop()
    assert {orphan.process.returncode, running.process.returncode} == {0}
