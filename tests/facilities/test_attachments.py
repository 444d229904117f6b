"""Files are known by their content, and pictures don't tell where they were taken."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from facilities.attachments import (
    MOST_BYTES,
    Picture,
    check_paper,
    check_picture,
    content_type_of,
    picture_of,
    without_whereabouts,
)
from tests.pictures import PDF, jpeg, png


def test_a_picture_tells_its_size() -> None:
    assert picture_of(png(30, 20)) == Picture("image/png", 30, 20)
    assert picture_of(jpeg(40, 25)) == Picture("image/jpeg", 40, 25)


@pytest.mark.parametrize("content", [b"", b"<svg></svg>", b"GIF89a", PDF, png()[:-8], jpeg()[:-2], png(0, 2)])
def test_anything_else_is_no_picture(content: bytes) -> None:
    assert picture_of(content) is None
    with pytest.raises(ValidationError):
        check_picture(ContentFile(content))


def test_a_paper_is_a_pdf_or_a_picture() -> None:
    assert [content_type_of(content) for content in (PDF, png(), jpeg(), b"MZ")] == [
        "application/pdf", "image/png", "image/jpeg", None,
    ]  # fmt: skip
    check_paper(ContentFile(PDF))
    with pytest.raises(ValidationError):
        check_paper(ContentFile(b"PK\x03\x04"))


def test_a_file_has_a_greatest_size() -> None:
    with pytest.raises(ValidationError, match="larger than 4 MB"):
        check_paper(ContentFile(PDF + b" " * MOST_BYTES))


def test_where_a_picture_was_taken_is_taken_out() -> None:
    told = jpeg(exif=b"GPS 10.33 N 123.90 E")
    assert b"GPS" in told
    assert without_whereabouts(told) == jpeg()
    assert without_whereabouts(png()) == png()


@given(st.binary(max_size=200))
def test_no_content_breaks_the_reader(noise: bytes) -> None:
    for content in (noise, b"\xff\xd8\xff" + noise + b"\xff\xd9", png()[:20] + noise + b"IEND"):
        picture_of(content)
        assert len(without_whereabouts(content)) <= len(content)
