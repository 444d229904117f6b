"""The operations of this app."""

from billing.operations.bills import bill_booking
from billing.operations.certificates import approve_certificate
from billing.operations.changes import change, preview
from billing.operations.delivery import mark_viewed
from billing.operations.deposits import request_deposit
from billing.operations.going_live import GO_LIVE_FILES
from billing.operations.notices import give_transfer_notice, match_notice, reject_notice
from billing.operations.payments import apply_payment, record_payment
from billing.operations.reversals import reverse_payment
from billing.operations.runs import discard_run, issue_run, prepare_run, preview_chunk, work_chunk

__all__ = [
    "GO_LIVE_FILES",
    "apply_payment",
    "approve_certificate",
    "bill_booking",
    "change",
    "discard_run",
    "give_transfer_notice",
    "issue_run",
    "mark_viewed",
    "match_notice",
    "prepare_run",
    "preview",
    "preview_chunk",
    "record_payment",
    "reject_notice",
    "request_deposit",
    "reverse_payment",
    "work_chunk",
]
