"""State machines as tables: what the table lacks is refused in people's words."""

import pytest

from accounts.enums import MessageState
from accounts.models import OutgoingMessage
from kernel.states import Moves, WrongState, require_move

# A message is the smallest model with a state; the moves are this test's.
MOVES: Moves = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED}),
    MessageState.SENT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
}


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize("target", MessageState)
def test_a_move_is_allowed_when_the_table_has_it(state: MessageState, target: MessageState) -> None:
    message = OutgoingMessage(state=state)
    if target in MOVES[state]:
        require_move(MOVES, message, target)
    else:
        with pytest.raises(WrongState):
            require_move(MOVES, message, target)


def test_the_refusal_names_both_states_as_people_read_them() -> None:
    with pytest.raises(WrongState) as caught:
        require_move(MOVES, OutgoingMessage(state=MessageState.SENT), MessageState.WAITING)
    assert str(caught.value).startswith("This is Sent, so it can't become Waiting.")
