from django.apps import AppConfig
from django.core.checks import register

from kernel import links

# What others may lead people to; see kernel.links.
PAGES = {
    "act_for_client": "portal:begin-acting",
    "booking": "portal:booking",
    "calendar": "portal:calendar",
    "company": "portal:details",
    "facility": "portal:facility",
    "hold": "portal:hold",
    "home": "portal:home",
    "invitation": "portal:invitation",
    "invoice": "portal:invoice",
    "search": "portal:search",
}


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal.agreements import check_agreement

        register(check_agreement)
        links.register(PAGES)
