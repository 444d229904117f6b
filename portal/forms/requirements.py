"""Requirements beyond seats, as the search asked them and other pages carry them along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from bookings.seat_requests import Requirements, Space
from facilities.queries.catalogue import inclusions_by_key


class Ticks(forms.CheckboxSelectMultiple):
    """Several of a list, each ticked, or all in one parameter with commas between."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [
            key for given in super().value_from_datadict(data, files, name) or [] for key in given.split(",") if key
        ]


def carried_requirements(data: Mapping[str, Any]) -> Requirements:
    """The requirements in an address or a form; whatever nobody can choose is left out. One query where inclusions are
    named."""
    keys = Ticks().value_from_datadict(data, {}, "needs") if hasattr(data, "getlist") else []
    space = str(data.get("space", ""))
    return Requirements(
        inclusions=tuple(each for key, each in inclusions_by_key().items() if key in keys) if keys else (),
        space=Space(space) if space in {each.value for each in Space} else Space.ANY,
        clean_room=bool(forms.CheckboxInput().value_from_datadict(data, MultiValueDict(), "clean_room")),
    )
