"""Time is an argument: only interfaces, tasks and commands read the clock."""

from tests.architecture.sources import APPS, is_within, sources

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
