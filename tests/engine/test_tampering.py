"""Whatever single thing someone with the database changes in the audit trail, verifying finds it, in its own chain."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Executable, select, update

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading, run
from engine.verify import verify_audit
from tests.make import engine as make
from tests.small_county import Cast

_event = tables.event.c
OTHER: dict[str, object] = {
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor": "user:somebody",
    "post": "supervisor@county",
    "what": "nothing-happened",
    "details": "{}",
    "previous": bytes(32),
    "hash": bytes(range(32)),
    "seq": 99,
    "chain": "case:another",
}
HEADS = [
    (tables.instance, "audit_head", bytes(range(32))),
    (tables.instance, "audit_seq", 1),
    (tables.instance, "audit_seq", 9),
    (tables.chain_head, "hash", bytes(range(32))),
    (tables.chain_head, "seq", 0),
    (tables.chain_head, "seq", 9),
]


@pytest.fixture
def trail(standard: Runtime, cast: Cast) -> Runtime:
    """A case with events in its own chain, a folder with one, an account with two."""
    started = make.begun(standard, answers={"what": "the pump"})
    make.completed(standard, cast.clerk, started.opened[0].task_id, people="many")
    for what in ("signed-in", "signed-out"):
        run(standard, _note, what)
    assert chains_with_faults(standard) == set()
    return standard


def _note(uow: UnitOfWork, what: str) -> None:
    uow.audit(SYSTEM, what, chain="account:user:clerk")


def chains_with_faults(runtime: Runtime) -> set[str]:
    with reading(runtime) as uow:
        return {fault.chain for fault in verify_audit(uow).faults}


def events(runtime: Runtime) -> list[Any]:
    with reading(runtime) as uow:
        return list(uow.rows(select(tables.event).order_by(_event.chain, _event.seq)))


@pytest.mark.parametrize("column", OTHER)
def test_it_finds_every_event_in_which_one_thing_was_changed(trail: Runtime, column: str) -> None:
    everything = events(trail)
    assert len(everything) >= 5
    for event in everything:
        if getattr(event, column) == OTHER[column]:
            continue  # the first event of a chain has no hash before it
        key = {"chain": event.chain, "seq": event.seq}
        change(trail, key, {column: OTHER[column]})
        assert event.chain in chains_with_faults(trail), event
        change(
            trail,
            {name: OTHER[name] if name == column else value for name, value in key.items()},
            event._asdict(),
        )
        assert chains_with_faults(trail) == set()


@pytest.mark.parametrize(("table", "column", "other"), HEADS)
def test_it_finds_every_head_that_was_changed(trail: Runtime, table: Any, column: str, other: object) -> None:
    write(trail, update(table).values({column: other}))
    of_cases = table is tables.instance
    held = {event.chain for event in events(trail) if event.chain.startswith("case:") is of_cases}
    assert held <= chains_with_faults(trail)


def test_it_finds_two_events_that_were_exchanged(trail: Runtime) -> None:
    first, second = (event for event in events(trail) if event.chain == "account:user:clerk")
    for here, there in ((first, second), (second, first)):
        said = {name: getattr(there, name) for name in ("at", "actor", "post", "what", "details")}
        change(trail, {"chain": here.chain, "seq": here.seq}, said)
    assert chains_with_faults(trail) == {"account:user:clerk"}


def change(runtime: Runtime, key: Mapping[str, object], values: Mapping[str, object]) -> None:
    """Change one event behind the back of the product."""
    write(
        runtime,
        update(tables.event).where(*(_event[name] == value for name, value in key.items())).values(values),
    )


def write(runtime: Runtime, statement: Executable) -> None:
    run(runtime, lambda uow: uow.write(statement))
