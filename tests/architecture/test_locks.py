"""The locked lists hold what the .in files ask for, every file with its hash, and say nothing of this machine."""

import re

import pytest

from local.paths import ROOT

LISTS = ("requirements", "requirements-local", "requirements-dev")


def asked_for(name: str) -> set[str]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines if line and not line.startswith(("#", "-")))
    return {canonical(match[0]) for match in names if match}


def locked(name: str) -> dict[str, str]:
    """Version by package."""
    found = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE
    )
    return {canonical(package): version for package, version in found}


def canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("name", LISTS)
def test_lock_is_in_step(name: str) -> None:
    assert asked_for(name) <= set(locked(name)), "run make lock"


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_hashed(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    for block in blocks:
        if "==" in block:
            assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize("name", LISTS)
def test_lock_says_nothing_of_where_packages_came_from(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    assert "--hash=sha256:" in text
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text)


def test_lists_agree_with_one_another() -> None:
    versions: dict[str, str] = {}
    for name in LISTS:
        for package, version in locked(name).items():
            assert versions.setdefault(package, version) == version, f"{package}: run make lock"
