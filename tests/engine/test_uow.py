"""The unit of work: all or nothing, repeated when another was faster, refusals audited."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from engine.actor import SYSTEM
from engine.errors import Changed, NotAllowed
from engine.ids import new_id
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import ATTEMPTS, UnitOfWork, reading, run
from tests.conftest import Statements
from tests.make import engine as make
from tests.small_county import Cast

ROW = {"id": "m-1", "name": "n", "correlation_key": ""}


def add(uow: UnitOfWork) -> None:
    uow.insert(tables.message, {**ROW, "at": uow.now})


def test_it_keeps_nothing_of_an_act_that_fails(runtime: Runtime) -> None:
    def add_and_fail(uow: UnitOfWork) -> None:
        add(uow)
        uow.flush()  # so that the database has it already
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(runtime, add_and_fail)
    assert make.rows_of(runtime, tables.message) == []


def test_it_repeats_an_act_that_was_overtaken(standard: Runtime) -> None:
    """The case's row version moves between reading and writing, once. On PostgreSQL the row is locked and cannot."""
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    is_locked = standard.database.dialect.name == "postgresql"
    tries = []

    def note(uow: UnitOfWork) -> None:
        case = uow.lock_instance(case_id)
        assert case is not None
        tries.append(case.rev)
        if len(tries) == 1 and not is_locked:
            run(standard, lambda other: other.audit(SYSTEM, "faster", other.lock_instance(case_id)))
        uow.audit(SYSTEM, "slower", case)

    run(standard, note)
    assert tries == ([1] if is_locked else [1, 2])
    assert [row.what for row in make.rows_of(standard, tables.event, chain=f"case:{case_id}")][-1] == "slower"


def test_it_gives_up_after_five_times(runtime: Runtime) -> None:
    tries = []

    def never(uow: UnitOfWork) -> None:
        tries.append(1)
        uow.write(update(tables.message).where(tables.message.c.id == "none").values(name="x"), expect=1)

    with pytest.raises(Changed):
        run(runtime, never)
    assert len(tries) == ATTEMPTS


def test_it_repeats_where_a_unique_key_was_taken_meanwhile(runtime: Runtime) -> None:
    tries = []

    def taken_first(uow: UnitOfWork) -> None:
        tries.append(1)
        add(uow)
        if len(tries) == 1:
            run(runtime, add)
            return
        assert uow.first(select(tables.message.c.id)) is not None
        raise Changed("found-it")

    with pytest.raises(Changed, match="found-it"):
        run(runtime, taken_first)
    assert len(tries) == 2


def test_it_raises_what_is_no_race(runtime: Runtime) -> None:
    with pytest.raises(Exception, match=r"(?i)not.null"):
        run(
            runtime,
            lambda uow: uow.insert(
                tables.message, {"id": "x", "name": None, "correlation_key": "", "at": uow.now}
            ),
        )


@pytest.mark.parametrize("way", ["run", "reading"])
def test_it_audits_who_was_refused(runtime: Runtime, cast: Cast, way: str) -> None:
    def refuse(uow: UnitOfWork) -> None:
        add(uow)
        raise NotAllowed("not-yours", by=cast.clerk, case="c-1")

    def read() -> None:
        with reading(runtime) as uow:
            refuse(uow)

    with pytest.raises(NotAllowed):
        read() if way == "reading" else run(runtime, refuse)
    (event,) = make.rows_of(runtime, tables.event)
    assert (event.chain, event.what, "c-1" in event.details) == ("account:user:clerk", "refused", True)
    assert make.rows_of(runtime, tables.message) == []


def test_it_chains_events_of_one_account(runtime: Runtime, cast: Cast) -> None:
    run(runtime, lambda uow: uow.audit(cast.clerk, "one", chain="account:clerk"))
    run(runtime, lambda uow: uow.audit(cast.clerk, "two", chain="account:clerk"))
    first, second = make.rows_of(runtime, tables.event)
    assert (second.seq, second.previous) == (2, first.hash)


def test_it_sends_the_rows_of_a_table_in_one_statement(runtime: Runtime, statements: Statements) -> None:
    def many(uow: UnitOfWork) -> None:
        for number in range(20):
            uow.insert(tables.message, {**ROW, "id": str(number), "at": uow.now})

    run(runtime, many)
    assert (statements.count, statements.commits) == (1, 1)


def test_it_writes_nothing_where_nothing_was_changed(standard: Runtime, statements: Statements) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    statements.clear()
    run(standard, lambda uow: uow.lock_instance(case_id))
    assert statements.count == 1


def test_numbers_have_no_gaps(runtime: Runtime) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.next_number("n")
        raise ZeroDivisionError

    assert run(runtime, lambda uow: uow.next_number("n")) == 1
    with pytest.raises(ZeroDivisionError):
        run(runtime, fail)
    assert run(runtime, lambda uow: uow.next_number("n")) == 2
    assert run(runtime, lambda uow: uow.next_number("other")) == 1


def test_ids_are_ordered_by_time_and_never_the_same() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert [each[:13] for each in ids] == sorted(each[:13] for each in ids)
    assert {each[14] for each in ids} == {"7"}


def test_a_moment_without_a_zone_is_refused(runtime: Runtime) -> None:
    naive = runtime.clock().replace(tzinfo=None)
    with pytest.raises(Exception, match="time zone"), replace(runtime).database.connect() as connection:
        connection.execute(insert(tables.message), {**ROW, "at": naive})
