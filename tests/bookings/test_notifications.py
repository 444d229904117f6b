"""Whatever is done is told: in the log with who did it and for whom, and to the client's managers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import transaction
from icalendar import Calendar

from accounts.actors import SYSTEM, Person, Staff, StaffFor
from accounts.enums import Mode, Role
from accounts.models import Client, User
from accounts.operations import record
from audit.models import AuditEntry
from bookings import operations
from bookings.calendar_files import lease_calendar
from bookings.enums import BookingState
from bookings.models import Booking
from bookings.queries.details import VERBS, timeline
from facilities.models import Workstation
from outbox.models import Message
from tests import factories
from tests.bookings import changes
from tests.conftest import Bring, HoldSeats

pytestmark = pytest.mark.django_db

S = BookingState
THEN = datetime.fromisoformat("2027-01-04T02:00:00Z")


@pytest.fixture
def story(
    hold_seats: HoldSeats, seats: dict[str, Workstation], acme: Client, alice: User, opal: User, now: datetime
) -> Booking:
    """A whole life: alice holds, opal submits as acme, opal confirms, the lease begins, grows, shrinks, is left,
    resumed and ended for cause."""
    as_alice, as_opal, for_acme = Person(alice), Staff(opal), StaffFor(opal, acme, Mode.ACTING, "They rang.")
    booking = hold_seats("A1", "A2", actor=as_alice)
    operations.submit(booking=booking, accepted=True, actor=for_acme, now=now)
    operations.confirm(booking=booking, actor=as_opal, now=now)
    operations.activate(booking=booking, actor=as_opal, now=THEN)
    more = [seats["B1"].pk]
    changes.add_seats(booking=booking, effective_on=date(2027, 2, 1), workstations=more, actor=as_alice, now=THEN)
    changes.remove_seats(booking=booking, effective_on=date(2027, 3, 1), workstations=more, actor=as_alice, now=THEN)
    changes.give_notice(booking=booking, actor=as_alice, now=THEN)
    changes.withdraw_notice(booking=booking, actor=as_alice, now=THEN)
    return changes.terminate(
        booking=booking, last_day=date(2027, 1, 31), reason="The floor closes.", actor=as_opal, now=THEN
    )


def test_the_log_says_who_did_what_and_for_whom(story: Booking, alice: User, opal: User, acme: Client) -> None:
    told = AuditEntry.objects.filter(subject_id=str(story.pk)).order_by("id")
    assert [(entry.verb, entry.actor, entry.as_client) for entry in told] == [
        ("bookings.held", alice, None),
        ("bookings.submitted", opal, acme),
        ("bookings.confirmed", opal, None),
        ("bookings.activated", opal, None),
        ("bookings.amended.add_seats", alice, None),
        ("bookings.amended.remove_seats", alice, None),
        ("bookings.notice_given", alice, None),
        ("bookings.amended.notice", alice, None),
        ("bookings.notice_withdrawn", alice, None),
        ("bookings.amended.withdraw_notice", alice, None),
        ("bookings.terminated", opal, None),
        ("bookings.amended.terminate", opal, None),
    ]
    assert told[0].details == {"seats": ["A1", "A2"]}
    assert told[4].details == {"effective_on": "2027-02-01", "seats": ["B1"]}


def test_the_timeline_tells_it_in_sentences_newest_first(story: Booking) -> None:
    events = timeline(story)
    assert [event.what for event in events][::-1][:6] == [
        "Seats held",
        "Request submitted",
        "Confirmed",
        "Lease began",
        "1 seat added from 1 Feb 2027: B1.",
        "1 seat given back from 1 Mar 2027: B1.",
    ]
    assert {(event.who, event.by_staff) for event in events} == {("Alice", False), ("Opal", True)}


def test_every_verb_in_the_log_of_a_booking_is_known_or_doubled_by_one(story: Booking) -> None:
    verbs = set(AuditEntry.objects.filter(subject_id=str(story.pk)).values_list("verb", flat=True))
    assert {"bookings.submitted", "bookings.confirmed"} <= verbs
    assert {verb for verb in verbs - VERBS.keys() if not verb.startswith("bookings.amended.")} == set()


def test_managers_are_written_to_at_each_turn(story: Booking, alice: User) -> None:
    said = Message.objects.order_by("id").values_list("kind", "to", "client")
    kinds = [kind for kind, _to, _client in said]
    assert kinds == ["bookings.submitted", "bookings.confirmed", *["bookings.amended"] * 5]
    assert {(to, client) for _kind, to, client in said} == {(alice.email, story.client.pk)}


def test_mails_say_what_changed(story: Booking) -> None:
    texts = list(Message.objects.filter(kind="bookings.amended").order_by("id").values_list("text", flat=True))
    sentences = [
        "1 seat added from 1 Feb 2027: B1.",
        "1 seat given back from 1 Mar 2027: B1.",
        "Notice received: the lease ends on 31 May 2027.",
        "Notice withdrawn: the lease goes on.",
        "We end the lease on 31 Jan 2027. The floor closes.",
    ]
    assert all(sentence in text for sentence, text in zip(sentences, texts, strict=True))
    assert all(story.reference in text for text in texts)


def test_every_mail_has_a_subject_and_the_same_in_html(story: Booking) -> None:
    for message in Message.objects.all():
        assert message.subject
        assert "Subject:" not in message.text
        assert "Hello Alice" in message.text
        assert "Hello Alice" in message.html
        assert "{" not in message.text


def test_names_are_harmless_in_html_and_plain_in_text(hold_seats: HoldSeats, bring: Bring, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(name="<Olga> & Co")
    bring(hold_seats("A1"), S.SUBMITTED)
    message = Message.objects.get()
    assert "Hello <Olga>" in message.text
    assert "<Olga>" not in message.html
    assert "&lt;Olga&gt;" in message.html


def test_a_refusal_reaches_the_client_with_its_reason(hold_seats: HoldSeats, bring: Bring, olga: User) -> None:
    bring(hold_seats("A1"), S.DECLINED)
    assert "The floor closes." in Message.objects.get(kind="bookings.declined").text


def test_a_confirmation_brings_the_first_day_for_the_calendar(hold_seats: HoldSeats, bring: Bring, olga: User) -> None:
    booking = bring(hold_seats("A1"), S.CONFIRMED)
    attached = Message.objects.get(kind="bookings.confirmed").attachments.get()
    assert (attached.name, attached.content_type) == ("move-in.ics", "text/calendar")
    (event,) = Calendar.from_ical(bytes(attached.content)).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert booking.reference in str(event["summary"])


def test_a_calendar_has_the_notice_deadline_where_there_is_one(hold_seats: HoldSeats, now: datetime) -> None:
    booking = hold_seats("A1")
    content = lease_calendar(booking, now=now, notice_deadline=date(2027, 4, 2))
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 12, 1), date(2027, 4, 2)]
    assert len({str(event["uid"]) for event in events}) == 2


def test_an_operation_that_fails_tells_nobody(hold_seats: HoldSeats, bring: Bring, olga: User, now: datetime) -> None:
    booking = bring(hold_seats("A1"), S.SUBMITTED)
    before = (AuditEntry.objects.count(), Message.objects.count())
    with transaction.atomic():
        operations.confirm(booking=booking, actor=SYSTEM, now=now)
        transaction.set_rollback(True)
    assert (AuditEntry.objects.count(), Message.objects.count()) == before


def test_a_key_leaves_its_prefix_in_the_log(hold_seats: HoldSeats, acme: Client) -> None:
    actor = factories.make_key(client=acme)
    assert actor.key is not None
    booking = hold_seats("A1")
    record(actor=actor, verb="bookings.read", subject=booking, now=booking.held_at)
    entry = AuditEntry.objects.get(verb="bookings.read", subject_id=str(booking.pk))
    assert entry.actor is None
    assert entry.api_key == actor.key.prefix


def test_who_never_said_a_name_is_greeted_without_one(hold_seats: HoldSeats, bring: Bring, acme: Client) -> None:
    factories.make_member(acme, " ", Role.MANAGER)
    bring(hold_seats("A1"), BookingState.SUBMITTED)
    message = Message.objects.get(kind="bookings.submitted")
    assert "Hello,\n" in message.text
    assert ">Hello,<" in message.html
