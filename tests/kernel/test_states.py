"""State machines as tables: what the table lacks is refused in people's words."""

from datetime import datetime

import pytest

from kernel.states import Moves, WrongState, move, require_move
from outbox.enums import MessageState
from outbox.models import Message

# A message is the smallest model with a state; the moves are this test's.
MOVES: Moves = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED}),
    MessageState.SENT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
}


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize("target", MessageState)
def test_a_move_is_allowed_when_the_table_has_it(state: MessageState, target: MessageState) -> None:
    message = Message(state=state)
    if target in MOVES[state]:
        require_move(MOVES, message, target)
    else:
        with pytest.raises(WrongState):
            require_move(MOVES, message, target)


def test_the_refusal_names_both_states_as_people_read_them() -> None:
    with pytest.raises(WrongState) as caught:
        require_move(MOVES, Message(state=MessageState.SENT), MessageState.WAITING)
    assert str(caught.value).startswith("This is Sent, so it can't become Waiting.")


@pytest.mark.django_db
def test_a_move_saves_the_state_with_what_comes_along_and_nothing_else(now: datetime) -> None:
    values = {"kind": "test", "to": "alice@example.com", "subject": "Hello", "text": "Hello", "due_at": now}
    message = Message.objects.create(created_at=now, **values)
    message.subject = "Not to be kept"
    assert move(message, MessageState.SENT, MOVES, sent_at=now) is message
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.subject) == (MessageState.SENT, now, "Hello")
    with pytest.raises(WrongState):
        move(message, MessageState.WAITING, MOVES, sent_at=None)
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (MessageState.SENT, now)
