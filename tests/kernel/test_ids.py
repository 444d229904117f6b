"""Public ids sort by time; references can be read over the phone."""

from kernel.ids import REFERENCE_ALPHABET, new_id, new_reference


def test_ids_are_version_7_and_sorted_by_creation() -> None:
    ids = [new_id() for _ in range(1000)]
    assert all(each.version == 7 for each in ids)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_a_reference_has_no_characters_people_misread() -> None:
    assert not set("01IO") & set(REFERENCE_ALPHABET)
    references = {new_reference("B") for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        prefix, _, code = reference.partition("-")
        assert prefix == "B"
        assert len(code) == 6
        assert set(code) <= set(REFERENCE_ALPHABET)
