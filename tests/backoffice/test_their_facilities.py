"""Staff who are there for some facilities only: the lists, pages and forms of the back office."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.test import Client as HttpClient
from django.urls import reverse
from django.utils import timezone

from accounts.capabilities import Duty
from accounts.models import User
from audit.models import AuditEntry
from backoffice.modeladmin import StaffAdmin
from facilities.enums import CertificateKind
from facilities.models import Facility, Floor, Package, Rate, Room, ShiftPattern, Workstation
from kernel.period import Period
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def manila(standard: Package, day_shift: ShiftPattern) -> Facility:
    facility = factories.make_facility("Manila", code="MNL", city="Manila")
    factories.make_room(facility, "Hall", {"M": 2})
    factories.make_rate(facility, standard, day_shift)
    return facility


@pytest.fixture
def mia(manila: Facility) -> User:
    user = factories.make_staff("Mia", Duty.FACILITY)
    manila.staff.add(user)
    return user


@pytest.fixture
def things(cebu: Facility, manila: Facility) -> None:
    """One of everything that is somewhere, in either facility."""
    for place in (cebu, manila):
        factories.make_asset(place, serial=f"SN-{place.code}")
        factories.make_certificate(place, CertificateKind.PCI_DSS, Period(date(2026, 1, 1)), number=f"NO-{place.code}")
        factories.make_fault(seat_of(place), timezone.now(), what=f"Dust {place.code}")
        factories.make_fact(place, "Power", date(2026, 1, 1), "Held")
        factories.make_add_on_price(factories.make_add_on(f"locker-{place.code}".lower()), place, "300")


def seat_of(place: Facility) -> Workstation:
    return Workstation.objects.filter(facility=place)[0]


LISTS = [
    "facility", "floor", "room", "workstation", "fault", "certificate", "rate", "addonprice", "asset",
    "facilityinclusion",
]  # fmt: skip


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("noun", LISTS)
def test_lists_show_what_is_at_theirs(sign_in: SignIn, mia: User, desk: HttpClient, noun: str, cebu: Facility) -> None:
    path = reverse(f"admin:facilities_{noun}_changelist")
    shown = sign_in(mia).get(path).context["cl"]
    everything = desk.get(path).context["cl"]
    assert 0 < shown.result_count < everything.result_count


def test_every_admin_screen_of_something_that_is_somewhere_is_limited() -> None:
    """A new model with a facility needs its way to it, or a reason to have none."""

    unlimited = {
        model._meta.model_name
        for model, screen in admin.site._registry.items()
        if isinstance(screen, StaffAdmin)
        and screen.at is None
        and any(field.related_model is Facility for field in model._meta.get_fields() if not field.auto_created)
    }
    # Bookings and places on the waitlist are limited by what is visible of them. Policies may be of all facilities, and
    # the audit log is read as a whole.
    assert unlimited == {"booking", "waitlistentry", "bookingpolicy", "auditentry"}


@pytest.mark.usefixtures("things")
def test_pages_of_other_facilities_do_not_exist(sign_in: SignIn, mia: User, cebu: Facility, manila: Facility) -> None:
    browser = sign_in(mia)
    for place, status in ((cebu, 404), (manila, 200)):
        seat, floor = seat_of(place), Floor.objects.get(facility=place)
        for path in (
            reverse("admin:floor-plan", args=[floor.pk]),
            reverse("admin:workstation-fault", args=[seat.pk]),
            reverse("admin:facility-holidays", args=[place.pk]),
            reverse("admin:price-copy", args=[place.pk]),
            f"{reverse('admin:workstations-close')}?seats={seat.pk}",
        ):
            assert browser.get(path).status_code == status, path
    for name, subject in (("workstation", seat_of(cebu)), ("facility", cebu)):
        # Django's own answer to what a list doesn't have.
        assert browser.get(reverse(f"admin:facilities_{name}_change", args=[subject.pk])).status_code == 302


def test_nothing_is_put_where_they_are_not_there_for(
    sign_in: SignIn, mia: User, cebu: Facility, manila: Facility, standard: Package, day_shift: ShiftPattern
) -> None:
    browser, before = sign_in(mia), Rate.objects.count()
    typed = {
        "package": standard.pk, "pattern": day_shift.pk, "days_0": "2030-01-01", "days_1": "", "currency": "PHP",
        "monthly_net": "1", "setup_net": "0", "escalation_percent": "0", "minimum_seats": "1", "minimum_months": "1",
        "notice_days": "30", "deposit_months": "1",
    }  # fmt: skip
    answer = browser.post(reverse("admin:facilities_rate_add"), {**typed, "facility": cebu.pk})
    assert "facility" in answer.context["adminform"].form.errors
    assert Rate.objects.count() == before
    room = Room.objects.filter(floor__facility=cebu)[0]
    answer = browser.post(reverse("admin:facilities_workstation_add"), {"room": room.pk, "code": "X1"})
    assert "room" in answer.context["adminform"].form.errors
    assert browser.get(reverse("admin:facilities_facility_add")).status_code == 403


def test_the_board_and_the_exports_are_of_theirs(sign_in: SignIn, mia: User, cebu: Facility, manila: Facility) -> None:
    for place in (cebu, manila):
        factories.make_fault(seat_of(place), timezone.now(), what=f"Dust {place.code}")
    page = sign_in(mia).get(reverse("admin:index"))
    text = page.content.decode()
    assert "Dust MNL" in text
    assert "Dust CEB" not in text
    assert [use.facility for use in page.context["occupancy"]] == [manila]
    table = sign_in(mia).get(reverse("admin:inventory-table", args=["workstations"])).content.decode()
    assert "MNL" in table
    assert "CEB" not in table


def test_the_whole_business_is_for_those_who_are_there_for_all_of_it(
    sign_in: SignIn, mia: User, manila: Facility
) -> None:
    path = reverse("admin:going-live-workbook")
    assert sign_in(mia).get(path).status_code == 403
    manila.staff.clear()
    assert sign_in(mia).get(path).status_code == 200


def test_an_administrator_says_which_facilities_somebody_is_there_for(
    desk: HttpClient, nils: User, cebu: Facility, manila: Facility
) -> None:
    path = reverse("admin:accounts_user_change", args=[nils.pk])
    assert "Manila" in desk.get(path).content.decode()
    typed = {"email": nils.email, "name": "Nils", "is_active": "on", "is_staff": "on"}
    desk.post(path, {**typed, "facilities": [manila.pk]})
    assert list(nils.facilities.all()) == [manila]
    entry = AuditEntry.objects.get(verb="accounts.user_changed")
    assert any("facilities" in name.lower() for name in entry.details["changed"])
    assert desk.get(path).context["adminform"].form.initial["facilities"] == [manila]
    desk.post(path, typed)
    assert not nils.facilities.exists()


def test_nobody_else_widens_their_own(sign_in: SignIn, mia: User, manila: Facility) -> None:
    assert sign_in(mia).get(reverse("admin:accounts_user_change", args=[mia.pk])).status_code == 200
    sign_in(mia).post(reverse("admin:accounts_user_change", args=[mia.pk]), {"email": mia.email, "facilities": []})
    assert list(mia.facilities.all()) == [manila]
