"""What Django does before the web server starts, in one interpreter because starting it takes a second each time.

Argument: the file that the demo's logins go to. Stdout is for the person who waits, stderr for the log.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(logins: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatlease.settings")
    django.setup()
    call_command("check", stdout=sys.stderr)
    call_command("migrate", interactive=False, stdout=sys.stderr)
    if os.environ.get("DEMO") != "no":
        call_command("load_demo", if_empty=True)
    with logins.open("w") as file:
        call_command("demo_logins", stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
