"""A test with real transactions leaves the tables as the migrations made them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.actors import SYSTEM
from accounts.models import Client
from accounts.operations import record
from audit.models import AuditEntry
from tests.emptying import empty_what_was_filled, remember_what_migrations_made


@pytest.mark.django_db(transaction=True)
def test_what_was_added_goes_and_what_migrations_made_comes_back(acme: Client, now: datetime) -> None:
    record(actor=SYSTEM, verb="tests.left", subject=acme, now=now)  # a row that nobody may delete
    duties = {duty.name: set(duty.permissions.all()) for duty in Group.objects.all()}
    assert duties
    Group.objects.all().delete()
    Group.objects.create(name="Idle").permissions.set(Permission.objects.all()[:3])
    empty_what_was_filled()
    assert not Client.objects.exists()
    assert not AuditEntry.objects.exists()
    assert {duty.name: set(duty.permissions.all()) for duty in Group.objects.all()} == duties


@pytest.mark.django_db
def test_what_migrations_made_is_remembered_again_by_the_next_run_on_the_same_database() -> None:
    remember_what_migrations_made()
    remember_what_migrations_made()
    assert Group.objects.exists()
