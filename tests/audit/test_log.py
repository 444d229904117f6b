"""The log says who did what to whom, and keeps it: by whom and where it concerns, it is found again."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.actors import SYSTEM, Staff
from accounts.models import Client, User
from accounts.operations import record, record_each
from audit.models import AuditEntry
from facilities.models import Facility
from tests import factories
from tests.conftest import HoldSeats
from tests.raw_rows import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(acme: Client, now: datetime) -> AuditEntry:
    return record(actor=SYSTEM, verb="tests.done", subject=acme, now=now)


def test_every_constraint_has_a_case() -> None:
    assert constraints_of("audit") | triggers_of("audit") == {"audit_auditentry_append_only"}


def test_the_log_keeps_what_was_done(done: AuditEntry) -> None:
    for undo in (done.delete, lambda: AuditEntry.objects.filter(pk=done.pk).update(verb="tests.undone")):
        assert refused_by(undo) == "audit_auditentry_append_only"
    assert AuditEntry.objects.get(pk=done.pk).verb == "tests.done"


def test_an_entry_concerns_the_client_the_partner_who_brought_it_and_the_facility(
    hold_seats: HoldSeats, cebu: Facility, acme: Client, opal: User, now: datetime
) -> None:
    petra = factories.make_partner("Petra")
    Client.objects.filter(pk=acme.pk).update(partner=petra)
    booking = hold_seats("A1")
    held = AuditEntry.objects.get(verb="bookings.held", subject_id=str(booking.pk))
    assert (held.client, held.partner, held.facility) == (acme, petra, cebu)
    staff = Staff(opal)
    changed = record(actor=staff, verb="tests.done", subject=cebu, now=now)
    assert (changed.client, changed.partner, changed.facility) == (None, None, cebu)
    registered = record(actor=staff, verb="tests.done", subject=petra, now=now)
    assert (registered.client, registered.partner, registered.facility) == (None, petra, None)
    by_whom = record(actor=factories.make_key(partner=petra), verb="tests.done", subject=cebu, now=now)
    assert (by_whom.actor, by_whom.partner, by_whom.facility) == (None, petra, cebu)


def test_entries_written_at_once_concern_the_same_as_one_by_one(acme: Client, globex: Client, now: datetime) -> None:
    petra = factories.make_partner("Petra")
    Client.objects.filter(pk=acme.pk).update(partner=petra)
    for client in (acme, globex):
        client.refresh_from_db()
    record_each(actor=SYSTEM, verb="tests.done", subjects=[(acme, {"n": 1}), (globex, {"n": 2})], now=now)
    written = AuditEntry.objects.filter(verb="tests.done").order_by("details__n")
    assert [(each.client, each.partner, each.details) for each in written] == [
        (acme, petra, {"n": 1}),
        (globex, None, {"n": 2}),
    ]
