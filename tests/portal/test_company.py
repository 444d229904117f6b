"""A company's own page: its details, checked by country, and its people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Client, User
from audit.models import AuditEntry
from facilities.models import Facility
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DETAILS = {
    "legal_name": "Acme Support Incorporated",
    "country": "PH",
    "address": "2 Ayala Avenue\nMakati",
    "tax_id": "123-456-789-000",
    "branch_code": "00000",
    "withholding": "rent",
    "billing_name": "Bela",
    "billing_email": "bela@acme.example.com",
    "phone": "+63 2 8888 0000",
    "time_zone": "Asia/Manila",
}


def test_an_owner_changes_the_details(olga: User, acme: Client, place: Facility, sign_in: SignIn) -> None:
    answer = sign_in(olga).post(reverse("portal:details"), DETAILS)
    assert answer.headers["Location"] == reverse("portal:details")
    acme.refresh_from_db()
    assert {name: str(getattr(acme, name)).replace("\r\n", "\n") for name in DETAILS} == DETAILS
    assert AuditEntry.objects.get(verb="accounts.details_changed").actor == olga


@pytest.mark.parametrize(
    ("country", "number"),
    [("PH", "12345"), ("DE", "DE000000000"), ("GB", "GB123"), ("US", "00-0000000"), ("IN", "27AAPFU0939F1ZZ")],
)
def test_a_number_the_country_never_gave_is_refused_beside_the_field(
    olga: User, acme: Client, country: str, number: str, sign_in: SignIn
) -> None:
    answer = sign_in(olga).post(reverse("portal:details"), {**DETAILS, "country": country, "tax_id": number})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["tax_id"]
    assert form["legal_name"].value() == DETAILS["legal_name"]
    acme.refresh_from_db()
    assert acme.tax_id == ""


def test_a_company_abroad_withholds_nothing(olga: User, acme: Client, place: Facility, sign_in: SignIn) -> None:
    american = {**DETAILS, "country": "US", "tax_id": "74-9000017", "branch_code": ""}
    answer = sign_in(olga).post(reverse("portal:details"), american)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["withholding"]
    assert "United States of America" in answer.context["form"].errors["withholding"][0]
    assert sign_in(olga).post(reverse("portal:details"), {**american, "withholding": "none"}).status_code == 302


def test_a_manager_reads_and_may_not_change(alice: User, acme: Client, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert "Only an owner changes these." in browser.get(reverse("portal:details")).content.decode()
    answer = browser.post(reverse("portal:details"), DETAILS)
    assert answer.status_code == 422
    acme.refresh_from_db()
    assert acme.legal_name == "Acme Incorporated"


def test_the_team_is_listed_with_its_roles(olga: User, bela: User, mallory: User, sign_in: SignIn) -> None:
    page = sign_in(olga).get(reverse("portal:details"))
    assert [(member.user, member.role) for member in page.context["page"].members] == [
        (olga, "owner"),
        (bela, "billing"),
    ]
    assert mallory.email not in page.content.decode()


def test_a_zone_we_would_not_offer_is_kept(olga: User, acme: Client, sign_in: SignIn) -> None:
    acme.time_zone = "US/Central"
    acme.save()
    page = sign_in(olga).get(reverse("portal:details")).content.decode()
    assert '<option value="US/Central" selected>' in page
