"""How often a key may call, counted in the cache over fixed windows."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpResponseBase
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from api.authentication import principal_of

if TYPE_CHECKING:
    # REST framework reads its settings, this class among them, while it loads this module.
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window: requests, and seconds until the next one begins."""

    quota: int
    window: int
    remaining: int
    resets_in: int

    def say(self, response: HttpResponseBase) -> None:
        """As headers (IETF draft-ietf-httpapi-ratelimit-headers-10)."""
        response["RateLimit-Policy"] = f'"key";q={self.quota};w={self.window}'
        response["RateLimit"] = f'"key";r={self.remaining};t={self.resets_in}'


class KeyThrottle(SimpleRateThrottle):
    """The rate named ``key`` in the settings, for each key. Who is no key is refused before.

    Where the cache is away everything is let through: a limit that protects us must not be what stops us.
    """

    scope = "key"
    num_requests: int
    duration: int
    resets_in: int

    def allow_request(self, request: Request, view: APIView) -> bool:
        principal = principal_of(request)
        if principal is None:
            return True
        window, into = divmod(time.time(), self.duration)
        counter = f"api:rate:{principal.key.prefix}:{window:.0f}"
        try:
            cache.add(counter, 0, timeout=self.duration * 2)
            used = cache.incr(counter)
        except (RedisError, OSError) as error:
            logger.warning("Requests are not counted, the cache is away: %s", error)
            return True
        self.resets_in = math.ceil(self.duration - into)
        request._request.allowance = Allowance(  # type: ignore[attr-defined]
            self.num_requests, self.duration, max(0, self.num_requests - used), self.resets_in
        )
        return used <= self.num_requests

    def wait(self) -> float:
        return self.resets_in
