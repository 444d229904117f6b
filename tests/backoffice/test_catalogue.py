"""What there is and what it costs is edited within what was promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Deed, User
from billing.models import TaxCertificate, TaxRate
from bookings.enums import BookingState
from facilities.enums import WorkstationState
from facilities.models import Facility, Package, Rate, Room, ShiftPattern, Workstation
from kernel.period import Period
from tests import factories
from tests.backoffice.conftest import Enter
from tests.billing.rows import make_certificate
from tests.conftest import Bring, HoldSeats

# --- List prices and other dated things ------------------------------------------------------------------------


@pytest.fixture
def price(place: Facility, standard: Package, day_shift: ShiftPattern) -> dict[str, Any]:
    """A list price from 2027 on, as it is typed."""
    return {
        "facility": place.pk,
        "package": standard.pk,
        "pattern": day_shift.pk,
        "days_first": "2027-01-01",
        "days_last": "2027-12-31",
        "currency": "PHP",
        "monthly_net": "9500",
        "setup_net": "0",
        "escalation_percent": "0",
        "minimum_seats": "1",
        "minimum_months": "1",
        "notice_days": "60",
        "deposit_months": "2",
    }


def test_days_are_typed_inclusive_and_kept_half_open(desk: Browser, price: dict[str, Any], opal: User) -> None:
    desk.post(reverse("admin:facilities_rate_add"), price)
    assert Rate.objects.get().days == Period(date(2027, 1, 1), date(2028, 1, 1))
    deed = Deed.objects.get(verb="facilities.rate_added")
    assert deed.actor == opal


def test_an_empty_last_day_means_until_further_notice(desk: Browser, price: dict[str, Any]) -> None:
    desk.post(reverse("admin:facilities_rate_add"), {**price, "days_last": ""})
    assert Rate.objects.get().days == Period(date(2027, 1, 1))


def test_an_overlap_is_said_beside_the_days_and_the_rest_stays_typed(desk: Browser, price: dict[str, Any]) -> None:
    desk.post(reverse("admin:facilities_rate_add"), price)
    answer = desk.post(reverse("admin:facilities_rate_add"), {**price, "days_first": "2027-12-31", "days_last": ""})
    form = answer.context["adminform"].form
    assert form.errors == {"days": ["Another list price for this package and shift covers some of these days."]}
    assert 'value="9500"' in answer.content.decode()
    assert Rate.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2027-02-01", "2027-01-31", "The last day can&#x27;t come before the first."),
        ("", "2027-01-31", "Enter the first day."),
        ("", "", "This field is required."),
    ],
)
def test_days_that_are_none_are_refused(
    desk: Browser, price: dict[str, Any], first: str, last: str, sentence: str
) -> None:
    answer = desk.post(reverse("admin:facilities_rate_add"), {**price, "days_first": first, "days_last": last})
    assert sentence in answer.content.decode()
    assert not Rate.objects.exists()


def test_what_was_changed_stands_in_the_history(desk: Browser, price: dict[str, Any]) -> None:
    desk.post(reverse("admin:facilities_rate_add"), price)
    rate = Rate.objects.get()
    desk.post(reverse("admin:facilities_rate_change", args=[rate.pk]), {**price, "monthly_net": "9900"})
    assert Rate.objects.get().monthly_net == Decimal(9900)
    page = desk.get(reverse("admin:facilities_rate_history", args=[rate.pk])).content.decode()
    assert "List price changed" in page
    assert "per seat and month, net" in page.lower()
    assert "Opal" in page


def test_a_tax_rate_does_not_overlap_another(desk: Browser, place: Facility) -> None:
    typed = {"country": "PH", "name": "VAT", "percent": "15", "days_first": "2027-01-01", "days_last": ""}
    page = desk.post(reverse("admin:billing_taxrate_add"), typed).content.decode()
    assert "Another rate of this country covers some of these days." in page
    assert TaxRate.objects.count() == 1


# --- Shifts ----------------------------------------------------------------------------------------------------


def hours(*rows: tuple[str, str, str, str], initial: int = 0) -> dict[str, Any]:
    """Rows of (id, weekday, from, until) as the form sends them."""
    typed: dict[str, Any] = {
        "spans-TOTAL_FORMS": len(rows), "spans-INITIAL_FORMS": initial, "spans-MIN_NUM_FORMS": 0,
        "spans-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for number, (pk, weekday, starts, ends) in enumerate(rows):
        typed |= {
            f"spans-{number}-id": pk,
            f"spans-{number}-weekday": weekday,
            f"spans-{number}-starts": starts,
            f"spans-{number}-ends": ends,
        }
    return typed


SHIFT = {"name": "Graveyard", "slug": "graveyard", "kind": "night", "position": "9", "is_offered": "on"}


def test_hours_past_midnight_belong_to_the_day_they_begin_on(desk: Browser) -> None:
    desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours(("", "6", "22:30", "06:30"))})
    [span] = ShiftPattern.objects.get(slug="graveyard").hours
    assert (span.weekday, span.start, span.length) == (6, 22 * 60 + 30, 480)


def test_a_shift_has_hours(desk: Browser) -> None:
    answer = desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours()})
    assert "A shift has hours on at least one day." in answer.content.decode()
    assert not ShiftPattern.objects.filter(slug="graveyard").exists()


def test_hours_change_until_seats_are_let_on_them(
    desk: Browser, day_shift: ShiftPattern, hold_seats: HoldSeats
) -> None:
    path = reverse("admin:facilities_shiftpattern_change", args=[day_shift.pk])
    named = {"name": "Day", "slug": "day", "kind": "day", "position": "0", "is_offered": "on"}
    desk.post(path, {**named, **hours(("", "0", "10:00", "18:00"))})
    assert [span.start for span in day_shift.hours] == [600]
    hold_seats("A1")
    typed = hours((str(day_shift.spans.all()[0].pk), "0", "11:00", "18:00"), initial=1)
    desk.post(path, {**named, **typed, "name": "By day"})
    day_shift.refresh_from_db()
    assert (day_shift.name, [span.start for span in day_shift.hours]) == ("By day", [600])
    assert 'name="spans-0-starts"' not in desk.get(path).content.decode()


# --- Seats -----------------------------------------------------------------------------------------------------


def choose(action: str, *seats: Workstation) -> dict[str, Any]:
    return {"action": action, "_selected_action": [str(seat.pk) for seat in seats]}


def test_seats_are_retired_many_at_once(desk: Browser, seats: dict[str, Workstation]) -> None:
    answer = desk.post(
        reverse("admin:facilities_workstation_changelist"), choose("retire", seats["A1"], seats["A2"]), follow=True
    )
    assert "2 seats changed." in answer.content.decode()
    assert Workstation.objects.filter(state=WorkstationState.RETIRED).count() == 2
    assert Deed.objects.filter(verb="facilities.workstation_state_changed").count() == 2


def test_seats_in_use_are_not_retired_and_named(
    desk: Browser, seats: dict[str, Workstation], hold_seats: HoldSeats, bring: Bring
) -> None:
    bring(hold_seats("A2"), BookingState.CONFIRMED)
    answer = desk.post(
        reverse("admin:facilities_workstation_changelist"), choose("retire", seats["A1"], seats["A2"]), follow=True
    )
    assert "A2: leased, on hold or promised" in answer.content.decode()
    assert not Workstation.objects.exclude(state=WorkstationState.IN_SERVICE).exists()


def test_the_state_of_a_seat_is_no_field_of_its_form(desk: Browser, seats: dict[str, Workstation]) -> None:
    seat = seats["A1"]
    typed = {"code": "A1", "row": "A", "position": "1", "x": "5", "y": "5", "rotation": "0", "state": "retired"}
    desk.post(reverse("admin:facilities_workstation_change", args=[seat.pk]), typed)
    seat.refresh_from_db()
    assert (seat.x, seat.state) == (5, WorkstationState.IN_SERVICE)


def test_a_new_seat_belongs_to_the_facility_of_its_room(desk: Browser, cebu: Facility) -> None:
    room = Room.objects.get(name="Suite")
    typed = {"room": room.pk, "code": "S9", "row": "S", "position": "9", "x": "5", "y": "5", "rotation": "0"}
    desk.post(reverse("admin:facilities_workstation_add"), typed)
    assert Workstation.objects.get(code="S9").facility == cebu
    again = desk.post(reverse("admin:facilities_workstation_add"), typed).content.decode()
    assert "Another workstation of this facility has this code." in again


def test_whether_a_room_is_let_to_one_company_stays_while_it_is_taken(desk: Browser, hold_seats: HoldSeats) -> None:
    room = Room.objects.get(name="Suite")
    path = reverse("admin:facilities_room_change", args=[room.pk])
    assert 'name="is_exclusive"' in desk.get(path).content.decode()
    hold_seats("S1")
    assert 'name="is_exclusive"' not in desk.get(path).content.decode()


def test_facilities_are_never_deleted(desk: Browser, cebu: Facility) -> None:
    assert desk.post(reverse("admin:facilities_facility_delete", args=[cebu.pk]), {"post": "yes"}).status_code == 403


def test_staff_see_who_has_a_seat(desk: Browser, seats: dict[str, Workstation], hold_seats: HoldSeats) -> None:
    held = hold_seats("A1")
    page = desk.get(reverse("admin:facilities_workstation_change", args=[seats["A1"].pk])).content.decode()
    assert held.client.name in page
    assert "from 1 Dec 2026" in page
    page = desk.get(reverse("admin:facilities_workstation_change", args=[seats["A2"].pk])).content.decode()
    assert "it is free in every shift" in page


def test_a_seat_is_closed_for_planned_work_and_opened_again(desk: Browser, seats: dict[str, Workstation]) -> None:
    seat = seats["A1"]
    typed = {"days_first": "2026-12-01", "days_last": "2026-12-03", "reason": "New carpet"}
    page = desk.post(reverse("admin:workstation-close", args=[seat.pk]), typed, follow=True).content.decode()
    assert "New carpet" in page
    assert "1 Dec 2026 – 3 Dec 2026" in page
    page = desk.post(reverse("admin:workstation-reopen", args=[seat.pk]), follow=True).content.decode()
    assert "Opened again." in page
    assert "New carpet" not in page


def test_a_seat_that_is_let_is_not_closed_and_what_was_typed_stays(
    desk: Browser, seats: dict[str, Workstation], hold_seats: HoldSeats
) -> None:
    hold_seats("A1")
    typed = {"days_first": "2026-12-01", "days_last": "", "reason": "New carpet"}
    answer = desk.post(reverse("admin:workstation-close", args=[seats["A1"].pk]), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "just been taken for some of these hours" in page
    assert 'value="New carpet"' in page
    assert 'value="2026-12-01"' in page


# --- Certificates, and who may ---------------------------------------------------------------------------------


def test_a_certificate_counts_once_it_is_approved(desk: Browser, acme: Client, opal: User) -> None:
    certificate = make_certificate(acme, Period(date(2026, 1, 1)), approved_at=None)
    choice = {"action": "approve", "_selected_action": [str(certificate.pk)]}
    answer = desk.post(reverse("admin:billing_taxcertificate_changelist"), choice, follow=True)
    assert "1 certificate approved." in answer.content.decode()
    assert TaxCertificate.objects.get().approved_at is not None
    assert Deed.objects.get(verb="billing.certificate_approved").actor == opal
    path = reverse("admin:billing_taxcertificate_delete", args=[certificate.pk])
    assert desk.post(path, {"post": "yes"}).status_code == 403


def test_finance_reads_prices_and_changes_none(enter: Enter, nils: User, price: dict[str, Any]) -> None:
    nils.groups.add(Group.objects.get(name="Finance"))
    browser = enter(nils)
    assert browser.get(reverse("admin:facilities_rate_changelist")).status_code == 200
    assert browser.post(reverse("admin:facilities_rate_add"), price).status_code == 403


def test_facility_staff_start_no_bill_run(enter: Enter, nils: User, place: Facility) -> None:
    nils.groups.add(Group.objects.get(name="Facility"))
    assert enter(nils).get(reverse("admin:billing_billingrun_add")).status_code == 403
    assert enter(nils).get(reverse("admin:billing_billingrun_changelist")).status_code == 403


def test_a_currency_of_books_stays_once_a_document_is_posted_in_it(
    desk: Browser, place: Facility, invoice: object
) -> None:
    path = reverse("admin:accounts_legalentity_change", args=[place.legal_entity_id])
    assert 'name="functional_currency"' not in desk.get(path).content.decode()
    other = factories.make_legal_entity()
    path = reverse("admin:accounts_legalentity_change", args=[other.pk])
    assert 'name="functional_currency"' in desk.get(path).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("time_zone", "Asia/Manilla", "is no time zone. Use a name such as Asia/Manila."),
        ("functional_currency", "peso", "Ensure this value has at most 3 characters"),
    ],
)
def test_a_slip_in_a_legal_entity_is_said_beside_it(desk: Browser, field: str, typed: str, sentence: str) -> None:
    """A zone that does not exist would stop every tick and every page that asks what day it is in the books."""
    entity = factories.make_legal_entity()
    path = reverse("admin:accounts_legalentity_change", args=[entity.pk])
    form = desk.get(path).context["adminform"].form
    answer = desk.post(path, {**{name: form[name].value() or "" for name in form.fields}, field: typed})
    assert sentence in str(answer.context["adminform"].form.errors[field])


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("INV-", "Numbers that start again each year need {year} in their prefix."),
        ("INV-{year}-{month}-", "The prefix is plain text"),
    ],
)
def test_a_prefix_that_makes_no_numbers_is_refused(desk: Browser, prefix: str, sentence: str) -> None:
    entity = factories.make_legal_entity()
    typed = {"legal_entity": entity.pk, "kind": "invoice", "prefix": prefix, "digits": 5, "restarts_yearly": "on"}
    answer = desk.post(reverse("admin:billing_numberseries_add"), typed)
    assert sentence in answer.content.decode()
    assert not entity.series.exists()
