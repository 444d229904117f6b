"""Files people attach to the catalogue: known by their content, never by their name."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 4 * 1024 * 1024

# Content type → the ending a file of it is kept under.
PICTURES = {"image/jpeg": "jpg", "image/png": "png"}
PAPERS = {**PICTURES, "application/pdf": "pdf"}

PNG = b"\x89PNG\r\n\x1a\n"
# JPEG segments that carry no length: padding, restarts, start and end.
BARE = {0x01, *range(0xD0, 0xDA)}
# Start of frame, of every coding; ISO/IEC 10918-1, table B.1 (C4, C8 and CC are no frames).
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START_OF_SCAN = 0xDA
EXIF = 0xE1


@dataclass(frozen=True, slots=True)
class Picture:
    """The content type of a picture and its size in pixels."""

    content_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture | None:
    """Read what a picture says of itself, or ``None`` for anything else, a cut-off picture included."""
    if content.startswith(PNG) and content[12:16] == b"IHDR" and b"IEND" in content[-12:]:
        width, height = struct.unpack(">II", content[16:24])
        return Picture("image/png", width, height) if width and height else None
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]:
        for marker, start, end in _segments(content):
            if marker in FRAMES and end - start >= 9:
                height, width = struct.unpack(">HH", content[start + 5 : start + 9])
                return Picture("image/jpeg", width, height) if width and height else None
    return None


def without_whereabouts(content: bytes) -> bytes:
    """A JPEG without what its camera wrote down (Exif, XMP: place, owner, serial number); anything else as it is."""
    if picture_of(content) is None or content.startswith(PNG):
        return content
    kept, last = [content[:2]], 2
    for marker, start, end in _segments(content):
        if marker != EXIF:
            kept.append(content[start:end])
        last = end
    return b"".join([*kept, content[last:]])


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment before the first scan, the marker's two bytes included."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        length = 0 if marker in BARE else struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == START_OF_SCAN or at + 2 + length > len(content):
            return
        yield marker, at, at + 2 + length
        at += 2 + length


def content_type_of(content: bytes) -> str | None:
    """The content type of a paper or picture we take, or ``None``."""
    picture = picture_of(content)
    if picture is not None:
        return picture.content_type
    return "application/pdf" if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] else None


def check_picture(file: File[Any]) -> None:
    """:raises ValidationError: unless it is a picture of a size we keep."""
    if picture_of(_read(file)) is None:
        raise ValidationError(_("This is no JPEG or PNG picture. Save it as one of them and choose it again."))


def check_paper(file: File[Any]) -> None:
    """:raises ValidationError: unless it is a PDF or a picture of a size we keep."""
    if content_type_of(_read(file)) is None:
        raise ValidationError(_("This is no PDF, JPEG or PNG file. Save it as one of them and choose it again."))


def _read(file: File[Any]) -> bytes:
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 4 MB. Make it smaller and choose it again."))
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content
