"""The provider's companies: who issues documents and whose books they are in."""

import zoneinfo
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.enums import InvoicingMode
from kernel.ids import new_id
from kernel.period import day_in

currency_code = RegexValidator(r"^[A-Z]{3}$", _("Enter a three-letter currency code such as PHP."))


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone. Use a name such as Asia/Manila."), params={"name": name})


class LegalEntity(models.Model):
    """A registered company of the provider, with the branch it issues documents for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("registered name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    country = CountryField(_("country"))
    address = models.TextField(_("registered address"))
    tax_id = models.CharField(_("tax number"), max_length=40)
    branch_code = models.CharField(_("branch code"), max_length=5, default="00000")
    vat_registered = models.BooleanField(_("registered for VAT"), default=True)
    functional_currency = models.CharField(
        _("currency of its books"), max_length=3, default="PHP", validators=[currency_code]
    )
    invoicing_mode = models.CharField(
        _("documents are"), max_length=10, choices=InvoicingMode, default=InvoicingMode.STATEMENT
    )
    registration_note = models.TextField(
        _("registration details printed on documents"),
        blank=True,
        help_text=_("Such as the acknowledgement certificate's number and date."),
    )
    bank_details = models.TextField(_("bank details printed on documents"), blank=True)
    billing_email = models.EmailField(_("e-mail for billing questions"))
    time_zone = models.CharField(
        _("time zone of its books"), max_length=60, default="Asia/Manila", validators=[validate_time_zone]
    )

    class Meta:
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        constraints = [
            models.UniqueConstraint(fields=["country", "tax_id", "branch_code"], name="legal_entity_registered_once"),
            models.CheckConstraint(
                condition=models.Q(functional_currency__regex=r"^[A-Z]{3}$"), name="legal_entity_currency_is_a_code"
            ),
            models.CheckConstraint(
                condition=models.Q(invoicing_mode__in=InvoicingMode.values), name="legal_entity_mode_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.trade_name or self.name

    def today(self, now: datetime) -> date:
        """The day it is in its books."""
        return day_in(self.time_zone, now)
