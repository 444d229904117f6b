"""Changes of a draft's document, and its parts by the names people know them by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from floorplans.models import PlanVersion

Change = Callable[[dict[str, Any]], object]
Publish = Callable[..., PlanVersion]


def seat(document: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in document["seats"] if each["code"] == code)
    return found


def without(*codes: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["seats"] = [each for each in document["seats"] if each["code"] not in codes]

    return change


def room_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in document["rooms"] if each["name"] == name)
    return found


def without_room(name: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        gone = room_of(document, name)["id"]
        document["rooms"] = [room for room in document["rooms"] if room["id"] != gone]
        document["seats"] = [each for each in document["seats"] if each["room"] != gone]

    return change
