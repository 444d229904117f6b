"""Take a payment that was entered by mistake out of the books again."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from billing import errors
from billing.enums import NOTICE_MOVES, NoticeState
from billing.models import Application, DocumentStatus, Payment, PaymentReversal, PaymentStatus, TransferNotice
from billing.operations.books import Books
from billing.operations.matches import locked_documents, locked_payments
from kernel.ids import new_id
from kernel.refusal import refusing
from kernel.states import move
from ledger.models import JournalLine


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, actor: Actor, now: datetime) -> PaymentReversal:
    """Undo a payment as a whole: what it settled is open again, what it posted is posted the other way round today,
    and the transfer notice it was matched with waits again. The same payment may then be recorded anew.

    The client is told nothing: the mistake was ours, and the account in the portal is right again at once.

    :param reason: at most 250 characters, for the books.
    :raises NotAllowed:
    :raises AlreadyReversed, ReversalReasonMissing:
    """
    require(actor, Capability.REVERSE_PAYMENTS)
    entity, today = payment.legal_entity, payment.legal_entity.today(now)
    notices = list(TransferNotice.objects.filter(payment=payment).order_by("pk").select_for_update(no_key=True))
    source, applied = _locked(payment)
    reversal = PaymentReversal(
        payment=payment,
        reason=reason.strip(),
        entry_id=new_id(),
        reversed_on=today,
        reversed_at=now,
        reversed_by=actor.user,
    )
    with refusing(
        payment_reversal_once=errors.AlreadyReversed, payment_reversal_has_a_reason=errors.ReversalReasonMissing
    ):
        reversal.save(force_insert=True)
    books = Books(entity, on=today, now=now)
    posted = JournalLine.objects.filter(Q(entry__payment=payment) | Q(entry__application__payment=payment))
    books.take_back(reversal, source, applied, posted)
    books.write()
    for notice in notices:
        _look_again(notice)
    open_again: defaultdict[str, Decimal] = defaultdict(Decimal)
    for application, target in applied:
        open_again[target.document.number] += application.amount
    record(
        actor=actor,
        verb="billing.payment_reversed",
        subject=payment,
        now=now,
        reason=reversal.reason,
        amount=payment.amount,
        currency=payment.currency,
        open_again=open_again,
    )
    return reversal


def _locked(payment: Payment) -> tuple[PaymentStatus, list[tuple[Application, DocumentStatus]]]:
    """The payment's status and what is applied of it with the documents' statuses, all locked.

    Documents are locked before payments, so which ones is asked first; when somebody applies more of the payment
    in between, the locks are given back and all is asked anew.
    """
    applications = Application.objects.filter(payment=payment).order_by("applied_at", "pk")
    while True:
        with transaction.atomic():
            statuses = DocumentStatus.objects.filter(pk__in=list(applications.values_list("document", flat=True)))
            targets = {status.pk: status for status in locked_documents(statuses)}
            [source] = locked_payments(PaymentStatus.objects.filter(pk=payment.pk))
            applied = list(applications.all())
            if {each.document_id for each in applied} <= targets.keys():
                return source, [(each, targets[each.document_id]) for each in applied]
            transaction.set_rollback(True)


def _look_again(notice: TransferNotice) -> None:
    """A notice waits again, unless the client has told us of the same transfer anew meanwhile."""
    with suppress(errors.NoticeRepeated), refusing(transfer_notice_given_once=errors.NoticeRepeated):
        move(notice, NoticeState.PENDING, NOTICE_MOVES, payment=None, decided_at=None)
