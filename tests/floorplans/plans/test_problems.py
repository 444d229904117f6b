"""What is mended in the same way is said once."""

from __future__ import annotations

from floorplans.plans.problems import Alike, Problem, alike


def test_seats_with_the_same_problem_share_a_line() -> None:
    found = [Problem("A1", "This seat is in no room."), Problem("A2", "This seat is in no room.")]
    assert alike(found) == [Alike("A1, A2", "This seat is in no room.", 2)]


def test_seats_that_coincide_stay_together() -> None:
    found = [
        Problem("A1, S1", "These seats are in the same place."),
        Problem("A2, S2", "These seats are in the same place."),
    ]
    assert alike(found) == [Alike("A1, S1; A2, S2", "These seats are in the same place.", 2)]


def test_the_same_again_is_counted() -> None:
    assert alike([Problem("A1", "Once is enough.")] * 3) == [Alike("A1 × 3", "Once is enough.", 3)]
