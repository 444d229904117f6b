"""Check a business on its way in: every cell, every reference, and whether anybody would sit where somebody sits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Client, LegalEntity, Member
from accounts.tax_ids import is_valid_tax_id
from billing import sheets
from billing.operations.going_live.conflicts import conflicts_of
from billing.operations.going_live.open_items import Owed, check_open_items, with_company
from billing.queries.going_live import our_companies, rows_of
from bookings.models import Booking
from bookings.operations import RunningLease
from facilities.enums import WorkstationState
from facilities.models import Facility, Package, ShiftPattern, Workstation
from imports.sheets import Comparison, Parsed, Preview, Row, Sheet, compare
from kernel.period import ONE_DAY, Period, add_months
from kernel.wording import written
from ledger.errors import ExchangeRateMissing
from ledger.queries.rates import exchange_on

Cells = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Cells]


def check(*, tables: Tables, now: datetime) -> Preview:
    """Check ``tables`` (sheet name → rows of raw cells by heading): what they would bring, and all that is wrong."""
    reading = Reading(tables, now)
    reading.find_conflicts()
    return reading.preview


class Reading:
    """The tables of a file as far as they make sense; what doesn't is a problem at its line.

    ``leases`` are the new ones whose every cell and seat is right, each with its line; ``owed`` the new open items.
    """

    def __init__(self, tables: Tables, now: datetime) -> None:
        self.now = now
        self.entities = our_companies()
        self.clients = Known(Client.objects.all())
        self.facilities = {row.code: row for row in Facility.objects.select_related("legal_entity")}
        self.shifts = {row.slug: row for row in ShiftPattern.objects.prefetch_related("spans")}
        self.packages = {row.slug: row for row in Package.objects.all()}
        self.parsed = {
            sheet.name: sheet.parse(self._filled_in(sheet, tables.get(sheet.name, ()))) for sheet in sheets.GO_LIVE
        }
        self.comparisons: dict[str, Comparison] = {}
        self.leases: list[tuple[int, RunningLease]] = []
        self._exchange: dict[tuple[UUID, str], str] = {}
        self._unknown(tables)
        self._compare(sheets.CLIENTS)
        self._check_clients()
        self._compare(sheets.PEOPLE)
        self._check_people()
        self._compare(sheets.LEASES)
        self._compare_seats()
        self._check_leases()
        self._compare(sheets.OPEN_ITEMS)
        self.owed = self._check_open_items()
        self.brings = [sheet.name for sheet in sheets.GO_LIVE if sheet.name in tables]

    @property
    def preview(self) -> Preview:
        problems = [problem for parsed in self.parsed.values() for problem in parsed.problems]
        order = {sheet.name: place for place, sheet in enumerate(sheets.GO_LIVE)}
        problems.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.line))
        return Preview([self.comparisons[name] for name in self.brings], problems)

    def find_conflicts(self) -> None:
        """Note each seat that somebody has already, here or in the file; both leases are named.

        To act on the answer, lock the seats of :attr:`leases` first.
        """
        parsed = self.parsed[sheets.SEATS.name]
        for incoming, message in conflicts_of([lease for _line, lease in self.leases], now=self.now):
            code = incoming.seat.code
            parsed.problem(self._seat_lines[incoming.lease.reference, code], "seat", code, message)

    # --- Sheets ---

    def _filled_in(self, sheet: Sheet, cells: Cells) -> Cells:
        """Rows may leave out columns they rarely need, also where these tell rows apart."""
        if sheet is sheets.SEATS:
            return [{**dict.fromkeys(("first_day", "last_day")), **row} for row in cells]
        return with_company(cells, self.entities) if sheet is sheets.OPEN_ITEMS else cells

    def _unknown(self, tables: Tables) -> None:
        names = ", ".join(sheet.name for sheet in sheets.GO_LIVE)
        for name in tables:
            if name not in self.parsed:
                stray = Parsed(Sheet(name, name, (), ()))
                stray.problem(
                    1, "", "", _("There is no such table. Name the sheet or file one of: %(names)s.") % {"names": names}
                )
                self.parsed[name] = stray

    def _compare(self, sheet: Sheet) -> None:
        self.comparisons[sheet.name] = compare(self.parsed[sheet.name], rows_of(sheet))

    def _check_clients(self) -> None:
        parsed = self.parsed[sheets.CLIENTS.name]
        for line, row in parsed.rows:
            if row["client"] in self.clients.twice:
                message = _("Several companies here have this name. Rename one of them first.")
                parsed.problem(line, "client", row["client"], message)
            if row.get("tax_id") and "country" in row and not is_valid_tax_id(row["tax_id"], row["country"]):
                message = _("This can't be a tax number of %(country)s. Check the digits, or leave it empty for now.")
                parsed.problem(line, "tax_id", row["tax_id"], message % {"country": row["country"]})

    @cached_property
    def _named(self) -> set[str]:
        """Companies that are here or in the file."""
        return set(self.clients.by_name) | {row["client"] for _line, row in self.parsed[sheets.CLIENTS.name].rows}

    def _check_people(self) -> None:
        parsed = self.parsed[sheets.PEOPLE.name]
        names: dict[str, tuple[int, str]] = {}
        for line, row in parsed.rows:
            self._require_client(parsed, line, row)
            name = row.get("name")
            if name:
                first, known = names.setdefault(row["email"], (line, name))
                if known != name:
                    message = _("Line %(line)s calls this person %(name)s. Write one name.")
                    parsed.problem(line, "name", name, message % {"line": first, "name": known})
        # An empty name leaves the person's as it is.
        part = self.comparisons[sheets.PEOPLE.name]
        for change in list(part.changed):
            if not change.row.get("name"):
                change.cells.pop("name", None)
        self.comparisons[sheets.PEOPLE.name] = without_idle(part)
        self._require_owners(parsed)

    def _require_owners(self, parsed: Parsed) -> None:
        leaving = [
            change
            for change in self.comparisons[sheets.PEOPLE.name].changed
            if change.cells.get("role", ("", ""))[0] == Role.OWNER
        ]
        if not leaving:
            return
        owners = Counter(Member.objects.filter(role=Role.OWNER).values_list("client__name", flat=True))
        owners.update(row["client"] for _line, row in parsed.rows if row.get("role") == Role.OWNER)
        owners.subtract(change.row["client"] for change in leaving)
        for change in leaving:
            if owners[change.row["client"]] <= 0:
                message = _("A company keeps at least one owner. Make somebody else an owner first.")
                parsed.problem(change.line, "role", change.row["role"], message)

    def _require_client(self, parsed: Parsed, line: int, row: Row) -> None:
        name = row.get("client")
        if name is not None and name not in self._named:
            message = _("There is no such company. Add it to the sheet of clients.")
            parsed.problem(line, "client", name, message)

    # --- Leases and their seats ---

    def _compare_seats(self) -> None:
        """Seats without a first day have their lease's."""
        begun = dict(Booking.objects.exclude(own_reference="").values_list("own_reference", "days__startswith"))
        begun |= {
            row["lease"]: row["first_day"] for _line, row in self.parsed[sheets.LEASES.name].rows if "first_day" in row
        }
        for _line, row in self.parsed[sheets.SEATS.name].rows:
            row["first_day"] = row["first_day"] or begun.get(row["lease"])
        self._compare(sheets.SEATS)

    def _check_leases(self) -> None:
        for name in (sheets.LEASES.name, sheets.SEATS.name):
            self._refuse_changes(self.parsed[name], self.comparisons[name])
        new = {row["lease"] for _line, row in self.comparisons[sheets.LEASES.name].new}
        seats = self._seats_of_new(new)
        for line, row in self.comparisons[sheets.LEASES.name].new:
            lease = self._lease(line, row, seats.get(row["lease"], []))
            if lease is not None:
                self.leases.append((line, lease))

    def _refuse_changes(self, parsed: Parsed, comparison: Comparison) -> None:
        message = _(
            "This lease is here already, with %(before)s. Change it on its page, or take its rows out of the file."
        )
        for change in comparison.changed:
            for column, (before, value) in change.cells.items():
                parsed.problem(change.line, column, str(value), message % {"before": before if before != "" else "–"})

    def _seats_of_new(self, new: set[str]) -> dict[str, list[tuple[int, Row]]]:
        parsed = self.parsed[sheets.SEATS.name]
        known = set(Booking.objects.exclude(own_reference="").values_list("own_reference", flat=True))
        found: defaultdict[str, list[tuple[int, Row]]] = defaultdict(list)
        for line, row in self.comparisons[sheets.SEATS.name].new:
            if row["lease"] in new:
                found[row["lease"]].append((line, row))
            elif row["lease"] in known:
                message = _("This lease is here already. Add seats on its page, or take this row out of the file.")
                parsed.problem(line, "lease", row["lease"], message)
            else:
                message = _("There is no such lease. Add it to the sheet of leases.")
                parsed.problem(line, "lease", row["lease"], message)
        return found

    def _lease(self, line: int, row: Row, seats: list[tuple[int, Row]]) -> RunningLease | None:
        """The lease of a row, if it and all its seats are right."""
        parsed = self.parsed[sheets.LEASES.name]
        before = len(parsed.problems)
        row = {**{column.name: column.default for column in sheets.LEASES.columns if not column.required}, **row}
        self._require_client(parsed, line, row)
        for column, known, message in (
            ("facility", self.facilities, _("No facility has this code. Make the facility first.")),
            ("shift", self.shifts, _("There is none of this name in the catalogue.")),
            ("package", self.packages, _("There is none of this name in the catalogue.")),
        ):
            if column in row and row[column] not in known:
                parsed.problem(line, column, row[column], message)
        if row["lease"] not in self._whole_rows or len(parsed.problems) > before:
            return None
        days = self._days(line, row)
        if days is None:
            return None
        self._check_money(line, row, days)
        if not seats:
            message = _("This lease has no seats. Add them to the sheet of seats.")
            parsed.problem(line, "lease", row["lease"], message)
        facility = self.facilities[row["facility"]]
        sold = [found for each in seats if (found := self._seat(*each, facility, days)) is not None]
        if len(parsed.problems) > before or len(sold) != len(seats):
            return None
        return RunningLease(
            reference=row["lease"],
            client=self.clients.by_name.get(row["client"]) or Client(name=row["client"]),
            facility=facility,
            pattern=self.shifts[row["shift"]],
            package=self.packages[row["package"]],
            days=days,
            months=row["months"],
            auto_renews=row["renews"],
            notice_days=row["notice_days"],
            currency=row["currency"],
            net_rate=row["net_rate"],
            list_rate=row["list_rate"],
            escalation_percent=row["escalation_percent"],
            escalates_on=row["next_increase"],
            committed_seats=row["committed_seats"],
            billed_before=row["billed_through"] and row["billed_through"] + ONE_DAY,
            seats=sold,
        )

    @cached_property
    def _whole_rows(self) -> set[str]:
        """Leases with every cell they must have."""
        wanted = {column.name for column in sheets.LEASES.columns if column.required}
        wrong = {problem.line for problem in self.parsed[sheets.LEASES.name].problems}
        return {
            row["lease"]
            for line, row in self.parsed[sheets.LEASES.name].rows
            if line not in wrong and wanted <= row.keys()
        }

    def _days(self, line: int, row: Row) -> Period | None:
        parsed = self.parsed[sheets.LEASES.name]
        first, last = row["first_day"], row["last_day"]
        by_itself = None if row["renews"] else add_months(first, row["months"]) - ONE_DAY
        if last is not None and last < first:
            parsed.problem(line, "last_day", str(last), _("The last day can't come before the first."))
            return None
        days = Period.inclusive(first, last or by_itself)
        if days.last is not None and days.last < self.facilities[row["facility"]].today(self.now):
            message = _("This lease ended on %(day)s. Take its rows out of the file: only leases that run come over.")
            column = "last_day" if last else "months"
            parsed.problem(line, column, str(row[column] or ""), message % {"day": _written(days.last)})
            return None
        return days

    def _check_money(self, line: int, row: Row, days: Period) -> None:
        parsed = self.parsed[sheets.LEASES.name]
        through, increase = row["billed_through"], row["next_increase"]
        if through is not None and through < days.start - ONE_DAY:
            message = _("The lease began on %(day)s. Leave this empty if nothing has been billed yet.")
            parsed.problem(line, "billed_through", str(through), message % {"day": _written(days.start)})
        if through is not None and through > self.facilities[row["facility"]].today(self.now) + timedelta(days=366):
            message = _("This is more than a year ahead. Enter the last day that you have billed.")
            parsed.problem(line, "billed_through", str(through), message)
        if increase is not None and increase <= (through or days.start):
            message = _("The next increase comes after the last day billed, at the rate in net_rate until then.")
            parsed.problem(line, "next_increase", str(increase), message)
        if row["net_rate"] > row["list_rate"]:
            message = _("The list price is the agreed one or more. Enter the agreed rate if there was no list.")
            parsed.problem(line, "list_rate", str(row["list_rate"]), message)
        if row["deposit_held"]:
            missing = self._exchange_missing(self.facilities[row["facility"]].legal_entity, row["currency"])
            if missing:
                parsed.problem(line, "deposit_held", str(row["deposit_held"]), missing)

    def _exchange_missing(self, entity: LegalEntity, currency: str) -> str:
        """Return what to say where a currency can't be told in the books."""
        key = (entity.pk, currency)
        if key not in self._exchange:
            try:
                exchange_on(entity.today(self.now), currency=currency, entity=entity)
                self._exchange[key] = ""
            except ExchangeRateMissing as refusal:
                self._exchange[key] = str(refusal)
        return self._exchange[key]

    # --- Open items ---

    def _check_open_items(self) -> list[Owed]:
        parsed = self.parsed[sheets.OPEN_ITEMS.name]
        for line, row in parsed.rows:
            self._require_client(parsed, line, row)
        return check_open_items(
            parsed, self.comparisons[sheets.OPEN_ITEMS.name], self.entities, self._exchange_missing, now=self.now
        )

    # --- Seats ---

    @cached_property
    def _workstations(self) -> dict[tuple[UUID, str], Workstation]:
        codes = {row["seat"] for _line, row in self.parsed[sheets.SEATS.name].rows}
        rows = Workstation.objects.filter(code__in=codes).select_related("room")
        return {(row.facility_id, row.code): row for row in rows}

    @cached_property
    def _seat_lines(self) -> dict[tuple[str, str], int]:
        return {(row["lease"], row["seat"]): line for line, row in self.parsed[sheets.SEATS.name].rows}

    def _seat(self, line: int, row: Row, facility: Facility, lease: Period) -> tuple[Workstation, Period] | None:
        parsed = self.parsed[sheets.SEATS.name]
        seat = self._workstations.get((facility.pk, row["seat"]))
        first, last = row["first_day"], row.get("last_day")
        if seat is None:
            message = _("%(facility)s has no such seat. Bring the inventory in first.") % {"facility": facility.code}
            parsed.problem(line, "seat", row["seat"], message)
        elif seat.state != WorkstationState.IN_SERVICE:
            message = _("This seat is not in service, so nobody can have it. Correct its state first.")
            parsed.problem(line, "seat", row["seat"], message)
        elif first not in lease:
            parsed.problem(line, "first_day", str(first), _("This day is not within the lease."))
        elif last is not None and (last not in lease or last < first):
            parsed.problem(line, "last_day", str(last), _("This day is not within the lease, or before the first."))
        else:
            return seat, Period(first, lease.end) if last is None else Period.inclusive(first, last)
        return None


class Known:
    """Companies by name; ``twice`` are the names that several have."""

    def __init__(self, clients: Any) -> None:
        self.by_name: dict[str, Client] = {}
        self.twice: set[str] = set()
        for client in clients:
            if client.name in self.by_name:
                self.twice.add(client.name)
            self.by_name[client.name] = client


def without_idle(comparison: Comparison) -> Comparison:
    """Changes that change no cell are none."""
    changed = [change for change in comparison.changed if change.cells]
    idle = len(comparison.changed) - len(changed)
    return Comparison(comparison.sheet, comparison.new, changed, comparison.unchanged + idle, comparison.absent)


def _written(day: date) -> str:
    return written(day)
