"""The benchmarks run: small, and on the servers of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from local.paths import ROOT


def bench(*arguments: str) -> str:
    """What ``python -m benchmarks`` prints."""
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stdout


def test_a_quick_run_measures_everything_beside_its_floor(tmp_path: Path) -> None:
    output = tmp_path / "rows.json"
    told = bench("--quick", "--output", str(output))
    measured = json.loads(output.read_text())
    assert measured["quick"]
    rows = measured["rows"]
    assert len(rows) >= 15
    assert all(row["value"] > 0 and row["floor"] > 0 for row in rows)
    assert all(row["name"] in told for row in rows)


def test_the_study_of_scale_agrees_with_its_sql_and_prints_its_tables() -> None:
    told = bench("scale", "--small", "--calls", "3", "--plans")
    for line in ("free seats of one facility", "search across all facilities", "page: floor plan", "by day | by night"):
        assert line in told
    assert "Buffers: shared" in told


def test_the_study_of_seat_choice_seats_the_same_teams_in_every_way(tmp_path: Path) -> None:
    drawing = tmp_path / "drawing.svg"
    told = bench("fragmentation", "--months", "4", "--stories", "2", "--drawing", str(drawing))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in told.splitlines()]
    asked = {cells[1] for cells in rows[:17] if cells[0] in {"our choice", "first fit", "no walls"}}
    assert len(asked) == 3, "one number for each load, whatever the way"
    assert "| ours less first fit | quiet | busy | crowded |" in told
    assert drawing.read_text().startswith("<svg")
