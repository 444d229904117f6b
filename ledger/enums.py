"""The parts that accounts play."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.TextChoices):
    """The part an account plays; debits are positive. Its code is data of each company: ``ledger.queries.chart``."""

    CASH = "cash", _("Cash in bank")
    RECEIVABLES = "receivables", _("Trade receivables")
    WITHHOLDING = "withholding", _("Creditable withholding tax")
    UNAPPLIED = "unapplied", _("Client money not yet applied")
    DEPOSITS = "deposits", _("Security deposits held")
    OUTPUT_VAT = "output_vat", _("Output VAT")
    OPENING = "opening", _("Opening balances")
    REVENUE = "revenue", _("Seat revenue")
    EXCHANGE = "exchange", _("Exchange gain or loss")


# The codes of a company that has said no others.
STANDARD_CODES = {
    Account.CASH: "1000",
    Account.RECEIVABLES: "1200",
    Account.WITHHOLDING: "1250",
    Account.UNAPPLIED: "2100",
    Account.DEPOSITS: "2200",
    Account.OUTPUT_VAT: "2300",
    Account.OPENING: "3900",
    Account.REVENUE: "4000",
    Account.EXCHANGE: "7000",
}
