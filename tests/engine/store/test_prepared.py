"""Statements of the hot path say the same as Core says, by the driver's own cursor."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, bindparam, insert, select, update

from engine.store import tables
from engine.store.outgoing import Outgoing, Stale
from engine.store.prepared import Hot, execute, fetch

AT = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
_message = tables.message.c
ADD = Hot(insert(tables.message), ["id", "name", "correlation_key", "at"])
FIND = Hot(select(_message.id, _message.at).where(_message.id == bindparam("wanted"), _message.name == "n"))
RENAME = Hot(update(tables.message).where(_message.id == bindparam("wanted")).values(name=bindparam("new")))


def row(name: str) -> dict[str, object]:
    return {"id": name, "name": "n", "correlation_key": "", "at": AT}


def test_it_writes_and_reads_as_core_does(database: Engine) -> None:
    with database.connect() as connection:
        execute(connection, ADD, [row("a"), row("b")])
        assert fetch(connection, FIND, {"wanted": "b"}) == [("b", AT)]
        by_core = connection.execute(select(_message.id, _message.at).order_by(_message.id)).all()
        assert [tuple(each) for each in by_core] == [("a", AT), ("b", AT)]


def test_it_takes_no_list_of_unknown_length(database: Engine) -> None:
    with pytest.raises(ValueError, match="not for the hot path"):
        Hot(select(_message.id).where(_message.id.in_(["a", "b"]))).prepared(database.dialect)


def test_what_is_queued_leaves_by_table_and_statement(database: Engine) -> None:
    queue = Outgoing()
    for name in ("a", "b"):
        queue.insert(tables.message, row(name))
        queue.write(RENAME, {"wanted": name, "new": "m"}, 1)
    sent: list[str] = []
    with database.connect() as connection:
        queue.send(connection, step=sent.append)
        assert {each.name for each in connection.execute(select(_message.name))} == {"m"}
    assert sent == ["sent INSERT INTO message", "sent UPDATE message SET"]


def test_a_row_that_was_not_met_is_stale(database: Engine) -> None:
    queue = Outgoing()
    queue.insert(tables.message, row("a"))
    queue.write(RENAME, {"wanted": "a", "new": "m"}, 1)
    queue.write(RENAME, {"wanted": "gone", "new": "m"}, 1)
    with database.connect() as connection, pytest.raises(Stale):
        queue.send(connection)
