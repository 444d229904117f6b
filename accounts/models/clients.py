"""Client companies, their people, and the partners who bring them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.enums import Role, Withholding
from accounts.models.entities import validate_time_zone
from kernel.ids import new_id


class Partner(models.Model):
    """A broker or reseller who works through the API for the clients it registered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["name"], name="partner_name_once")]

    def __str__(self) -> str:
        return self.name


class Client(models.Model):
    """A company that leases seats. Sign-up asks for its name only; the rest is due before submitting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("company name"), max_length=200)
    legal_name = models.CharField(_("registered name"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    address = models.TextField(_("registered address"), blank=True)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    branch_code = models.CharField(_("branch code"), max_length=5, blank=True)
    billing_name = models.CharField(_("contact for invoices"), max_length=150, blank=True)
    billing_email = models.EmailField(_("e-mail for invoices"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    withholding = models.CharField(
        _("withholds tax as"), max_length=10, choices=Withholding, default=Withholding.NONE,
        help_text=_("A Philippine company that withholds settles the difference with BIR Form 2307."),
    )  # fmt: skip
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("brought by"), related_name="clients", null=True, blank=True
    )
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Member", related_name="clients")
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["name"]
        permissions = [
            ("see_as_client", _("May see the portal as a client does")),
            ("act_for_client", _("May act for a client in the portal")),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="client_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(withholding__in=Withholding.values), name="client_withholding_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_billing_details(self) -> bool:
        """True when a document could name this client: registered name, country, address, where to send it."""
        return all([self.legal_name, self.country, self.address, self.billing_email])


class Member(models.Model):
    """A person's place in a client company."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.VIEWER)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "user"], name="member_joins_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
