"""Money that has come in, and transfers that clients tell us of."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.access import legal_entities
from accounts.actors import Actor
from accounts.models.entities import currency_code
from accounts.queries.companies import clients
from backoffice.forms.runs import the_only_entity
from backoffice.widgets import ClientInput, DayInput
from billing import operations
from billing.enums import PaymentMethod
from billing.models import Document, Payment, PaymentReversal, TransferNotice
from billing.queries.applications import Effect, effect
from kernel.money import rounded


def amount_field(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Amount"), max_digits=14, decimal_places=2, widget=UnfoldAdminDecimalFieldWidget, **options
    )


def usual_currency() -> str:
    entity = the_only_entity()
    return entity.functional_currency if entity else ""


class PaymentForm(forms.Form):
    """A payment as the bank, the check or the certificate says it."""

    client = forms.ModelChoiceField(clients(), label=_("Client"), widget=ClientInput)
    legal_entity = forms.ModelChoiceField(
        legal_entities(), label=_("Received by"), initial=the_only_entity, widget=UnfoldAdminSelectWidget
    )
    method = forms.ChoiceField(
        label=_("Method"), choices=PaymentMethod.choices, initial=PaymentMethod.BANK_TRANSFER,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    amount = amount_field()
    currency = forms.CharField(
        label=_("Currency"), max_length=3, validators=[currency_code], initial=usual_currency,
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    reference = forms.CharField(
        label=_("Reference"), max_length=80, widget=UnfoldAdminTextInputWidget,
        help_text=_("As the bank statement or the certificate says it; each is recorded once."),
    )  # fmt: skip

    def record(self, actor: Actor, now: datetime) -> Payment:
        """:raises Refusal: as :func:`billing.operations.record_payment` says."""
        return operations.record_payment(**self.cleaned_data, actor=actor, now=now)

    def effect(self) -> Effect:
        """Return what it would be applied to."""
        asked = {name: self.cleaned_data[name] for name in ("client", "legal_entity", "currency", "amount", "method")}
        return effect(**asked)


def prefilled(document: Document) -> dict[str, Any]:
    """A payment of all that is open on a document."""
    return {
        "client": document.client_id,
        "legal_entity": document.legal_entity_id,
        "currency": document.currency,
        "amount": rounded(max(document.status.open_balance, Decimal(0)), document.currency),
        "reference": document.number,
    }


class MatchForm(forms.Form):
    """The money that the bank has really got."""

    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    amount = amount_field()

    def match(self, notice: TransferNotice, actor: Actor, now: datetime) -> TransferNotice:
        return operations.match_notice(notice=notice, actor=actor, now=now, **self.cleaned_data)


class ReverseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it was a mistake"),
        max_length=250,
        required=False,
        help_text=_("It stays in the books. The client doesn't read it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def reverse(self, payment: Payment, actor: Actor, now: datetime) -> PaymentReversal:
        """:raises Refusal: as :func:`billing.operations.reverse_payment` says."""
        return operations.reverse_payment(payment=payment, reason=self.cleaned_data["reason"], actor=actor, now=now)


class UntilForm(forms.Form):
    """The day up to which books are read; today where none is given."""

    until = forms.DateField(label=_("Up to and including"), required=False, widget=DayInput)


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=250,
        help_text=_("The client reads it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def reject(self, notice: TransferNotice, actor: Actor, now: datetime) -> TransferNotice:
        return operations.reject_notice(notice=notice, reason=self.cleaned_data["reason"], actor=actor, now=now)
