"""A company's account with us, on screen and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.csv_files import csv_file
from portal.pages.statements import COLUMNS, file_rows, statement_page
from portal.views.access import ClientRequest, for_clients


@require_safe
@for_clients
def statement(request: ClientRequest) -> HttpResponse:
    page = statement_page(request.client, actor=request.actor, data=request.GET, now=timezone.now())
    return render(request, "portal/statement.html", {"page": page}, status=422 if page.form.errors else 200)


@require_safe
@for_clients
def statement_csv(request: ClientRequest) -> HttpResponse:
    page = statement_page(request.client, actor=request.actor, data=request.GET, now=timezone.now())
    return csv_file("statement.csv", COLUMNS, file_rows(page))
