"""Give out an API key from the shell, for an installation's first partner or a test."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.enums import DEFAULT_SCOPES
from accounts.models import Client, Partner
from accounts.operations import issue_api_key
from kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Print a new API key of a client or a partner. It is shown once; only a hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--client", metavar="NAME", help="a client company, by its exact name")
        owner.add_argument("--partner", metavar="NAME", help="a partner, by its exact name")
        parser.add_argument("--name", default="Shell", help="what the key is for (default: Shell)")
        parser.add_argument("--scope", action="append", dest="scopes", help="may be repeated (default: all)")
        parser.add_argument("--days", type=int, help="how long it works (default: until revoked)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            _key, secret = issue_api_key(
                client=self._named(Client, options["client"]),
                partner=self._named(Partner, options["partner"]),
                name=options["name"],
                scopes=options["scopes"] or DEFAULT_SCOPES,
                expires_at=now + timedelta(days=options["days"]) if options["days"] is not None else None,
                actor=SYSTEM,
                now=now,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(secret)

    def _named(self, model: type[Any], name: str | None) -> Any:
        if name is None:
            return None
        found = list(model.objects.filter(name=name)[:2])
        if not found:
            raise CommandError(f"There is no {model._meta.verbose_name} “{name}”.")
        if len(found) > 1:
            raise CommandError(f"More than one {model._meta.verbose_name} is called “{name}”.")
        return found[0]
