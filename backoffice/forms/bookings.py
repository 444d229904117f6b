"""What staff may do with a booking: one form an operation, with the states it is offered in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.actors import Actor
from backoffice.widgets import DayInput
from bookings import operations
from bookings.changes import AddSeats, Change, GiveNotice, RemoveSeats, Terminate, WithdrawNotice
from bookings.enums import RUNNING, BookingState
from bookings.models import Booking
from bookings.queries.details import BookingPage
from bookings.rules import MOST_SEATS
from facilities.queries.usage import seat_ids

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

    def change(self, change: Change, actor: Actor, now: datetime) -> Booking:
        """Make a change of the lease."""
        return operations.change(booking=self.booking, change=change, actor=actor, now=now).booking


class SubmitForm(ActionForm):
    slug, title, button = "submit", _("Submit for the client"), _("Submit the request")
    done = _("Submitted. The seats stay kept until somebody decides.")
    tone = "primary"
    states = frozenset({S.HELD})

    accept = forms.BooleanField(
        label=_("The client has accepted the agreement"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    note = forms.CharField(label=_("Note"), required=False, widget=UnfoldAdminExpandableTextareaWidget)

    def act(self, actor: Actor, now: datetime) -> Booking:
        cleaned = self.cleaned_data
        return operations.submit(
            booking=self.booking, accepted=cleaned["accept"], note=cleaned["note"], actor=actor, now=now
        )


class ConfirmForm(ActionForm):
    slug, title, button = "confirm", _("Confirm"), _("Confirm the request")
    done = _("Confirmed. The client gets a mail with the first day.")
    hint = _("The seats become the client's, and the first invoice follows by itself.")
    tone = "primary"
    states = frozenset({S.SUBMITTED})

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.confirm(booking=self.booking, actor=actor, now=now)


class DeclineForm(ActionForm):
    slug, title, button = "decline", _("Decline"), _("Decline the request")
    done = _("Declined. The client gets a mail with your reason, and the seats are free again.")
    tone = "danger"
    states = frozenset({S.SUBMITTED})

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
    states = frozenset({S.HELD, S.SUBMITTED, S.CONFIRMED})

    reason = forms.CharField(label=_("Why"), required=False, widget=UnfoldAdminTextInputWidget)

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.cancel(booking=self.booking, reason=self.cleaned_data["reason"], actor=actor, now=now)


class ActivateForm(ActionForm):
    slug, title, button = "activate", _("Begin the lease"), _("Begin the lease now")
    done = _("The lease has begun.")
    hint = _("Leases begin by themselves in the first hour of their first day.")
    states = frozenset({S.CONFIRMED})

    def act(self, actor: Actor, now: datetime) -> Booking:
        return operations.activate(booking=self.booking, actor=actor, now=now)


class AddSeatsForm(ActionForm):
    slug, title, button = "add-seats", _("Add seats"), _("Add these seats")
    done = _("Seats added. The client gets a mail.")
    states = frozenset({S.CONFIRMED, *RUNNING})

    effective_on = forms.DateField(label=_("From"), widget=DayInput)
    seats = forms.IntegerField(
        label=_("How many"), required=False, min_value=1, max_value=MOST_SEATS,
        widget=UnfoldAdminIntegerFieldWidget, help_text=_("The best free seats are chosen …"),
    )  # fmt: skip
    workstations = forms.CharField(
        label=_("Or which"), required=False, widget=UnfoldAdminTextInputWidget,
        help_text=_("… or name them: B-01, B-02"),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial["effective_on"] = max(self.today, self.booking.start)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["codes"] = codes_in(cleaned.get("workstations", ""))
        if "seats" in cleaned and bool(cleaned["seats"]) == bool(cleaned["codes"]):
            self.add_error("seats", _("Say how many seats, or which; one of them."))
        return cleaned

    def act(self, actor: Actor, now: datetime) -> Booking:
        codes = self.cleaned_data["codes"]
        named = tuple(seat_ids(self.booking.facility, codes)) if codes else ()
        return self.change(
            AddSeats(self.cleaned_data["effective_on"], named, seats=self.cleaned_data["seats"] or 0), actor, now
        )


class RemoveSeatsForm(ActionForm):
    slug, title, button = "remove-seats", _("Remove seats"), _("Remove these seats")
    done = _("Seats removed. The client gets a mail.")
    states = frozenset({S.CONFIRMED, *RUNNING})

    effective_on = forms.DateField(label=_("First day without them"), widget=DayInput)
    workstations = forms.MultipleChoiceField(label=_("Seats"), widget=UnfoldAdminCheckboxSelectMultipleWidget)

    def prepare(self) -> None:
        self.initial["effective_on"] = max(self.today, self.booking.start)
        cast(forms.MultipleChoiceField, self.fields["workstations"]).choices = [
            (str(seat.workstation_id), seat.workstation.code) for seat in self.page.seats
        ]

    def act(self, actor: Actor, now: datetime) -> Booking:
        chosen = set(self.cleaned_data["workstations"])
        going = tuple(seat.workstation_id for seat in self.page.seats if str(seat.workstation_id) in chosen)
        return self.change(RemoveSeats(self.cleaned_data["effective_on"], going), actor, now)


class NoticeForm(ActionForm):
    slug, title, button = "notice", _("Give notice"), _("Give notice for the client")
    done = _("Notice is given. The client gets a mail.")
    states = frozenset({S.ACTIVE})

    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput,
        help_text=_("Empty: the earliest that the terms allow. Staff may agree to an earlier one."),
    )  # fmt: skip

    def act(self, actor: Actor, now: datetime) -> Booking:
        return self.change(GiveNotice(self.cleaned_data["last_day"]), actor, now)


class WithdrawNoticeForm(ActionForm):
    slug, title, button = "withdraw-notice", _("Withdraw notice"), _("Withdraw the notice")
    done = _("The notice is withdrawn; the lease goes on.")
    hint = _("As long as nobody else has been promised the seats.")
    states = frozenset({S.NOTICE_GIVEN})

    def act(self, actor: Actor, now: datetime) -> Booking:
        return self.change(WithdrawNotice(), actor, now)


class TerminateForm(ActionForm):
    slug, title, button = "terminate", _("Terminate"), _("Terminate the lease")
    done = _("Terminated. The client gets a mail with your reason.")
    tone = "danger"
    states = frozenset(RUNNING)

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The client reads it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def prepare(self) -> None:
        self.initial["last_day"] = self.today + timedelta(days=30)

    def act(self, actor: Actor, now: datetime) -> Booking:
        return self.change(Terminate(self.cleaned_data["last_day"], self.cleaned_data["reason"]), actor, now)


ACTIONS: dict[str, type[ActionForm]] = {
    form.slug: form
    for form in (
        SubmitForm, ConfirmForm, DeclineForm, ActivateForm, AddSeatsForm, RemoveSeatsForm, NoticeForm,
        WithdrawNoticeForm, CancelForm, TerminateForm,
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
