"""What an answer must be before a test says what is not in it: a page, or a file, and the one that was asked for."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def page(response: Any, heading: str = "") -> str:
    """Return the page's source; it was found, is HTML, and stands under one heading, ``heading`` where given."""
    assert response.status_code == 200, response.content[:200]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    source: str = response.content.decode()
    [found] = [html.unescape(TAG.sub("", each)).strip() for each in HEADING.findall(source)]
    assert heading in found
    assert found
    return source


def csv_rows(response: Any, column: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file; it was found, is a download, and has the column."""
    assert response.status_code == 200, response.content[:200]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    reader = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert column in (reader.fieldnames or ())
    return list(reader)
