"""Names and sizes: no drawers, no file that should be two, no migration that only a machine could have named."""

import re

from local.paths import ROOT
from tests.architecture.sources import APPS, PACKAGES, sources

DRAWERS = {"base", "common", "helper", "helpers", "lib", "manager", "managers", "misc", "service", "services", "tools"}
DRAWERS |= {"util", "utils", "various"}
LONGEST = 400

# Modules of the kernel that are used otherwise than by an import that we see here.
NOT_IMPORTED = {
    "kernel.apps": "settings",
    "kernel.guards": "migrations",
    "kernel.templatetags.formats": "templates",
    "kernel.templatetags.site": "templates",
}

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


def test_kernel_holds_what_two_apps_need_and_no_table() -> None:
    modules = {source.name for source in sources("kernel") if source.path.name != "__init__.py"}
    used: dict[str, set[str]] = {module: set() for module in modules}
    for source in sources(*set(PACKAGES) - {"kernel"}):
        for name in source.imports():
            used.get(name.rpartition(".")[0], set()).add(source.name.partition(".")[0])
    lonely = {module: sorted(apps) for module, apps in used.items() if len(apps) < 2 and module not in NOT_IMPORTED}
    assert lonely == {}, "the kernel is for what two apps need"
    assert not (ROOT / "kernel" / "models.py").exists()
