"""After a refusal on the way to a lease: the one link that leads on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import DetailsMissing
from bookings import errors
from facilities.errors import SeatTaken
from facilities.models import Facility
from kernel.refusal import Refusal
from portal.wishes import Wish


@dataclass(frozen=True, slots=True)
class RefusalLink:
    label: str
    href: str


def refusal_link(refusal: Refusal, wish: Wish, facility: Facility) -> RefusalLink | None:
    """The nearest thing that can be done instead, as a link; ``None`` where words are all there is."""
    match refusal:
        case errors.SeatsTaken(details={"seats": gone, "alternative": instead}):
            lost = set(gone.split(", "))
            picks = [code for code in wish.picks if code not in lost] + instead.split(", ")
            return RefusalLink(
                _("Take %(seats)s instead") % {"seats": instead}, wish.with_picks(picks).plan_href(facility)
            )
        case errors.NotEnoughSeats(details={"free": int(free)}) if free:
            label = ngettext("Take the %(free)s seat that is free", "Take the %(free)s seats that are free", free)
            return RefusalLink(label % {"free": free}, wish.with_picks(()).plan_href(facility, seats=str(free)))
        case errors.TooFewSeats(details={"minimum": minimum}):
            label = _("Choose %(seats)s seats") % {"seats": minimum}
            return RefusalLink(label, wish.with_picks(()).plan_href(facility, seats=str(minimum)))
        case errors.TermTooShort(details={"minimum": minimum}):
            label = _("Take %(months)s months") % {"months": minimum}
            return RefusalLink(label, wish.plan_href(facility, months=str(minimum)))
        case errors.TooManyHolds():
            return RefusalLink(_("See your holds"), reverse("portal:bookings"))
        case DetailsMissing():
            return RefusalLink(_("Company details"), reverse("portal:details"))
        case SeatTaken() | errors.NotEnoughSeats():
            return RefusalLink(_("See other days and places"), wish.search_href())
        case _:
            return None
