"""A client says that a transfer is on its way; staff find the money, or don't."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from billing import errors, notifications
from billing.enums import NOTICE_MOVES, NoticeState, PaymentMethod
from billing.models import Document, DocumentStatus, Payment, TransferNotice
from billing.operations.payments import receive
from kernel.ids import new_id
from kernel.refusal import refusing
from kernel.states import move, require_move


@transaction.atomic
def give_transfer_notice(
    *,
    document: Document,
    amount: Decimal,
    transferred_on: date,
    reference: str,
    actor: Actor,
    now: datetime,
    proof: Any = None,
) -> TransferNotice:
    """Tell us of a transfer for ``document``; nothing is posted until staff match it.

    :param proof: an uploaded file, such as the bank's confirmation.
    :raises NotAllowed, NothingOpen, AmountNotPositive, NoticeRepeated:
    """
    require(actor, Capability.TELL_OF_TRANSFERS, document.client)
    if DocumentStatus.objects.get(pk=document.pk).open_balance <= 0:
        raise errors.NothingOpen(document=document.number)
    notice = TransferNotice(
        client=document.client,
        document=document,
        amount=amount,
        currency=document.currency,
        transferred_on=transferred_on,
        reference=reference.strip(),
        given_at=now,
        given_by=actor.user,
    )
    if proof is not None:
        notice.proof = proof
    with refusing(
        transfer_notice_is_positive=errors.AmountNotPositive, transfer_notice_given_once=errors.NoticeRepeated
    ):
        notice.save(force_insert=True)
    record(actor=actor, verb="billing.transfer_announced", subject=notice, now=now, document=document.number)
    return notice


@transaction.atomic
def match_notice(
    *,
    notice: TransferNotice,
    actor: Actor,
    now: datetime,
    received_on: date | None = None,
    amount: Decimal | None = None,
) -> TransferNotice:
    """The money is there: record it and apply it to the notice's document first, then to the oldest due.

    :param received_on: when the bank has it; the day of transfer by default.
    :param amount: what the bank has; the amount announced by default.
    :raises NotAllowed, WrongState, AmountNotPositive, PaymentRepeated, ExchangeRateMissing:
    """
    require(actor, Capability.DECIDE_TRANSFERS, notice.client)
    notice = _locked(notice)
    require_move(NOTICE_MOVES, notice, NoticeState.MATCHED)
    payment = receive(
        Payment(
            client=notice.client,
            legal_entity=notice.document.legal_entity,
            method=PaymentMethod.BANK_TRANSFER,
            amount=notice.amount if amount is None else amount,
            currency=notice.currency,
            received_on=received_on or notice.transferred_on,
            reference=notice.reference,
            entry_id=new_id(),
            recorded_at=now,
            recorded_by=actor.user,
        ),
        actor=actor,
        now=now,
        first=notice.document_id,
    )
    move(notice, NoticeState.MATCHED, NOTICE_MOVES, decided_at=now, payment=payment)
    record(actor=actor, verb="billing.transfer_matched", subject=notice, now=now, document=notice.document.number)
    return notice


@transaction.atomic
def reject_notice(*, notice: TransferNotice, reason: str, actor: Actor, now: datetime) -> TransferNotice:
    """The money is not to be found; the client reads why.

    :raises NotAllowed, WrongState, ReasonMissing:
    """
    require(actor, Capability.DECIDE_TRANSFERS, notice.client)
    if not reason.strip():
        raise errors.ReasonMissing
    notice = _locked(notice)
    move(notice, NoticeState.REJECTED, NOTICE_MOVES, decided_at=now, reason=reason.strip())
    record(actor=actor, verb="billing.transfer_rejected", subject=notice, now=now, reason=notice.reason)
    notifications.notice_rejected(notice, now=now)
    return notice


def _locked(notice: TransferNotice) -> TransferNotice:
    return (
        TransferNotice.objects.select_related("client", "document__legal_entity")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=notice.pk)
    )
