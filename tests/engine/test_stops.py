"""An act that is stopped dead at any of its named steps leaves nothing half done, and can be done again."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from tests.make import engine as make
from tests.small_county import Cast


class Stopped(BaseException):
    """Not an Exception: as a killed process, it is caught nowhere on the way."""


def everything(runtime: Runtime) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with reading(runtime) as uow:
        return {table.name: list(uow.rows(select(table))) for table in tables.metadata.sorted_tables}


def names_of_steps(runtime: Runtime, act: Callable[[Runtime], object]) -> list[str]:
    """The steps that an act passes, the first time each, found by letting it run to its last step before the commit."""
    passed: list[str] = []

    def note(name: str) -> None:
        passed.append(name)
        if name == "before-commit":
            raise Stopped

    with pytest.raises(Stopped):
        act(replace(runtime, on_step=note))
    return list(dict.fromkeys(passed))


def stopping_at(name: str) -> Callable[[str], None]:
    def stop(passed: str) -> None:
        if passed == name:
            raise Stopped

    return stop


def check_every_stop(
    runtime: Runtime, act: Callable[[Runtime], object], capsys: pytest.CaptureFixture[str]
) -> list[str]:
    before = everything(runtime)
    names = names_of_steps(runtime, act)
    for name in names:
        with pytest.raises(Stopped):
            act(replace(runtime, on_step=stopping_at(name)))
        assert everything(runtime) == before, name
    with pytest.raises(Stopped):
        act(replace(runtime, on_step=stopping_at("committed")))
    assert everything(runtime) != before, "what was committed is there, whether or not anybody heard of it"
    with capsys.disabled():
        sys.stdout.write(f"\n  stopped at {len(names) + 1} points: {', '.join([*names, 'committed'])}\n")
    return names


def test_completing_a_task_leaves_nothing_half_done(
    standard: Runtime, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    started = make.begun(standard, answers={"what": "the pump", "phone": "13900000000"})
    task = make.tasks_of(standard, started.instance_id)["check"]
    names = check_every_stop(
        standard, lambda runtime: make.completed(runtime, cast.clerk, task, people="many"), capsys
    )
    assert {"locked", "resumed", "answers-kept", "run", "reconciled", "noted", "before-write"} <= set(names)
    assert sum(name.startswith("sent ") for name in names) >= 10


def test_beginning_a_case_leaves_nothing_half_done(
    standard: Runtime, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"what": "the pump", "phone": "13900000000"}
    names = check_every_stop(standard, lambda runtime: make.begun(runtime, answers=answers), capsys)
    assert {"answers-kept", "run", "reconciled", "noted"} <= set(names)
    assert sum(name.startswith("sent ") for name in names) >= 6


def test_a_failure_of_the_last_write_rolls_everything_back(standard: Runtime, cast: Cast) -> None:
    """The register's row is taken already: the whole act is refused by the database, and the task stays open."""
    started = make.begun(standard, answers={"what": "the pump"})
    task = make.tasks_of(standard, started.instance_id)["check"]

    def fail(name: str) -> None:
        if name == "before-commit":
            raise OSError("no space left on the device")

    before = everything(standard)
    with pytest.raises(OSError, match="no space"):
        make.completed(replace(standard, on_step=fail), cast.clerk, task, people="many")
    assert everything(standard) == before
    assert make.completed(standard, cast.clerk, task, people="many").status == "active"
