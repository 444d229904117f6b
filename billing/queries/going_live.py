"""A business as it was taken over, in the shape of its sheets."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from accounts.models import Client, LegalEntity, Member
from billing.enums import DocumentKind
from billing.models import Document, OpeningDeposit
from billing.sheets import CLIENTS, LEASES, OPEN_ITEMS, PEOPLE, SEATS
from bookings.models import Allocation, Booking, Terms
from imports.sheets import Key, Row, Sheet
from kernel.period import ONE_DAY, add_months

# Column of a sheet → where its value stands; a column that is a field of its own needs no entry.
CLIENT = {"client": "name"}
PERSON = {"client": "client__name", "email": "user__email", "name": "user__name"}
LEASE = {
    "lease": "own_reference",
    "client": "client__name",
    "facility": "facility__code",
    "shift": "pattern__slug",
    "package": "package__slug",
    "first_day": "days__startswith",
    "months": "term_months",
    "renews": "auto_renews",
    "last_day": "days__endswith",
    "billed_through": "billed_before",
}
OPEN_ITEM = {
    "client": "client__name",
    "company": "legal_entity",
    "open": "gross",
    "as_certificate": "withholding_expected",
    "note": "notes",
}
TERMS = {"next_increase": "escalates_on"}
AGREED = (
    "notice_days", "currency", "net_rate", "list_rate", "escalation_percent", "next_increase", "committed_seats",
)  # fmt: skip


def rows_of(sheet: Sheet) -> dict[Key, Row]:
    """Every row of a sheet by its key, sorted by key: the leases that were brought as they were then, but for the days
    and seats they have now; a handful of queries.

    Of companies with one name, one is there.
    """
    match sheet.name:
        case CLIENTS.name:
            rows = _read(Client.objects.order_by(), [column.name for column in sheet.columns], CLIENT)
        case PEOPLE.name:
            rows = _read(Member.objects.order_by(), [column.name for column in sheet.columns], PERSON)
            for row in rows:
                row["email"] = row["email"].lower()
        case LEASES.name:
            rows = _leases()
        case SEATS.name:
            rows = _seats()
        case OPEN_ITEMS.name:
            rows = _open_items()
        case _:
            raise ValueError(f"no sheet to go live with: {sheet.name}")
    return {sheet.key_of(row): row for row in sorted(rows, key=sheet.key_of)}


def our_companies() -> dict[str, LegalEntity]:
    """Our legal entities by what a sheet calls them: the registered name, with the branch where several have it."""
    entities = list(LegalEntity.objects.order_by("name", "branch_code"))
    names = Counter(entity.name for entity in entities)
    return {
        entity.name if names[entity.name] == 1 else f"{entity.name} {entity.branch_code}": entity for entity in entities
    }


def opening_deposit(booking: Booking) -> OpeningDeposit | None:
    """The deposit that was held for a lease when it came over."""
    return OpeningDeposit.objects.filter(booking=booking).first() if booking.own_reference else None


def _leases() -> list[Row]:
    brought = Booking.objects.exclude(own_reference="")
    deposits = dict(OpeningDeposit.objects.order_by().values_list("booking", "amount"))
    terms: dict[Any, Row] = {}
    agreed = Terms.objects.filter(booking__in=brought).order_by("booking", "-effective_from")
    for row in _read(agreed, ["booking", *AGREED], TERMS):
        terms[row.pop("booking")] = row
    rows = []
    for row in _read(brought.order_by(), ["pk", *LEASE], LEASE):
        pk = row.pop("pk")
        by_itself = None if row["renews"] else add_months(row["first_day"], row["months"])
        end = row["last_day"]
        row["last_day"] = None if end in {None, by_itself} else end - ONE_DAY
        row["billed_through"] = row["billed_through"] and row["billed_through"] - ONE_DAY
        row["deposit_held"] = deposits.get(pk, Decimal(0)).quantize(Decimal("0.01"))
        rows.append({**row, **terms[pk]})
    return rows


def _seats() -> list[Row]:
    sold = Allocation.objects.filter(days__isnull=False).exclude(booking__own_reference="").order_by()
    found = []
    for lease, seat, first, end, lease_end in sold.values_list(
        "booking__own_reference", "workstation__code", "days__startswith", "days__endswith", "booking__days__endswith"
    ):
        last = None if end in {None, lease_end} else end - ONE_DAY
        found.append({"lease": lease, "seat": seat, "first_day": first, "last_day": last})
    return found


def _open_items() -> list[Row]:
    brought = Document.objects.filter(kind=DocumentKind.BROUGHT_FORWARD).order_by()
    rows = _read(brought, [column.name for column in OPEN_ITEMS.columns], OPEN_ITEM)
    names = {entity.pk: name for name, entity in our_companies().items()}
    for row in rows:
        row["company"] = names[row["company"]]
        row["note"] = "".join(row["note"])
        for name in ("open", "as_certificate"):
            row[name] = row[name].quantize(Decimal("0.01"))
    return rows


def _read(rows: Any, names: list[str], places: dict[str, str]) -> list[Row]:
    fields = [places.get(name, name) for name in names]
    return [dict(zip(names, values, strict=True)) for values in rows.values_list(*fields)]
