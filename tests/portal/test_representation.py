"""Staff see the portal as a client does: allowed, visible, recorded, and over when they say so."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import Client, User
from audit.models import AuditEntry
from bookings.enums import BookingState
from bookings.models import Booking
from tests import factories
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_banner_on_each_page_says_for_whom(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]))
    for name in ("home", "bookings", "invoices", "details", "search"):
        page = browser.get(reverse(f"portal:{name}")).content.decode()
        assert "you act for <strong>Acme</strong>" in page
        assert reverse("portal:end-acting") in page


def test_its_beginning_and_end_are_recorded(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]))
    answer = browser.post(reverse("portal:end-acting"))
    assert answer.headers["Location"] == reverse("admin:index")
    found = AuditEntry.objects.order_by("at", "id").values_list("verb", "actor", "as_client")
    assert list(found) == [
        ("accounts.acting_began", opal.pk, acme.pk),
        ("accounts.acting_ended", opal.pk, acme.pk),
    ]
    assert "you act for" not in browser.get(reverse("portal:landing")).content.decode()


def test_what_is_done_meanwhile_is_recorded_under_both_names(
    opal: User, acme: Client, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
) -> None:
    booking: Booking = bring(hold_seats("A1"), BookingState.SUBMITTED)
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]))
    browser.post(reverse("portal:booking-cancel", args=[booking.pk]), {"reason": "They called."})
    entry = AuditEntry.objects.get(verb="bookings.cancelled")
    assert (entry.actor, entry.as_client) == (opal, acme)


def test_staff_without_the_permission_may_not(acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(factories.make_user("Otto", is_staff=True))
    answer = browser.post(reverse("portal:begin-acting", args=[acme.pk]), follow=True)
    assert "you act for" not in answer.content.decode()
    assert not AuditEntry.objects.exists()


def test_a_client_cant_act_for_another(mallory: User, acme: Client, sign_in: SignIn) -> None:
    assert sign_in(mallory).post(reverse("portal:begin-acting", args=[acme.pk])).status_code == 404


def test_one_cant_begin_by_following_a_link(opal: User, acme: Client, sign_in: SignIn) -> None:
    assert sign_in(opal).get(reverse("portal:begin-acting", args=[acme.pk])).status_code == 405


def test_who_acts_for_acme_sees_nothing_of_globex(
    opal: User, acme: Client, globex: Client, hold_seats: HoldSeats, sign_in: SignIn
) -> None:
    theirs = hold_seats("A1", client=globex)
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]))
    assert browser.get(reverse("portal:booking", args=[theirs.pk])).status_code == 404


def test_staff_need_their_second_factor_here_too(opal: User, acme: Client, sign_in: SignIn, settings: Settings) -> None:
    settings.STAFF_NEEDS_MFA = True
    browser = sign_in(opal)
    begin, home = reverse("portal:begin-acting", args=[acme.pk]), reverse("portal:home")
    assert browser.post(begin).headers["Location"] == reverse("mfa_activate_totp")
    assert browser.get(home).status_code == 302
    assert not AuditEntry.objects.exists()
    Authenticator.objects.create(user=opal, type=Authenticator.Type.TOTP, data={})
    assert browser.post(begin).headers["Location"] == home
    assert browser.get(home).status_code == 200


def test_it_is_over_once_the_permission_is_taken_away(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]))
    opal.user_permissions.clear()
    answer = browser.get(reverse("portal:home"))
    assert answer.headers["Location"] == reverse("portal:landing")
