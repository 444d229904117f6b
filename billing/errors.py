"""The refusals of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class RunExists(Refusal):
    code = "run_exists"
    message = _("A run for this month is open already. Issue or discard it first.")


class AlreadyBilled(Refusal):
    code = "already_billed"
    message = _("This month of this booking has just been billed.")


class SeriesMissing(Refusal):
    code = "series_missing"
    message = _("%(entity)s has no number series for “%(kind)s”. Add one under number series.")


class TaxRateMissing(Refusal):
    code = "tax_rate_missing"
    message = _("There is no tax rate for %(country)s on %(day)s. Add one under tax rates.")


class BroughtForwardAlready(Refusal):
    code = "brought_forward_already"
    message = _("One of these open items has just come over with another file. Bring this one again.")


class PaymentTooLarge(Refusal):
    code = "applied_too_much"
    message = _("%(document)s has %(open)s open and the payment %(left)s left. Apply no more than both.")
    field = "amount"


class WrongCurrency(Refusal):
    code = "wrong_currency"
    message = _("The payment is in %(payment)s and %(document)s in %(invoice)s. Record it in the invoice's currency.")
    field = "currency"


class AmountNotPositive(Refusal):
    code = "amount_not_positive"
    message = _("Enter an amount above zero.")
    field = "amount"


class NothingOpen(Refusal):
    code = "nothing_open"
    message = _("Nothing is open on %(document)s.")


class NoticeRepeated(Refusal):
    code = "notice_repeated"
    message = _("You have told us of this transfer already; we are checking it.")
    field = "reference"


class ReasonMissing(Refusal):
    code = "rejection_reason_missing"
    message = _("Say why; the client reads it.")
    field = "reason"


class PaymentRepeated(Refusal):
    code = "payment_repeated"
    message = _("A payment with this reference from this client is recorded already.")
    field = "reference"


class ReceivedInTheFuture(Refusal):
    code = "received_in_the_future"
    message = _("Today is %(today)s in the books. Record money on the day it has come in, not before.")
    field = "received_on"


class AlreadyReversed(Refusal):
    code = "payment_reversed_already"
    message = _("This payment was reversed before; the books have it no more.")


class ReversalReasonMissing(Refusal):
    code = "reversal_reason_missing"
    message = _("Say why; it stays in the books beside the payment.")
    field = "reason"


class CurrencyMixed(Refusal):
    code = "currency_mixed"
    message = _("This booking was agreed in several currencies (%(currencies)s). Bill its months one by one.")


class ClientDetailsMissing(Refusal):
    code = "billing_details_missing"
    message = _("%(client)s has no registered name, country, address or e-mail for invoices yet. Complete its details.")


class WithholdingRateMissing(Refusal):
    code = "withholding_rate_missing"
    message = _("There is no withholding rate for %(kind)s in %(country)s on %(day)s. Add one under withholding rates.")


class YearClosed(Refusal):
    code = "year_closed"
    message = _("Numbers of %(year)s are closed, because %(later)s has begun. Date the document in %(later)s.")
    field = "issue_on"


class DatedTooFarAhead(Refusal):
    code = "dated_too_far_ahead"
    message = _(
        "Date the documents %(latest)s at the latest: once a year has begun, the numbers of earlier ones close."
    )
    field = "issue_on"


class NothingToApply(Refusal):
    code = "nothing_to_apply"
    message = _("Nothing is left of this payment.")


class NotThisClients(Refusal):
    code = "not_this_clients"
    message = _("%(document)s belongs to another client or company, so this payment can't be applied to it.")
    field = "document"


class PreviewStale(Refusal):
    """``preview`` is what the change would do now: a `billing.previews.FullPreview`."""

    code = "preview_stale"
    message = _("What this change does is different by now. Look at the new figures, then confirm again.")

    def __init__(self, preview: Any) -> None:
        self.preview = preview
        super().__init__()
