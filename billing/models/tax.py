"""Tax as dated data: rates by country, and certificates that change a client's treatment."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.enums import Withholding
from accounts.models import Client
from billing.enums import TaxCategory
from kernel.fields import PeriodField
from kernel.ids import new_id


class TaxRate(models.Model):
    """The standard rate of a country while it holds, such as 12 % VAT in the Philippines."""

    country = CountryField(_("country"))
    name = models.CharField(_("name of the tax"), max_length=20, default="VAT")
    percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=3)
    days = PeriodField(_("valid"))

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints = [
            ExclusionConstraint(
                name="tax_rate_one_a_day",
                expressions=[("country", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("Another rate of this country covers some of these days."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gte=0, percent__lte=100), name="tax_rate_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.percent.normalize():f} % ({self.country.code})"


class TaxCertificate(models.Model):
    """A client's certificate that makes supplies in its days zero-rated or exempt, once approved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    category = models.CharField(_("treatment"), max_length=1, choices=TaxCategory, default=TaxCategory.ZERO)
    number = models.CharField(_("certificate number"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=80, help_text=_("Such as PEZA or BOI."))
    days = PeriodField(_("valid"))
    document = models.FileField(_("document"), upload_to="certificates/%Y/", blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("tax certificate")
        verbose_name_plural = _("tax certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category__in=[TaxCategory.ZERO, TaxCategory.EXEMPT, TaxCategory.OUT_OF_SCOPE]),
                name="tax_certificate_changes_the_treatment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.number}"


class WithholdingRate(models.Model):
    """The part of the net amount that clients of a country keep back while the rate holds, such as 5 % of rent."""

    country = CountryField(_("country"))
    kind = models.CharField(_("of"), max_length=10, choices=Withholding)
    percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=3)
    days = PeriodField(_("valid"))

    class Meta:
        verbose_name = _("withholding rate")
        verbose_name_plural = _("withholding rates")
        constraints = [
            ExclusionConstraint(
                name="withholding_rate_one_a_day",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another rate of this kind covers some of these days."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gt=0, percent__lt=100), name="withholding_rate_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[Withholding.RENT, Withholding.SERVICES]),
                name="withholding_rate_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.percent.normalize():f} % ({self.country.code})"
