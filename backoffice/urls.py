"""The screens of the back office that are not the list or the form of one noun."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from backoffice.views import (
    assets,
    booking_for_client,
    bookings,
    changes,
    documents,
    editor,
    going_live,
    inventory,
    payments,
    places,
    plans,
    presentation,
    prices,
    runs,
    waitlist,
)


def screens(site: AdminSite) -> list[URLPattern]:
    """Their paths, each behind the site's interface; their names live in the namespace ``admin``."""
    found: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
        ("requests/", bookings.requests, "requests"),
        ("book/", booking_for_client.book, "book"),
        ("bookings/booking/<uuid:pk>/do/<slug:action>/", bookings.act, "booking-act"),
        ("bookings/booking/<uuid:pk>/changes/<slug:kind>/", changes.change, "booking-change"),
        ("bookings/waitlistentry/<uuid:pk>/withdraw/", waitlist.withdraw, "waitlist-withdraw"),
        ("facilities/facility/<uuid:pk>/holidays/", presentation.holidays, "facility-holidays"),
        ("facilities/photo/<uuid:pk>/file/", presentation.photo, "photo-file"),
        ("facilities/certificate/<uuid:pk>/file/", presentation.certificate, "facility-certificate-file"),
        ("price-lists/", prices.price_lists, "price-lists"),
        ("price-lists/<uuid:pk>/copy/", prices.copy, "price-copy"),
        ("facilities/asset/<uuid:pk>/move/", assets.move, "asset-move"),
        ("facilities/asset/<uuid:pk>/swap/", assets.swap, "asset-swap"),
        ("facilities/workstations/close/", places.close, "workstations-close"),
        ("facilities/workstations/become/<slug:state>/", places.become, "workstations-become"),
        ("facilities/workstation/<uuid:pk>/fault/", places.report, "workstation-fault"),
        ("facilities/fault/<uuid:pk>/fixed/", places.fixed, "fault-fixed"),
        ("facilities/workstation/<uuid:pk>/reopen/", places.reopen, "workstation-reopen"),
        ("facilities/floor/<uuid:pk>/plan/", plans.home, "floor-plan"),
        ("facilities/floor/<uuid:pk>/plan/start/", plans.start, "floor-plan-start"),
        ("facilities/floor/<uuid:pk>/plan/rooms/<uuid:room>/back/", plans.room_back, "floor-plan-room-back"),
        ("facilities/floor/<uuid:pk>/plan/edit/", editor.edit, "floor-plan-edit"),
        ("facilities/floor/<uuid:pk>/plan/save/", editor.save, "floor-plan-save"),
        ("facilities/floor/<uuid:pk>/plan/pictures/", editor.trace, "floor-plan-pictures"),
        ("facilities/floor/<uuid:pk>/plan/pictures/<uuid:picture>/", editor.traced, "floor-plan-picture"),
        ("facilities/floor/<uuid:pk>/plan/publish/", plans.publish, "floor-plan-publish"),
        ("facilities/floor/<uuid:pk>/plan/discard/<uuid:draft>/", plans.discard, "floor-plan-discard"),
        ("facilities/floor/<uuid:pk>/plan/brought/<uuid:draft>/", plans.brought, "floor-plan-brought"),
        ("facilities/floor/<uuid:pk>/plan/versions/<int:number>/", plans.version, "floor-plan-version"),
        ("facilities/floor/<uuid:pk>/plan/versions/<int:number>/restore/", plans.restore, "floor-plan-restore"),
        ("facilities/floor/<uuid:pk>/plan/export/<slug:kind>/", plans.export, "floor-plan-export"),
        ("billing/billingrun/<uuid:pk>/issue/", runs.issue, "run-issue"),
        ("billing/billingrun/<uuid:pk>/discard/", runs.discard, "run-discard"),
        ("billing/billingrun/<uuid:pk>/again/", runs.again, "run-again"),
        ("billing/document/<uuid:pk>/pdf/", documents.pdf, "document-pdf"),
        ("billing/payment/record/", payments.record, "payment-record"),
        ("billing/payment/<uuid:pk>/apply/", payments.apply, "payment-apply"),
        ("billing/payment/<uuid:pk>/reverse/", payments.reverse, "payment-reverse"),
        ("billing/transfernotice/<uuid:pk>/proof/", documents.proof, "notice-proof"),
        ("billing/taxcertificate/<uuid:pk>/file/", documents.certificate, "certificate-file"),
        ("inventory/", inventory.inventory, "inventory"),
        ("inventory/inventory.xlsx", inventory.workbook, "inventory-workbook"),
        ("inventory/<slug:name>.csv", inventory.table, "inventory-table"),
        ("inventory/<uuid:pk>/", inventory.brought, "inventory-import"),
        ("inventory/<uuid:pk>/apply/", inventory.apply, "inventory-apply"),
        ("inventory/<uuid:pk>/discard/", inventory.discard, "inventory-discard"),
        ("going-live/", going_live.going_live, "going-live"),
        ("going-live/template.xlsx", going_live.template, "going-live-template"),
        ("going-live/business.xlsx", going_live.workbook, "going-live-workbook"),
        ("going-live/invitations/", going_live.invite, "going-live-invite"),
        ("going-live/<uuid:pk>/", going_live.brought, "going-live-import"),
        ("going-live/<uuid:pk>/apply/", going_live.apply, "going-live-apply"),
        ("going-live/<uuid:pk>/discard/", going_live.discard, "going-live-discard"),
        ("billing/aged-receivables/", payments.aged_receivables, "aged-receivables"),
        ("billing/trial-balance/", payments.balance, "trial-balance"),
    ]
    return [path(route, site.admin_view(view), name=name) for route, view, name in found]
