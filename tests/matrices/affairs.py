"""Two companies that have one of everything, in one building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import SYSTEM, Person
from accounts.enums import Role
from accounts.models import Client, Invitation, Member, User
from accounts.operations import invite_member
from billing.models import Document, TransferNotice
from billing.operations import bill_booking, give_transfer_notice, preview
from bookings.changes import GiveNotice
from bookings.enums import BookingState
from bookings.models import Booking, WaitlistEntry
from bookings.operations import join_waitlist
from bookings.seat_requests import SeatRequest
from facilities.enums import CertificateKind
from facilities.models import Certificate, Facility, Package, Photo, ShiftPattern
from kernel.period import Period
from tests import factories
from tests.billing.rows import DECEMBER, make_lease, take_seats
from tests.conftest import Bring, HoldSeats

PDF = b"%PDF-1.7\n%%EOF\n"
LAST_DAY = date(2027, 11, 30)


@dataclass(frozen=True)
class House:
    """What is everybody's: a building with a plan, a picture and a paper, and what one may lease there."""

    place: Facility
    pattern: ShiftPattern
    package: Package
    photo: Photo
    certificate: Certificate


def make_house(place: Facility, pattern: ShiftPattern, package: Package) -> House:
    return House(
        place,
        pattern,
        package,
        factories.make_photo(place),
        factories.make_certificate(
            place,
            CertificateKind.SOC_2,
            Period(date(2026, 1, 1)),
            is_public=True,
            content_type="application/pdf",
            file=SimpleUploadedFile("soc2.pdf", PDF),
        ),
    )


@dataclass(frozen=True)
class Affairs:
    """A company's: a lease, a hold, a request, an invoice, word of a transfer, a place in line, a team.

    ``digest`` is of what its people are shown before they give notice of the lease.
    """

    company: Client
    house: House
    lease: Booking
    held: Booking
    requested: Booking
    invoice: Document
    transfer: TransferNotice
    waiting: WaitlistEntry
    invitation: Invitation
    colleague: Member
    digest: str

    @property
    def secrets(self) -> list[bytes]:
        """What nobody else's page may hold."""
        return [each.encode() for each in (self.lease.reference, self.held.reference, self.invoice.number)]


def make_affairs(
    company: Client,
    owner: User,
    house: House,
    seats: tuple[str, str],
    hold_seats: HoldSeats,
    bring: Bring,
    now: datetime,
) -> Affairs:
    lease = take_seats(make_lease(company, house.place, house.pattern, house.package, seats=4))
    invoice = bill_booking(booking=lease, month=DECEMBER, issue_on=now.date(), actor=SYSTEM, now=now)
    assert invoice is not None
    transfer = give_transfer_notice(
        document=invoice,
        amount=invoice.gross,
        transferred_on=invoice.issued_on,
        reference=f"WIRE-{company.name}",
        proof=SimpleUploadedFile("proof.pdf", PDF),
        actor=SYSTEM,
        now=now,
    )
    held, requested = (hold_seats(seat, client=company) for seat in seats)
    asked: dict[str, Any] = {"pattern": house.pattern, "package": house.package, "months": 12, "seats": 2}
    waiting = join_waitlist(
        request=SeatRequest(client=company, facility=house.place, start=date(2027, 1, 1), **asked),
        latest=date(2027, 3, 1),
        actor=SYSTEM,
        now=now,
    )
    invitation = invite_member(
        client=company, email=f"nina@{company.name.lower()}.example.com", role=Role.VIEWER, actor=Person(owner), now=now
    )
    colleague = factories.make_member(company, f"Colleague-{company.name}", Role.VIEWER)
    shown = preview(booking=lease, change=GiveNotice(LAST_DAY), actor=Person(owner), now=now)
    return Affairs(
        company,
        house,
        lease,
        held,
        bring(requested, BookingState.SUBMITTED),
        invoice,
        transfer,
        waiting,
        invitation,
        Member.objects.get(client=company, user=colleague),
        shown.digest,
    )
