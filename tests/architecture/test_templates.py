"""Templates and addresses keep to the order of the apps, where an import linter sees neither."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from backoffice.apps import PAGES as OF_BACK_OFFICE
from local.paths import ROOT
from portal.apps import PAGES as OF_PORTAL
from tests.architecture.sources import INTERFACES, PACKAGES, below, layers, sources

LOAD = re.compile(r"{%\s*load\s+([^%]*?)\s*%}")
ADDRESS = re.compile(r"""["']({}):[\w-]+["']""".format("admin|api|portal"))
# Whose addresses these are.
NAMESPACES = {"admin": "backoffice", "api": "api", "portal": "portal"}
# Whose the folders are that aren't named after an app: the portal's, but for what every mail is made of.
FOLDERS = {"admin": "backoffice", "mail": "kernel"}

LIBRARIES = {
    path.stem: path.parent.parent.name
    for app in PACKAGES
    for path in (ROOT / app).glob("templatetags/*.py")
    if path.stem != "__init__"
}


def templates() -> list[tuple[str, str, str]]:
    """Name, app and text of each template."""
    files = [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".txt"}]
    return [(str(path.relative_to(ROOT)), owner(path), path.read_text()) for path in files]


def owner(path: Path) -> str:
    folder = path.relative_to(ROOT / "templates").parts[0]
    return folder if folder in PACKAGES else FOLDERS.get(folder, "portal")


def test_every_app_has_its_place_in_the_order() -> None:
    assert set().union(*layers()) == set(PACKAGES) - {"local", "benchmarks"}


def test_a_template_loads_tags_of_its_own_app_or_of_one_below() -> None:
    ours = [
        (name, app, library)
        for name, app, text in templates()
        for libraries in LOAD.findall(text)
        for library in libraries.split()
        if library in LIBRARIES
    ]
    assert {app for _name, app, _library in ours} >= {"accounts", "bookings", "billing", *INTERFACES} - {"api"}
    strange = [
        f"{name}: {library} of {LIBRARIES[library]}"
        for name, app, library in ours
        if LIBRARIES[library] not in {app, *below(app)}
    ]
    assert strange == []


def test_an_address_is_known_to_its_own_interface_alone() -> None:
    """Others ask for a page by its name, ``kernel.links``; settings and the demo stand above all interfaces."""
    texts = [(name, app, text) for name, app, text in templates()]
    texts += [
        (str(source), source.name.partition(".")[0], source.text)
        for source in sources(*set(PACKAGES) - {"local", "benchmarks", "seatlease", "demo"})
    ]
    known = [(name, app, match[1]) for name, app, text in texts for match in ADDRESS.finditer(text)]
    assert {namespace for _name, _app, namespace in known} == set(NAMESPACES)
    strange = [f"{name}: {namespace}" for name, app, namespace in known if NAMESPACES[namespace] != app]
    assert strange == []


@pytest.mark.parametrize("pages", [OF_PORTAL, OF_BACK_OFFICE])
def test_pages_that_others_may_name_are_there(pages: dict[str, str]) -> None:
    pk = "00000000-0000-0000-0000-000000000000"
    for url in pages.values():
        assert any(_leads_somewhere(url, arguments) for arguments in ([], [pk], ["cebu"], [pk, "token"])), url


def _leads_somewhere(url: str, arguments: list[str]) -> bool:
    try:
        return bool(reverse(url, args=arguments))
    except NoReverseMatch:
        return False
