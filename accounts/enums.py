"""Roles, standings and states of who and what we tell them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    BILLING = "billing", _("Billing")
    VIEWER = "viewer", _("Viewer")


class InvoicingMode(models.TextChoices):
    """Whether our documents are the legal invoices, or statements beside invoices issued elsewhere."""

    STATEMENT = "statement", _("Billing statements (invoices are issued elsewhere)")
    INVOICE = "invoice", _("Invoices (registered invoicing software)")


class Withholding(models.TextChoices):
    """Tax the client keeps back from a payment and settles with a certificate."""

    NONE = "none", _("None")
    RENT = "rent", _("Rent")
    SERVICES = "services", _("Services")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
