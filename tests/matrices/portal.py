"""The portal's pages: what each asks of whoever comes, written down by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.urls import reverse

from accounts.capabilities import Capability
from tests.matrices.affairs import LAST_DAY, Affairs
from tests.matrices.answers import Answer, Cell, Outcome, ask
from tests.matrices.visitors import Visitor

C = Capability

WISH = {"shift": "day", "start": "2026-12-01", "months": "12"}
WAIT = {"seats": "4", "shift": "day", "months": "12", "start": "2026-12-01", "latest": "2027-03-01"}
DETAILS = {
    "legal_name": "New", "country": "PH", "address": "1", "billing_email": "a@example.com", "withholding": "none",
    "time_zone": "UTC",
}  # fmt: skip


class Gate(Enum):
    """Who comes in at all."""

    ANYBODY = auto()
    SIGNED_IN = auto()
    COMPANY = auto()  # who has one, or is inside one's portal
    STAFF = auto()  # as staff, whomever they act for; who isn't may look up their own company and is refused
    LINK = auto()  # who holds the link and is not signed in as somebody else
    SHUT = auto()  # a page for trying the product out, which is switched off


@dataclass(frozen=True)
class Access:
    """One method of a page. Whom it shows a thing of a company must have ``sees`` for it, or the thing does not exist;
    who does what it does must have ``does``, or is refused. ``at_place``: both are asked for at a facility too."""

    gate: Gate
    sees: C | None = None
    does: C | None = None
    at_place: bool = False


@dataclass(frozen=True)
class Page:
    """``holds`` is what a company's own list must not be without."""

    get: Access | None = None
    post: Access | None = None
    of: Callable[[Affairs], list[Any]] | None = None
    data: Callable[[Affairs], dict[str, Any]] = lambda of: {}
    is_a_companys: bool = False
    holds: Callable[[Affairs], str] | None = None


def public(**accesses: Any) -> Page:
    return Page(get=Access(Gate.ANYBODY), **accesses)


def at_the_place(**accesses: Any) -> Page:
    return public(of=lambda a: [a.house.place.slug], **accesses)


def of_a_company(attribute: str, sees: C, *more: Any, does: C | None = None, get: bool = True, **rest: Any) -> Page:
    """A page of one thing of a company, by the attribute of its affairs."""
    at_place = sees in {C.SEE_BOOKINGS, C.SEE_INVOICES}
    return Page(
        get=Access(Gate.COMPANY, sees=sees, at_place=at_place) if get else None,
        post=Access(Gate.COMPANY, sees=sees, does=does, at_place=at_place) if does else None,
        of=lambda a: [getattr(a, attribute).pk, *more],
        is_a_companys=True,
        **rest,
    )


def of_a_booking(attribute: str, *more: Any, **rest: Any) -> Page:
    return of_a_company(attribute, C.SEE_BOOKINGS, *more, **rest)


def listing(holds: Callable[[Affairs], str] | None = None, *, at_place: bool = False) -> Page:
    return Page(get=Access(Gate.COMPANY, at_place=at_place), holds=holds)


def shut(*arguments: Any) -> Page:
    return Page(Access(Gate.SHUT), Access(Gate.SHUT), of=lambda a: [a.lease.pk, *arguments] if arguments else [])


ANY = Access(Gate.ANYBODY)
lease_number: Callable[[Affairs], str] = lambda a: a.lease.reference  # noqa: E731
invoice_number: Callable[[Affairs], str] = lambda a: a.invoice.number  # noqa: E731

PAGES: dict[str, Page] = {
    "landing": public(),
    "prices": public(),
    "agreement": public(),
    "search": public(),
    "search-hours": public(),
    "facility": at_the_place(),
    "calendar": at_the_place(),
    "facility-photo": public(of=lambda a: [a.house.place.slug, a.house.photo.pk]),
    "facility-certificate": public(of=lambda a: [a.house.place.slug, a.house.certificate.pk]),
    "plan": at_the_place(post=ANY),
    "plan-price": Page(post=ANY, of=lambda a: [a.house.place.slug]),
    "plan-live": at_the_place(),
    "plan-lost": Page(post=ANY, of=lambda a: [a.house.place.slug]),
    "hold-new": at_the_place(
        post=Access(Gate.COMPANY, does=C.HOLD_SEATS, at_place=True), data=lambda a: WISH | {"seat": ["A4"]}
    ),
    "waitlist-join": public(
        post=Access(Gate.COMPANY, does=C.HOLD_SEATS, at_place=True),
        data=lambda a: WAIT | {"place": a.house.place.slug},
    ),
    "hold": of_a_booking("held"),
    "hold-details": of_a_booking("held", does=C.EDIT_COMPANY, get=False, data=lambda a: DETAILS),
    "hold-submit": of_a_booking("held", does=C.ACCEPT_AGREEMENT, get=False, data=lambda a: {"accepted": "on"}),
    "hold-release": of_a_booking("held", does=C.CHANGE_LEASES),
    "switch-client": Page(
        post=Access(Gate.SIGNED_IN, sees=C.SEE_COMPANY), of=lambda a: [a.company.pk], is_a_companys=True
    ),
    "invitation": Page(
        Access(Gate.LINK),
        Access(Gate.LINK),
        of=lambda a: [a.invitation.pk, a.invitation.token],
        data=lambda a: {"name": "Nina", "password": "a long access to go at night"},
        is_a_companys=True,
    ),
    "begin-acting": Page(
        post=Access(Gate.STAFF, sees=C.SEE_COMPANY, does=C.ACT_FOR_CLIENTS),
        of=lambda a: [a.company.pk],
        data=lambda a: {"mode": "acting"},
        is_a_companys=True,
    ),
    "end-acting": Page(post=Access(Gate.SIGNED_IN)),
    "home": listing(),
    "bookings": listing(lease_number, at_place=True),
    "waitlist-leave": of_a_booking("waiting", does=C.HOLD_SEATS),
    "bookings-csv": listing(lease_number, at_place=True),
    "booking": of_a_booking("lease"),
    "booking-cancel": of_a_booking("requested", does=C.CHANGE_LEASES, data=lambda a: {"reason": ""}),
    "booking-change": of_a_booking(
        "lease", "notice", does=C.CHANGE_LEASES, data=lambda a: {"last_day": LAST_DAY.isoformat(), "digest": a.digest}
    ),
    "booking-calendar": of_a_booking("lease"),
    "invoices": listing(invoice_number, at_place=True),
    "invoices-csv": listing(invoice_number, at_place=True),
    "statement": listing(invoice_number, at_place=True),
    "statement-csv": listing(invoice_number, at_place=True),
    "invoice": of_a_company("invoice", C.SEE_INVOICES),
    "invoice-pdf": of_a_company("invoice", C.SEE_INVOICES),
    "invoice-transfer": of_a_company(
        "invoice",
        C.SEE_INVOICES,
        does=C.TELL_OF_TRANSFERS,
        get=False,
        data=lambda a: {"amount": "1", "transferred_on": "2026-11-23", "reference": "WIRE-2"},
    ),
    "transfer-proof": of_a_company("transfer", C.SEE_INVOICES),
    "details": Page(Access(Gate.COMPANY), Access(Gate.COMPANY, does=C.EDIT_COMPANY), data=lambda a: DETAILS),
    "team-invite": Page(
        post=Access(Gate.COMPANY, does=C.MANAGE_TEAM), data=lambda a: {"email": "new@example.com", "role": "viewer"}
    ),
    "invitation-resend": of_a_company("invitation", C.MANAGE_TEAM, does=C.MANAGE_TEAM, get=False),
    "invitation-withdraw": of_a_company("invitation", C.MANAGE_TEAM, does=C.MANAGE_TEAM, get=False),
    "member": of_a_company("colleague", C.MANAGE_TEAM, does=C.MANAGE_TEAM, data=lambda a: {"role": "manager"}),
    "member-remove": of_a_company("colleague", C.MANAGE_TEAM, does=C.MANAGE_TEAM, get=False),
    "mailbox": shut(),
    "mailbox-latest": shut(),
    "mail": Page(Access(Gate.SHUT), Access(Gate.SHUT), of=lambda a: [a.lease.pk]),
    "mail-html": Page(Access(Gate.SHUT), Access(Gate.SHUT), of=lambda a: [a.lease.pk]),
    "mail-attachment": shut(1),
}


def expected(who: Visitor, page: Page, method: str, whose: Affairs) -> Outcome:
    """What should come of it, from what the tables say that the visitor may."""
    access = page.get if method == "GET" else page.post
    if access is None:
        return Outcome.NO_METHOD
    if access.gate == Gate.SHUT:
        return Outcome.MISSING
    if access.gate == Gate.LINK and method == "POST":
        return Outcome.FORBIDDEN if who.is_known else Outcome.DONE
    if access.gate in {Gate.ANYBODY, Gate.LINK}:
        return Outcome.SHOWN
    if not who.is_known:
        return Outcome.SIGN_IN
    if access.gate == Gate.COMPANY and who.company is None:
        return Outcome.COMPANYLESS
    may = rights(who, page, access, whose)
    if access.sees and access.sees not in may:
        return Outcome.MISSING
    if access.does:
        return Outcome.DONE if access.does in may else Outcome.REFUSED
    if page.holds and access.at_place and who.is_elsewhere:
        return Outcome.EMPTY
    return Outcome.SHOWN


def rights(who: Visitor, page: Page, access: Access, whose: Affairs) -> frozenset[C]:
    """What they may for the company that the page is about, or is shown for."""
    if access.at_place and who.is_elsewhere:
        return frozenset()
    at_desk = access.gate == Gate.STAFF or (access.gate == Gate.SIGNED_IN and who.company is None)
    if who.is_staff and at_desk:
        return who.at_desk
    return who.may if not page.is_a_companys or whose.company == who.company else frozenset()


def found(answer: Answer, who: Visitor, page: Page, method: str, everyone: Iterable[Affairs]) -> Outcome:
    """What did come of it: as the answer says, and as its content and the log of deeds do."""
    outcome = answer.outcome
    if outcome != Outcome.SHOWN:
        return outcome
    access = page.get if method == "GET" else page.post
    if access and access.gate == Gate.COMPANY and answer.location == reverse("portal:landing"):
        return Outcome.COMPANYLESS
    if any(secret in answer.content for a in everyone if a.company != who.company for secret in a.secrets):
        return Outcome.LEAKED
    if access and method == "POST" and (access.does or access.gate == Gate.LINK):
        return Outcome.DONE if answer.wrote else Outcome.REFUSED
    own = [page.holds(a).encode() for a in everyone if page.holds and a.company == who.company]
    return Outcome.SHOWN if all(each in answer.content for each in own) else Outcome.EMPTY


def cells(visitors: Iterable[Visitor], pages: Iterable[str], everyone: list[Affairs]) -> Iterator[Cell]:
    """Ask everything, of acme's and of globex's where a page is about a thing of somebody's."""
    for name in pages:
        page = PAGES[name]
        for whose in everyone if page.is_a_companys else everyone[:1]:
            path = reverse(f"portal:{name}", args=page.of(whose) if page.of else [])
            for who in visitors:
                for method in ("GET", "POST"):
                    answer = ask(who.browser, method, path, page.data(whose) if method == "POST" else None)
                    what = f"{method} {name} of {whose.company}" if page.is_a_companys else f"{method} {name}"
                    yield Cell(
                        who.name, what, expected(who, page, method, whose), found(answer, who, page, method, everyone)
                    )
