"""Looking for what is due costs what is due, never what waits: the same steps at 1,000 open cases as at 100,000."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, event, insert

from engine.jobs import TIMER, due_jobs, job_row
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading
from engine.worker import A_LOOK

FEW, MANY = 1_000, 100_000


def let_wait(runtime: Runtime, cases: range) -> None:
    """Let each case wait for a timer of its own; rows alone, since the sweep reads no others."""
    rows = [
        {
            **job_row(TIMER, {}, due_at=runtime.clock() + timedelta(days=1, minutes=number)),
            "instance_id": str(number),
        }
        for number in cases
    ]
    with runtime.database.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(insert(tables.job), rows)
        connection.commit()
        if connection.dialect.name == "postgresql":  # which would do so by itself, some time later
            connection.exec_driver_sql("ANALYZE job")
            connection.commit()


def sweep(uow: UnitOfWork) -> None:
    assert due_jobs(uow, A_LOOK, without=["import-letters"]) == []


def cost_of_a_sweep(runtime: Runtime) -> int:
    """Steps of SQLite's machine; on PostgreSQL the rows that the plan reads, those it throws away included."""
    with reading(runtime) as uow:
        if uow.connection.dialect.name == "sqlite":
            return steps_of(uow)
        return rows_read(uow)


def steps_of(uow: UnitOfWork) -> int:
    sweep(uow)  # the first one also reads the schema
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    driver: Any = uow.connection.connection.driver_connection
    driver.set_progress_handler(count, 1)
    sweep(uow)
    driver.set_progress_handler(None, 1)
    return steps


def rows_read(uow: UnitOfWork) -> int:
    sent: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(uow.connection, "before_cursor_execute", note)
    sweep(uow)
    event.remove(uow.connection, "before_cursor_execute", note)
    ((statement, parameters),) = sent
    explain = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}"
    (plan,) = uow.connection.exec_driver_sql(explain, parameters).scalar_one()
    return 1 + read_by(plan["Plan"])


def read_by(node: dict[str, Any]) -> int:
    thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int(node["Actual Rows"] + thrown) + sum(read_by(each) for each in node.get("Plans", ()))


def test_a_sweep_with_nothing_due_costs_the_same_at_a_hundred_times_the_cases(runtime: Runtime) -> None:
    let_wait(runtime, range(FEW))
    few = cost_of_a_sweep(runtime)
    let_wait(runtime, range(FEW, MANY))
    assert (few > 0, cost_of_a_sweep(runtime)) == (True, few)
