"""Staff see the portal as a client does: allowed, visible, recorded, and over when they say so."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.capabilities import Duty
from accounts.models import Client, Invitation, User
from audit.models import AuditEntry
from bookings.enums import BookingState
from bookings.models import Booking
from outbox.models import Message
from tests import factories
from tests.conftest import Bring, HoldSeats, SignIn

ACTING = {"mode": "acting", "reason": ""}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_banner_on_each_page_says_for_whom(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    for name in ("home", "bookings", "invoices", "details", "search"):
        page = browser.get(reverse(f"portal:{name}")).content.decode()
        assert "you act for <strong>Acme</strong>" in page
        assert reverse("portal:end-acting") in page


def test_its_beginning_and_end_are_recorded(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
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
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    browser.post(reverse("portal:booking-cancel", args=[booking.pk]), {"reason": "They called."})
    entry = AuditEntry.objects.get(verb="bookings.cancelled")
    assert (entry.actor, entry.as_client) == (opal, acme)


def test_staff_without_the_permission_may_not(acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(factories.make_user("Otto", is_staff=True))
    answer = browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING, follow=True)
    assert answer.status_code == 404
    assert "you act for" not in answer.content.decode()
    assert not AuditEntry.objects.exists()


def test_a_client_cant_act_for_another(mallory: User, acme: Client, sign_in: SignIn) -> None:
    assert sign_in(mallory).post(reverse("portal:begin-acting", args=[acme.pk]), ACTING).status_code == 404


def test_one_cant_begin_by_following_a_link(opal: User, acme: Client, sign_in: SignIn) -> None:
    assert sign_in(opal).get(reverse("portal:begin-acting", args=[acme.pk])).status_code == 405


def test_who_acts_for_acme_sees_nothing_of_globex(
    opal: User, acme: Client, globex: Client, hold_seats: HoldSeats, sign_in: SignIn
) -> None:
    theirs = hold_seats("A1", client=globex)
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    assert browser.get(reverse("portal:booking", args=[theirs.pk])).status_code == 404


def test_staff_need_their_second_factor_here_too(opal: User, acme: Client, sign_in: SignIn, settings: Settings) -> None:
    settings.STAFF_NEEDS_MFA = True
    browser = sign_in(opal)
    begin, home = reverse("portal:begin-acting", args=[acme.pk]), reverse("portal:home")
    assert browser.post(begin, ACTING).headers["Location"] == reverse("mfa_activate_totp")
    assert browser.get(home).status_code == 302
    assert not AuditEntry.objects.exists()
    Authenticator.objects.create(user=opal, type=Authenticator.Type.TOTP, data={})
    assert browser.post(begin, ACTING).headers["Location"] == home
    assert browser.get(home).status_code == 200


def test_it_is_over_once_the_permission_is_taken_away(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    opal.groups.clear()
    answer = browser.get(reverse("portal:home"))
    assert answer.headers["Location"] == reverse("portal:landing")


# --- Seeing ----------------------------------------------------------------------------------------------------


def test_who_only_sees_is_told_so_and_leaves_a_record(opal: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "seeing"})
    page = browser.get(reverse("portal:home")).content.decode()
    assert "you see the portal as <strong>Acme</strong> does" in page
    assert "you act for" not in page
    browser.post(reverse("portal:end-acting"))
    verbs = AuditEntry.objects.order_by("at", "id").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.seeing_began", "accounts.seeing_ended"]


def test_who_only_sees_changes_nothing(
    opal: User, acme: Client, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
) -> None:
    booking = bring(hold_seats("A1"), BookingState.SUBMITTED)
    path = reverse("portal:booking-cancel", args=[booking.pk])
    browser = sign_in(opal)
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "seeing"})
    assert path not in browser.get(reverse("portal:booking", args=[booking.pk])).content.decode()
    answer = browser.post(path, {"reason": "They called."}, follow=True)
    assert "You only see the portal as this client does" in answer.content.decode()
    booking.refresh_from_db()
    assert booking.state == BookingState.SUBMITTED
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    browser.post(path, {"reason": "They called."})
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


@pytest.mark.parametrize("posted", [{}, {"mode": ""}, {"mode": "ruling"}, {"mode": "acting", "reason": "x" * 301}])
def test_nobody_enters_in_no_known_way(opal: User, acme: Client, sign_in: SignIn, posted: dict[str, str]) -> None:
    browser = sign_in(opal)
    assert browser.post(reverse("portal:begin-acting", args=[acme.pk]), posted).status_code == 400
    assert browser.get(reverse("portal:home")).status_code == 302
    assert not AuditEntry.objects.exists()


def test_each_mode_has_a_permission_of_its_own(acme: Client, sign_in: SignIn) -> None:
    lena = factories.make_user("Lena", is_staff=True)
    lena.user_permissions.set(Permission.objects.filter(codename__in=["see_as_client", "view_client"]))
    browser = sign_in(lena)
    home = reverse("portal:home")
    assert browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING).headers["Location"] != home
    assert browser.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "seeing"}).headers["Location"] == home


# --- What duties and reasons allow -----------------------------------------------------------------------------


def test_finance_who_acts_for_a_client_changes_no_lease_and_asks_nobody_in(
    acme: Client, olga: User, hold_seats: HoldSeats, bring: Bring, sign_in: SignIn
) -> None:
    lease = bring(hold_seats("A1"), BookingState.ACTIVE)
    browser = sign_in(factories.make_staff("Felix", Duty.FINANCE))
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "acting", "reason": "They called."})
    browser.post(reverse("portal:booking-change", args=[lease.pk, "notice"]), {"confirmed": "on"})
    browser.post(reverse("portal:team-invite"), {"email": "friend@evil.example", "role": "owner"})
    lease.refresh_from_db()
    assert lease.state == BookingState.ACTIVE
    assert not Invitation.objects.exists()


def test_the_team_is_touched_only_with_a_reason_that_the_owners_read(
    opal: User, acme: Client, olga: User, alice: User, sign_in: SignIn
) -> None:
    browser = sign_in(opal)
    typed = {"email": "nina@example.com", "role": "viewer"}
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), ACTING)
    refused = browser.post(reverse("portal:team-invite"), typed).content.decode()
    assert "begin again with a reason" in refused
    assert not Invitation.objects.exists()
    browser.post(reverse("portal:begin-acting", args=[acme.pk]), {"mode": "acting", "reason": "Olga rang, #4711."})
    assert "Olga rang, #4711." in browser.get(reverse("portal:home")).content.decode()
    browser.post(reverse("portal:team-invite"), typed)
    assert Invitation.objects.get().email == "nina@example.com"
    told = Message.objects.get(kind="accounts.done_for_you")
    assert told.to == olga.email
    assert "nina@example.com was invited to your team." in told.text
    assert "Olga rang, #4711." in told.text
    assert AuditEntry.objects.get(verb="accounts.member_invited").details["acting_because"] == "Olga rang, #4711."
