"""Take a checked business over: companies, people, leases, deposits and open items, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.models import Client, LegalEntity
from accounts.operations import import_companies, import_people, record
from billing import sheets
from billing.models import OpeningDeposit
from billing.operations.books import Books
from billing.operations.going_live.checks import Reading, Tables
from billing.operations.going_live.open_items import carry_forward
from bookings.models import Booking
from bookings.operations import RunningLease, take_over
from bookings.operations.seats import release_expired
from facilities.models import Facility, Workstation
from facilities.operations import lock_workstations
from imports import errors as imports
from imports.sheets import Comparison, Preview, Row
from kernel.ids import new_id
from ledger.queries.rates import exchange_on

# What the sheet of clients says, by what a client calls it.
FIELDS = {"client": "name"}


@transaction.atomic
def apply(
    *,
    tables: Tables,
    actor: Actor,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Preview:
    """Do what the check says, all of it or nothing, checking again first: seats may have been taken since.

    Nobody is told anything.

    :param progress: told how many rows of how many are written.
    :raises NotAllowed: at any of the facilities it is about; and where it brings money, who may not enter that.
    :raises ImportHasProblems: when anything is wrong; nothing is written then.
    """
    require(actor, Capability.GO_LIVE)
    # One import at a time, or two would each see the other's rows missing.
    list(Facility.objects.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    reading = Reading(tables, now)
    _lock_seats([lease for _line, lease in reading.leases], now)
    reading.find_conflicts()
    found = reading.preview
    deposits = {row["lease"]: row.get("deposit_held") for _line, row in reading.comparisons[sheets.LEASES.name].new}
    if reading.owed or any(deposits.values()):
        require(actor, Capability.ENTER_OPENING_BALANCES)
    if found.problems:
        raise imports.ImportHasProblems(count=len(found.problems), preview=found)
    counted = _Counted(found, progress)
    companies, people = reading.comparisons[sheets.CLIENTS.name], reading.comparisons[sheets.PEOPLE.name]
    _import_companies(companies, reading.clients.by_name, actor=actor, now=now)
    counted.more(len(companies.new) + len(companies.changed))
    clients = {client.name: client for client in Client.objects.all()}
    rows = [row for _line, row in people.new] + [change.row for change in people.changed]
    import_people(
        people=[(clients[row["client"]], row["email"], row.get("name", ""), row["role"]) for row in rows],
        actor=actor,
        now=now,
    )
    counted.more(len(rows))
    leases = [replace(lease, client=clients[lease.client.name]) for _line, lease in reading.leases]
    seats = len(reading.comparisons[sheets.SEATS.name].new)
    made = take_over(leases, actor=actor, now=now, progress=lambda some: counted.share(some, len(leases), seats))
    _open_books(leases, made, deposits, actor=actor, now=now)
    carry_forward(reading.owed, clients, actor=actor, now=now)
    counted.more(len(reading.owed))
    return found


def _lock_seats(leases: Sequence[RunningLease], now: datetime) -> None:
    """Lock every seat, facility by facility, and clear what has expired on them."""
    seats: defaultdict[UUID, dict[UUID, Workstation]] = defaultdict(dict)
    facilities: dict[UUID, Facility] = {}
    for lease in leases:
        facilities[lease.facility.pk] = lease.facility
        seats[lease.facility.pk].update((seat.pk, seat) for seat, _days in lease.seats)
    for pk in sorted(seats):
        release_expired(lock_workstations(facility=facilities[pk], ids=seats[pk]), now)


def _import_companies(part: Comparison, known: Mapping[str, Client], *, actor: Actor, now: datetime) -> None:
    defaults = {column.name: column.default for column in part.sheet.columns if not column.required}
    import_companies(
        new=[_fields({**defaults, **row}) for _line, row in part.new],
        changed=[
            (known[change.row["client"]], _fields({name: change.row[name] for name in change.cells}))
            for change in part.changed
        ],
        actor=actor,
        now=now,
    )


def _fields(row: Row) -> dict[str, Any]:
    return {FIELDS.get(name, name): value for name, value in row.items()}


def _open_books(
    leases: Sequence[RunningLease],
    bookings: Sequence[Booking],
    deposits: Mapping[str, Decimal | None],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Post the deposits held, and note for each company of ours what came over."""
    by_entity: defaultdict[LegalEntity, list[Booking]] = defaultdict(list)
    currencies = {lease.reference: lease.currency for lease in leases}
    for lease, booking in zip(leases, bookings, strict=True):
        by_entity[lease.facility.legal_entity].append(booking)
    for entity, group in by_entity.items():
        today = entity.today(now)
        books = Books(entity, on=today, now=now)
        held: defaultdict[str, Decimal] = defaultdict(Decimal)
        for booking in group:
            amount = deposits.get(booking.own_reference)
            if not amount:
                continue
            currency = currencies[booking.own_reference]
            deposit = OpeningDeposit(
                pk=new_id(),
                booking=booking,
                client=booking.client,
                legal_entity=entity,
                currency=currency,
                amount=amount,
                exchange_rate=exchange_on(today, currency=currency, entity=entity).rate,
                recorded_at=now,
            )
            books.open_deposit(deposit)
            held[currency] += amount
        books.write()
        record(actor=actor, verb="billing.opened", subject=entity, now=now, leases=len(group), deposits=dict(held))


class _Counted:
    """The progress, in rows of the file."""

    def __init__(self, found: Preview, progress: Callable[[int, int], None]) -> None:
        self.total = sum(len(part.new) + len(part.changed) for part in found.comparisons)
        self.done = 0.0
        self.progress = progress

    def more(self, rows: float) -> None:
        self.done += rows
        self.progress(round(self.done), self.total)

    def share(self, some: int, leases: int, seats: int) -> None:
        """So many leases, each with its part of the seats."""
        self.more(some + seats * some / leases)
