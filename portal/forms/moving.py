"""Which of a company's own seats move from which day on, and where each of them goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.models import Allocation
from facilities.models import Workstation
from portal.forms.refusals import Refusable
from portal.forms.resizing import GiveBackForm

# Each is asked where it goes, among all that are free.
MOST_AT_ONCE = 40


class MovingForm(GiveBackForm):
    """The first question, asked by GET."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workstations"].label = _("Seats to move")

    def clean_workstations(self) -> list[UUID]:
        chosen: list[UUID] = self.cleaned_data["workstations"]
        if len(chosen) > MOST_AT_ONCE:
            told = _("Move at most %(most)s seats at a time; you chose %(chosen)s. The others can follow.")
            raise ValidationError(told % {"most": MOST_AT_ONCE, "chosen": len(chosen)})
        return chosen


class TargetsForm(Refusable, forms.Form):
    """The second: a free seat for each of ``moving``; the nearest is ``proposed``. Seats may trade places."""

    def __init__(
        self,
        data: Any = None,
        *,
        moving: Sequence[Allocation],
        free: Sequence[Workstation],
        proposed: Mapping[UUID, Workstation],
    ) -> None:
        super().__init__(data)
        self.moving = moving
        seats = [*(seat.workstation for seat in moving), *free]
        for seat in moving:
            target = proposed.get(seat.workstation_id)
            self.fields[f"to-{seat.workstation_id}"] = forms.TypedChoiceField(
                label=_("%(seat)s moves to") % {"seat": seat.workstation.code},
                coerce=UUID,
                choices=[
                    (str(each.pk), f"{each.code} · {each.room.name}") for each in seats if each != seat.workstation
                ],
                initial=str(target.pk) if target else None,
                error_messages={"invalid_choice": _("That seat is not free any more. Choose another.")},
            )

    @property
    def moves(self) -> dict[UUID, UUID | None]:
        """From seat to seat; only of a valid form."""
        return {seat.workstation_id: self.cleaned_data[f"to-{seat.workstation_id}"] for seat in self.moving}
