"""Writes that go to PostgreSQL as one statement do what they would have done in turn."""

import pytest
from sqlalchemy import Engine, bindparam, delete, insert, select, update

from engine.store import tables
from engine.store.combined import Combined
from engine.store.outgoing import Outgoing, Stale
from engine.store.prepared import Hot
from engine.store.task_rows import END_TASK, LEAVE_INBOX, NOTE_HANDLER
from tests.engine.store.test_prepared import RENAME, row

_message = tables.message.c
ADD = Hot(insert(tables.message), ["id", "name", "correlation_key", "at"])
DROP = Hot(delete(tables.message).where(_message.id == bindparam("wanted")))
COUNT = Hot(
    update(tables.sequence)
    .where(tables.sequence.c.name == bindparam("which"))
    .values(value=tables.sequence.c.value + 1)
)
OF_MESSAGES = Hot(
    update(tables.sequence)
    .where(tables.sequence.c.name.in_(select(_message.name)))
    .values(value=tables.sequence.c.value + 1)
)


def names(database: Engine, queue: Outgoing) -> dict[str, str]:
    with database.connect() as connection:
        queue.send(connection)
        return {each.id: each.name for each in connection.execute(select(_message.id, _message.name))}


def test_writes_to_one_table_go_in_turn(database: Engine) -> None:
    """The second sees what the first did: in one statement it would not."""
    queue = Outgoing()
    queue.insert(tables.message, row("a"))
    queue.insert(tables.message, row("b"))
    queue.write(RENAME, {"wanted": "a", "new": "first"}, 1)
    queue.insert(tables.sequence, {"name": "s", "value": 1})
    queue.write(DROP, {"wanted": "b"}, 1)
    queue.write(RENAME, {"wanted": "a", "new": "second"}, 1)
    assert names(database, queue) == {"a": "second"}


def test_a_part_that_met_another_number_of_rows_is_stale(database: Engine) -> None:
    queue = Outgoing()
    queue.insert(tables.message, row("a"))
    queue.write(COUNT, {"which": "nowhere"}, 1)
    with pytest.raises(Stale):
        names(database, queue)


def test_what_fails_leaves_nothing_and_says_why(database: Engine) -> None:
    queue = Outgoing()
    queue.insert(tables.sequence, {"name": "s", "value": None})
    queue.insert(tables.message, row("a"))
    with pytest.raises(Exception, match=r"(?i)not.null"):
        names(database, queue)
    assert names(database, Outgoing()) == {}


@pytest.mark.parametrize(
    ("statement", "rows", "may"),
    [
        (ADD, 3, True),
        (RENAME, 1, True),
        (RENAME, 2, False),  # two could mean the same row
        (OF_MESSAGES, 1, False),  # reads a table that another part may change
        (END_TASK, 1, True),
        (LEAVE_INBOX, 1, True),
        (NOTE_HANDLER, 1, True),
    ],
)
def test_it_takes_what_touches_one_table_once(statement: Hot, rows: int, may: bool) -> None:
    assert Combined().take(statement, [{}] * rows, None) is may
