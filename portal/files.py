"""Uploads: known by their content, never by their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File
from django.http import FileResponse

MOST_BYTES = 5 * 1024 * 1024
# Writers may put a little after the end of a PDF (ISO 32000-1, Annex H.3).
TAIL = 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we take: how it begins, and what stands at its end."""

    ending: str
    content_type: str
    head: bytes
    foot: bytes


KINDS = (
    Kind("pdf", "application/pdf", b"%PDF-", b"%%EOF"),
    Kind("png", "image/png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    Kind("jpg", "image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
)


def kind_of(file: File[Any] | IO[bytes]) -> Kind | None:
    """The kind whose beginning and end the content has, or ``None``; leaves the file at its start."""
    file.seek(0)
    head = file.read(8)
    end = file.seek(0, 2)
    file.seek(max(0, end - TAIL))
    tail = file.read()
    file.seek(0)
    return next((kind for kind in KINDS if head.startswith(kind.head) and kind.foot in tail), None)


def download(file: File[Any], *, name: str) -> FileResponse:
    """The file to be saved, never shown within our pages: as what its content is, or as mere bytes."""
    kind = kind_of(file)
    ending, content_type = (kind.ending, kind.content_type) if kind else ("bin", "application/octet-stream")
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
