"""What a part of the code may not reach for, where an import linter sees only whole packages."""

from tests.architecture.sources import PACKAGES, ROOMS, is_within, pure_laws, sources

HTTP = ("django.http", "django.shortcuts", "django.views", "django.middleware", "django.contrib.messages")
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
TABLES = ("django.db", "django.contrib", "django.core.cache", "django.core.mail", "django.conf")
IMPURE_CALLS = {"open", "print", "input", "uuid4", "uuid7", "random.random", "os.environ.get", "os.getenv"}


def test_rooms_do_not_know_who_asked() -> None:
    assert imports_within(HTTP, "kernel", *ROOMS, "demo") == []


def test_rooms_talk_by_calls_not_by_signals() -> None:
    assert imports_within(SIGNALS, *ROOMS) == []


def test_mail_leaves_only_through_accounts() -> None:
    mailing = [
        f"{source}: {name}"
        for source in sources(*PACKAGES)
        if not source.name.startswith("accounts.")
        for name in source.imports()
        if name.startswith("django.core.mail")
    ]
    assert mailing == [], "write a message (accounts.notifications): the clock sends it"


def test_laws_are_pure() -> None:
    laws = [source for source in sources(*ROOMS) if is_within(source.name, pure_laws())]
    assert {source.name for source in laws} >= set(pure_laws())
    reaches = [f"{law}: {name}" for law in laws for name in law.imports() if is_within(name, TABLES)]
    deeds = [f"{law}:{line} {name}()" for law in laws for line, name in law.calls() if name in IMPURE_CALLS]
    assert reaches + deeds == []


def imports_within(modules: tuple[str, ...], *packages: str) -> list[str]:
    return [
        f"{source}: {name}"
        for source in sources(*packages)
        for name in sorted(source.imports())
        if is_within(name, modules)
    ]
