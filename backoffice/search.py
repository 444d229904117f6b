"""The search box of the back office: beside its pages it finds clients, bookings and documents by name."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from accounts.access import visible_clients
from backoffice.screens import actor_of
from billing.access import visible_documents
from bookings.access import visible_bookings

MOST = 8


def found(request: HttpRequest, wanted: str) -> list[SearchResult]:
    """Up to eight of each noun that the person may open; three queries."""
    return list(_found(request, wanted))


def _found(request: HttpRequest, wanted: str) -> Iterator[SearchResult]:
    actor, may = actor_of(request), request.user.has_perm
    if may("accounts.view_client"):
        named = Q(name__icontains=wanted) | Q(legal_name__icontains=wanted)
        for client in visible_clients(actor).filter(named)[:MOST]:
            yield _result(client, str(client), client.legal_name, "apartment")
    if may("bookings.view_booking"):
        named = Q(reference__icontains=wanted) | Q(client__name__icontains=wanted)
        for booking in visible_bookings(actor).filter(named)[:MOST]:
            about = f"{booking.client} · {booking.facility} · {booking.get_state_display()}"
            yield _result(booking, booking.reference, about, "event_seat")
    if may("billing.view_document"):
        named = Q(number__icontains=wanted) | Q(client__name__icontains=wanted)
        for document in visible_documents(actor).filter(named)[:MOST]:
            about = f"{document.client} · {document.currency} {document.gross:,.2f}"
            yield _result(document, document.number, about, "receipt_long")


def _result(subject: Model, title: str, about: str, icon: str) -> SearchResult:
    options = subject._meta
    link = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[subject.pk])
    return SearchResult(title=title, description=about, link=link, icon=icon)
