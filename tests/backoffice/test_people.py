"""Clients and their members, API keys, our own people and their duties, mails."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django.contrib.auth.models import Group
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import ApiKey, Client, Member, Partner, User
from audit.models import AuditEntry
from outbox.enums import MessageState
from outbox.models import Message
from outbox.operations import write_message
from tests.conftest import SignIn


def client_form(client: Client, *members: Member, **typed: Any) -> dict[str, Any]:
    """A client's form as it is sent back, with ``typed`` instead of what it said."""
    form: dict[str, Any] = {
        "name": client.name, "time_zone": client.time_zone, "legal_name": client.legal_name,
        "country": client.country.code, "address": client.address, "tax_id": "", "branch_code": "",
        "billing_name": client.billing_name, "billing_email": client.billing_email, "phone": "",
        "withholding": "none", "partner": "",
        "members-TOTAL_FORMS": len(members), "members-INITIAL_FORMS": len(members),
        "api_keys-TOTAL_FORMS": 0, "api_keys-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, member in enumerate(members):
        form |= {
            f"members-{number}-id": member.pk,
            f"members-{number}-client": client.pk,
            f"members-{number}-user": member.user_id,
            f"members-{number}-role": member.role,
        }
    return {**form, **typed}


# --- Clients ---------------------------------------------------------------------------------------------------


def test_details_of_a_client_go_through_the_operation_of_the_portal(desk: HttpClient, acme: Client, olga: User) -> None:
    member = Member.objects.get(user=olga)
    path = reverse("admin:accounts_client_change", args=[acme.pk])
    desk.post(path, client_form(acme, member, name="Acme Two", tax_id="123-456-789"))
    acme.refresh_from_db()
    assert (acme.name, acme.tax_id) == ("Acme Two", "123-456-789")
    assert AuditEntry.objects.get(verb="accounts.details_changed").details["changed"] == ["tax_id"]


def test_a_wrong_tax_number_is_said_beside_the_number(desk: HttpClient, acme: Client, olga: User) -> None:
    member = Member.objects.get(user=olga)
    path = reverse("admin:accounts_client_change", args=[acme.pk])
    answer = desk.post(path, client_form(acme, member, tax_id="12"))
    assert "not a valid tax number for Philippines" in str(answer.context["adminform"].form.errors["tax_id"])
    assert 'value="12"' in answer.content.decode()


def test_a_company_keeps_an_owner(desk: HttpClient, acme: Client, olga: User) -> None:
    member = Member.objects.get(user=olga)
    path = reverse("admin:accounts_client_change", args=[acme.pk])
    answer = desk.post(path, client_form(acme, member, **{"members-0-role": "viewer"}))
    assert "A company keeps at least one owner." in answer.content.decode()
    member.refresh_from_db()
    assert member.role == "owner"


# --- API keys --------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once(desk: HttpClient, acme: Client) -> None:
    typed = {"name": "Roster sync", "client": acme.pk, "scopes": ["bookings:read"]}
    answer = desk.post(reverse("admin:accounts_apikey_add"), typed)
    key = ApiKey.objects.get()
    assert f"{key.prefix}." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    secret = answer.context["secret"]
    assert key.is_valid(secret)
    page = desk.get(reverse("admin:accounts_apikey_change", args=[key.pk])).content.decode()
    assert secret not in page


@pytest.mark.parametrize("owners", [[], ["client", "partner"]])
def test_a_key_has_one_owner(desk: HttpClient, acme: Client, petra: Partner, owners: list[str]) -> None:
    all_owners = {"client": acme.pk, "partner": petra.pk}
    typed = {"name": "Sync", "scopes": ["bookings:read"], **{name: all_owners[name] for name in owners}}
    answer = desk.post(reverse("admin:accounts_apikey_add"), typed)
    assert "A key belongs to a client or to a partner, one of them." in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_that_ends_before_it_begins_is_refused_beside_its_end(desk: HttpClient, acme: Client) -> None:
    typed = {
        "name": "Sync", "client": acme.pk, "scopes": ["bookings:read"],
        "expires_at_0": "2020-01-01", "expires_at_1": "00:00",
    }  # fmt: skip
    answer = desk.post(reverse("admin:accounts_apikey_add"), typed)
    assert "Choose a moment after now" in str(answer.context["form"].errors["expires_at"])


def test_keys_are_revoked(desk: HttpClient, acme: Client) -> None:
    desk.post(reverse("admin:accounts_apikey_add"), {"name": "Sync", "client": acme.pk, "scopes": ["bookings:read"]})
    choice = {"action": "revoke", "_selected_action": [ApiKey.objects.get().pk]}
    answer = desk.post(reverse("admin:accounts_apikey_changelist"), choice, follow=True)
    assert "1 key revoked." in answer.content.decode()
    assert ApiKey.objects.get().revoked


def test_facility_staff_give_out_no_keys(sign_in: SignIn, nils: User, acme: Client) -> None:
    nils.groups.add(Group.objects.get(name="Facility"))
    assert sign_in(nils).get(reverse("admin:accounts_apikey_add")).status_code == 403


# --- Our own people --------------------------------------------------------------------------------------------


def test_a_new_colleague_gets_a_mail_to_choose_a_password(desk: HttpClient) -> None:
    facility = Group.objects.get(name="Facility")
    typed = {"email": "noel@example.com", "name": "Noel", "is_active": "on", "is_staff": "on", "groups": [facility.pk]}
    desk.post(reverse("admin:accounts_user_add"), typed)
    noel = User.objects.get(email="noel@example.com")
    assert not noel.has_usable_password()
    assert noel.has_perm("bookings.change_booking")
    mail = Message.objects.get(to="noel@example.com")
    assert mail.kind == "accounts.reset_password"


def test_nobody_makes_somebody_mightier_than_they_are(desk: HttpClient, nils: User) -> None:
    path = reverse("admin:accounts_user_change", args=[nils.pk])
    typed = {"email": nils.email, "name": "Nils", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    desk.post(path, typed)
    nils.refresh_from_db()
    assert not nils.is_superuser
    nils.is_superuser = True
    nils.save()
    assert desk.post(path, typed).status_code == 403


def test_three_duties_come_with_the_house(db: None) -> None:
    def codes(name: str) -> set[str]:
        found = Group.objects.get(name=name).permissions.select_related("content_type")
        return {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}

    facility, finance, administrator = codes("Facility"), codes("Finance"), codes("Administrator")
    assert {"bookings.change_booking", "facilities.change_rate", "accounts.act_for_client"} <= facility
    assert not {"billing.add_payment", "billing.add_billingrun", "accounts.change_user"} & facility
    assert {"billing.add_payment", "billing.change_billingrun", "billing.change_transfernotice"} <= finance
    assert not {"bookings.change_booking", "facilities.change_rate", "accounts.change_user"} & finance
    assert {"accounts.change_user", "accounts.add_apikey", "auth.change_group"} <= administrator
    assert finance - administrator == set()


# --- Mails -----------------------------------------------------------------------------------------------------


def test_a_mail_is_sent_again(desk: HttpClient, opal: User, now: Any) -> None:
    context = {"email": "alice@example.com"}
    mail = write_message(kind="accounts.unknown_address", to="alice@example.com", context=context, now=now)
    assert mail is not None
    Message.objects.update(state=MessageState.FAILED, attempts=10)
    choice = {"action": "resend", "_selected_action": [str(mail.pk)]}
    answer = desk.post(reverse("admin:outbox_message_changelist"), choice, follow=True)
    assert "1 message goes out again." in answer.content.decode()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MessageState.WAITING, 0)
    assert AuditEntry.objects.get(verb="accounts.message_resent").actor == opal


def test_a_new_address_leaves_the_old_one_no_way_in(desk: HttpClient, alice: User) -> None:
    old = alice.email
    EmailAddress.objects.create(user=alice, email=old, verified=True, primary=True)
    path = reverse("admin:accounts_user_change", args=[alice.pk])
    desk.post(path, {"email": "alice@elsewhere.example", "name": "Alice", "is_active": "on"})
    alice.refresh_from_db()
    assert alice.email == "alice@elsewhere.example"
    assert filter_users_by_email(old) == []
    assert filter_users_by_email(alice.email) == [alice]
