"""The back office's pages: what each asks of whoever comes, written down by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.urls import reverse

from accounts.capabilities import Capability, Duty
from floorplans.sheets import INVENTORY
from tests.matrices.answers import Answer, Cell, Outcome, ask
from tests.matrices.stock import Stock
from tests.matrices.visitors import Visitor, duties_with

UNKNOWN = "01890000-0000-7000-8000-000000000000"
C = Capability

Duties = frozenset[Duty]
NOBODY: Duties = frozenset()
PLACES: Duties = frozenset({Duty.FACILITY, Duty.ADMINISTRATOR})
MONEY: Duties = frozenset({Duty.FINANCE, Duty.ADMINISTRATOR})
HEADS: Duties = frozenset({Duty.ADMINISTRATOR})
ALL: Duties = frozenset(Duty)


@dataclass(frozen=True)
class Screen:
    """``needs``: each of these capabilities, or one of these duties. ``about`` is the noun whose id the address takes,
    and ``rest`` what follows it; ``is_about_nothing``: the id is one of nothing, so that whoever may is told so."""

    needs: C | tuple[C, ...] | Duties
    about: str = ""
    rest: tuple[Any, ...] = ()
    get: bool = True
    post: bool = True
    is_about_nothing: bool = False
    is_at_a_place: bool = False
    is_about_all: bool = False  # and so for those alone who are there for every facility
    is_about_seats: bool = False  # which are named beside the address

    @property
    def duties(self) -> Duties:
        if isinstance(self.needs, frozenset):
            return self.needs
        asked = (self.needs,) if isinstance(self.needs, C) else self.needs
        return duties_with(*asked)


@dataclass(frozen=True)
class Noun:
    """Who sees, adds, changes and deletes the rows of one list."""

    sees: Duties
    adds: Duties = NOBODY
    changes: Duties = NOBODY
    deletes: Duties = NOBODY
    has_own_page: bool = False  # in place of Django's form; what is posted to it is for the page to judge
    is_at_a_place: bool = False


posting = partial(Screen, get=False)
nothing = partial(Screen, is_about_nothing=True)
nothing_to_post = partial(Screen, is_about_nothing=True, get=False)
FLOOR = "facilities_floor"

SCREENS: dict[str, Screen] = {
    "requests": Screen(C.SEE_BOOKINGS),
    "book": Screen(C.HOLD_SEATS),
    "booking-act": posting(C.CHANGE_LEASES, "bookings_booking", ("confirm",), is_at_a_place=True),
    "booking-change": Screen(C.CHANGE_LEASES, "bookings_booking", ("notice",), is_at_a_place=True),
    "waitlist-withdraw": Screen(C.DECIDE_REQUESTS, "bookings_waitlistentry", is_at_a_place=True),
    "facility-holidays": Screen(C.EDIT_PLACES, "facilities_facility", is_at_a_place=True),
    "photo-file": nothing(ALL, "photo"),
    "facility-certificate-file": Screen(PLACES, "facilities_certificate", is_at_a_place=True),
    "price-lists": Screen(ALL),
    "price-copy": Screen(C.EDIT_PRICES, "facilities_facility", is_at_a_place=True),
    "asset-move": Screen(C.MANAGE_ASSETS, "facilities_asset", is_at_a_place=True),
    "asset-swap": Screen(C.MANAGE_ASSETS, "facilities_asset", is_at_a_place=True),
    "workstations-close": Screen(C.CLOSE_SEATS, is_about_seats=True, is_at_a_place=True),
    "workstations-become": posting(C.CLOSE_SEATS, "", ("spare",), is_about_seats=True, is_at_a_place=True),
    "workstation-fault": Screen(C.REPORT_FAULTS, "facilities_workstation", is_at_a_place=True),
    "fault-fixed": Screen(C.FIX_FAULTS, "facilities_fault", is_at_a_place=True),
    "workstation-reopen": posting(C.CLOSE_SEATS, "facilities_workstation", is_at_a_place=True),
    "floor-plan": Screen(PLACES, FLOOR, is_at_a_place=True),
    "floor-plan-start": posting(C.DRAW_PLANS, FLOOR, is_at_a_place=True),
    "floor-plan-room-back": nothing_to_post(C.DRAW_PLANS, FLOOR, (UNKNOWN,)),
    "floor-plan-edit": Screen(C.DRAW_PLANS, FLOOR, is_at_a_place=True),
    "floor-plan-save": posting(C.DRAW_PLANS, FLOOR, is_at_a_place=True),
    "floor-plan-pictures": posting(C.DRAW_PLANS, FLOOR, is_at_a_place=True),
    "floor-plan-picture": nothing(C.DRAW_PLANS, FLOOR, (UNKNOWN,)),
    "floor-plan-publish": Screen(C.DRAW_PLANS, FLOOR, is_at_a_place=True),
    "floor-plan-discard": nothing_to_post(C.DRAW_PLANS, FLOOR, (UNKNOWN,)),
    "floor-plan-brought": nothing(C.DRAW_PLANS, FLOOR, (UNKNOWN,)),
    "floor-plan-version": nothing(PLACES, FLOOR, (9,)),
    "floor-plan-restore": nothing_to_post(C.DRAW_PLANS, FLOOR, (9,)),
    "floor-plan-export": Screen(PLACES, FLOOR, ("svg",), is_at_a_place=True),
    "run-issue": posting(C.ISSUE_DOCUMENTS, "billing_billingrun"),
    "run-discard": posting(C.ISSUE_DOCUMENTS, "billing_billingrun"),
    "run-again": posting((C.PREPARE_BILL_RUNS, C.ISSUE_DOCUMENTS), "billing_billingrun"),
    "document-pdf": Screen(C.SEE_INVOICES, "billing_document", is_at_a_place=True),
    "payment-record": Screen(C.RECORD_PAYMENTS),
    "payment-apply": posting(C.RECORD_PAYMENTS, "billing_payment"),
    "payment-reverse": Screen(C.REVERSE_PAYMENTS, "billing_payment"),
    "notice-proof": Screen(ALL, "billing_transfernotice", is_at_a_place=True),
    "certificate-file": Screen(MONEY, "billing_taxcertificate"),
    "inventory": Screen(C.SEE_IMPORTS),
    "inventory-workbook": Screen(C.SEE_IMPORTS),
    "inventory-table": Screen(C.SEE_IMPORTS, "", (INVENTORY[0].name,)),
    "inventory-import": nothing(C.SEE_IMPORTS, "import"),
    "inventory-apply": nothing_to_post(C.IMPORT_INVENTORY, "import"),
    "inventory-discard": nothing_to_post(C.IMPORT_INVENTORY, "import"),
    "going-live": Screen(C.GO_LIVE),
    "going-live-template": Screen(C.GO_LIVE),
    "going-live-workbook": Screen(C.GO_LIVE, is_about_all=True),
    "going-live-invite": posting(C.GO_LIVE),
    "going-live-import": nothing(C.GO_LIVE, "import"),
    "going-live-apply": nothing_to_post(C.GO_LIVE, "import"),
    "going-live-discard": nothing_to_post(C.GO_LIVE, "import"),
    "aged-receivables": Screen(MONEY),
    "trial-balance": Screen(MONEY),
}
NOUNS: dict[str, Noun] = {
    "accounts_apikey": Noun(PLACES, adds=HEADS),
    "accounts_client": Noun(ALL, adds=PLACES, changes=ALL),
    "accounts_legalentity": Noun(MONEY, adds=MONEY, changes=MONEY),
    "accounts_partner": Noun(PLACES, adds=HEADS, changes=HEADS),
    "accounts_user": Noun(ALL, adds=HEADS, changes=HEADS),
    "audit_auditentry": Noun(ALL),
    "auth_group": Noun(HEADS, adds=HEADS, changes=HEADS, deletes=HEADS),
    "billing_billingrun": Noun(MONEY, adds=MONEY, has_own_page=True),
    "billing_document": Noun(ALL, has_own_page=True),
    "billing_billingpolicy": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "billing_numberseries": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=NOBODY),  # this one has given numbers
    "billing_payment": Noun(ALL, has_own_page=True),
    "billing_taxcertificate": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "billing_taxrate": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "billing_transfernotice": Noun(ALL, has_own_page=True),
    "billing_withholdingrate": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "bookings_booking": Noun(ALL, has_own_page=True, is_at_a_place=True),
    "bookings_waitlistentry": Noun(ALL, is_at_a_place=True),
    "bookings_bookingpolicy": Noun(PLACES, adds=PLACES, changes=PLACES, deletes=PLACES),
    "ledger_accountingperiod": Noun(MONEY, adds=MONEY),
    "ledger_exchangerate": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "ledger_journalentry": Noun(MONEY),
    "ledger_ledgeraccount": Noun(MONEY, adds=MONEY, changes=MONEY, deletes=MONEY),
    "facilities_addon": Noun(ALL, adds=PLACES, changes=PLACES),
    "facilities_addonprice": Noun(ALL, adds=PLACES, changes=PLACES, deletes=PLACES),
    "facilities_asset": Noun(PLACES, adds=PLACES, changes=PLACES),
    "facilities_certificate": Noun(PLACES, adds=PLACES, changes=PLACES, deletes=PLACES),
    "facilities_facility": Noun(ALL, adds=PLACES, changes=PLACES),
    "facilities_facilityinclusion": Noun(PLACES, adds=PLACES, changes=PLACES),
    "facilities_fault": Noun(PLACES),
    "facilities_floor": Noun(PLACES, adds=PLACES, changes=PLACES),
    "facilities_inclusion": Noun(PLACES, adds=PLACES, changes=PLACES, deletes=PLACES),
    "facilities_package": Noun(ALL, adds=PLACES, changes=PLACES, deletes=PLACES),
    "facilities_rate": Noun(ALL, adds=PLACES, changes=PLACES, deletes=PLACES),
    "facilities_room": Noun(PLACES, adds=PLACES, changes=PLACES),
    "facilities_shiftpattern": Noun(ALL, adds=PLACES, changes=PLACES),
    "facilities_workstation": Noun(PLACES, adds=PLACES, changes=PLACES),
    "outbox_message": Noun(ALL),
}
VERBS = ("changelist", "add", "history", "delete", "change")
LISTS = {f"{noun}_{verb}" for noun in NOUNS for verb in VERBS}

# What Django's own pages are for: any staff, whatever their duty, and what they show is worked out per person.
FRAME = {"index", "search", "password_change", "password_change_done", "jsi18n"}
# The lists of one app, where there are any for the person.
APPS = "app_list"
# To come in and to go, which anybody may ask for, and what answers by what it is asked about.
NOT_ASKED = {"login", "logout", "view_on_site"}
# What a form proposes while somebody types: rows that they may see.
PROPOSALS = "autocomplete"
# Old addresses of one thing, which lead to its page whatever it is; and whatever address is none.
NAMELESS = {f"{noun.replace('_', '/', 1)}/<path:object_id>/" for noun in NOUNS} | {"(?P<url>.*)$"}

TABLE: dict[str, object] = {**SCREENS, **dict.fromkeys({APPS, PROPOSALS} | LISTS | FRAME | NOT_ASKED | NAMELESS)}


@dataclass(frozen=True)
class Question:
    what: str
    path: str
    duties: Duties
    if_allowed: Outcome
    method: str
    is_at_a_place: bool = False
    is_about_all: bool = False
    is_for_any_staff: bool = False
    otherwise: Outcome = Outcome.FORBIDDEN
    data: Mapping[str, Any] = field(default_factory=dict)


def expected(who: Visitor, question: Question) -> Outcome:
    if question.if_allowed == Outcome.NO_METHOD and question.what in SCREENS and who.is_staff:
        return Outcome.NO_METHOD
    if not who.is_staff:
        return Outcome.SIGN_IN
    if question.is_for_any_staff:
        return question.if_allowed
    if question.is_about_all and who.is_elsewhere:
        return Outcome.FORBIDDEN
    if not who.duties & question.duties:
        return question.otherwise
    return Outcome.MISSING if question.is_at_a_place and who.is_elsewhere else question.if_allowed


def questions(stock: Stock) -> Iterator[Question]:
    for name, screen in SCREENS.items():
        about = [stock[screen.about].pk if screen.about in stock else UNKNOWN] if screen.about else []
        path = reverse(f"admin:{name}", args=[*about, *screen.rest])
        for method, is_there in (("GET", screen.get), ("POST", screen.post)):
            come = Outcome.MISSING if screen.is_about_nothing else Outcome.SHOWN
            come = come if is_there else Outcome.NO_METHOD
            seats = {"seats": str(stock["facilities_workstation"].pk)} if screen.is_about_seats else {}
            yield Question(
                name, path, screen.duties, come, method, screen.is_at_a_place, screen.is_about_all, data=seats
            )
    for name, noun in NOUNS.items():
        yield from _of(name, noun, stock)
    for name in sorted(FRAME):
        yield Question(name, reverse(f"admin:{name}"), ALL, Outcome.SHOWN, "GET", is_for_any_staff=True)
    path = reverse("admin:app_list", args=["bookings"])
    yield Question(APPS, path, ALL, Outcome.SHOWN, "GET", otherwise=Outcome.MISSING)
    for app, model, named, duties in (
        ("billing", "taxcertificate", "client", ALL),
        ("facilities", "facilityinclusion", "inclusion", PLACES),
    ):
        typed = {"app_label": app, "model_name": model, "field_name": named}
        yield Question(PROPOSALS, reverse(f"admin:{PROPOSALS}"), duties, Outcome.SHOWN, "GET", data=typed)


def _of(name: str, noun: Noun, stock: Stock) -> Iterator[Question]:
    key = [stock[name].pk]
    on_one = (
        ("history", "GET", noun.sees),
        ("change", "GET", noun.sees),
        ("change", "POST", noun.sees if noun.has_own_page else noun.changes),
        ("delete", "GET", noun.deletes),
        ("delete", "POST", noun.deletes),
    )
    for verb, method, duties in (
        ("changelist", "GET", noun.sees),
        ("add", "GET", noun.adds),
        ("add", "POST", noun.adds),
    ):
        path = reverse(f"admin:{name}_{verb}")
        yield Question(f"{name}_{verb}", path, duties, Outcome.SHOWN, method)
    for verb, method, duties in on_one:
        path = reverse(f"admin:{name}_{verb}", args=key)
        yield Question(f"{name}_{verb}", path, duties, Outcome.SHOWN, method, noun.is_at_a_place)


def cells(visitors: Iterable[Visitor], asked: Iterable[Question]) -> Iterator[Cell]:
    """Whoever is like others here is asked about what may differ alone: screens, and what is at a facility."""
    for question in asked:
        may_differ = question.is_at_a_place or question.what in SCREENS
        for who in visitors:
            if may_differ or not (who.is_elsewhere or who.mode):
                answer = ask(who.browser, question.method, question.path, dict(question.data))
                yield Cell(who.name, f"{question.method} {question.what}", expected(who, question), found(answer))


def found(answer: Answer) -> Outcome:
    """The admin says with the front page that a row of a list does not exist."""
    return Outcome.MISSING if answer.location == reverse("admin:index") else answer.outcome
