"""Time is an argument: only doors, tasks and commands read the clock."""

from tests.architecture.sources import ROOMS, is_within, sources

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
MAY_LOOK_AT_THE_CLOCK = tuple(f"{room}.{part}" for room in ROOMS for part in ("tasks", "management"))


def test_below_the_doors_nobody_reads_the_clock() -> None:
    looks = [
        f"{source}:{line} {name}()"
        for source in sources("kernel", *ROOMS)
        if not is_within(source.name, MAY_LOOK_AT_THE_CLOCK)
        for line, name in source.calls()
        if name in CLOCKS
    ]
    assert looks == [], "pass now or today in"
