from django.apps import AppConfig
from django.core.checks import register


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal.agreements import check_agreement

        register(check_agreement)
