"""A company's invoices: the list with what is open, and one of them with each line explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.actors import Actor
from accounts.capabilities import Capability
from billing import wording
from billing.access import visible_notices
from billing.countries import country_of
from billing.enums import DocumentState, NoticeState
from billing.letterhead import title
from billing.models import Application, Document, DocumentLine, DocumentTax, TransferNotice
from billing.queries.applications import TakenBack, taken_back
from billing.queries.balances import Balance, balances
from billing.queries.documents import in_state, state_of
from portal.csv_files import Column
from portal.forms.transfers import TransferForm
from portal.templatetags.components import Tab

PER_PAGE = 25
S = DocumentState
# The tabs: what each is called and the states it shows; what is overdue is to pay as well.
GROUPS: dict[str, tuple[Promise, frozenset[DocumentState]]] = {
    "": (_("All"), frozenset(S)),
    "to_pay": (_("To pay"), frozenset({S.OPEN, S.OVERDUE})),
    "overdue": (_("Overdue"), frozenset({S.OVERDUE})),
    "paid": (_("Paid"), frozenset({S.PAID})),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The state of a document, as a badge says it."""

    label: str | Promise
    tone: str
    icon: str


PAID = Badge(_("Paid"), "good", "circle-check")
OVERDUE = Badge(_("Overdue"), "bad", "triangle-alert")
CHECKING = Badge(_("Transfer being checked"), "info", "hourglass")
PARTLY = Badge(_("Partly paid"), "wait", "circle-dot")
DUE = Badge(_("To pay"), "wait", "circle-dot")
CREDIT_LEFT = Badge(_("Credit left"), "info", "undo-2")
CREDIT_USED = Badge(_("Credit used"), "calm", "undo-2")


@dataclass(frozen=True, slots=True)
class Row:
    document: Document
    title: str
    badge: Badge


# Of the list as a file.
COLUMNS: tuple[Column[Row], ...] = (
    (_("Number"), lambda row: row.document.number),
    (_("Document"), lambda row: row.title),
    (_("Booking"), lambda row: row.document.lease.get("booking", "")),
    (_("Facility"), lambda row: row.document.lease.get("facility", "")),
    (_("Month"), lambda row: "" if row.document.is_brought_forward else f"{row.document.month:%Y-%m}"),
    (_("Issued"), lambda row: row.document.issued_on),
    (_("Due"), lambda row: row.document.due_on),
    (_("Currency"), lambda row: row.document.currency),
    (_("Net"), lambda row: row.document.net),
    (_("Tax"), lambda row: row.document.tax),
    (_("Total"), lambda row: row.document.gross),
    (_("Tax you withhold"), lambda row: row.document.withholding_expected),
    (_("Open"), lambda row: row.document.status.open_balance),
    (_("State"), lambda row: row.badge.label),
    (_("Paid"), lambda row: row.document.status.paid_at),
    (_("Official invoice"), lambda row: row.document.status.official_number),
)


@dataclass(frozen=True, slots=True)
class InvoiceList:
    balances: Sequence[Balance]
    tabs: Sequence[Tab]
    shown: str
    page: Page[Document]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with how it came about, in words."""

    line: DocumentLine
    how: str
    days: str


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """``cash_expected`` is what the whole document should bring in money; ``still_expected`` what is left of that."""

    document: Document
    title: str
    badge: Badge
    lines: Sequence[LineView]
    taxes: Sequence[DocumentTax]
    cash_expected: Decimal
    withholding_form: str
    still_expected: Decimal
    applications: Sequence[Application]
    taken_back: Sequence[TakenBack]
    notices: Sequence[TransferNotice]
    is_checking: bool
    may_tell: bool
    form: TransferForm


def badge_of(document: Document, *, is_checking: bool, now: datetime) -> Badge:
    match state_of(document, now=now):
        case DocumentState.CREDIT_LEFT:
            return CREDIT_LEFT
        case DocumentState.PAID:
            return CREDIT_USED if document.is_credit else PAID
        case _ if is_checking:
            return CHECKING
        case DocumentState.OVERDUE:
            return OVERDUE
        case DocumentState.OPEN:
            return PARTLY if document.status.open_balance < document.gross else DUE


def invoice_list(documents: QuerySet[Document], *, actor: Actor, show: str, page: str, now: datetime) -> InvoiceList:
    """One page of the list, with what is open in all of it; a constant number of queries."""
    show = show if show in GROUPS else ""
    shown = Paginator(in_group(documents, show, now=now), PER_PAGE).get_page(page)
    here = reverse("portal:invoices")
    return InvoiceList(
        balances=balances(documents, now=now),
        tabs=[
            Tab(
                label=str(label),
                href=f"{here}?show={key}" if key else here,
                is_current=key == show,
                count=in_group(documents, key, now=now).order_by().count(),
            )
            for key, (label, _states) in GROUPS.items()
        ],
        shown=show,
        page=shown,
        rows=rows(list(shown.object_list), actor=actor, now=now),
    )


def in_group(documents: QuerySet[Document], group: str, *, now: datetime) -> QuerySet[Document]:
    """Those a tab shows; an unknown tab shows all."""
    if group not in GROUPS or not group:
        return documents
    _label, states = GROUPS[group]
    return in_state(documents, *states, now=now)


def rows(documents: Collection[Document], *, actor: Actor, now: datetime) -> list[Row]:
    checking = _being_checked(documents, actor)
    return [
        Row(each, title(each.kind, each.seller), badge_of(each, is_checking=each.pk in checking, now=now))
        for each in documents
    ]


def invoice_view(
    document: Document, *, actor: Actor, now: datetime, data: Any = None, files: Any = None
) -> InvoiceView:
    """Everything the page shows; ``data`` and ``files`` are a transfer as it was typed."""
    status = document.status
    still = status.money_expected
    notices = list(visible_notices(actor).filter(document=document))
    is_checking = any(each.state == NoticeState.PENDING for each in notices)
    applied = document.applications.unreversed().select_related("payment", "credit_note").order_by("applied_at")
    return InvoiceView(
        document=document,
        title=title(document.kind, document.seller),
        badge=badge_of(document, is_checking=is_checking, now=now),
        lines=[_line(line, document.currency) for line in document.lines.all()],
        taxes=list(document.taxes.all()),
        cash_expected=document.gross - document.withholding_expected,
        withholding_form=country_of(document.seller["country"]).withholding_form(),
        still_expected=still,
        applications=list(applied),
        taken_back=taken_back(document),
        notices=notices,
        is_checking=is_checking,
        may_tell=status.open_balance > 0 and may(actor, Capability.TELL_OF_TRANSFERS, document.client),
        form=TransferForm(
            data, files, today=document.legal_entity.today(now), expected=still, currency=document.currency
        ),
    )


def _line(line: DocumentLine, currency: str) -> LineView:
    how = wording.how(
        quantity=int(line.quantity), days=line.days, days_of=line.days_of, rate=line.unit_net, currency=currency
    )
    return LineView(line, how, wording.days(line.service_days) if line.service_days else "")


def _being_checked(documents: Collection[Document], actor: Actor) -> set[UUID]:
    pending = visible_notices(actor).filter(document__in=documents, state=NoticeState.PENDING)
    return set(pending.values_list("document", flat=True))
