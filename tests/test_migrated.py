"""The kept database is made anew when what it was made of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.migrated import digest


def test_a_changed_migration_or_guard_makes_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.migrated.ROOT", tmp_path)
    migration, guard, rule = (
        tmp_path / path for path in ("bookings/migrations/0001_initial.py", "kernel/guards.py", "bookings/rules.py")
    )
    for path in (migration, guard, rule):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1\n")
    digests = [digest()]
    for path in (migration, guard, rule):
        path.write_text("2\n")
        digests.append(digest())
    (migration.parent / "0002_more.py").write_text("1\n")
    digests.append(digest())
    first, migrated_otherwise, guarded_otherwise, ruled_otherwise, with_one_more = digests
    assert len({first, migrated_otherwise, guarded_otherwise, with_one_more}) == 4
    assert ruled_otherwise == guarded_otherwise
