"""From seats on the plan to a request: hold, details, agreement, submit, release."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import Client, User
from bookings.enums import BookingState
from bookings.models import Booking
from facilities.models import Facility
from tests.conftest import HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "cebu")]

WISH = {"shift": "day", "start": "2026-12-01", "months": "12"}
HOLD = "/facilities/cebu/hold/"


class TestHolding:
    def test_one_click_holds_the_seats_for_the_company(self, alice: User, acme: Client, sign_in: SignIn) -> None:
        response = sign_in(alice).post(HOLD, WISH | {"seat": ["A1", "A2"]})
        booking = Booking.objects.get()
        assert response["Location"] == reverse("portal:hold", args=[booking.pk])
        assert (booking.client, booking.state, booking.auto_renews) == (acme, BookingState.HELD, True)
        codes = booking.allocations.values_list("workstation__code", flat=True)
        assert sorted(codes) == ["A1", "A2"]

    def test_a_hold_lasts_as_long_as_the_pages_promise(
        self, alice: User, cebu: Facility, sign_in: SignIn, now: datetime
    ) -> None:
        Facility.objects.filter(pk=cebu.pk).update(hold_hours=7)
        browser = sign_in(alice)
        plan = browser.get("/facilities/cebu/plan/", WISH | {"pick": "A1"}).content.decode()
        assert "Hold 1 seat for 7 hours" in plan
        assert "<dd>7 hours</dd>" in browser.get("/facilities/cebu/", WISH).content.decode()
        browser.post(HOLD, WISH | {"seat": ["A1"]})
        assert Booking.objects.get().hold_expires_at == now + timedelta(hours=7)

    def test_a_lease_may_end_by_itself(self, alice: User, sign_in: SignIn) -> None:
        sign_in(alice).post(HOLD, WISH | {"seat": ["A1"], "renews": "no"})
        assert Booking.objects.get().auto_renews is False

    def test_somebody_not_signed_in_comes_back_to_the_selection(self) -> None:
        visitor = HttpClient()
        response = visitor.post(HOLD, WISH | {"seat": ["A1", "B2"]})
        target = urlsplit(response["Location"])
        assert target.path == reverse("account_signup")
        back = urlsplit(parse_qs(target.query)["next"][0])
        assert back.path == "/facilities/cebu/plan/"
        assert parse_qs(back.query)["pick"] == ["A1,B2"]
        assert visitor.session["unfinished_hold"] == back.geturl()
        assert not Booking.objects.exists()

    def test_a_reminder_of_the_selection_stays_until_the_visitor_is_back(self, alice: User, sign_in: SignIn) -> None:
        browser = sign_in(alice)
        session = browser.session
        session["unfinished_hold"] = "/facilities/cebu/plan/?pick=A1"
        session.save()
        assert "Go back and hold them" in browser.get(reverse("portal:search")).content.decode()
        browser.get("/facilities/cebu/plan/", WISH | {"pick": "A1"})
        assert "Go back and hold them" not in browser.get(reverse("portal:search")).content.decode()

    def test_seats_taken_meanwhile_are_refused_beside_the_plan(
        self, alice: User, globex: Client, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        hold_seats("A1", client=globex)
        response = sign_in(alice).post(HOLD, WISH | {"seat": ["A1", "A2"]})
        page = response.content.decode()
        assert response.status_code == 422
        assert "A1: just taken" in page
        assert "pick=A2,B1" in page
        assert response.context["page"].panel.links.picks == ("A2",)
        assert Booking.objects.filter(client__name="Acme").count() == 0

    def test_a_viewer_is_told_who_may(self, victor: User, sign_in: SignIn) -> None:
        response = sign_in(victor).post(HOLD, WISH | {"seat": ["A1"]})
        assert response.status_code == 422
        assert "Ask an owner" in response.content.decode()

    def test_seats_made_up_are_refused(self, alice: User, sign_in: SignIn) -> None:
        response = sign_in(alice).post(HOLD, WISH | {"seat": ["A1", "Z9"]})
        assert response.status_code == 422
        assert "Choose them again on the plan" in response.content.decode()

    def test_staff_are_told_to_act_for_a_client(self, opal: User, sign_in: SignIn) -> None:
        response = sign_in(opal).post(HOLD, WISH | {"seat": ["A1"]}, follow=True)
        assert "act for them" in response.content.decode()
        assert not Booking.objects.exists()

    def test_the_address_of_a_hold_leads_back_to_the_plan(self) -> None:
        response = HttpClient().get(HOLD, WISH | {"pick": "A1"})
        assert response["Location"].startswith("/facilities/cebu/plan/?")


class TestThePageOfAHold:
    def test_it_says_the_end_in_both_zones(
        self, alice: User, acme: Client, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        Client.objects.filter(pk=acme.pk).update(time_zone="America/Chicago")
        booking = hold_seats("A1")
        page = sign_in(alice).get(reverse("portal:hold", args=[booking.pk])).content.decode()
        assert "Wed 25 Nov 2026, 10:00, Manila (UTC+8)" in page
        assert "Tue 24 Nov 2026, 20:00, Chicago (UTC−6)" in page

    def test_it_explains_the_price_that_was_fixed(self, alice: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        booking = hold_seats("A1", "A2")
        page = sign_in(alice).get(reverse("portal:hold", args=[booking.pk])).content.decode()
        assert "2 × list price 9,000.00" in page
        assert "PHP&nbsp;18,000.00" in page

    def test_it_does_not_exist_for_others(self, mallory: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        booking = hold_seats("A1")
        browser = sign_in(mallory)
        for name in ("hold", "hold-release"):
            assert browser.get(reverse(f"portal:{name}", args=[booking.pk])).status_code == 404
        for name in ("hold-details", "hold-submit", "hold-release"):
            assert browser.post(reverse(f"portal:{name}", args=[booking.pk])).status_code == 404

    def test_it_asks_to_sign_in_first(self, hold_seats: HoldSeats) -> None:
        response = HttpClient().get(reverse("portal:hold", args=[hold_seats("A1").pk]))
        assert response.status_code == 302
        assert urlsplit(response["Location"]).path == reverse("account_login")

    def test_a_hold_that_has_run_out_offers_the_same_seats_again(
        self, alice: User, sign_in: SignIn, hold_seats: HoldSeats, now: datetime
    ) -> None:
        booking = hold_seats("A1")
        with time_machine.travel(now + timedelta(hours=49), tick=False):
            page = sign_in(alice).get(reverse("portal:hold", args=[booking.pk])).content.decode()
        assert "This hold has run out" in page
        assert "pick=A1" in page

    def test_past_the_hold_it_leads_to_the_booking(self, alice: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        booking = hold_seats("A1")
        Booking.objects.filter(pk=booking.pk).update(state=BookingState.CANCELLED)
        response = sign_in(alice).get(reverse("portal:hold", args=[booking.pk]))
        assert response["Location"] == reverse("portal:booking", args=[booking.pk])


class TestCompanyDetails:
    DETAILS = {
        "legal_name": "Acme Incorporated",
        "country": "US",
        "address": "1 Main Street\nAustin",
        "billing_email": "bills@acme.example.com",
        "withholding": "none",
    }

    @pytest.fixture
    def bare(self, acme: Client) -> Client:
        """Acme as it came from sign-up."""
        Client.objects.filter(pk=acme.pk).update(legal_name="", country="", address="")
        acme.refresh_from_db()
        return acme

    def test_the_agreement_comes_after_the_details(
        self, bare: Client, olga: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        browser = sign_in(olga)
        here = reverse("portal:hold", args=[booking.pk])
        assert 'id="agreement"' not in browser.get(here).content.decode()
        response = browser.post(reverse("portal:hold-details", args=[booking.pk]), self.DETAILS)
        assert response["Location"] == here
        assert 'id="agreement"' in browser.get(here).content.decode()
        bare.refresh_from_db()
        assert bare.legal_name == "Acme Incorporated"

    def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
        self, bare: Client, olga: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        response = sign_in(olga).post(reverse("portal:hold-details", args=[booking.pk]), self.DETAILS | {"address": ""})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Fill this in." in page
        assert 'value="Acme Incorporated"' in page
        assert 'id="agreement"' not in page

    def test_a_wrong_tax_number_is_refused_beside_its_field(
        self, bare: Client, olga: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        response = sign_in(olga).post(
            reverse("portal:hold-details", args=[booking.pk]), self.DETAILS | {"country": "PH", "tax_id": "12"}
        )
        assert response.status_code == 422
        assert "not a valid tax number" in str(response.context["page"].details.errors["tax_id"])
        bare.refresh_from_db()
        assert bare.legal_name == ""

    def test_a_manager_is_told_that_an_owner_does_this(
        self, bare: Client, alice: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        response = sign_in(alice).post(reverse("portal:hold-details", args=[booking.pk]), self.DETAILS)
        assert response.status_code == 422
        assert "Ask an owner" in response.content.decode()


class TestSubmitting:
    def test_accepting_the_agreement_sends_the_request(
        self, alice: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        response = sign_in(alice).post(
            reverse("portal:hold-submit", args=[booking.pk]), {"accepted": "on", "note": "We come on Tuesday."}
        )
        booking.refresh_from_db()
        assert response["Location"] == reverse("portal:booking", args=[booking.pk])
        assert (booking.state, booking.client_note) == (BookingState.SUBMITTED, "We come on Tuesday.")
        assert booking.agreement_version == settings.AGREEMENT_VERSION

    def test_without_the_tick_nothing_is_sent_and_the_note_is_kept(
        self, alice: User, sign_in: SignIn, hold_seats: HoldSeats
    ) -> None:
        booking = hold_seats("A1")
        response = sign_in(alice).post(
            reverse("portal:hold-submit", args=[booking.pk]), {"note": "We come on Tuesday."}
        )
        page = response.content.decode()
        assert response.status_code == 422
        assert "Read the agreement and tick that you accept it." in page
        assert "We come on Tuesday." in page
        booking.refresh_from_db()
        assert booking.state == BookingState.HELD

    def test_a_hold_that_has_run_out_is_refused(
        self, alice: User, sign_in: SignIn, hold_seats: HoldSeats, now: datetime
    ) -> None:
        booking = hold_seats("A1")
        with time_machine.travel(now + timedelta(hours=49), tick=False):
            response = sign_in(alice).post(reverse("portal:hold-submit", args=[booking.pk]), {"accepted": "on"})
        assert response.status_code == 422
        assert "This hold has run out" in response.content.decode()

    def test_the_agreement_can_be_read_by_anybody(self) -> None:
        response = HttpClient().get(reverse("portal:agreement"))
        assert f"Version {settings.AGREEMENT_VERSION}" in response.content.decode()


class TestReleasing:
    def test_it_asks_once_more(self, alice: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        booking = hold_seats("A1")
        browser = sign_in(alice)
        release = reverse("portal:hold-release", args=[booking.pk])
        assert "Release the seats?" in browser.get(release).content.decode()
        booking.refresh_from_db()
        assert booking.state == BookingState.HELD
        browser.post(release)
        booking.refresh_from_db()
        assert booking.state == BookingState.CANCELLED

    def test_what_is_no_hold_any_more_says_so(self, alice: User, sign_in: SignIn, hold_seats: HoldSeats) -> None:
        booking = hold_seats("A1")
        Booking.objects.filter(pk=booking.pk).update(state=BookingState.EXPIRED)
        response = sign_in(alice).post(reverse("portal:hold-release", args=[booking.pk]))
        assert response["Location"] == reverse("portal:booking", args=[booking.pk])
