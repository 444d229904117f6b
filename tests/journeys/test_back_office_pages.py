"""The catalogue's pages in the back office, looked at by axe in one walk: lists, forms, plans, files and moving."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from bookings.enums import BookingState
from facilities import operations
from facilities.enums import CertificateKind
from facilities.models import Facility, FacilityInclusion, Inclusion, InclusionTest, Workstation
from floorplans import operations as floorplans
from floorplans.plans.files import Brought
from floorplans.queries.floors import fingerprint, plan_of
from kernel.period import Period
from tests import factories
from tests.conftest import Bring, HoldSeats
from tests.journeys.conftest import PHONE, WIDE, Arrive

# Not ours to mend: Simplebar gives all that scrolls the same name and Unfold its tabs none, Unfold leaves the head
# above the boxes that delete a row empty, and Django's autocomplete is Select2, whose inner search has no label.
NOT_OURS = ("landmark-unique", "empty-table-header", "label: ['.select2", "list: ['.select2")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def pages(
    cebu: Facility, seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring, now: datetime
) -> list[str]:
    """A facility with something of everything, and where that is to be seen."""
    today, seat, floor = now.date(), seats["A1"], cebu.floors.get()
    start = today.replace(day=1) + timedelta(days=70)
    booking = bring(hold_seats("A1", "A2", start=start, now=now), BookingState.CONFIRMED, now=now)
    factories.make_photo(cebu)
    factories.make_opening_hours(cebu, 0, 8, 18)
    certificate = factories.make_certificate(cebu, CertificateKind.SOC_2, Period(date(2026, 1, 1)))
    add_on = factories.make_add_on("monitor")
    factories.make_add_on_price(add_on, cebu, "500")
    asset = factories.make_asset(cebu, "SN-1")
    factories.make_fault(seat, now - timedelta(hours=1))
    inclusion = Inclusion.objects.create(kind="power", name="UPS")
    here = FacilityInclusion.objects.create(facility=cebu, inclusion=inclusion)
    InclusionTest.objects.create(inclusion=here, tested_on=today, fact="14 minutes")
    operations.close_workstation(
        workstation=seats["B4"], days=Period(today), reason="Paint", actor=SYSTEM, now=now
    )  # fmt: skip
    draft = floorplans.start_draft(floor=floor, actor=SYSTEM, now=now)
    seen = fingerprint(floorplans.preview_publication(draft=draft))
    floorplans.publish_plan(draft=draft, seen=seen, actor=SYSTEM, now=now)
    floorplans.start_draft(floor=floor, actor=SYSTEM, now=now)
    drawn = Brought(plan_of(floor))
    brought = floorplans.import_plan(
        floor=floor, plan=drawn.plan, source="level.svg", remarks=["Left out."], actor=SYSTEM, now=now
    )
    of = {
        "facilities_facility_change": cebu,
        "facilities_room_change": seat.room,
        "facilities_workstation_change": seat,
        "facilities_certificate_change": certificate,
        "facilities_addon_change": add_on,
        "facilities_asset_change": asset,
        "facilities_facilityinclusion_change": here,
        "facility-holidays": cebu,
        "asset-move": asset,
        "workstation-fault": seat,
        "floor-plan": floor,
        "floor-plan-publish": floor,
    }
    lists = [
        f"facilities_{noun}_changelist"
        for noun in ("room", "workstation", "certificate", "addon", "asset", "fault", "facilityinclusion")
    ]
    return [
        *(reverse(f"admin:{name}", args=[thing.pk]) for name, thing in of.items()),
        *(
            reverse("admin:booking-change", args=[booking.pk, kind])
            for kind in ("add-seats", "move-seats", "terminate")
        ),
        *(reverse(f"admin:{name}") for name in (*lists, "inventory", "price-lists")),
        reverse("admin:workstations-close") + f"?room={seat.room_id}",
        reverse("admin:floor-plan-version", args=[floor.pk, 1]),
        reverse("admin:floor-plan-brought", args=[floor.pk, brought.pk]),
    ]


def test_every_page_of_the_catalogue_is_sound(arrive: Arrive, opal: User, pages: list[str]) -> None:
    User.objects.filter(pk=opal.pk).update(is_superuser=True)
    looks = [arrive(opal, viewport=WIDE), arrive(opal, viewport=PHONE, color_scheme="dark")]
    found = {}
    for place, path in enumerate(pages):
        visitor = looks[place % 2]
        visitor.go(path)
        if faults := [fault for fault in visitor.faults() if not fault.startswith(NOT_OURS)]:
            found[path] = faults
    assert found == {}
    assert [visitor.complaints for visitor in looks] == [[], []]
