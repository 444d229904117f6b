"""Exchange rates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExchangeRate(models.Model):
    """The worth of one unit of a currency in an entity's own, from a day on, and who says so."""

    currency = models.CharField(_("one unit of"), max_length=3)
    functional_currency = models.CharField(_("is worth, in"), max_length=3)
    on = models.DateField(_("from"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "functional_currency", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "functional_currency", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate.normalize():f} {self.functional_currency}"
