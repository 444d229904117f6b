"""Load the demo into an empty database."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo import load
from demo.story import at


class Command(BaseCommand):
    help = "Load a believable provider with a year of history into an empty database; everything or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where facilities exist already")
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="tell the story up to 18:00 in Manila of another day",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not load.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("There are facilities in this database. The demo goes into an empty one.")
        if not settings.MAILBOX_PAGE:
            raise CommandError(
                "The demo's passwords are public. It is for trying the product out only, where MAILBOX_PAGE is on."
            )
        began = monotonic()
        today = options["today"]
        load.load(now=at(today, 18) if today else timezone.now(), say=self._say)
        self._say(f"The demo is loaded ({monotonic() - began:.0f} s).")

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
