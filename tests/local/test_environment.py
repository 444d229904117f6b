"""Every setting is explained, every command gives what the settings ask for, and compose names nothing unexplained."""

import re
from pathlib import Path

import pytest
import yaml

from local.environment import for_run, for_tests, variables
from local.paths import ROOT
from local.ports import Address
from local.servers import Urls

URLS = Urls(database="postgresql:///x", redis="redis://localhost/0")
SETTINGS = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "seatlease/settings.py").read_text()))
EXAMPLE = (ROOT / ".env.example").read_text()
EXPLAINED = set(variables(re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE, flags=re.MULTILINE)))
COMPOSE = (ROOT / "docker-compose.yml").read_text()


@pytest.fixture
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EXPLAINED:
        monkeypatch.delenv(name, raising=False)


def test_every_setting_is_explained() -> None:
    assert len(SETTINGS) > 15
    assert sorted(SETTINGS - EXPLAINED) == []


def test_nothing_is_explained_that_nobody_reads() -> None:
    assert len(EXPLAINED & SETTINGS) > 15
    assert EXPLAINED - SETTINGS - {"HOST", "PORT", "POSTGRES_PASSWORD", "WEB_CONCURRENCY"} == set()


def test_tests_depend_on_no_developers_environment() -> None:
    assert len(SETTINGS) > 15
    assert sorted(SETTINGS - set(for_tests(URLS, Path("media")))) == []


@pytest.mark.usefixtures("_no_environment")
def test_debugging_and_the_mailbox_are_for_this_machine_only() -> None:
    assert variables(EXAMPLE)["DJANGO_DEBUG"] == "false"
    assert variables(EXAMPLE)["MAILBOX_PAGE"] == "false"
    assert for_run(URLS, Address("127.0.0.1", 8000))["MAILBOX_PAGE"] == "true"


@pytest.mark.usefixtures("_no_environment")
def test_run_answers_under_the_address_it_prints() -> None:
    environment = for_run(URLS, Address("192.168.1.5", 8042))
    assert environment["SITE_URL"] == "http://192.168.1.5:8042"
    assert "192.168.1.5" in environment["DJANGO_ALLOWED_HOSTS"].split(",")


def test_compose_reads_nothing_unexplained() -> None:
    assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) <= EXPLAINED


def test_compose_has_every_process_and_checks_its_health() -> None:
    services = yaml.safe_load(COMPOSE)["services"]
    assert set(services) == {"database", "redis", "migrate", "web", "worker", "beat"}
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]
