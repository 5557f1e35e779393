"""Stops an act dead at each of its named steps, and looks whether anything of it was left behind."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading

ROOT = Path(__file__).parent.parent
Act = Callable[[Runtime], object]
_NAMED = re.compile(r"\.step\(\"([a-z-]+)\"\)")


class Stopped(BaseException):
    """Not an Exception: as a killed process, it is caught nowhere on the way."""


def everything(runtime: Runtime) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with reading(runtime) as uow:
        return {table.name: list(uow.rows(select(table))) for table in tables.metadata.sorted_tables}


def names_of_steps(runtime: Runtime, act: Act) -> list[str]:
    """The steps that an act passes, the first time each, found by letting it run to its last step before the commit."""
    passed: list[str] = []

    def note(name: str) -> None:
        passed.append(name)
        if name == "before-commit":
            raise Stopped

    with pytest.raises(Stopped):
        act(replace(runtime, on_step=note))
    return list(dict.fromkeys(passed))


def named_in(*packages: str) -> set[str]:
    """The steps that the code names, `uow.step("run")`, without those named after the SQL that is sent."""
    sources = [path.read_text(encoding="utf-8") for name in packages for path in (ROOT / name).rglob("*.py")]
    return {name for source in sources for name in _NAMED.findall(source)}


def check_every_stop(runtime: Runtime, act: Act, capsys: pytest.CaptureFixture[str], title: str) -> list[str]:
    """Stop the act at every step up to its commit, then right behind it; returns the names and prints them."""
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
        sys.stdout.write(
            f"\n  {title}: stopped at {len(names) + 1} points: {', '.join([*names, 'committed'])}\n"
        )
    return names


def stopping_at(name: str) -> Callable[[str], None]:
    def stop(passed: str) -> None:
        if passed == name:
            raise Stopped

    return stop
