"""Names and sizes: no drawers, no file that should be two, no migration that only a machine could have named."""

import re

from local.places import ROOT
from tests.architecture.sources import APPS, PACKAGES, sources

DRAWERS = {"base", "common", "helper", "helpers", "lib", "manager", "managers", "misc", "service", "services", "tools"}
DRAWERS |= {"util", "utils", "various"}
LONGEST = 400

# Files that are one thing and would only be harder to read in two. The reason stands beside the name.
MAY_BE_LONG: dict[str, str] = {}


def test_modules_are_named_for_a_noun() -> None:
    drawers = [str(source) for source in sources(*PACKAGES, "tests") if source.path.stem in DRAWERS]
    assert drawers == [], "a drawer: say what is in it"


def test_every_file_fits_in_a_head() -> None:
    long = {str(source): source.length for source in sources(*PACKAGES, "tests") if source.length > LONGEST}
    assert long.keys() - MAY_BE_LONG.keys() == set(), "split it by noun"
    assert MAY_BE_LONG.keys() - long.keys() == set(), "it is short now: take it off the list"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(source)
        for source in sources(*PACKAGES)
        if source.tree.body and source.docstring is None and source.path.name != "apps.py"
    ]
    assert silent == [], "begin with one sentence for the index"


def test_migrations_are_named_by_people() -> None:
    names = [path.stem for app in APPS for path in (ROOT / app / "migrations").glob("[0-9]*.py")]
    assert names
    by_machine = [name for name in names if re.search(r"_auto_|_initial$|^\d+_(alter|remove|rename)_", name)]
    assert by_machine == [], "say what the migration does"


def test_kernel_stays_small() -> None:
    modules = [source.name for source in sources("kernel") if source.name != "kernel"]
    assert len(modules) <= 10, f"the kernel is for what two rooms need: {modules}"
