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
from portal.request_links import RequestLinks


@dataclass(frozen=True, slots=True)
class RefusalLink:
    label: str
    href: str


def refusal_link(refusal: Refusal, links: RequestLinks, facility: Facility) -> RefusalLink | None:
    """The nearest thing that can be done instead, as a link; ``None`` where words are all there is."""
    match refusal:
        case errors.SeatsTaken(details={"seats": gone, "alternative": instead}):
            picks = [code for code in links.picks if code not in gone] + instead
            label = _("Take %(seats)s instead") % {"seats": ", ".join(instead)}
            return RefusalLink(label, links.with_picks(picks).plan_href(facility))
        case errors.NotEnoughSeats(details={"free": int(free)}) if free:
            label = ngettext("Take the %(free)s seat that is free", "Take the %(free)s seats that are free", free)
            return RefusalLink(label % {"free": free}, links.with_picks(()).plan_href(facility, seats=str(free)))
        case errors.TooFewSeats(details={"minimum": minimum}):
            label = _("Choose %(seats)s seats") % {"seats": minimum}
            return RefusalLink(label, links.with_picks(()).plan_href(facility, seats=str(minimum)))
        case errors.TermTooShort(details={"minimum": minimum}):
            label = _("Take %(months)s months") % {"months": minimum}
            return RefusalLink(label, links.plan_href(facility, months=str(minimum)))
        case errors.TooManyHolds():
            return RefusalLink(_("See your holds"), reverse("portal:bookings"))
        case DetailsMissing():
            return RefusalLink(_("Company details"), reverse("portal:details"))
        case SeatTaken() | errors.NotEnoughSeats():
            return RefusalLink(_("See other days and places"), links.search_href())
        case _:
            return None
