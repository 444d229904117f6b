"""The refusals of this app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class ExchangeRateMissing(Refusal):
    code = "exchange_rate_missing"
    message = _("There is no exchange rate from %(currency)s to %(functional)s on or before %(day)s. Add one first.")


class PeriodClosed(Refusal):
    """``details``: ``day``."""

    code = "period_closed"
    message = _("The books are closed for %(day)s. Choose a later day, or have the period opened again.")
    field = "posted_on"


class PeriodsOverlap(Refusal):
    code = "periods_overlap"
    message = _("Some of these days belong to another accounting period. Choose days that follow it.")
    field = "days"


class PeriodNotOver(Refusal):
    """``details``: ``last`` (the last day that may be closed)."""

    code = "period_not_over"
    message = _("Books are closed once a period is over. The last day that can be closed is %(last)s.")
    field = "days"


class PeriodHasNoEnd(Refusal):
    code = "period_has_no_end"
    message = _("An accounting period has a first and a last day. Choose both.")
    field = "days"
