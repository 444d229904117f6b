"""The benchmarks run: small, and on the servers of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from local.places import ROOT


def test_a_quick_run_measures_everything_beside_its_floor(tmp_path: Path) -> None:
    output = tmp_path / "rows.json"
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--output", str(output)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    measured = json.loads(output.read_text())
    assert measured["quick"]
    rows = measured["rows"]
    assert len(rows) >= 15
    assert all(row["value"] > 0 and row["floor"] > 0 for row in rows)
    assert all(row["name"] in result.stdout for row in rows)
