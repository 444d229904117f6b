"""Whether this process is up, and whether it can reach what it needs."""

from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from redis.exceptions import RedisError


def live(request: HttpRequest) -> JsonResponse:
    """Up: the process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Able to work: the database and the cache answer; 503 names the one that does not."""
    checks: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["database"] = "ok"
    except OperationalError:
        checks["database"] = "unreachable"
    try:
        cache.get("health")
        checks["cache"] = "ok"
    except (RedisError, OSError):
        checks["cache"] = "unreachable"
    healthy = set(checks.values()) == {"ok"}
    status = "ok" if healthy else "failing"
    response = JsonResponse({"status": status, "checks": checks}, status=200 if healthy else 503)
    if not healthy:
        response["Retry-After"] = "5"
    return response


urlpatterns = [path("live/", live, name="health-live"), path("ready/", ready, name="health-ready")]
