"""Kinds and states of money owed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.states import Moves


class DocumentKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    DEPOSIT_REQUEST = "deposit", _("Deposit request")
    BROUGHT_FORWARD = "forward", _("Brought forward")


# Kinds that are issued here; what is brought forward keeps the number it had elsewhere.
ISSUED_HERE = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.DEPOSIT_REQUEST)


class DocumentState(models.TextChoices):
    """The state of a document, by what is left to do about it; each is in one of them."""

    OPEN = "open", _("To pay")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
    CREDIT_LEFT = "credit_left", _("Credit left")


class TaxCategory(models.TextChoices):
    """UNTDID 5305 codes as EN 16931 uses them."""

    STANDARD = "S", _("Standard rate")
    ZERO = "Z", _("Zero rated")
    EXEMPT = "E", _("Exempt")
    OUT_OF_SCOPE = "O", _("Not subject to tax")


class RunState(models.TextChoices):
    PREPARING = "preparing", _("preparing")
    READY = "ready", _("ready to issue")
    ISSUING = "issuing", _("issuing")
    DONE = "done", _("done")
    DISCARDED = "discarded", _("discarded")


R = RunState
RUN_MOVES: Moves = {
    R.PREPARING: frozenset({R.READY, R.ISSUING, R.DONE, R.DISCARDED}),
    R.READY: frozenset({R.ISSUING, R.DISCARDED}),
    R.ISSUING: frozenset({R.DONE}),
    R.DONE: frozenset(),
    R.DISCARDED: frozenset(),
}


class ItemState(models.TextChoices):
    PENDING = "pending", _("waiting")
    PREVIEWED = "previewed", _("previewed")
    ISSUED = "issued", _("issued")
    NOTHING = "nothing", _("nothing to bill")
    SKIPPED = "skipped", _("left out")
    FAILED = "failed", _("failed")


class PaymentMethod(models.TextChoices):
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    CHECK = "check", _("Check")
    CASH = "cash", _("Cash")
    CERTIFICATE = "certificate", _("Withholding certificate")


class NoticeState(models.TextChoices):
    """Of a client's word that a transfer is on its way."""

    PENDING = "pending", _("being checked")
    MATCHED = "matched", _("received")
    REJECTED = "rejected", _("not found")


NOTICE_MOVES: Moves = {
    NoticeState.PENDING: frozenset({NoticeState.MATCHED, NoticeState.REJECTED}),
    # Its payment may be reversed; then somebody looks for the money again.
    NoticeState.MATCHED: frozenset({NoticeState.PENDING}),
    NoticeState.REJECTED: frozenset(),
}
