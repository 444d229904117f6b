"""Audit entries in words, whoever did them and to whatever."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import SYSTEM, Actor, Staff, StaffFor
from accounts.enums import Mode
from accounts.models import Client, User
from accounts.operations import record
from backoffice import log
from facilities.models import Facility
from tests import factories


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("bookings.confirmed", "Confirmed"),
        ("facilities.rate_added", "List price added"),
        ("accounts.client_changed", "Client changed"),
        ("billing.taxrate_deleted", "Tax rate deleted"),
        ("some.thing_else", "some.thing_else"),
        ("nonsense", "nonsense"),
    ],
)
def test_every_verb_has_words(acme: Client, now: datetime, verb: str, sentence: str) -> None:
    assert log.what(record(actor=SYSTEM, verb=verb, subject=acme, now=now)) == sentence


def test_who_did_it_is_said_with_whom_they_acted_for(acme: Client, opal: User, now: datetime) -> None:
    def by(actor: Actor) -> str:
        return log.who(record(actor=actor, verb="accounts.registered", subject=acme, now=now))

    key = factories.make_key(client=acme)
    assert key.key is not None
    assert by(SYSTEM) == "the system"
    assert by(Staff(opal)) == "Opal"
    assert by(StaffFor(opal, acme, Mode.ACTING)) == "Opal for Acme"
    assert by(key) == f"API key {key.key.prefix}"


def test_facts_are_written_as_everywhere(acme: Client, now: datetime) -> None:
    entry = record(
        actor=SYSTEM,
        verb="accounts.registered",
        subject=acme,
        now=now,
        last_day=date(2026, 12, 31),
        amount=Decimal("1234.500"),
        applied={"INV-1": Decimal("1234.500")},
        seats=["A1", "A2"],
        until=None,
        reason="<b>late</b>",
    )
    entry.refresh_from_db()
    said = log.details(entry)
    for wanted in (
        "last day: 31 Dec 2026", "amount: 1,234.50", "applied: INV-1 1,234.50", "seats: A1, A2", "until: –",
        "&lt;b&gt;late&lt;/b&gt;",
    ):  # fmt: skip
        assert wanted in said


def test_what_it_was_about_is_a_link_where_there_is_a_page(cebu: Facility, acme: Client, now: datetime) -> None:
    facility = record(actor=SYSTEM, verb="facilities.facility_changed", subject=cebu, now=now, name="Cebu")
    assert reverse("admin:facilities_facility_change", args=[cebu.pk]) in log.subject_link(facility)
    tier = factories.make_tier(cebu, "seats", 10, "5")
    assert log.subject_link(record(actor=SYSTEM, verb="x", subject=tier, now=now)) == "discount"


def test_the_log_tells_it_all(desk: HttpClient, acme: Client, opal: User, now: datetime) -> None:
    record(actor=StaffFor(opal, acme, Mode.ACTING), verb="accounts.details_changed", subject=acme, now=now)
    page = desk.get(reverse("admin:audit_auditentry_changelist")).content.decode()
    assert "Opal for Acme" in page
    assert "Company details changed" in page
