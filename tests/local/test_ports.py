"""The address of the web server: what may be typed, and what is said when it is taken."""

import socket
from collections.abc import Iterator

import pytest

from local.errors import UserError
from local.ports import Address


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_busy_port_names_a_free_one(taken_port: int) -> None:
    with pytest.raises(UserError, match=rf"Port {taken_port} is in use .*make run PORT=\d+"):
        Address("127.0.0.1", taken_port).require_free()


def test_free_port_is_fine(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    free = Address("127.0.0.1", port)
    free.require_free()
    assert free.port != taken_port


@pytest.mark.parametrize("typed", ["http", "0", "70000", "-1", "80 80"])
def test_port_must_be_a_port_number(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("PORT", typed)
    with pytest.raises(UserError, match="PORT must be a number"):
        Address.from_environment()


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(UserError, match=r"This machine has no address 192\.0\.2\.1"):
        Address("192.0.2.1", 8000).require_free()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("seats.example.com", "http://seats.example.com:8000"),
        ("2001:db8::1", "http://[2001:db8::1]:8000"),
    ],
)
def test_what_people_type(host: str, url: str) -> None:
    assert Address(host, 8000).url == url
