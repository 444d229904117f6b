"""Changes to a lease as people read them, in mails, timelines and documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.enums import AmendmentKind
from kernel.wording import written


def amendment_sentence(kind: str, effective_on: date | str, details: Mapping[str, Any]) -> str:
    """Say what was changed and from when on; ``details`` as the amendment keeps them (days as dates or ISO text)."""
    codes = list(details.get("seats", []))
    words = {"day": _day(effective_on), "codes": ", ".join(codes), "count": len(codes)}
    change = AmendmentKind(kind)
    match change:
        case AmendmentKind.ADD_SEATS:
            text = ngettext(
                "%(count)s seat added from %(day)s: %(codes)s.",
                "%(count)s seats added from %(day)s: %(codes)s.",
                len(codes),
            )
        case AmendmentKind.REMOVE_SEATS:
            text = ngettext(
                "%(count)s seat given back from %(day)s: %(codes)s.",
                "%(count)s seats given back from %(day)s: %(codes)s.",
                len(codes),
            )
        case AmendmentKind.MOVE_SEATS:
            moves = zip(codes, details["moved_to"], strict=True)
            words["codes"] = ", ".join(f"{before} → {after}" for before, after in moves)
            text = ngettext(
                "%(count)s seat moves from %(day)s on: %(codes)s.",
                "%(count)s seats move from %(day)s on: %(codes)s.",
                len(codes),
            )
        case AmendmentKind.NOTICE:
            words["day"] = _day(details["last_day"])
            text = _("Notice received: the lease ends on %(day)s.")
        case AmendmentKind.WITHDRAW_NOTICE:
            text = _("Notice withdrawn: the lease goes on.")
        case AmendmentKind.TERMINATE:
            words |= {"day": _day(details["last_day"]), "reason": details.get("reason", "")}
            text = _("We end the lease on %(day)s. %(reason)s")
        case AmendmentKind.WITHDRAW_CHANGE:
            planned = details["withdrawn"]
            words["change"] = amendment_sentence(planned["kind"], planned["effective_on"], planned)
            text = _("A planned change is withdrawn: %(change)s")
        case _:
            assert_never(change)
    return (text % words).strip()


def _day(value: date | str) -> str:
    return written(date.fromisoformat(value) if isinstance(value, str) else value)
