"""`make messages`: collect what is to be translated into locale/, and compile what has been."""

import shutil

from local.django import on_the_code
from local.errors import UserError
from local.paths import ROOT

LEFT_OUT = (".venv", ".local", "benchmarks", "local", "staticfiles", "tests")


def main(arguments: list[str]) -> int:
    """Bring every language of locale/ up to date, and begin those named in `arguments`.

    :raises UserError: when gettext is not installed, or there is no language yet.
    """
    if shutil.which("xgettext") is None:
        raise UserError("It takes gettext, which is not installed. On Debian or Ubuntu: sudo apt-get install gettext")
    languages = sorted({path.parent.name for path in ROOT.glob("locale/*/LC_MESSAGES")} | set(arguments))
    if not languages:
        raise UserError("There is no language besides English yet. Begin one, Spanish say: make messages ARGS=es")
    chosen = [f"--locale={language}" for language in languages]
    collected = on_the_code("makemessages", *chosen, "--no-wrap", *(f"--ignore={name}" for name in LEFT_OUT))
    return collected or on_the_code("compilemessages", *chosen)
