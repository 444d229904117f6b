"""The demo tells a year that holds together, the same each time, and leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from accounts.actors import Person
from accounts.enums import InvitationState
from accounts.models import ApiKey, Client, Invitation, LegalEntity, User
from billing.enums import DocumentState, NoticeState, PaymentMethod, RunState
from billing.models import BillingRun, Document, DocumentStatus, Payment, PaymentReversal, PaymentStatus, TransferNotice
from billing.queries.documents import in_state
from bookings.access import visible_bookings
from bookings.enums import BookingState
from bookings.models import Allocation, Booking
from demo import load
from demo.logins import LOGINS, PARTNER_KEY, PASSWORD
from demo.story import at
from facilities.enums import Purpose
from facilities.models import Facility, Floor, Occupancy, Workstation
from facilities.queries.availability import taken_share_by_shift
from facilities.queries.catalogue import offered_patterns
from floorplans.enums import DraftState
from floorplans.models import PlanDraft, PlanVersion
from floorplans.operations import preview_publication
from floorplans.plans.checks import problems_of
from outbox.enums import MessageState
from outbox.models import Message
from tests.billing.books import assert_books_are_sound, assert_every_day_is_charged_once
from tests.races.books import assert_one_story

TODAY = date(2026, 11, 22)
NOW = at(TODAY, 18)


def content() -> dict[str, list[Any]]:
    """What the demo says, without ids and references."""
    return {
        "bookings": list(
            Booking.objects.order_by("held_at", "client__name").values_list(
                "client__name", "facility__code", "pattern__slug", "state", "days", "held_at", "hold_expires_at"
            )
        ),
        "seats": list(
            Allocation.objects.order_by("booking__held_at", "workstation__code", "days").values_list(
                "booking__client__name", "workstation__code", "days"
            )
        ),
        "documents": list(
            Document.objects.order_by("number").values_list(
                "number", "client__name", "net", "tax", "status__open_balance"
            )
        ),
        "payments": list(
            Payment.objects.order_by("recorded_at", "client__name", "reference").values_list(
                "client__name", "amount", "reference"
            )
        ),
        "mails": list(Message.objects.order_by("created_at", "to", "kind").values_list("created_at", "to", "kind")),
    }


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[dict[str, list[Any]]]]:
    """The demo, loaded twice; the tests see the second time."""
    contents = []
    with django_db_blocker.unblock():
        for is_last in (False, True):
            with transaction.atomic():
                call_command("load_demo", today=TODAY, stdout=StringIO())
                contents.append(content())
                if is_last:
                    yield contents
                transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told"), pytest.mark.xdist_group("demo")]


def test_the_same_day_tells_the_same_story(told: list[dict[str, list[Any]]]) -> None:
    first, second = told
    for name, rows in first.items():
        assert rows == second[name], name
        assert rows


def test_nobody_sits_twice_and_every_lease_has_its_seats() -> None:
    assert_one_story()


def test_the_books_are_sound() -> None:
    assert_books_are_sound(LegalEntity.objects.get())


def test_every_seat_day_is_charged_once() -> None:
    for booking in Booking.objects.exclude(charges_changed_from__isnull=False):
        assert_every_day_is_charged_once(booking)


def test_every_month_was_billed_to_the_end() -> None:
    runs = BillingRun.objects.order_by("month")
    assert {run.state for run in runs} == {RunState.DONE}
    assert runs.count() == load.MONTHS_TOLD
    assert runs.last() is not None
    assert not BillingRun.objects.filter(items__state="failed").exists()


def test_most_seats_are_let_by_day_and_by_night() -> None:
    patterns = list(offered_patterns())
    facilities = list(Facility.objects.all())
    shares = taken_share_by_shift(facilities=facilities, patterns=patterns, day=date(2026, 11, 24), now=NOW)
    for slug in ("day", "night"):
        pattern = next(each for each in patterns if each.slug == slug)
        taken = sum(shares[facility.pk][pattern.pk][0] for facility in facilities)
        rentable = sum(shares[facility.pk][pattern.pk][1] for facility in facilities)
        assert 0.7 < taken / rentable < 0.9, slug
        assert 580 < rentable < 620


def test_something_waits_for_everybody() -> None:
    assert Booking.objects.filter(state=BookingState.SUBMITTED).count() == 3
    assert Booking.objects.filter(state=BookingState.HELD, hold_expires_at__lt=NOW + timedelta(hours=1)).count() == 1
    assert Booking.objects.filter(state=BookingState.CONFIRMED, days__startswith__gt=TODAY).count() == 2
    assert Booking.objects.filter(state=BookingState.NOTICE_GIVEN).exists()
    assert TransferNotice.objects.filter(state=NoticeState.PENDING).count() >= 2
    assert in_state(Document.objects.all(), DocumentState.OVERDUE, now=NOW).exists()
    assert PaymentStatus.objects.filter(unapplied__gt=0).count() == 1
    assert Payment.objects.filter(method=PaymentMethod.CERTIFICATE).exists()
    assert DocumentStatus.objects.filter(withholding_outstanding__gt=0).exists()
    assert DocumentStatus.objects.filter(open_balance__gt=F("withholding_outstanding"), paid_at__isnull=True).exists()
    assert Occupancy.objects.filter(purpose=Purpose.CLOSURE, days__contains=TODAY).exists()
    assert Invitation.objects.get(state=InvitationState.OPEN).expires_at > NOW


def test_a_payment_was_entered_by_mistake_and_its_invoice_is_open_again() -> None:
    applied = PaymentReversal.objects.get().payment.applications.get()
    assert applied.document.status.open_balance == applied.amount == applied.document.gross


def test_nothing_happens_after_the_story_ends() -> None:
    assert Document.objects.filter(issued_at__gt=NOW - timedelta(days=31)).exists(), "it goes on until its end"
    assert not Document.objects.filter(issued_at__gt=NOW).exists()
    assert not Payment.objects.filter(received_on__gt=TODAY).exists()
    assert not Message.objects.filter(created_at__gt=NOW).exists()
    assert not Client.objects.filter(created_at__gt=NOW).exists()


def test_mail_of_the_past_is_sent_and_nobody_is_woken() -> None:
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert not Message.objects.filter(sent_at=None).exists()
    assert connection.run_on_commit == []


def test_everybody_who_is_named_can_sign_in() -> None:
    addresses = apps.get_model("account", "EmailAddress").objects
    for login in LOGINS:
        user = User.objects.get(email=login.email)
        assert user.check_password(PASSWORD)
        assert addresses.filter(user=user, verified=True, primary=True).exists()
        assert user.is_staff or visible_bookings(Person(user)).exists()
    said = StringIO()
    call_command("demo_logins", stdout=said)
    assert all(login.email in said.getvalue() for login in LOGINS)


def test_the_partners_key_works() -> None:
    assert ApiKey.objects.is_valid(PARTNER_KEY)


def test_every_desk_stands_in_its_room_and_alone() -> None:
    for floor in Floor.objects.all():
        places = set()
        for seat in Workstation.objects.filter(room__floor=floor).select_related("room"):
            room = seat.room
            assert room.x < seat.x - 60
            assert seat.x + 60 < room.x + room.width <= floor.width
            assert room.y < seat.y - 90
            assert seat.y + 90 < room.y + room.height <= floor.height
            places.add((seat.x, seat.y))
        assert len(places) == Workstation.objects.filter(room__floor=floor).count()


def test_every_floor_was_published_and_one_is_being_redrawn() -> None:
    assert set(PlanVersion.objects.values_list("number", flat=True)) == {1}
    assert PlanVersion.objects.count() == Floor.objects.count()
    draft = PlanDraft.objects.get(state=DraftState.OPEN)
    found = preview_publication(draft=draft)
    assert (len(found.added), len(found.changed)) == (6, 1)
    assert problems_of(found.after) == []


def test_a_second_load_is_refused_or_does_nothing() -> None:
    with pytest.raises(CommandError, match="empty"):
        call_command("load_demo", stdout=StringIO())
    before = Booking.objects.count()
    call_command("load_demo", if_empty=True, stdout=StringIO())
    assert Booking.objects.count() == before


def test_every_facility_has_small_pictures_that_say_what_they_show() -> None:
    for facility in Facility.objects.all():
        photos = list(facility.photos.all())
        assert len(photos) >= 2
        assert all(photo.file.size < 60_000 and len(photo.alt_text) > 30 for photo in photos)
