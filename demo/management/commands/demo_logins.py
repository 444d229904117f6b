"""Say who can sign in to the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts.models import ApiKey, User
from demo.logins import LOGINS, PARTNER_KEY, PASSWORD


class Command(BaseCommand):
    help = "Print the demo's logins; nothing where the demo is not loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.filter(email__in=[login.email for login in LOGINS]).values_list("email", flat=True))
        if not there:
            return
        login_url = f"{settings.SITE_URL}{reverse('account_login')}"
        self.stdout.write(f"Sign in at {login_url}; everybody's password is {PASSWORD}")
        width = max(map(len, there))
        for login in LOGINS:
            if login.email in there:
                self.stdout.write(f"  {login.email:<{width}}  {login.who}")
        if ApiKey.objects.filter(prefix=PARTNER_KEY.partition(".")[0], revoked=False).exists():
            self.stdout.write(f"  API key of a partner: {PARTNER_KEY}")
