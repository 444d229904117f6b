"""Who comes to an interface, and what the tables say they may; worked out here by a rule of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.test import Client as HttpClient
from django.urls import reverse

from accounts import capabilities
from accounts.capabilities import Capability, Duty
from accounts.enums import Mode, Role
from accounts.models import Client, User
from facilities.models import Facility
from tests import factories
from tests.conftest import SignIn

NOTHING: frozenset[Capability] = frozenset()
LOOKING = frozenset({Capability.SEE_COMPANY, Capability.SEE_BOOKINGS, Capability.SEE_INVOICES})

# As they are written down: a test that digs a hole in the tables the product reads digs none in these.
ROLES: Mapping[Role, frozenset[Capability]] = dict(capabilities.ROLES)
DUTIES: Mapping[Duty, frozenset[Capability]] = dict(capabilities.DUTIES)


@dataclass(frozen=True)
class Visitor:
    """``may`` is for ``company`` alone; ``at_desk`` is what one of our own people may in the back office."""

    name: str
    browser: HttpClient = field(default_factory=lambda: HttpClient(raise_request_exception=False))
    is_known: bool = True
    company: Client | None = None
    may: frozenset[Capability] = NOTHING
    is_staff: bool = False
    at_desk: frozenset[Capability] = NOTHING
    duties: frozenset[Duty] = frozenset()
    mode: Mode | None = None
    is_elsewhere: bool = False  # there for another building only

    def __str__(self) -> str:
        return self.name


def duties_with(*asked: Capability) -> frozenset[Duty]:
    """The duties that have each of these."""
    return frozenset(duty for duty, given in DUTIES.items() if given.issuperset(asked))


def within(duty: Duty, mode: Mode) -> frozenset[Capability]:
    """What somebody with a duty may in a client's portal: what its owner may, their duty allows and the mode leaves."""
    both = ROLES[Role.OWNER] & DUTIES[duty]
    return both & LOOKING if mode == Mode.SEEING else both


def everybody(acme: Client, globex: Client, elsewhere: Facility, sign_in: SignIn) -> list[Visitor]:
    """Anybody there is, by name: nobody known, acme's people, an outsider, our own people by duty and as whom."""

    def browser(user: User) -> HttpClient:
        found = sign_in(user)
        found.raise_request_exception = False
        return found

    def member(company: Client, name: str, role: Role) -> Visitor:
        user = factories.make_member(company, f"{name}-{role}", role)
        return Visitor(name, browser(user), company=company, may=ROLES[role])

    def staff(name: str, *duties: Duty, mode: Mode | None = None, is_elsewhere: bool = False) -> Visitor:
        user = factories.make_staff(name.replace(" ", "-"), *duties)
        if is_elsewhere:
            elsewhere.staff.add(user)
        found = Visitor(
            name,
            browser(user),
            is_staff=True,
            at_desk=frozenset().union(*(DUTIES[duty] for duty in duties)),
            duties=frozenset(duties),
            company=acme if mode else None,
            may=within(duties[0], mode) if mode else NOTHING,
            mode=mode,
            is_elsewhere=is_elsewhere,
        )
        if mode:
            path = reverse("portal:begin-acting", args=[acme.pk])
            assert found.browser.post(path, {"mode": mode, "reason": "They rang."}).status_code == 302
        return found

    return [
        Visitor("anonymous", is_known=False),
        Visitor("somebody without a company", browser(factories.make_user("Newcomer"))),
        member(globex, "the outsider", Role.OWNER),
        *(member(acme, role, role) for role in Role),
        staff("staff without a duty"),
        *(staff(duty, duty) for duty in Duty),
        *(staff(f"{duty} {mode}", duty, mode=mode) for duty in Duty for mode in Mode),
        staff("Facility elsewhere", Duty.FACILITY, is_elsewhere=True),
        staff("Facility elsewhere acting", Duty.FACILITY, mode=Mode.ACTING, is_elsewhere=True),
    ]
