"""What can never be true of people and companies, whoever writes the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts.models import ApiKey, Client, Invitation, LegalEntity, Member, Partner, User
from tests import factories
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-23T02:00:00Z")


def register_twice() -> None:
    factories.make_legal_entity(tax_id="1", branch_code="00000")
    factories.make_legal_entity(tax_id="1", branch_code="00000")


def join_twice() -> None:
    acme, alice = factories.make_client("Acme"), factories.make_user("Alice")
    Member.objects.bulk_create([Member(client=acme, user=alice), Member(client=acme, user=alice)])


def key_of_two() -> None:
    petra, acme = factories.make_partner("Petra"), factories.make_client("Acme")
    key = factories.make_key(client=acme).key
    assert key is not None
    ApiKey.objects.filter(pk=key.pk).update(partner=petra)


def invitation(**fields: Any) -> Invitation:
    values = {"email": "a@example.com", "role": "viewer", "invited_at": NOW, "expires_at": NOW}
    client = factories.make_client("Acme") if "client" not in fields else fields["client"]
    return Invitation.objects.create(**{**values, "client": client, **fields})


def ask_twice() -> None:
    invitation(email="A@Example.com", client=invitation().client)


def strange_role() -> None:
    factories.make_member(factories.make_client("Acme"), "Alice", "janitor")  # type: ignore[arg-type]


CASES: dict[str, Callable[[], object]] = {
    "user_email_once": lambda: User.objects.bulk_create([User(email="a@example.com"), User(email="A@Example.com")]),
    "partner_name_once": lambda: Partner.objects.bulk_create([Partner(name="Petra"), Partner(name="Petra")]),
    "client_has_a_name": lambda: Client.objects.bulk_create([Client(name="")]),
    "client_withholding_is_known": lambda: Client.objects.bulk_create([Client(name="Acme", withholding="gifts")]),
    "member_joins_once": join_twice,
    "member_role_is_known": strange_role,
    "invitation_open_once": ask_twice,
    "invitation_role_is_known": lambda: invitation(role="janitor"),
    "invitation_state_is_known": lambda: invitation(state="lost"),
    "api_key_has_one_owner": key_of_two,
    "legal_entity_registered_once": register_twice,
    "legal_entity_currency_is_a_code": lambda: factories.make_legal_entity(functional_currency="php"),
    "legal_entity_mode_is_known": lambda: factories.make_legal_entity(invoicing_mode="guess"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name: str) -> None:
    assert refused_by(CASES[name]) == name


def test_every_constraint_has_a_case() -> None:
    assert CASES.keys() == constraints_of("accounts") | triggers_of("accounts")


def test_a_key_of_nobody_is_refused() -> None:
    assert refused_by(factories.make_key) == "api_key_has_one_owner"


def test_branches_of_one_company_share_its_tax_number() -> None:
    factories.make_legal_entity(tax_id="1", branch_code="00000")
    factories.make_legal_entity(tax_id="1", branch_code="00001")
    assert LegalEntity.objects.count() == 2
