"""What there is and what it costs is edited within what was promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client, User
from audit.models import AuditEntry
from billing.models import TaxCertificate, TaxRate
from facilities.models import (
    Facility,
    Package,
    Rate,
    ShiftPattern,
)
from kernel.period import Period
from tests import factories
from tests.billing.rows import make_certificate
from tests.conftest import HoldSeats, SignIn

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


def test_days_are_typed_inclusive_and_kept_half_open(desk: HttpClient, price: dict[str, Any], opal: User) -> None:
    desk.post(reverse("admin:facilities_rate_add"), price)
    assert Rate.objects.get().days == Period(date(2027, 1, 1), date(2028, 1, 1))
    entry = AuditEntry.objects.get(verb="facilities.rate_added")
    assert entry.actor == opal


def test_an_empty_last_day_means_until_further_notice(desk: HttpClient, price: dict[str, Any]) -> None:
    desk.post(reverse("admin:facilities_rate_add"), {**price, "days_last": ""})
    assert Rate.objects.get().days == Period(date(2027, 1, 1))


def test_an_overlap_is_said_beside_the_days_and_the_rest_stays_typed(desk: HttpClient, price: dict[str, Any]) -> None:
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
    desk: HttpClient, price: dict[str, Any], first: str, last: str, sentence: str
) -> None:
    answer = desk.post(reverse("admin:facilities_rate_add"), {**price, "days_first": first, "days_last": last})
    assert sentence in answer.content.decode()
    assert not Rate.objects.exists()


def test_what_was_changed_stands_in_the_history(desk: HttpClient, price: dict[str, Any]) -> None:
    desk.post(reverse("admin:facilities_rate_add"), price)
    rate = Rate.objects.get()
    desk.post(reverse("admin:facilities_rate_change", args=[rate.pk]), {**price, "monthly_net": "9900"})
    assert Rate.objects.get().monthly_net == Decimal(9900)
    page = desk.get(reverse("admin:facilities_rate_history", args=[rate.pk])).content.decode()
    assert "List price changed" in page
    assert "per seat and month, net" in page.lower()
    assert "Opal" in page


def test_a_tax_rate_does_not_overlap_another(desk: HttpClient, place: Facility) -> None:
    typed = {"country": "PH", "name": "VAT", "percent": "15", "days_first": "2027-01-01", "days_last": ""}
    page = desk.post(reverse("admin:billing_taxrate_add"), typed).content.decode()
    assert "Another rate of this country covers some of these days." in page
    assert TaxRate.objects.count() == 1


def test_two_prices_of_an_add_on_do_not_meet(desk: HttpClient, place: Facility) -> None:
    first = factories.make_add_on_price(factories.make_add_on("monitor"), place, "450")
    typed = {
        "add_on": first.add_on_id, "facility": place.pk, "currency": "PHP", "net": "500", "days_first": "2027-01-01",
        "days_last": "",
    }  # fmt: skip
    answer = desk.post(reverse("admin:facilities_addonprice_add"), typed)
    form = answer.context["adminform"].form
    assert form.errors == {"days": ["Another price of this add-on covers some of these days."]}
    first.days = Period(date(2020, 1, 1), date(2027, 1, 1))
    first.save()
    assert desk.post(reverse("admin:facilities_addonprice_add"), typed).status_code == 302
    page = desk.get(reverse("admin:facilities_addon_change", args=[first.add_on_id])).content.decode()
    assert 'name="unit"' not in page


def test_hours_are_charged_per_use(desk: HttpClient) -> None:
    typed = {"name": "Room", "slug": "room", "charging": "one_off", "unit": "hour", "position": "0"}
    page = desk.post(reverse("admin:facilities_addon_add"), typed).content.decode()
    assert "What is charged by the hour is charged per use." in page


COPY = {"on": "2026-11-23", "days_first": "2027-01-01", "days_last": "", "percent": "5", "step": "50"}


def test_a_price_list_is_copied_once_old_and_new_were_seen(
    desk: HttpClient, place: Facility, standard: Package, day_shift: ShiftPattern
) -> None:
    factories.make_rate(place, standard, day_shift, "9000", days=Period(date(2026, 1, 1), date(2027, 3, 1)))
    page = desk.get(reverse("admin:price-lists")).content.decode()
    assert "No price for Day, Standard" in page
    assert "from 1 Mar 2027" in page
    path = reverse("admin:price-copy", args=[place.pk])
    assert 'value="2027-01-01"' in desk.get(path).content.decode()
    answer = desk.post(path, COPY)
    page = answer.content.decode()
    assert "9,450" in page
    assert "31\xa0Dec\xa02026" in page
    assert Rate.objects.count() == 1
    page = desk.post(path, {**COPY, "seen": answer.context["found"].digest}, follow=True).content.decode()
    assert "1 price copied." in page
    assert "Every shift and package has a price" in page
    assert Rate.objects.get(days__contains=date(2027, 1, 1)).monthly_net == 9450


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days_first": "2026-11-23"}, "The copy begins after the day whose prices it is made from."),
        ({"percent": "-91"}, "greater than or equal to -90"),
        ({"on": "2019-01-01"}, "No price of this facility counts on that day."),
        ({"seen": "0" * 64}, "Somebody has changed these prices meanwhile."),
    ],
)
def test_a_copy_that_may_not_be_is_refused_with_the_reason(
    desk: HttpClient,
    place: Facility,
    standard: Package,
    day_shift: ShiftPattern,
    typed: dict[str, str],
    sentence: str,
) -> None:
    factories.make_rate(place, standard, day_shift)
    answer = desk.post(reverse("admin:price-copy", args=[place.pk]), {**COPY, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Rate.objects.count() == 1


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


def test_hours_past_midnight_belong_to_the_day_they_begin_on(desk: HttpClient) -> None:
    desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours(("", "6", "22:30", "06:30"))})
    [span] = ShiftPattern.objects.get(slug="graveyard").hours
    assert (span.weekday, span.start, span.length) == (6, 22 * 60 + 30, 480)


def test_hours_that_overlap_over_the_end_of_the_week_are_refused(desk: HttpClient) -> None:
    rows = (("", "6", "22:00", "06:00"), ("", "0", "05:00", "13:00"))
    answer = desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours(*rows)})
    assert "Two stretches of work overlap" in answer.content.decode()
    rows = (rows[0], ("", "0", "06:00", "14:00"))
    assert desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours(*rows)}).status_code == 302
    shift = ShiftPattern.objects.get(slug="graveyard")
    page = desk.get(reverse("admin:facilities_shiftpattern_change", args=[shift.pk])).content.decode()
    assert "When seats are taken" in page
    assert "Sun 22:00" in page


def test_a_shift_has_hours(desk: HttpClient) -> None:
    answer = desk.post(reverse("admin:facilities_shiftpattern_add"), {**SHIFT, **hours()})
    assert "A shift has hours on at least one day." in answer.content.decode()
    assert not ShiftPattern.objects.filter(slug="graveyard").exists()


def test_hours_change_until_seats_are_let_on_them(
    desk: HttpClient, day_shift: ShiftPattern, hold_seats: HoldSeats
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


# --- Certificates, and who may ---------------------------------------------------------------------------------


def test_a_certificate_counts_once_it_is_approved(desk: HttpClient, acme: Client, opal: User) -> None:
    certificate = make_certificate(acme, Period(date(2026, 1, 1)), approved_at=None)
    choice = {"action": "approve", "_selected_action": [str(certificate.pk)]}
    answer = desk.post(reverse("admin:billing_taxcertificate_changelist"), choice, follow=True)
    assert "1 certificate approved." in answer.content.decode()
    assert TaxCertificate.objects.get().approved_at is not None
    assert AuditEntry.objects.get(verb="billing.certificate_approved").actor == opal
    path = reverse("admin:billing_taxcertificate_delete", args=[certificate.pk])
    assert desk.post(path, {"post": "yes"}).status_code == 403


def test_finance_reads_prices_and_changes_none(sign_in: SignIn, nils: User, price: dict[str, Any]) -> None:
    nils.groups.add(Group.objects.get(name="Finance"))
    browser = sign_in(nils)
    assert browser.get(reverse("admin:facilities_rate_changelist")).status_code == 200
    assert browser.post(reverse("admin:facilities_rate_add"), price).status_code == 403


def test_facility_staff_start_no_bill_run(sign_in: SignIn, nils: User, place: Facility) -> None:
    nils.groups.add(Group.objects.get(name="Facility"))
    assert sign_in(nils).get(reverse("admin:billing_billingrun_add")).status_code == 403
    assert sign_in(nils).get(reverse("admin:billing_billingrun_changelist")).status_code == 403


def test_a_currency_of_books_stays_once_a_document_is_posted_in_it(
    desk: HttpClient, place: Facility, invoice: object
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
def test_a_slip_in_a_legal_entity_is_said_beside_it(desk: HttpClient, field: str, typed: str, sentence: str) -> None:
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
def test_a_prefix_that_makes_no_numbers_is_refused(desk: HttpClient, prefix: str, sentence: str) -> None:
    entity = factories.make_legal_entity()
    typed = {"legal_entity": entity.pk, "kind": "invoice", "prefix": prefix, "digits": 5, "restarts_yearly": "on"}
    answer = desk.post(reverse("admin:billing_numberseries_add"), typed)
    assert sentence in answer.content.decode()
    assert not entity.series.exists()
