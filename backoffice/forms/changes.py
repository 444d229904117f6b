"""Forms for changes of a lease, one for each kind, which say what change they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from backoffice.forms.bookings import codes_in
from backoffice.widgets import DayInput
from bookings.changes import (
    AddSeats,
    Change,
    GiveNotice,
    MoveSeats,
    RemoveSeats,
    Terminate,
    WithdrawChange,
    WithdrawNotice,
)
from bookings.enums import AmendmentKind
from bookings.models import Allocation, Booking
from bookings.queries.targets import free_targets, nearest, seats_from
from bookings.rules import MOST_SEATS
from facilities.models import Workstation
from facilities.queries.buildings import seats_called
from facilities.queries.usage import seat_ids


class ChangeForm(forms.Form):
    """A kind of change; ``slug`` stands in its address. ``looks_at_once`` is whether there is something to show before
    anything is said."""

    slug: ClassVar[str]
    kind: ClassVar[AmendmentKind]
    title: ClassVar[Promise]
    button: ClassVar[Promise]
    done: ClassVar[Promise]
    hint: ClassVar[Promise | str] = ""
    tone: ClassVar[str] = "primary"
    looks_at_once: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, booking: Booking, today: date, now: datetime) -> None:
        super().__init__(data, use_required_attribute=False)
        self.booking = booking
        self.today = today
        self.now = now
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the booking."""

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields but those that stand in a table of seats."""
        return [self[name] for name in self.fields if not name.startswith("to-")]

    @property
    def is_ready(self) -> bool:
        """True when all is said that a look needs; what is missing is asked for when the change is to be made."""
        return True

    @property
    def change(self) -> Change:
        """Return what was asked for; only of a valid form."""
        raise NotImplementedError

    def day(self, name: str) -> date:
        """The day typed into a field as far as it is one, else the one that stands there at first."""
        first = cast(date, self.initial[name])
        try:
            typed: date | None = self.fields[name].to_python(self[name].value())
        except ValidationError:
            return first
        return typed or first


class AddSeatsForm(ChangeForm):
    slug, kind = "add-seats", AmendmentKind.ADD_SEATS
    title, button = _("Add seats"), _("Add these seats")
    done = _("Seats added. The client gets a mail.")

    effective_on = forms.DateField(label=_("From"), widget=DayInput)
    seats = forms.IntegerField(
        label=_("How many"), required=False, min_value=1, max_value=MOST_SEATS,
        widget=UnfoldAdminIntegerFieldWidget, help_text=_("Free seats beside theirs are chosen …"),
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

    @property
    def change(self) -> AddSeats:
        codes = self.cleaned_data["codes"]
        named = tuple(seat_ids(self.booking.facility, codes)) if codes else ()
        return AddSeats(self.cleaned_data["effective_on"], named, seats=self.cleaned_data["seats"] or 0)


class OwnSeatsForm(ChangeForm):
    """Seats that the lease has on the day typed."""

    effective_on = forms.DateField(label=_("From"), widget=DayInput)
    seats = forms.MultipleChoiceField(label=_("Seats"), widget=UnfoldAdminCheckboxSelectMultipleWidget)

    def prepare(self) -> None:
        self.initial["effective_on"] = max(self.today, self.booking.start)
        self.here = seats_from(self.booking, self.day("effective_on"))
        codes = [seat.workstation.code for seat in self.here]
        cast(forms.MultipleChoiceField, self.fields["seats"]).choices = [(code, code) for code in codes]

    @property
    def chosen(self) -> list[Allocation]:
        wanted = self.data.getlist("seats") if hasattr(self.data, "getlist") else self.data.get("seats", [])
        return [seat for seat in self.here if seat.workstation.code in wanted]


class RemoveSeatsForm(OwnSeatsForm):
    slug, kind = "remove-seats", AmendmentKind.REMOVE_SEATS
    title, button = _("Remove seats"), _("Remove these seats")
    done = _("Seats removed. The client gets a mail.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["effective_on"].label = _("First day without them")

    @property
    def change(self) -> RemoveSeats:
        return RemoveSeats(self.cleaned_data["effective_on"], tuple(seat.workstation_id for seat in self.chosen))


class MoveSeatsForm(OwnSeatsForm):
    """A move: a seat's target is asked for by code, ``to-CODE``; an empty one is left to us. Other pages link to the
    answer: ``?seats=A1&effective_on=…``."""

    slug, kind = "move-seats", AmendmentKind.MOVE_SEATS
    title, button = _("Move seats"), _("Move these seats")
    done = _("Seats moved. The client gets a mail with who moves where.")
    hint = _("Seats go on elsewhere in the facility, with the same shift, terms and price.")

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The client reads it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["effective_on"].help_text = _("The first day on the new seats.")
        day = self.day("effective_on")
        self.free: Sequence[Workstation] = free_targets(
            self.booking, moving=self.chosen, effective_on=day, now=self.now
        )
        near = nearest([seat.workstation for seat in self.chosen], self.free)
        self.targets: dict[UUID, Workstation] = dict(near)
        said = cast(QueryDict, self.data).copy()
        for seat in self.chosen:
            code = seat.workstation.code
            self.fields[f"to-{code}"] = forms.CharField(required=False, widget=_target_input(code))
            if seat.workstation_id in near:
                said.setdefault(f"to-{code}", near[seat.workstation_id].code)
        self.data = said

    @property
    def is_ready(self) -> bool:
        return bool(self.cleaned_data.get("reason", "").strip())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = {seat: cleaned.get(f"to-{seat.workstation.code}", "").strip() for seat in self.chosen}
        known = {
            row.code: row
            for row in seats_called(self.booking.facility, set(typed.values())).select_related("room__floor")
        }
        for seat, code in typed.items():
            if code and code not in known:
                self.add_error(f"to-{seat.workstation.code}", _("There is no such seat here."))
        named = {seat.workstation_id: known[code] for seat, code in typed.items() if code in known}
        left = [seat.workstation for seat, code in typed.items() if not code]
        self.named = named
        self.targets = named | nearest(left, self.free, but={target.pk for target in named.values()})
        return cleaned

    def rows(self) -> list[tuple[Workstation, Any, Workstation | None]]:
        """Each moving seat with its input, and where it goes as far as that is known."""
        return [
            (seat.workstation, self[f"to-{seat.workstation.code}"], self.targets.get(seat.workstation_id))
            for seat in self.chosen
        ]

    @property
    def change(self) -> MoveSeats:
        targets: Mapping[UUID, Workstation] = self.named
        moves = {
            seat.workstation_id: targets[seat.workstation_id].pk if seat.workstation_id in targets else None
            for seat in self.chosen
        }
        return MoveSeats(self.cleaned_data["effective_on"], moves, self.cleaned_data["reason"])


def _target_input(code: str) -> forms.Widget:
    attrs = {
        "aria-label": _("Where %(seat)s goes") % {"seat": code},
        "autocomplete": "off",
        "list": "free-seats",
        "placeholder": _("nearest free seat"),
    }
    widget: forms.Widget = UnfoldAdminTextInputWidget(attrs=attrs)
    return widget


class NoticeForm(ChangeForm):
    slug, kind = "notice", AmendmentKind.NOTICE
    title, button = _("Give notice"), _("Give notice for the client")
    done = _("Notice is given. The client gets a mail.")
    looks_at_once = True

    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput,
        help_text=_("Empty: the earliest that the terms allow. Staff may agree to an earlier one."),
    )  # fmt: skip

    @property
    def change(self) -> GiveNotice:
        return GiveNotice(self.cleaned_data["last_day"])


class WithdrawNoticeForm(ChangeForm):
    slug, kind = "withdraw-notice", AmendmentKind.WITHDRAW_NOTICE
    title, button = _("Withdraw notice"), _("Withdraw the notice")
    done = _("The notice is withdrawn; the lease goes on.")
    hint = _("As long as nobody else has been promised the seats.")
    looks_at_once = True

    @property
    def change(self) -> WithdrawNotice:
        return WithdrawNotice()


class TerminateForm(ChangeForm):
    slug, kind = "terminate", AmendmentKind.TERMINATE
    title, button = _("Terminate"), _("Terminate the lease")
    done = _("Terminated. The client gets a mail with your reason.")
    hint = _("At once, and nothing takes it back.")
    tone = "danger"

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("The client reads it."),
        widget=UnfoldAdminExpandableTextareaWidget,
    )

    def prepare(self) -> None:
        self.initial["last_day"] = self.today + timedelta(days=30)

    @property
    def is_ready(self) -> bool:
        return bool(self.cleaned_data["reason"].strip())

    @property
    def change(self) -> Terminate:
        return Terminate(self.cleaned_data["last_day"], self.cleaned_data["reason"])


class WithdrawChangeForm(ChangeForm):
    """Of a planned change, by its number."""

    slug, kind = "undo", AmendmentKind.WITHDRAW_CHANGE
    title, button = _("Undo a planned change"), _("Undo it")
    done = _("The planned change is undone. The client gets a mail.")

    number = forms.IntegerField(min_value=1, max_value=100_000, widget=forms.HiddenInput)

    @property
    def change(self) -> WithdrawChange:
        return WithdrawChange(self.cleaned_data["number"])


FORMS: dict[str, type[ChangeForm]] = {
    form.slug: form
    for form in (
        AddSeatsForm, RemoveSeatsForm, MoveSeatsForm, NoticeForm, WithdrawNoticeForm, TerminateForm, WithdrawChangeForm
    )
}  # fmt: skip
