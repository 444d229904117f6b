"""Who may do what at the portal's interface: person × noun × operation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.actors import SYSTEM, Person
from accounts.enums import Role
from accounts.models import Client, User
from billing.models import Document, TransferNotice
from billing.operations import give_transfer_notice, preview
from bookings.changes import GiveNotice
from bookings.enums import BookingState
from bookings.models import Booking
from tests import answers, factories
from tests.conftest import Bring, HoldSeats, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass(frozen=True)
class Affairs:
    """Acme's: a running lease, a request, an invoice, and word of a transfer with its proof.

    ``digest`` is of what its people are shown before they give notice of the lease.
    """

    lease: Booking
    request: Booking
    invoice: Document
    notice: TransferNotice
    digest: str


@pytest.fixture
def affairs(
    lease: Booking, invoice: Document, hold_seats: HoldSeats, bring: Bring, olga: User, now: datetime, today: datetime
) -> Affairs:
    notice = give_transfer_notice(
        document=invoice,
        amount=invoice.gross,
        transferred_on=invoice.issued_on,
        reference="WIRE-1",
        proof=SimpleUploadedFile("proof.pdf", PDF),
        actor=SYSTEM,
        now=now,
    )
    shown = preview(booking=lease, change=GiveNotice(date(2027, 11, 30)), actor=Person(olga), now=now)
    return Affairs(lease, bring(hold_seats("A1"), BookingState.SUBMITTED), invoice, notice, shown.digest)


# Every page and operation on one thing of a company's, with the role that is enough for the operation.
PAGES = {
    "booking": lambda of: reverse("portal:booking", args=[of.lease.pk]),
    "booking-cancel": lambda of: reverse("portal:booking-cancel", args=[of.request.pk]),
    "booking-change": lambda of: reverse("portal:booking-change", args=[of.lease.pk, "notice"]),
    "booking-calendar": lambda of: reverse("portal:booking-calendar", args=[of.lease.pk]),
    "invoice": lambda of: reverse("portal:invoice", args=[of.invoice.pk]),
    "invoice-pdf": lambda of: reverse("portal:invoice-pdf", args=[of.invoice.pk]),
    "transfer-proof": lambda of: reverse("portal:transfer-proof", args=[of.notice.pk]),
}
OPERATIONS: dict[str, Callable[[Affairs], tuple[str, dict[str, str]]]] = {
    "cancel": lambda of: (reverse("portal:booking-cancel", args=[of.request.pk]), {"reason": ""}),
    "give notice": lambda of: (
        reverse("portal:booking-change", args=[of.lease.pk, "notice"]),
        {"last_day": "2027-11-30", "digest": of.digest},
    ),
    "tell of a transfer": lambda of: (
        reverse("portal:invoice-transfer", args=[of.invoice.pk]),
        {"amount": "1", "transferred_on": "2026-11-23", "reference": "WIRE-2"},
    ),
    "change details": lambda of: (
        reverse("portal:details"),
        {"legal_name": "New", "country": "PH", "address": "1", "billing_email": "a@example.com",
         "withholding": "none", "time_zone": "UTC"},
    ),
}  # fmt: skip
ALLOWED = {
    "cancel": {Role.OWNER, Role.MANAGER},
    "give notice": {Role.OWNER, Role.MANAGER},
    "tell of a transfer": {Role.OWNER, Role.MANAGER, Role.BILLING},
    "change details": {Role.OWNER},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("noun", PAGES)
def test_every_member_may_look(acme: Client, affairs: Affairs, role: Role, noun: str, sign_in: SignIn) -> None:
    member = factories.make_member(acme, "Somebody", role)
    answer = sign_in(member).get(PAGES[noun](affairs))
    assert answer.status_code == 200
    assert answer.getvalue()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_role_decides_who_may_act(
    acme: Client, affairs: Affairs, role: Role, operation: str, sign_in: SignIn
) -> None:
    path, data = OPERATIONS[operation](affairs)
    answer = sign_in(factories.make_member(acme, "Somebody", role)).post(path, data)
    if role in ALLOWED[operation]:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422
        assert "Your role in this company" in answer.content.decode()


@pytest.mark.parametrize("noun", PAGES)
def test_for_an_outsider_it_does_not_exist(mallory: User, affairs: Affairs, noun: str, sign_in: SignIn) -> None:
    assert sign_in(mallory).get(PAGES[noun](affairs)).status_code == 404


@pytest.mark.parametrize("operation", ["cancel", "give notice", "tell of a transfer"])
def test_an_outsider_can_do_nothing_to_it(mallory: User, affairs: Affairs, operation: str, sign_in: SignIn) -> None:
    path, data = OPERATIONS[operation](affairs)
    assert sign_in(mallory).post(path, data).status_code == 404
    withdraw = reverse("portal:booking-change", args=[affairs.lease.pk, "withdraw-notice"])
    assert sign_in(mallory).post(withdraw, {"digest": "x"}).status_code == 404


def secrets(affairs: Affairs) -> tuple[str, ...]:
    return (affairs.lease.reference, affairs.request.reference, affairs.invoice.number, "Acme")


@pytest.mark.parametrize(
    ("name", "heading"), [("home", "Globex"), ("bookings", "Bookings"), ("invoices", "Invoices"), ("details", "Globex")]
)
def test_lists_of_an_outsider_hold_nothing_of_it(
    mallory: User, olga: User, affairs: Affairs, name: str, heading: str, sign_in: SignIn
) -> None:
    page = answers.page(sign_in(mallory).get(reverse(f"portal:{name}")), heading)
    for secret in secrets(affairs):
        assert secret not in page
    own = answers.page(sign_in(olga).get(reverse(f"portal:{name}")), heading.replace("Globex", "Acme"))
    assert any(secret in own for secret in secrets(affairs)), "its owner's list holds it"


@pytest.mark.parametrize(("name", "column"), [("bookings-csv", "Reference"), ("invoices-csv", "Number")])
def test_files_of_an_outsider_hold_nothing_of_it(
    mallory: User, olga: User, affairs: Affairs, name: str, column: str, sign_in: SignIn
) -> None:
    path = reverse(f"portal:{name}")
    assert answers.csv_rows(sign_in(mallory).get(path), column) == []
    own = answers.csv_rows(sign_in(olga).get(path), column)
    assert {row[column] for row in own} <= set(secrets(affairs))
    assert own, "its owner's file holds it"


@pytest.mark.parametrize("noun", PAGES)
def test_without_signing_in_one_is_asked_to(affairs: Affairs, noun: str) -> None:
    path = PAGES[noun](affairs)
    assert HttpClient().get(path).headers["Location"] == f"{reverse('account_login')}?next={path}"


@pytest.mark.parametrize("noun", PAGES)
def test_staff_see_a_clients_pages_only_while_acting(opal: User, affairs: Affairs, noun: str, sign_in: SignIn) -> None:
    browser = sign_in(opal)
    assert browser.get(PAGES[noun](affairs)).status_code == 302
    browser.post(reverse("portal:begin-acting", args=[affairs.lease.client_id]), {"mode": "acting"})
    with closing(browser.get(PAGES[noun](affairs))) as answer:
        assert answer.status_code == 200


def test_somebody_without_a_company_is_told_so(db: None, sign_in: SignIn) -> None:
    answer = sign_in(factories.make_user("Nobody")).get(reverse("portal:home"), follow=True)
    assert "You belong to no company yet" in answer.content.decode()


@pytest.mark.parametrize("noun", PAGES)
def test_nobody_on_the_way_keeps_it(olga: User, affairs: Affairs, noun: str, sign_in: SignIn) -> None:
    with closing(sign_in(olga).get(PAGES[noun](affairs))) as answer:
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_never_was_does_not_exist(alice: User, sign_in: SignIn) -> None:
    for name in ("booking", "invoice", "invoice-pdf", "transfer-proof"):
        assert sign_in(alice).get(reverse(f"portal:{name}", args=[uuid4()])).status_code == 404
    assert sign_in(alice).get(reverse("portal:booking-change", args=[uuid4(), "notice"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["booking", "booking-calendar", "invoice", "invoice-pdf", "home", "bookings", "invoices"]
)
def test_pages_that_only_show_take_no_post(alice: User, affairs: Affairs, name: str, sign_in: SignIn) -> None:
    subject = affairs.invoice if "invoice-" in name or name == "invoice" else affairs.lease
    args = [] if name in {"home", "bookings", "invoices"} else [subject.pk]
    assert sign_in(alice).post(reverse(f"portal:{name}", args=args)).status_code == 405
