"""Roles, standings and states of who and what we tell them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.states import Moves


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    BILLING = "billing", _("Billing")
    VIEWER = "viewer", _("Viewer")


class Mode(models.TextChoices):
    """The ways in which staff are in the portal of a client."""

    SEEING = "seeing", _("Seeing")
    ACTING = "acting", _("Acting")


class InvitationState(models.TextChoices):
    """Of a company's word to somebody that they may join it."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


INVITATION_MOVES: Moves = {
    InvitationState.OPEN: frozenset({InvitationState.ACCEPTED, InvitationState.WITHDRAWN}),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.WITHDRAWN: frozenset(),
}


class InvoicingMode(models.TextChoices):
    """The kind of our documents: legal invoices, or statements beside invoices issued elsewhere."""

    STATEMENT = "statement", _("Billing statements (invoices are issued elsewhere)")
    INVOICE = "invoice", _("Invoices (registered invoicing software)")


class Withholding(models.TextChoices):
    """Tax the client keeps back from a payment and settles with a certificate."""

    NONE = "none", _("None")
    RENT = "rent", _("Rent")
    SERVICES = "services", _("Services")


class Scope(models.TextChoices):
    """A permission of an API key, one verb on one noun. The catalogue needs none: every key may read that."""

    CLIENTS_READ = "clients:read", _("See clients")
    BOOKINGS_READ = "bookings:read", _("See bookings")
    INVOICES_READ = "invoices:read", _("See invoices")


# What a new key may do unless somebody chooses.
DEFAULT_SCOPES = (Scope.CLIENTS_READ, Scope.BOOKINGS_READ, Scope.INVOICES_READ)
