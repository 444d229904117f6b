"""Answers as the reference shows them, by operation: one JSON file each, taken from a running installation."""

import json
from pathlib import Path
from typing import Any

EXAMPLES: dict[str, Any] = {path.stem: json.loads(path.read_text()) for path in Path(__file__).parent.glob("*.json")}
