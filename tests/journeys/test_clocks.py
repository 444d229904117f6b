"""The hour at which journeys are made."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests.journeys.conftest import morning_in_cebu


@pytest.mark.parametrize("zone", ["Asia/Manila", "America/Chicago", "UTC"])
@pytest.mark.parametrize("hour", ["00:00:00", "10:00:00", "23:59:58"])
def test_no_day_ends_within_an_hour_whenever_tests_are_run(hour: str, zone: str) -> None:
    started = datetime.fromisoformat(f"2026-12-31T{hour}").replace(tzinfo=ZoneInfo("Asia/Manila"))
    with time_machine.travel(started), morning_in_cebu():
        now = timezone.now()
    assert now.astimezone(ZoneInfo("Asia/Manila")).date() == started.date()
    there = now.astimezone(ZoneInfo(zone))
    assert there.date() == (there + timedelta(hours=1)).date()
