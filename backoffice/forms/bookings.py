"""Actions of staff on a booking: one form an operation, with the states it is offered in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.actors import Actor
from bookings import operations
from bookings.enums import BookingState, Decision, states_open_to
from bookings.models import Booking
from bookings.queries.details import BookingPage

S = BookingState


def codes_in(text: str) -> list[str]:
    """The seats that people name, parted by commas."""
    return [code.strip() for code in text.split(",") if code.strip()]


class ActionForm(forms.Form):
    """An operation on the booking of ``page``. ``act`` is called with the cleaned form and does it, or raises the
    refusal."""

    slug: ClassVar[str]
    title: ClassVar[Promise]
    button: ClassVar[Promise]
    done: ClassVar[Promise]
    hint: ClassVar[Promise | str] = ""
    tone: ClassVar[str] = "default"
    states: ClassVar[frozenset[BookingState]]

    def __init__(self, data: Any = None, *, page: BookingPage, today: date) -> None:
        super().__init__(data, prefix=self.slug, use_required_attribute=False)
        self.page = page
        self.today = today
        self.prepare()

    @property
    def booking(self) -> Booking:
        return self.page.booking

    def prepare(self) -> None:
        """Fill in what depends on the booking."""

    def act(self, actor: Actor, now: datetime) -> Booking:
        raise NotImplementedError


class SubmitForm(ActionForm):
    slug, title, button = "submit", _("Submit for the client"), _("Submit the request")
    done = _("Submitted. The seats stay kept until somebody decides.")
    tone = "primary"
    states = states_open_to(Decision.SUBMIT)

    accepted = forms.BooleanField(
        label=_("The client has accepted the agreement"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    note = forms.CharField(label=_("Note"), required=False, widget=UnfoldAdminExpandableTextareaWidget)

    def act(self, actor: Actor, now: datetime) -> Booking:
        cleaned = self.cleaned_data
        return operations.submit(
            booking=self.booking, accepted=cleaned["accepted"], note=cleaned["note"], actor=actor, now=now
        )


class ConfirmForm(ActionForm):
    slug, title, button = "confirm", _("Confirm"), _("Confirm the request")
    done = _("Confirmed. The client gets a mail with the first day.")
    hint = _("The seats become the client's, and the first invoice follows by itself.")
    tone = "primary"
    states = states_open_to(Decision.CONFIRM)

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.confirm(booking=self.booking, actor=actor, now=now)


class DeclineForm(ActionForm):
    slug, title, button = "decline", _("Decline"), _("Decline the request")
    done = _("Declined. The client gets a mail with your reason, and the seats are free again.")
    tone = "danger"
    states = states_open_to(Decision.DECLINE)

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The client reads it."),
        required=False,
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.decline(booking=self.booking, reason=self.cleaned_data["reason"], actor=actor, now=now)


class CancelForm(ActionForm):
    slug, title, button = "cancel", _("Cancel"), _("Cancel the booking")
    done = _("Cancelled. The seats are free again.")
    hint = _("At the client's wish, before the lease has begun.")
    tone = "danger"
    states = states_open_to(Decision.CANCEL)

    reason = forms.CharField(label=_("Why"), required=False, widget=UnfoldAdminTextInputWidget)

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.cancel(booking=self.booking, reason=self.cleaned_data["reason"], actor=actor, now=now)


class ActivateForm(ActionForm):
    slug, title, button = "activate", _("Begin the lease"), _("Begin the lease now")
    done = _("The lease has begun.")
    hint = _("Leases begin by themselves in the first hour of their first day.")
    states = states_open_to(Decision.ACTIVATE)

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.activate(booking=self.booking, actor=actor, now=now)


ACTIONS: dict[str, type[ActionForm]] = {
    form.slug: form
    for form in (
        SubmitForm, ConfirmForm, DeclineForm, ActivateForm, CancelForm,
    )
}  # fmt: skip


def offered(page: BookingPage, *, today: date, refused: ActionForm | None = None) -> list[ActionForm]:
    """The operations that make sense for the booking now; the refused one with what was typed into it."""
    state = BookingState(page.booking.state)
    forms_offered = [
        refused if refused is not None and refused.slug == form.slug else form(page=page, today=today)
        for form in ACTIONS.values()
        if state in form.states
    ]
    if refused is not None and refused not in forms_offered:
        forms_offered.append(refused)
    return forms_offered
