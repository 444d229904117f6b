"""Copy a price list to other days."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from facilities import errors
from facilities.models import Facility, Rate
from facilities.queries.price_lists import Copies, copies
from kernel.ids import new_id
from kernel.period import Period
from kernel.refusal import refusing
from kernel.wording import written


@transaction.atomic
def copy_prices(
    *,
    facility: Facility,
    on: date,
    days: Period,
    percent: Decimal,
    step: Decimal,
    seen: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Let the prices of ``on`` count on ``days`` too, ``percent`` higher, rounded to ``step``; returns how many.

    What counts on ``on`` ends where its copy begins, and goes on where it ends. Leases keep the price they agreed on.

    :param seen: the digest of the copy that somebody looked at.
    :raises NotAllowed:
    :raises NothingToCopy: :raises PricesMeet: naming them. :raises PricesMoved: since they were looked at.
    """
    require(actor, Capability.EDIT_PRICES, facility=facility)
    # One copy at a time; prices themselves are guarded by their constraint.
    facility = Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
    found = copies(facility=facility, on=on, days=days, percent=percent, step=step)
    require_copies(found)
    if found.digest != seen:
        raise errors.PricesMoved
    with refusing(rate_listed_once=errors.PriceOverlaps):
        new: list[Rate] = []
        for row in found.rows:
            if row.resumes is not None:
                new.append(_another(row.rate, Period(row.resumes, row.rate.days.end)))
            new.append(_another(row.rate, days, monthly_net=row.monthly_net, setup_net=row.setup_net))
        for row in found.rows:
            before = row.rate.days.until(days.start)
            if before is not None and before != row.rate.days:
                row.rate.days = before
                row.rate.save(update_fields=["days"])
        Rate.objects.bulk_create(new)
    record(
        actor=actor, verb="facilities.prices_copied", subject=facility, now=now, first_day=days.start,
        last_day=days.last, percent=percent, prices=len(found.rows),
    )  # fmt: skip
    return len(found.rows)


def require_copies(found: Copies) -> None:
    """:raises NothingToCopy: :raises PricesMeet:"""
    if not found.rows:
        raise errors.NothingToCopy
    if found.conflicts:
        raise errors.PricesMeet(prices=_named(found.conflicts))


def _another(rate: Rate, days: Period, **fields: Decimal) -> Rate:
    twin = copy(rate)
    twin.pk, twin.days = new_id(), days
    for name, value in fields.items():
        setattr(twin, name, value)
    twin._state = copy(rate._state)
    twin._state.adding = True
    return twin


def _named(rates: Sequence[Rate]) -> str:
    """``Standard, Night from 1 Mar 2027``, at most six of them."""
    names = [f"{rate.package}, {rate.pattern} ({written(rate.days.start)})" for rate in rates[:6]]
    return "; ".join([*names, "…"] if len(rates) > 6 else names)
