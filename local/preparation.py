"""What Django does before the web server starts, in one interpreter because starting it takes a second each time.

Prints the demo's logins; everything else it has to say goes to stderr.
"""

import os
import sys

import django
from django.core.management import call_command, get_commands


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatlease.settings")
    django.setup()
    call_command("check", stdout=sys.stderr)
    call_command("migrate", interactive=False, stdout=sys.stderr)
    known = get_commands()
    if "load_demo" in known:
        call_command("load_demo", if_empty=True, stdout=sys.stderr)
    if "demo_logins" in known:
        call_command("demo_logins")


if __name__ == "__main__":
    main()
