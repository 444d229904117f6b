"""Every request gets an answer, every answer a reason, and what is offered instead can really be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from accounts.models import Client
from bookings import errors, operations
from bookings.models import Booking
from bookings.queries.offers import Offer, price_for, search
from bookings.seat_requests import Requirements, SeatRequest, Space
from facilities.enums import InclusionKind
from facilities.errors import NotPriced
from facilities.models import Facility, FacilityInclusion, Inclusion, Package, ShiftPattern, Workstation
from facilities.queries.vacancies import FEW
from tests import factories
from tests.conftest import HoldSeats

pytestmark = pytest.mark.django_db

DECEMBER_1 = date(2026, 12, 1)


@pytest.fixture
def davao(standard: Package, day_shift: ShiftPattern) -> Facility:
    """Five seats in one row, dearer than cebu."""
    place = factories.make_facility("Davao", city="Davao")
    factories.make_room(place, "Main", {"A": 5})
    factories.make_rate(place, standard, day_shift, "9500")
    return place


def ask(pattern: ShiftPattern, now: datetime, *, seats: int = 2, **asked: object) -> list[Offer]:
    usual: dict[str, object] = {"start": DECEMBER_1, "months": 6}
    request = SeatRequest(pattern=pattern, seats=seats, **{**usual, **asked})  # type: ignore[arg-type]
    return search(request, now=now).offers()


def instead(offer: Offer) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for alternative in offer.alternatives:
        assert alternative.label
        found.setdefault(alternative.kind, []).append(alternative.params)
    return found


def test_an_offer_has_seats_a_price_and_its_reasons(
    cebu: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    (offer,) = ask(day_shift, now, seats=4)
    assert offer.fits
    assert (offer.facility, offer.package, offer.free) == (cebu, standard, 12)
    assert offer.price is not None
    assert offer.price.monthly_net == Decimal("36000.00")
    assert offer.choice is not None
    assert offer.choice.codes == ("S1", "S2", "S3", "S4"), "the suite fits a team of four to the seat"
    assert offer.reasons == ("All 4 seats together in Suite.", "Side by side in one row.")
    assert offer.alternatives == []


def test_what_is_chosen_for_an_offer_can_be_held(
    cebu: Facility, standard: Package, day_shift: ShiftPattern, acme: Client, hold_seats: HoldSeats, now: datetime
) -> None:
    hold_seats("A1", "S1")
    (offer,) = ask(day_shift, now, seats=5, client=acme)
    assert offer.choice is not None
    request = SeatRequest(
        client=acme, facility=cebu, pattern=day_shift, package=standard, start=DECEMBER_1, months=6,
        workstations=offer.choice.workstations,
    )  # fmt: skip
    booking = operations.hold(request=request, actor=SYSTEM, now=now)
    assert offer.price is not None
    assert booking.terms.get().net_rate == offer.price.net_rate


def test_what_fits_comes_first_then_together_then_the_lower_price(
    cebu: Facility, davao: Facility, hold_seats: HoldSeats, day_shift: ShiftPattern, now: datetime
) -> None:
    assert [offer.facility.name for offer in ask(day_shift, now)] == ["Cebu", "Davao"]
    hold_seats("A1", "A2", "A3", "A4")
    # Four still fit in one room of Cebu's; five would have to split there.
    assert [offer.facility.name for offer in ask(day_shift, now, seats=4)] == ["Cebu", "Davao"]
    assert [(offer.facility.name, offer.fits) for offer in ask(day_shift, now, seats=5)] == [
        ("Davao", True),
        ("Cebu", True),
    ]
    assert [(offer.facility.name, offer.fits) for offer in ask(day_shift, now, seats=9)] == [
        ("Cebu", False),
        ("Davao", False),
    ]


def test_of_those_that_do_not_fit_the_one_with_most_free_seats_comes_first(
    cebu: Facility, davao: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    cheap = factories.make_facility("Bacolod", city="Bacolod")
    factories.make_room(cheap, "Main", {"A": 2})
    factories.make_rate(cheap, standard, day_shift, "1000")
    assert [offer.facility for offer in ask(day_shift, now, seats=20)] == [cebu, davao, cheap]


def test_only_what_is_asked_for_is_answered(
    cebu: Facility, davao: Facility, day_shift: ShiftPattern, night_shift: ShiftPattern, now: datetime
) -> None:
    assert [offer.facility for offer in ask(day_shift, now, city="Davao")] == [davao]
    assert [offer.facility for offer in ask(day_shift, now, facility=cebu)] == [cebu]
    Facility.objects.filter(pk=davao.pk).update(is_listed=False)
    assert [offer.facility for offer in ask(day_shift, now)] == [cebu]


def test_where_there_is_no_price_there_is_a_word_instead(
    davao: Facility, night_shift: ShiftPattern, now: datetime
) -> None:
    (offer,) = ask(night_shift, now)
    assert not offer.fits
    assert offer.price is None
    assert offer.reasons == ("No list price for this shift here; ask us for a quote.",)


def test_a_full_house_names_what_else_can_be_had(
    cebu: Facility,
    davao: Facility,
    hold_seats: HoldSeats,
    globex: Client,
    day_shift: ShiftPattern,
    night_shift: ShiftPattern,
    nightly: ShiftPattern,
    evening_shift: ShiftPattern,
    acme: Client,
    now: datetime,
) -> None:
    hold_seats("A1", "A2", "A3", "A4", "B1", "B2", "B3", client=globex, months=2, auto_renews=False)
    hold_seats("S1", "S2", "S3", "S4", client=globex)
    offer = next(offer for offer in ask(day_shift, now, seats=3, client=acme) if offer.facility == cebu)
    assert offer.reasons == ("Only 1 seat is free for these days.",)
    assert instead(offer) == {
        "start": [{"start": "2027-02-01"}],
        "shift": [{"shift": "night"}, {"shift": "nightly"}],
        "facility": [{"city": "Davao", "facility": "davao"}],
        "seats": [{"seats": "1"}],
    }


def test_every_alternative_can_be_had(
    cebu: Facility, davao: Facility, hold_seats: HoldSeats, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    hold_seats("A1", "A2", "A3", "A4", "B1", "B2", client=globex, months=2, auto_renews=False)
    hold_seats("S1", "S2", "S3", "S4", client=globex)
    offer = next(offer for offer in ask(day_shift, now, seats=4) if offer.facility == cebu)
    assert len(offer.alternatives) >= 4
    for alternative in offer.alternatives:
        change = alternative.params
        place = Facility.objects.get(slug=change.get("facility", "cebu"))
        pattern = ShiftPattern.objects.get(slug=change.get("shift", "day"))
        start = date.fromisoformat(change.get("start", str(DECEMBER_1)))
        (found,) = ask(pattern, now, seats=int(change.get("seats", 4)), start=start, facility=place)
        assert found.fits, alternative


def test_too_few_seats_or_months_for_the_price_name_the_minimum(
    davao: Facility, standard: Package, night_shift: ShiftPattern, now: datetime
) -> None:
    factories.make_rate(davao, standard, night_shift, minimum_seats=3, minimum_months=12)
    (offer,) = ask(night_shift, now, seats=2)
    assert not offer.fits
    assert instead(offer) == {"seats": [{"seats": "3"}], "months": [{"months": "12"}]}
    request = SeatRequest(facility=davao, package=standard, pattern=night_shift, start=DECEMBER_1, seats=2, months=12)
    with pytest.raises(errors.TooFewSeats):
        price_for(request)
    with pytest.raises(errors.TermTooShort):
        price_for(replace(request, seats=3, months=6))


def test_the_price_is_that_of_the_first_day(davao: Facility, standard: Package, day_shift: ShiftPattern) -> None:
    request = SeatRequest(
        facility=davao, package=standard, pattern=day_shift, seats=1, months=1, start=date(2020, 1, 1)
    )
    assert price_for(request).price.list_rate == Decimal(9500)
    with pytest.raises(NotPriced):
        price_for(replace(request, start=date(2019, 12, 31)))


def test_a_lease_that_ends_may_fit_where_one_that_renews_does_not(
    cebu: Facility, hold_seats: HoldSeats, globex: Client, day_shift: ShiftPattern, now: datetime
) -> None:
    Workstation.objects.filter(facility=cebu).exclude(code="A1").update(state="retired")
    hold_seats("A1", client=globex, start=date(2027, 6, 1))
    (endless,) = ask(day_shift, now, seats=1)
    (bounded,) = ask(day_shift, now, seats=1, renews=False)
    assert (endless.fits, bounded.fits) == (False, True)


def test_a_facility_speaks_of_its_own_shifts_only(
    davao: Facility, standard: Package, day_shift: ShiftPattern, hold_seats: HoldSeats, now: datetime
) -> None:
    """A shift without a price here is no alternative here."""
    unpriced = factories.make_pattern("dawn", time(4), 4)
    hold_seats(*(f"{row}{n}" for row in "ABS" for n in range(1, 5)))
    for offer in ask(day_shift, now, seats=6):
        assert {"shift": unpriced.slug} not in instead(offer).get("shift", [])
    assert Booking.objects.count() == 1


class TestWhatIsNeededBeside:
    @pytest.fixture
    def generator(self) -> Inclusion:
        return Inclusion.objects.create(kind=InclusionKind.POWER, name="Generator")

    def test_the_package_or_the_place_must_have_it(
        self, cebu: Facility, davao: Facility, standard: Package, day_shift: ShiftPattern, generator: Inclusion,
        now: datetime,
    ) -> None:  # fmt: skip
        FacilityInclusion.objects.create(facility=davao, inclusion=generator)
        pro = factories.make_package("pro")
        Package.objects.filter(pk=pro.pk).update(position=9)
        pro.inclusions.add(generator)
        needs = Requirements(inclusions=(generator,))
        first, last = ask(day_shift, now, requirements=needs)
        assert (first.facility, first.package, first.fits) == (davao, standard, True)
        assert (last.facility, last.fits) == (cebu, False)
        assert last.reasons == ("Cebu lacks what you need: Generator.",)
        assert instead(last) == {"needs": [{"needs": ""}]}
        factories.make_rate(cebu, pro, day_shift, "12000")
        offer = next(offer for offer in ask(day_shift, now, requirements=needs) if offer.facility == cebu)
        assert (offer.fits, offer.package) == (True, pro), "the dearer package has it"

    def test_a_room_of_ones_own_or_a_floor_that_is_shared(
        self, cebu: Facility, davao: Facility, day_shift: ShiftPattern, hold_seats: HoldSeats, globex: Client,
        now: datetime,
    ) -> None:  # fmt: skip
        private, shared = Requirements(space=Space.PRIVATE), Requirements(space=Space.SHARED)
        own, none = ask(day_shift, now, requirements=private)
        assert own.choice is not None
        assert own.choice.rooms == ("Suite",)
        assert none.reasons == ("Davao has no room of your own.",)
        assert instead(none) == {"needs": [{"space": "", "clean_room": ""}]}
        floor = next(offer for offer in ask(day_shift, now, seats=4, requirements=shared) if offer.facility == cebu)
        assert floor.choice is not None
        assert floor.choice.rooms == ("Main floor",)
        assert floor.free == 8
        hold_seats("S1", client=globex)
        taken = next(offer for offer in ask(day_shift, now, requirements=private) if offer.facility == cebu)
        assert taken.reasons == ("No seat is free in rooms like that in Cebu.",)
        assert instead(taken) == {"needs": [{"space": "", "clean_room": ""}]}

    def test_a_clean_room(self, cebu: Facility, day_shift: ShiftPattern, now: datetime) -> None:
        needs = Requirements(clean_room=True)
        (offer,) = ask(day_shift, now, requirements=needs)
        assert offer.reasons == ("Cebu has no PCI clean room.",)
        factories.make_room(cebu, "Vault", {"V": 3}, is_clean_room=True)
        (offer,) = ask(day_shift, now, requirements=needs)
        assert offer.choice is not None
        assert offer.choice.rooms == ("Vault",)
        (offer,) = ask(day_shift, now, seats=4, requirements=needs)
        assert offer.reasons == ("Only 3 seats are free in rooms like that in Cebu.",)
        assert instead(offer) == {"needs": [{"space": "", "clean_room": ""}], "seats": [{"seats": "3"}]}


def test_other_facilities_are_the_nearest_few_that_have_a_price(
    cebu: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    for number, (city, country) in enumerate([("Austin", "US"), ("Davao", "PH"), ("Cebu", "PH"), ("Baguio", "PH")]):
        place = factories.make_facility(f"Place {number}", city=city, country=country)
        factories.make_room(place, "Main", {"A": 20})
        factories.make_rate(place, standard, day_shift)
    unpriced = factories.make_facility("Unpriced")
    factories.make_room(unpriced, "Main", {"A": 20})
    (offer,) = ask(day_shift, now, seats=15, facility=cebu)
    named = [change["facility"] for change in instead(offer)["facility"]]
    assert named == ["place-2", "place-1", "place-3"]


def test_what_else_would_do_costs_the_same_however_many_facilities_there_are(
    cebu: Facility, standard: Package, day_shift: ShiftPattern, now: datetime
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(day_shift, now, seats=15, facility=cebu)
        return len(queries)

    def open_place(number: int) -> None:
        place = factories.make_facility(f"Place {number}")
        factories.make_room(place, "Main", {"A": 2})
        factories.make_rate(place, standard, day_shift)

    for number in range(FEW + 1):
        open_place(number)
    cost()
    before = cost()
    for number in range(FEW + 1, 30):
        open_place(number)
    assert cost() == before
