"""The API's operations: what each asks of whoever calls, written down by hand; and with which keys one may call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.test import Client as HttpClient
from django.urls import reverse

from accounts import capabilities
from accounts.actors import SYSTEM
from accounts.capabilities import Capability
from accounts.enums import Scope
from accounts.models import ApiKey, Client, Partner
from accounts.operations import issue_api_key, revoke_api_key
from tests import factories
from tests.matrices.affairs import Affairs
from tests.matrices.answers import Answer, Cell, Outcome, ask

C = Capability
SCOPES: Mapping[Scope, frozenset[Capability]] = dict(capabilities.SCOPES)
DAYS = {"shift": "day", "start": "2026-12-01"}
TERM = DAYS | {"months": "12"}


class Gate(Enum):
    ANYBODY = auto()
    NO_KEY = auto()  # nobody needs a key, and one that is sent must be one
    ANY_KEY = auto()
    SCOPE = auto()
    NOTHING = auto()  # there is nothing at this address


@dataclass(frozen=True)
class Operation:
    """``holds`` is what the answer must not be without for whom it is theirs; ``is_about_theirs``: for others it does
    not exist."""

    gate: Gate
    needs: C | None = None
    of: Callable[[Affairs], list[Any]] = lambda of: []
    holds: Callable[[Affairs], str] | None = None
    is_about_theirs: bool = False
    data: Mapping[str, str] = field(default_factory=dict)


def theirs(needs: C, of: Callable[[Affairs], Any]) -> Operation:
    return Operation(Gate.SCOPE, needs, of=lambda a: [of(a).pk], is_about_theirs=True)


def listing(needs: C, holds: Callable[[Affairs], str]) -> Operation:
    return Operation(Gate.SCOPE, needs, holds=holds)


on_offer = Operation(Gate.ANY_KEY)
of_the_place = Operation(Gate.ANY_KEY, of=lambda a: [a.house.place.pk])
anybody = Operation(Gate.ANYBODY)

OPERATIONS: dict[str, Operation] = {
    "index": Operation(Gate.NO_KEY),
    "schema": anybody,
    "docs": anybody,
    "problems": anybody,
    "problem": replace(anybody, of=lambda a: ["not_found"]),
    "facilities": on_offer,
    "facility": of_the_place,
    "calendar": replace(of_the_place, data=DAYS),
    "plan": replace(of_the_place, data=TERM),
    "availability": replace(on_offer, data=TERM | {"seats": "2"}),
    "shifts": on_offer,
    "packages": on_offer,
    "me": on_offer,
    "clients": listing(C.SEE_COMPANY, lambda a: a.company.name),
    "bookings": listing(C.SEE_BOOKINGS, lambda a: a.lease.reference),
    "booking": theirs(C.SEE_BOOKINGS, lambda a: a.lease),
    "invoices": listing(C.SEE_INVOICES, lambda a: a.invoice.number),
    "invoice": theirs(C.SEE_INVOICES, lambda a: a.invoice),
    "invoice-pdf": theirs(C.SEE_INVOICES, lambda a: a.invoice),
    "unknown": Operation(Gate.NOTHING),
}


@dataclass(frozen=True)
class Caller:
    """``company`` is whose key it is, or whose partner's."""

    name: str
    secret: str = ""
    works: bool = True
    company: Client | None = None
    may: frozenset[C] = frozenset()

    @property
    def browser(self) -> HttpClient:
        headers = {"Authorization": f"Api-Key {self.secret}"} if self.secret else {}
        return HttpClient(raise_request_exception=False, headers=headers)


def callers(acme: Client, globex: Client, now: datetime) -> list[Caller]:
    """Without a key, with one that opens nothing, and with each kind of key that does."""

    def key(owner: Client | Partner, scopes: Iterable[Scope] = tuple(Scope), **terms: Any) -> tuple[ApiKey, str]:
        whose = {"client" if isinstance(owner, Client) else "partner": owner}
        return issue_api_key(name="Test", scopes=scopes, actor=SYSTEM, now=now, **whose, **terms)  # type: ignore[arg-type]

    def caller(name: str, owner: Client | Partner, company: Client | None, *scopes: Scope) -> Caller:
        may = frozenset[C]().union(*(SCOPES[scope] for scope in scopes))
        return Caller(name, key(owner, scopes)[1], company=company, may=may)

    broker, stranger, former = (factories.make_partner(name) for name in ("Broker", "Stranger", "Former"))
    acme.partner = broker
    acme.save()
    revoked, shut = key(acme)
    revoke_api_key(key=revoked, actor=SYSTEM, now=now)
    expired, late = key(acme, expires_at=now + timedelta(days=1))
    ApiKey.objects.filter(pk=expired.pk).update(expiry_date=now - timedelta(days=1))
    gone = key(former)[1]
    former.is_active = False
    former.save()
    prefix = key(acme)[1].partition(".")[0]
    return [
        Caller("without a key", works=False),
        Caller("a key that is none", "let-me-in", works=False),
        Caller("a wrong secret", f"{prefix}.{'x' * 32}", works=False),
        Caller("a revoked key", shut, works=False),
        Caller("an expired key", late, works=False),
        Caller("a former partner's key", gone, works=False),
        caller("a key without scopes", acme, acme),
        *(caller(f"{scope} alone", acme, acme, scope) for scope in Scope),
        caller("acme's key", acme, acme, *Scope),
        caller("acme's partner's key", broker, acme, *Scope),
        caller("another partner's key", stranger, None, *Scope),
        caller("globex's key", globex, globex, *Scope),
    ]


def expected(who: Caller, operation: Operation, method: str, whose: Affairs) -> Outcome:
    """What should come of it, from what the tables say of the key's scopes. Who may ask at all is said first."""
    if operation.gate == Gate.NOTHING:
        return Outcome.MISSING
    needs_none = operation.gate == Gate.ANYBODY or (operation.gate == Gate.NO_KEY and not who.secret)
    if not (needs_none or who.works):
        return Outcome.SIGN_IN
    if operation.gate == Gate.SCOPE and operation.needs not in who.may:
        return Outcome.FORBIDDEN
    if method == "POST":
        return Outcome.NO_METHOD
    if operation.is_about_theirs and who.company != whose.company:
        return Outcome.MISSING
    return Outcome.SHOWN


def found(answer: Answer, who: Caller, operation: Operation, everyone: Iterable[Affairs]) -> Outcome:
    outcome = answer.outcome
    if outcome != Outcome.SHOWN:
        return outcome
    if any(secret in answer.content for a in everyone if a.company != who.company for secret in a.secrets):
        return Outcome.LEAKED
    own = [operation.holds(a).encode() for a in everyone if operation.holds and a.company == who.company]
    return Outcome.SHOWN if all(each in answer.content for each in own) else Outcome.EMPTY


def cells(who: Iterable[Caller], names: Iterable[str], everyone: list[Affairs]) -> Iterator[Cell]:
    """Ask everything, of acme's and of globex's where an operation is about a thing of somebody's."""
    who = list(who)
    for name in names:
        operation = OPERATIONS[name]
        for whose in everyone if operation.is_about_theirs else everyone[:1]:
            path = "/api/v1/nothing/" if name == "unknown" else reverse(f"api:{name}", args=operation.of(whose))
            for caller in who:
                for method in ("GET", "POST"):
                    answer = ask(caller.browser, method, path, dict(operation.data))
                    what = f"{method} {name} of {whose.company}" if operation.is_about_theirs else f"{method} {name}"
                    come = found(answer, caller, operation, everyone)
                    yield Cell(caller.name, what, expected(caller, operation, method, whose), come)
