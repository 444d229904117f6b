"""A client's account as its accountant reads it: what was billed and paid, in order, with the balance after each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, CharField, Sum, Value, When
from django.utils.translation import gettext as _

from accounts.models import Client, LegalEntity
from billing.enums import DocumentKind
from billing.models import Application, Document, Payment, PaymentReversal
from billing.queries.causes import CAUSES, cause_of
from kernel.period import Period
from ledger.enums import Account
from ledger.models import JournalEntry, JournalLine

# What the client owes for seats, less what it has paid and we have not applied.
CLIENTS_ACCOUNTS = (Account.RECEIVABLES, Account.UNAPPLIED)

BUCKETS = ("not_due", "to_30", "to_60", "to_90", "over_90")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting: positive is billed, negative paid or credited. ``balance`` is what is owed after it."""

    on: date
    description: str
    document: Document | None
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """In one currency, from the books: ``opening`` + the lines' amounts = ``closing``."""

    currency: str
    days: Period
    opening: Decimal
    lines: Sequence[StatementLine]
    closing: Decimal


@dataclass(frozen=True, slots=True)
class Ageing:
    """A client's open amounts in a currency, by how long overdue; ``withholding_outstanding`` is part of them."""

    client: Client
    currency: str
    not_due: Decimal
    to_30: Decimal
    to_60: Decimal
    to_90: Decimal
    over_90: Decimal
    withholding_outstanding: Decimal

    @property
    def total(self) -> Decimal:
        return self.not_due + self.to_30 + self.to_60 + self.to_90 + self.over_90


def statement(*, client: Client, legal_entity: LegalEntity, currency: str, days: Period) -> Statement:
    """The client's account with one of our companies; deposits are not on it, for they are the client's own money."""
    lines = JournalLine.objects.filter(
        client=client, currency=currency, account__in=CLIENTS_ACCOUNTS, entry__legal_entity=legal_entity
    )
    opening = lines.filter(entry__posted_on__lt=days.start).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    amounts = dict(
        lines.filter(entry__posted_on__gte=days.start, **({"entry__posted_on__lt": days.end} if days.end else {}))
        .order_by()
        .values_list("entry")
        .annotate(amount=Sum("amount"))
        .exclude(amount=0)
    )
    entries = JournalEntry.objects.filter(pk__in=amounts).select_related(*CAUSES)
    balance = opening
    found = []
    for entry in entries.order_by("posted_on", "pk"):
        balance += amounts[entry.pk]
        found.append(StatementLine(entry.posted_on, _said(entry), _document_of(entry), amounts[entry.pk], balance))
    return Statement(currency, days, opening, found, balance)


def ageing(*, legal_entity: LegalEntity, today: date) -> list[Ageing]:
    """Return what clients have open, oldest debts first; deposits asked for are not debts."""
    bucket = Case(
        *(When(due_on__gte=limit, then=Value(name)) for name, limit in _limits(today)),
        default=Value("over_90"),
        output_field=CharField(),
    )
    rows = (
        Document.objects.filter(legal_entity=legal_entity, status__open_balance__gt=0)
        .exclude(kind=DocumentKind.DEPOSIT_REQUEST)
        .order_by()
        .annotate(bucket=bucket)
        .values_list("client", "currency", "bucket")
        .annotate(open=Sum("status__open_balance"), withheld=Sum("status__withholding_outstanding"))
    )
    sums: dict[tuple[UUID, str], dict[str, Decimal]] = {}
    for client, currency, name, amount, withheld in rows:
        found = sums.setdefault((client, currency), dict.fromkeys((*BUCKETS, "withholding_outstanding"), Decimal(0)))
        found[name] += amount
        found["withholding_outstanding"] += withheld
    clients = Client.objects.in_bulk({client for client, _currency in sums})
    ageings = [Ageing(clients[client], currency, **found) for (client, currency), found in sums.items()]
    return sorted(ageings, key=lambda age: (-age.over_90, -age.to_90, -age.to_60, -age.to_30, age.client.name))


def _limits(today: date) -> list[tuple[str, date]]:
    """The earliest due day that each bucket takes."""
    return [(name, today - timedelta(days=days)) for name, days in zip(BUCKETS, (0, 30, 60, 90), strict=False)]


def _document_of(entry: JournalEntry) -> Document | None:
    """The document an entry is because of, or that money was put against."""
    cause = cause_of(entry)
    if isinstance(cause, Application):
        return cause.document
    return cause if isinstance(cause, Document) else None


def _said(entry: JournalEntry) -> str:
    match cause_of(entry):
        case Document() as document:
            number = document.number
            return _("%(number)s, brought forward") % {"number": number} if document.is_brought_forward else number
        case Payment() as payment:
            said = {"method": payment.get_method_display(), "reference": payment.reference}
            return _("%(method)s %(reference)s") % said
        case PaymentReversal() as reversal:
            return _("%(reference)s, entered by mistake, taken back") % {"reference": reversal.payment.reference}
        case Application() as application:
            return _("Paid to %(number)s") % {"number": application.document.number}
    return ""
