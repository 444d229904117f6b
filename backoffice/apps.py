from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kernel import links

# What others may lead staff to; see kernel.links.
PAGES = {
    "staff_booking": "admin:bookings_booking_change",
    "staff_home": "admin:index",
    "staff_change": "admin:booking-change",
}


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        links.register(PAGES)
