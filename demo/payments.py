"""Clients pay what they are asked for, each after its habit; finance records it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count

from django.db.models import Q, Sum

from billing.enums import DocumentKind, PaymentMethod
from billing.models import Document, DocumentStatus
from billing.operations import give_transfer_notice, match_notice, record_payment, reverse_payment
from demo.data.clients import Habit
from demo.people import FACTS
from demo.story import at, day_of
from demo.ticks import Ticking
from demo.world import World
from kernel.money import rounded
from kernel.period import add_months

# Documents this young count as the latest: what is paid of them, and how, is still to be seen today.
RECENT = timedelta(days=34)
STALLED_FOR = timedelta(days=75)
OVERPAYER = "orchardlane"
OVERPAID_BY = Decimal(10_000)
CHECK_PAYER = "visayasva"
# Somebody else's transfer was entered for this one's latest invoice, and taken back within the hour.
MISTAKEN_FOR = "copperline"
NOTICED_AFTER = timedelta(minutes=40)


class Paying:
    """Plans a payment for each document issued."""

    def __init__(self, world: World, ticking: Ticking) -> None:
        self.world = world
        self.story = world.story
        self.cast = world.cast
        self.ticking = ticking
        self._references = count(48_213)
        self._somebody_overpaid = False
        self._somebody_was_mistaken = False
        self._delays: dict[tuple[str, date], int] = {}
        self._transfers: dict[tuple[str, date, Decimal], list[Document]] = {}

    def expect(self, document: Document) -> None:
        """Plan how ``document`` is sent, paid and reminded of; a credit note is applied by itself."""
        self.ticking.tell(document.issued_at)
        if document.kind == DocumentKind.CREDIT_NOTE:
            return
        self.ticking.remind_of_payments(document.due_on)
        domain = self._domain_of(document)
        due = document.due_on
        is_recent = document.issued_on > self.story.today - RECENT
        match FACTS[domain].habit:
            case Habit.PROMPT:
                self._pay(document, domain, max(due - self._delay(domain, due, 1, 4), document.issued_on))
            case Habit.ON_TIME:
                self._pay(document, domain, due)
            case Habit.TELLS_US if is_recent and document.kind == DocumentKind.INVOICE:
                self._mistake(document, domain)
                yesterday = self.story.now - timedelta(hours=20)
                self.story.plan(yesterday, partial(self._announce, document, domain))
            case Habit.TELLS_US:
                self.story.plan(at(due - timedelta(days=1), 11, 20), partial(self._announce, document, domain))
            case Habit.LATE:
                self._pay(document, domain, due + self._delay(domain, due, 6, 20))
            case Habit.IN_PARTS:
                self._pay(document, domain, due, part=Decimal("0.5"))
                self._pay(document, domain, due + timedelta(days=25))
            case Habit.STALLED:
                if due < self.story.today - STALLED_FOR:
                    self._pay(document, domain, due + self._delay(domain, due, 3, 9))

    def expect_all(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.expect(document)

    def settle_certificates(self, start: date, end: date, now: datetime) -> None:
        """Clients that withhold hand in the certificate of a quarter (BIR Form 2307), one for all its invoices."""
        issued = Q(document__issued_on__gte=start, document__issued_on__lt=end)
        owed = (
            DocumentStatus.objects.filter(issued, withholding_outstanding__gt=0)
            .order_by("document__client__name")
            .values("document__client", "document__currency")
            .annotate(amount=Sum("withholding_outstanding"))
        )
        clients = {client.pk: client for client in self.cast.clients.values()}
        for row in owed.order_by("document__client__name"):
            record_payment(
                client=clients[row["document__client"]],
                legal_entity=self.world.places.legal_entity,
                method=PaymentMethod.CERTIFICATE,
                amount=row["amount"],
                currency=row["document__currency"],
                received_on=day_of(now),
                reference=f"2307 {start.year} Q{(start.month + 2) // 3}",
                actor=self.cast.staff("felix"),
                now=now,
            )

    def plan_certificates(self) -> None:
        """By the 20th of the month after each quarter."""
        first = self.story.since.replace(day=1)
        for offset in range(16):
            end = add_months(first, offset)
            if end.month % 3 == 1 and end > self.story.since:
                settle = partial(self.settle_certificates, add_months(end, -3), end)
                self.story.plan(at(end.replace(day=18), 14), settle)

    def _delay(self, domain: str, due: date, fewest: int, most: int) -> timedelta:
        """The same for everything a client has due on one day."""
        days = self._delays.setdefault((domain, due), self.story.chance.randint(fewest, most))
        return timedelta(days=days)

    def _pay(self, document: Document, domain: str, day: date, part: Decimal = Decimal(1)) -> None:
        """One transfer for everything the client pays that day."""
        transfer = (domain, day, part)
        if transfer not in self._transfers:
            self._transfers[transfer] = []
            when = at(day, 8) + timedelta(minutes=self.story.chance.randrange(9 * 60))
            self.story.plan(max(when, document.issued_at + timedelta(hours=1)), partial(self._record, transfer))
        self._transfers[transfer].append(document)

    def _record(self, transfer: tuple[str, date, Decimal], now: datetime) -> None:
        domain, _day, part = transfer
        documents = self._transfers.pop(transfer)
        cash = {document.pk: rounded(self._cash_due(document) * part, document.currency) for document in documents}
        applications = {document: amount for document, amount in cash.items() if amount > 0}
        if not applications:
            return
        amount = sum(applications.values(), Decimal(0))
        is_recent = documents[0].issued_on > self.story.today - RECENT
        if domain == OVERPAYER and is_recent and not self._somebody_overpaid:
            amount += OVERPAID_BY
            self._somebody_overpaid = True
        record_payment(
            client=self.cast.clients[domain],
            legal_entity=self.world.places.legal_entity,
            method=PaymentMethod.CHECK if domain == CHECK_PAYER else PaymentMethod.BANK_TRANSFER,
            amount=amount,
            currency=documents[0].currency,
            received_on=day_of(now),
            reference=self._reference(),
            applications=applications,
            actor=self.cast.staff("felix"),
            now=now,
        )

    def _mistake(self, document: Document, domain: str) -> None:
        """Once, the day after the invoice; it is open again before its client pays."""
        when = at(document.issued_on + timedelta(days=1), 15, 10)
        if domain == MISTAKEN_FOR and not self._somebody_was_mistaken and when + NOTICED_AFTER < self.story.now:
            self._somebody_was_mistaken = True
            self.story.plan(when, partial(self._enter_by_mistake, document, domain))

    def _enter_by_mistake(self, document: Document, domain: str, now: datetime) -> None:
        payment = record_payment(
            client=self.cast.clients[domain],
            legal_entity=self.world.places.legal_entity,
            method=PaymentMethod.BANK_TRANSFER,
            amount=self._cash_due(document),
            currency=document.currency,
            received_on=day_of(now),
            reference=self._reference(),
            applications={document.pk: self._cash_due(document)},
            actor=self.cast.staff("felix"),
            now=now,
        )
        self.story.plan(
            now + NOTICED_AFTER,
            lambda later: reverse_payment(
                payment=payment,
                reason="Another client's transfer: the reference was misread.",
                actor=self.cast.staff("felix"),
                now=later,
            ),
        )

    def _announce(self, document: Document, domain: str, now: datetime) -> None:
        """The client tells us of its transfer; finance finds it two days later."""
        amount = self._cash_due(document)
        if amount <= 0:
            return
        notice = give_transfer_notice(
            document=document,
            amount=amount,
            transferred_on=day_of(now),
            reference=self._reference(),
            actor=self.cast.owner(domain),
            now=now,
        )
        self.story.plan(
            now + timedelta(days=2),
            lambda later: match_notice(notice=notice, actor=self.cast.staff("felix"), now=later),
        )

    def _cash_due(self, document: Document) -> Decimal:
        """What is open but for what a certificate will settle."""
        status = DocumentStatus.objects.get(pk=document.pk)
        return status.money_expected

    def _reference(self) -> str:
        return f"IBFT {next(self._references)}"

    def _domain_of(self, document: Document) -> str:
        return next(name for name, client in self.cast.clients.items() if client.pk == document.client_id)
