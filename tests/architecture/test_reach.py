"""What a part of the code may not reach for, where an import linter sees only whole packages."""

from tests.architecture.sources import APPS, PACKAGES, is_within, pure_rules, sources

HTTP = ("django.http", "django.shortcuts", "django.views", "django.middleware", "django.contrib.messages")
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
TABLES = ("django.db", "django.contrib", "django.core.cache", "django.core.mail", "django.conf")
IMPURE_CALLS = {"open", "print", "input", "uuid4", "uuid7", "random.random", "os.environ.get", "os.getenv"}


def test_apps_do_not_know_who_asked() -> None:
    assert imports_within(HTTP, "kernel", *APPS, "demo") == []


def test_apps_talk_by_calls_not_by_signals() -> None:
    assert imports_within(SIGNALS, *APPS) == []


def test_mail_leaves_only_through_the_outbox() -> None:
    mailing = [
        f"{source}: {name}"
        for source in sources(*PACKAGES)
        if not source.name.startswith("outbox.")
        for name in source.imports()
        if name.startswith("django.core.mail")
    ]
    assert mailing == [], "write a message (outbox.operations): the worker sends it"


def test_rules_are_pure() -> None:
    rules = [source for source in sources(*APPS) if is_within(source.name, pure_rules())]
    assert {source.name for source in rules} >= set(pure_rules())
    reaches = [f"{rule}: {name}" for rule in rules for name in rule.imports() if is_within(name, TABLES)]
    operations = [f"{rule}:{line} {name}()" for rule in rules for line, name in rule.calls() if name in IMPURE_CALLS]
    assert reaches + operations == []


def imports_within(modules: tuple[str, ...], *packages: str) -> list[str]:
    return [
        f"{source}: {name}"
        for source in sources(*packages)
        for name in sorted(source.imports())
        if is_within(name, modules)
    ]
