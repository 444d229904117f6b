"""Outages: when the database or the cache can't be reached, say so, and when to try again."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import ConnectionError as CacheUnreachable
from redis.exceptions import TimeoutError as CacheTooSlow

log = logging.getLogger(__name__)

OUTAGES = (OperationalError, InterfaceError, CacheUnreachable, CacheTooSlow)
RETRY_AFTER = 10  # seconds


class OutageMiddleware:
    """Turns an outage that a view runs into into 503 instead of 500, whatever the interface."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OUTAGES):
            return None
        return out_of_service(exception)


def out_of_service(error: Exception) -> HttpResponse:
    """503 with ``Retry-After``; the page needs neither database nor session."""
    log.error("Out of service: %s", error, exc_info=error)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
