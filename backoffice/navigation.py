"""The sidebar, the label of the environment and the account menu: what leads where, for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backoffice.screens import actor_of
from billing.access import visible_notices
from billing.enums import NoticeState
from bookings.access import visible_bookings, visible_waitlist
from bookings.enums import BookingState, WaitlistState

Item = dict[str, Any]


def environment(request: HttpRequest) -> tuple[str | Promise, str] | None:
    """A label beside the title wherever this is not the real thing."""
    if settings.MAILBOX_PAGE:
        return _("Trial"), "warning"
    return (_("Development"), "info") if settings.DEBUG else None


def account_links(request: HttpRequest) -> list[Item]:
    return [
        {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
        {"title": _("Second factor and passkeys"), "link": reverse_lazy("mfa_index")},
    ]


def sections(request: HttpRequest) -> list[Item]:
    """Return what the person may open, in the order of a working day."""
    requests = _page(_("Requests"), "inbox", "requests", "bookings.view_booking")
    notices = _list(_("Transfer notices"), "account_balance", "billing.transfernotice")
    waitlist = _page(
        _("Waitlist"), "format_list_numbered", "bookings_waitlistentry_changelist", "bookings.view_booking"
    )
    record = _page(_("Record a payment"), "add_card", "payment-record", "billing.add_payment")
    actor = actor_of(request)
    return [
        _section("", _page(_("Today"), "today", "index")),
        _section(
            _("Bookings"),
            _counted(request, requests, lambda: visible_bookings(actor).filter(state=BookingState.SUBMITTED)),
            _list(_("All bookings"), "event_seat", "bookings.booking"),
            _counted(request, waitlist, lambda: visible_waitlist(actor).filter(state=WaitlistState.WAITING)),
            _page(_("Book for a client"), "add_business", "book", "bookings.add_booking"),
        ),
        _section(
            _("Money"),
            _list(_("Bill runs"), "play_circle", "billing.billingrun"),
            _list(_("Documents"), "receipt_long", "billing.document"),
            _counted(request, notices, lambda: visible_notices(actor).filter(state=NoticeState.PENDING)),
            _apart_from(record, _list(_("Payments"), "payments", "billing.payment")),
            record,
            _page(_("Aged receivables"), "hourglass_bottom", "aged-receivables", "ledger.view_journalentry"),
            _list(_("Journal"), "menu_book", "ledger.journalentry"),
            _page(_("Trial balance"), "balance", "trial-balance", "ledger.view_journalentry"),
        ),
        _section(
            _("Clients"),
            _list(_("Clients"), "apartment", "accounts.client"),
            _list(_("Partners"), "handshake", "accounts.partner"),
            _list(_("API keys"), "key", "accounts.apikey"),
            _list(_("Tax certificates"), "verified", "billing.taxcertificate"),
        ),
        _section(
            _("Places"),
            _list(_("Facilities"), "location_city", "facilities.facility"),
            _list(_("Floors"), "layers", "facilities.floor"),
            _list(_("Rooms"), "meeting_room", "facilities.room"),
            _list(_("Workstations"), "chair", "facilities.workstation"),
            _list(_("Assets"), "devices", "facilities.asset"),
            _list(_("Faults"), "build", "facilities.fault"),
            _list(_("Certificates"), "workspace_premium", "facilities.certificate"),
            _page(_("Import and export"), "table_view", "inventory", "facilities.view_workstation"),
            _page(_("Going live"), "rocket_launch", "going-live", "bookings.add_booking"),
            collapsible=True,
        ),
        _section(
            _("What is sold"),
            _page(_("Price lists"), "price_check", "price-lists", "facilities.view_rate"),
            _list(_("List prices"), "sell", "facilities.rate"),
            _list(_("Add-ons"), "add_circle", "facilities.addon"),
            _list(_("Prices of add-ons"), "sell", "facilities.addonprice"),
            _list(_("Packages"), "package_2", "facilities.package"),
            _list(_("Inclusions"), "checklist", "facilities.inclusion"),
            _list(_("Tested facts"), "fact_check", "facilities.facilityinclusion"),
            _list(_("Shift patterns"), "schedule", "facilities.shiftpattern"),
            _list(_("Booking policies"), "rule", "bookings.bookingpolicy"),
            collapsible=True,
        ),
        _section(
            _("Books"),
            _list(_("Legal entities"), "gavel", "accounts.legalentity"),
            _list(_("Number series"), "pin", "billing.numberseries"),
            _list(_("Tax rates"), "percent", "billing.taxrate"),
            _list(_("Withholding rates"), "content_cut", "billing.withholdingrate"),
            _list(_("Exchange rates"), "currency_exchange", "ledger.exchangerate"),
            _list(_("Account codes"), "tag", "ledger.ledgeraccount"),
            _list(_("Accounting periods"), "event_available", "ledger.accountingperiod"),
            _list(_("Billing policies"), "rule", "billing.billingpolicy"),
            collapsible=True,
        ),
        _section(
            _("Records"),
            _list(_("People"), "group", "accounts.user"),
            _list(_("Duties"), "badge", "auth.group"),
            _list(_("Audit log"), "history", "audit.auditentry"),
            _list(_("Outgoing messages"), "outgoing_mail", "outbox.message"),
            collapsible=True,
        ),
    ]


def _section(title: str | Promise, *items: Item, collapsible: bool = False) -> Item:
    return {"title": title, "items": list(items), "collapsible": collapsible, "separator": bool(title)}


def _page(title: str | Promise, icon: str, name: str, permission: str | None = None) -> Item:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{name}"), "permission": _may(permission)}


def _list(title: str | Promise, icon: str, model: str) -> Item:
    app, name = model.split(".")
    return _page(title, icon, f"{app}_{name}_changelist", f"{app}.view_{name}")


def _apart_from(inner: Item, item: Item) -> Item:
    """Not lit while the entry ``inner``, whose address lies below its own, is."""

    def is_here(request: HttpRequest) -> bool:
        return request.path.startswith(str(item["link"])) and request.path != str(inner["link"])

    return {**item, "active": is_here}


def _counted(request: HttpRequest, item: Item, waiting: Callable[[], QuerySet[Any]]) -> Item:
    """With how many things wait there, for those who may see them."""
    count = waiting().count() if item["permission"](request) else 0
    return {**item, "badge": count, "badge_variant": "warning"} if count else item


def _may(permission: str | None) -> Callable[[HttpRequest], bool]:
    return lambda request: permission is None or request.user.has_perm(permission)
