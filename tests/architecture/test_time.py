"""Time is an argument: only interfaces, tasks and commands read the clock."""

from tests.architecture.sources import APPS, INTERFACES, is_within, sources

CLOCKS = {
    "date.today",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.now",
    "datetime.utcnow",
    "localdate",
    "localtime",
    "now",
    "time.time",
    "timezone.localdate",
    "timezone.localtime",
    "timezone.now",
    "Now",
    "CurrentTimestamp",
}
MAY_LOOK_AT_THE_CLOCK = tuple(f"{app}.{part}" for app in APPS for part in ("tasks", "management"))


def test_below_the_interfaces_nobody_reads_the_clock() -> None:
    looks = [
        f"{source}:{line} {name}()"
        for source in sources("kernel", *APPS)
        if not is_within(source.name, MAY_LOOK_AT_THE_CLOCK)
        for line, name in source.calls()
        if name in CLOCKS
    ]
    assert looks == [], "pass now or today in"


def test_a_day_is_asked_of_a_facility_or_of_an_entity() -> None:
    """`facility.today(now)`, `entity.today(now)`, or `day_in(zone, now)` where there are only rows of them."""
    worked_out = [
        f"{source}:{line} {name}()"
        for source in sources("kernel", *APPS, *INTERFACES, "demo", "seatlease")
        for line, name in source.calls()
        if is_day_of_an_instant(name)
    ]
    assert [each.split(":")[0] for each in worked_out] == ["kernel/period.py"], worked_out


def is_day_of_an_instant(called: str) -> bool:
    """Whether a call such as `now.astimezone(zone).date()` takes the day out of an instant by itself."""
    instant = called.removesuffix(".date")
    return instant != called and (
        ".astimezone(" in instant or instant.removesuffix("()").split(".")[-1] in {"now", "at", "localtime"}
    )


def test_every_way_to_take_the_day_by_oneself_is_seen() -> None:
    ways = ["now.astimezone(zone).date", "timezone.now().date", "now.date", "self.now.date"]
    assert all(is_day_of_an_instant(way) for way in ways)
    assert not is_day_of_an_instant("facility.today")
