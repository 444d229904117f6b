"""Forms for changes of a lease, one for each kind; they look alike to whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.previews import FullPreview
from bookings.changes import AddSeats, Change, GiveNotice, MoveSeats, RemoveSeats, WithdrawChange, WithdrawNotice
from bookings.changes.notice import earliest_last_day
from bookings.enums import AmendmentKind
from bookings.errors import NotThisBookingsSeats, TooFarAhead
from bookings.models import Allocation, Booking
from bookings.queries.lease import load
from bookings.queries.targets import seats_from
from bookings.rules import latest_change
from facilities.queries.usage import seat_ids
from kernel.period import add_months
from kernel.wording import written
from portal.forms.refusals import Refusable

MOST_SEATS = 500
# Each seat that moves is asked where it goes.
MOST_MOVES = 40

DAY = {"type": "date"}


class ChangeForm(Refusable, forms.Form):
    """A kind of change. ``slug`` stands in its address; the day of each is of the lease, from ``today`` on.

    ``picks`` names what is picked on the floor plan: ``free`` seats, ``own`` ones, or nothing where there is no plan.
    """

    slug: ClassVar[str]
    kind: ClassVar[AmendmentKind]
    title: ClassVar[Promise]
    icon: ClassVar[str]
    lead: ClassVar[Promise | str] = ""
    picks: ClassVar[str] = ""
    is_danger: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, booking: Booking, today: date) -> None:
        super().__init__(data)
        self.booking = booking
        self.today = today
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the booking."""

    @property
    def change(self) -> Change | None:
        """Return what was asked for, of a valid form; ``None`` while nothing is."""
        raise NotImplementedError

    def button(self, preview: FullPreview) -> str:
        """Return the words of the button that makes the change."""
        raise NotImplementedError

    def done(self, preview: FullPreview) -> str:
        """Return what is said once it is made."""
        raise NotImplementedError

    def value(self, name: str) -> Any:
        """Return what was typed into a field, or stands in it at first."""
        return self.data[name] if name in self.data else self.fields[name].initial


class DatedForm(ChangeForm):
    """From a day on, for seats picked by their codes."""

    effective_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def prepare(self) -> None:
        self.earliest = max(self.today, self.booking.start)
        field = self.fields["effective_on"]
        field.initial = max(self.earliest, add_months(self.today.replace(day=1), 1))
        field.widget.attrs["min"] = self.earliest.isoformat()
        if self.booking.days.last is not None:
            field.initial = min(field.initial, self.booking.days.last)
            field.widget.attrs["max"] = self.booking.days.last.isoformat()

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        if day < self.earliest or day not in self.booking.days:
            raise ValidationError(_("Choose a day of the lease from %(day)s on.") % {"day": written(self.earliest)})
        if day > (latest := latest_change(self.today)):
            raise ValidationError(str(TooFarAhead(latest=written(latest))))
        return day

    @property
    def day(self) -> date:
        """The day whose seats are offered: the one typed, as far as the lease has it."""
        try:
            typed: date | None = self.fields["effective_on"].to_python(self.value("effective_on"))
        except ValidationError:
            typed = None
        if typed is None or not self.earliest <= typed <= latest_change(self.today) or typed not in self.booking.days:
            first: date = self.fields["effective_on"].initial
            return first
        return typed

    @property
    def picked(self) -> tuple[str, ...]:
        """Codes of the seats picked, in the list or on the plan."""
        if "choose" in self.data:
            return ()
        ticked = self.data.getlist("seat") if hasattr(self.data, "getlist") else self.data.get("seat", [])
        dropped = self.data.get("drop", "")
        return tuple(
            dict.fromkeys(code for code in ticked if code != dropped and 0 < len(code) <= 20 and code.isprintable())
        )


class AddSeatsForm(DatedForm):
    slug, kind = "add-seats", AmendmentKind.ADD_SEATS
    title, icon = gettext_lazy("Add seats"), "plus"
    picks = "free"

    seats = forms.IntegerField(label=gettext_lazy("Seats to add"), min_value=1, max_value=MOST_SEATS, initial=1)
    field_order = ["seats", "effective_on"]

    @property
    def change(self) -> AddSeats:
        day = self.cleaned_data["effective_on"]
        if self.picked:
            return AddSeats(day, tuple(seat_ids(self.booking.facility, self.picked)))
        return AddSeats(day, seats=self.cleaned_data["seats"])

    def button(self, preview: FullPreview) -> str:
        count = len(preview.lease.entry.begins)
        text = ngettext("Add %(count)s seat from %(day)s", "Add %(count)s seats from %(day)s", count)
        return text % {"count": count, "day": written(preview.lease.effective_on)}

    def done(self, preview: FullPreview) -> str:
        count = len(preview.lease.entry.begins)
        text = ngettext("%(count)s seat is yours from %(day)s.", "%(count)s seats are yours from %(day)s.", count)
        return text % {"count": count, "day": written(preview.lease.effective_on)}


class OwnSeatsForm(DatedForm):
    """Seats that the lease has on the day."""

    picks = "own"

    def prepare(self) -> None:
        super().prepare()
        self.seats: Sequence[Allocation] = seats_from(self.booking, self.day)

    @property
    def chosen(self) -> list[Allocation]:
        """Those picked, of the seats of the day."""
        return [seat for seat in self.seats if seat.workstation.code in self.picked]

    @property
    def lost(self) -> list[str]:
        """Codes picked that are no seats of the lease on the day."""
        there = {seat.workstation.code for seat in self.seats}
        return [code for code in self.picked if code not in there]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.lost and "digest" in self.data:
            self.refuse(NotThisBookingsSeats())
        return cleaned


class GiveBackForm(OwnSeatsForm):
    slug, kind = "give-back", AmendmentKind.REMOVE_SEATS
    title, icon = gettext_lazy("Give seats back"), "minus"
    is_danger = True

    def prepare(self) -> None:
        super().prepare()
        self.fields["effective_on"].label = gettext_lazy("First day without them")

    @property
    def change(self) -> RemoveSeats | None:
        if not self.chosen:
            return None
        return RemoveSeats(self.cleaned_data["effective_on"], tuple(seat.workstation_id for seat in self.chosen))

    def button(self, preview: FullPreview) -> str:
        count = len(preview.lease.entry.ends)
        text = ngettext("Give %(count)s seat back from %(day)s", "Give %(count)s seats back from %(day)s", count)
        return text % {"count": count, "day": written(preview.lease.effective_on)}

    def done(self, preview: FullPreview) -> str:
        return _("The seats go back on %(day)s.") % {"day": written(preview.lease.effective_on)}


class MoveForm(OwnSeatsForm):
    """A move: where each seat goes is asked by the code of the target, as ``to-CODE``; else the nearest is taken."""

    slug, kind = "move", AmendmentKind.MOVE_SEATS
    title, icon = gettext_lazy("Move seats"), "arrow-right-left"
    lead = gettext_lazy("To other seats of the facility, on the same shift and terms. The price stays the same.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(self.chosen) > MOST_MOVES:
            told = _("Move at most %(most)s seats at a time; you chose %(chosen)s. The others can follow.")
            raise ValidationError(told % {"most": MOST_MOVES, "chosen": len(self.chosen)})
        return cleaned

    @property
    def targets(self) -> Mapping[str, str]:
        """The code of each target that was said, by the code of the seat that moves."""
        found = {seat.workstation.code: self.data.get(f"to-{seat.workstation.code}", "") for seat in self.chosen}
        return {seat: to for seat, to in found.items() if to and len(to) <= 20 and to.isprintable()}

    @property
    def change(self) -> MoveSeats | None:
        if not self.chosen:
            return None
        targets = self.targets
        codes = sorted(set(targets.values()))
        ids = dict(zip(codes, seat_ids(self.booking.facility, codes), strict=True))
        moves = {seat.workstation_id: ids.get(targets.get(seat.workstation.code, "")) for seat in self.chosen}
        return MoveSeats(self.cleaned_data["effective_on"], moves)

    def button(self, preview: FullPreview) -> str:
        count = len(preview.lease.entry.begins)
        text = ngettext("Move %(count)s seat from %(day)s", "Move %(count)s seats from %(day)s", count)
        return text % {"count": count, "day": written(preview.lease.effective_on)}

    def done(self, preview: FullPreview) -> str:
        return _("Your seats move on %(day)s. Both you and we have it by e-mail.") % {
            "day": written(preview.lease.effective_on)
        }


class NoticeForm(ChangeForm):
    """The earliest possible last day, unless a later one is typed."""

    slug, kind = "notice", AmendmentKind.NOTICE
    title, icon = gettext_lazy("Give notice"), "log-out"
    is_danger = True

    last_day = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def prepare(self) -> None:
        earliest = earliest_last_day(load(self.booking), self.today)
        self.fields["last_day"].initial = earliest
        self.fields["last_day"].widget.attrs["min"] = earliest.isoformat()

    @property
    def change(self) -> GiveNotice:
        return GiveNotice(self.cleaned_data["last_day"])

    def button(self, preview: FullPreview) -> str:
        return _("Give notice for %(day)s") % {"day": written(self._last(preview))}

    def done(self, preview: FullPreview) -> str:
        return _("Notice given: your last day is %(day)s.") % {"day": written(self._last(preview))}

    def _last(self, preview: FullPreview) -> date:
        last_day = preview.lease.entry.last_day
        assert last_day is not None, "notice has a last day"
        return last_day


class WithdrawNoticeForm(ChangeForm):
    slug, kind = "withdraw-notice", AmendmentKind.WITHDRAW_NOTICE
    title, icon = gettext_lazy("Stay: withdraw the notice"), "undo-2"
    lead = gettext_lazy("Possible while nobody else has taken the seats.")

    @property
    def change(self) -> WithdrawNotice:
        return WithdrawNotice()

    def button(self, preview: FullPreview) -> str:
        return _("Withdraw the notice")

    def done(self, preview: FullPreview) -> str:
        return _("Your notice is withdrawn, and the lease goes on.")


class WithdrawChangeForm(ChangeForm):
    """Undo a planned change, by its number."""

    slug, kind = "undo", AmendmentKind.WITHDRAW_CHANGE
    title, icon = gettext_lazy("Undo a planned change"), "undo-2"

    number = forms.IntegerField(min_value=1, max_value=100_000, widget=forms.HiddenInput)

    @property
    def change(self) -> WithdrawChange:
        return WithdrawChange(self.cleaned_data["number"])

    def button(self, preview: FullPreview) -> str:
        return _("Undo this change")

    def done(self, preview: FullPreview) -> str:
        return _("The planned change is undone.")


FORMS: dict[str, type[ChangeForm]] = {
    form.slug: form
    for form in (AddSeatsForm, GiveBackForm, MoveForm, NoticeForm, WithdrawNoticeForm, WithdrawChangeForm)
}
