"""What a facility shows is what holds on the day; holidays come by the year, and stay as people left them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from audit.models import AuditEntry
from facilities.enums import CertificateKind, HolidayService, WorkstationState
from facilities.errors import NoHolidaysKnown, RoomFull
from facilities.models import Facility, Holiday, Room, Workstation
from facilities.operations import add_public_holidays, change_state
from facilities.queries.presentation import certificates_running_out, presentation
from kernel.period import Period
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
OPEN = HolidayService.OPEN


@pytest.fixture
def place() -> Facility:
    return factories.make_facility("Cebu")


def held(place: Facility, last: int | None, kind: CertificateKind = CertificateKind.PCI_DSS) -> Period:
    """A certificate of a year that has ``last`` days left."""
    days = Period.inclusive(TODAY - timedelta(days=300), None if last is None else TODAY + timedelta(days=last))
    factories.make_certificate(place, kind, days)
    return days


def test_a_certificate_is_shown_to_its_last_day_and_no_longer(place: Facility) -> None:
    days = held(place, 5)
    assert days.last is not None
    assert presentation(place, day=days.last).certificates
    assert not presentation(place, day=days.last + timedelta(days=1)).certificates
    assert not presentation(place, day=days.start - timedelta(days=1)).certificates


def test_staff_hear_sixty_days_before_and_until_another_takes_over(place: Facility) -> None:
    held(place, 60)
    assert not certificates_running_out(today=TODAY)
    assert len(certificates_running_out(today=TODAY + timedelta(days=1))) == 1
    assert len(certificates_running_out(today=TODAY + timedelta(days=90))) == 1
    held(place, 400)
    assert not certificates_running_out(today=TODAY + timedelta(days=1))


def test_one_without_an_end_takes_over_and_never_runs_out(place: Facility) -> None:
    held(place, 10)
    assert len(certificates_running_out(today=TODAY)) == 1
    held(place, None)
    assert not certificates_running_out(today=TODAY)


def test_another_kind_takes_nothing_over(place: Facility) -> None:
    held(place, 10)
    held(place, 400, CertificateKind.SOC_2)
    assert len(certificates_running_out(today=TODAY)) == 1


def test_holidays_come_by_country_and_year(place: Facility, now: datetime) -> None:
    added = add_public_holidays(facility=place, year=2026, service=OPEN, actor=SYSTEM, now=now)
    assert added == place.holidays.count() > 10
    assert place.holidays.get(day=date(2026, 12, 25)).service == OPEN
    assert AuditEntry.objects.get(verb="facilities.holidays_added").details["days"] == added


def test_what_people_wrote_on_a_day_stays(place: Facility, now: datetime) -> None:
    Holiday.objects.create(facility=place, day=date(2026, 12, 25), name="Our feast", service=HolidayService.CLOSED)
    add_public_holidays(facility=place, year=2026, service=OPEN, actor=SYSTEM, now=now)
    assert place.holidays.get(day=date(2026, 12, 25)).name == "Our feast"
    assert add_public_holidays(facility=place, year=2026, service=OPEN, actor=SYSTEM, now=now) == 0


@pytest.mark.parametrize("fields", [{"country": "XX"}, {"subdivision": "NOWHR"}])
def test_a_country_or_region_nobody_knows_is_said(fields: dict[str, str], now: datetime) -> None:
    with pytest.raises(NoHolidaysKnown):
        add_public_holidays(
            facility=factories.make_facility(**fields), year=2026, service=OPEN, actor=SYSTEM, now=now
        )  # fmt: skip


def test_clients_read_of_holidays_to_come(place: Facility, now: datetime) -> None:
    add_public_holidays(facility=place, year=2026, service=OPEN, actor=SYSTEM, now=now)
    days = [holiday.day for holiday in presentation(place, day=TODAY).holidays]
    assert days[0] == date(2026, 11, 30)
    assert date(2026, 12, 25) in days
    assert min(days) >= TODAY


def test_hours_are_shown_unless_it_is_always_open(place: Facility) -> None:
    factories.make_opening_hours(place, 0, 8, 18)
    assert not presentation(place, day=TODAY).hours
    place.is_always_open = False
    assert len(presentation(place, day=TODAY).hours) == 1


def test_a_full_room_takes_no_more_seats_into_service(place: Facility, now: datetime) -> None:
    seats = factories.make_room(place, "Suite", {"A": 3})
    Workstation.objects.filter(code="A3").update(state=WorkstationState.SPARE)
    Room.objects.update(capacity=2)
    with pytest.raises(RoomFull):
        change_state(workstations=[seats[2].pk], state=WorkstationState.IN_SERVICE, reason="", actor=SYSTEM, now=now)
    assert Workstation.objects.get(code="A3").state == WorkstationState.SPARE
    change_state(workstations=[seats[0].pk], state=WorkstationState.RETIRED, reason="", actor=SYSTEM, now=now)
    change_state(workstations=[seats[2].pk], state=WorkstationState.IN_SERVICE, reason="", actor=SYSTEM, now=now)
