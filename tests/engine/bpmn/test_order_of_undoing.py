"""Whatever was completed, in whatever order, in branches, frames and instances: all of it is undone, the last first, once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from unittest import mock

from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.bpmn import history
from tests.engine.bpmn.drawing import Moving, begun, each
from tests.engine.bpmn.undoing import COMPENSATE, log, part, whole


@dataclass
class Task:
    """A user task that something undoes, or not."""

    is_undone: bool
    id: str = ""


@dataclass
class Frame:
    """A subprocess, once or for each of two items, and how it is undone."""

    inside: "Row"
    how: str
    is_many: bool = False
    id: str = ""


@dataclass
class Row:
    """One after the other, or all at once."""

    parts: Sequence["Task | Frame | Row"]
    at_once: bool = False


Path = tuple[tuple[str, int], ...]  # the frames around a task, and for which item


class Drawn:
    """A drawing, and what it knows of its tasks and frames."""

    def __init__(self, row: Row) -> None:
        self._numbers = count(1)
        self.frames: dict[str, Frame] = {}
        self.around: dict[str, tuple[str, ...]] = {}
        self.undone: set[str] = set()
        self.source = whole(self._content(row, "main", ()))

    def _content(self, row: Row, name: str, around: tuple[str, ...]) -> str:
        lines: list[str] = []
        inside = {"undo": COMPENSATE}
        last = self._draw(row, f"{name}_start:start", lines, inside, around)
        lines.append(f"{last} -> {'undo' if name == 'main' else f'{name}_end'}:end")
        said = {}
        if name != "main" and self.frames[name].how == "own":
            own = part(
                f"{name}_by:start -> say_own_{name}:script -> {name}_redo:end",
                {f"{name}_by": COMPENSATE, f"{name}_redo": COMPENSATE},
                prefix=f"{name}_own_",
            )
            lines.append(f"{name}_handler:subProcess")
            inside[f"{name}_handler"] = own
            said[f"{name}_handler"] = 'triggeredByEvent="true"'
        return part("\n".join(lines), inside, prefix=f"{name}_", **said)

    def _draw(
        self,
        what: "Task | Frame | Row",
        before: str,
        lines: list[str],
        inside: dict[str, str],
        around: tuple[str, ...],
    ) -> str:
        if isinstance(what, Row):
            return self._row(what, before, lines, inside, around)
        what.id = f"{type(what).__name__.lower()}{next(self._numbers)}"
        self.around[what.id] = around
        if isinstance(what, Frame):
            self.frames[what.id] = what
            loop = (
                each(
                    "=[1, 2]",
                    inputElement=f"item_{what.id}",
                )
                if what.is_many
                else ""
            )
            inside[what.id] = loop + self._content(what.inside, what.id, (*around, what.id))
            lines.append(f"{before} -> {what.id}:sub")
        else:
            lines.append(f"{before} -> {what.id}:user")
        if what.is_undone if isinstance(what, Task) else what.how == "boundary":
            self.undone.add(what.id)
            lines.append(f"{what.id} ~ say_no_{what.id}:script")
        return what.id

    def _row(
        self, row: Row, before: str, lines: list[str], inside: dict[str, str], around: tuple[str, ...]
    ) -> str:
        if not row.at_once:
            for each_part in row.parts:
                before = self._draw(each_part, before, lines, inside, around)
            return before
        fork = f"fork{next(self._numbers)}"
        lines.append(f"{before} -> {fork}:and")
        for each_part in row.parts:
            lines.append(f"{self._draw(each_part, fork, lines, inside, around)} -> {fork}_join:and")
        return f"{fork}_join"


class Completions:
    """What has completed in each scope, in order, told by the tasks alone."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.left: dict[Path, int] = defaultdict(int)
        self.records: dict[Path, list[Any]] = defaultdict(list)
        for task, around in drawn.around.items():
            if task not in drawn.frames:
                for path in self._paths(around):
                    for length in range(1, len(path) + 1):
                        self.left[path[:length]] += 1

    def _paths(self, around: tuple[str, ...]) -> Iterator[Path]:
        if not around:
            yield ()
            return
        for outer in self._paths(around[:-1]):
            for item in (1, 2) if self.drawn.frames[around[-1]].is_many else (0,):
                yield (*outer, (around[-1], item))

    def complete(self, task: str, scope: Mapping[str, Any]) -> None:
        """A task is done; the frames whose last task it was are done with it."""
        path = tuple((name, int(scope.get(f"item_{name}", 0))) for name in self.drawn.around[task])
        if task in self.drawn.undone:
            self.records[path].append(task)
        for length in range(1, len(path) + 1):
            self.left[path[:length]] -= 1
        while path and self.left[path] == 0:
            path = self._close(path)

    def _close(self, path: Path) -> Path:
        """Note a frame as completed in the scope around it; all instances of many are noted with the last one."""
        *around, (name, item) = path
        outer, instances = tuple(around), (*around, (name, -1))
        self.records[instances].append((name, self.records.pop(path, [])))
        if item and len(self.records[instances]) < 2:
            return ()
        self.records[outer] += self.records.pop(instances)
        return outer

    def undone(self, records: list[Any]) -> Iterator[str]:
        """Yield what the handlers say."""
        for record in reversed(records):
            if isinstance(record, str):
                yield f"no_{record}"
                continue
            name, inner = record
            how = self.drawn.frames[name].how
            if how == "boundary":
                yield f"no_{name}"
                continue
            if how == "own":
                yield f"own_{name}"
            yield from self.undone(inner)


TASKS = st.builds(Task, st.booleans())


def rows(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.builds(Row, st.lists(parts, min_size=1, max_size=3), st.booleans())


def framed(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    how = st.sampled_from(["inside", "boundary", "own"])
    return rows(parts) | st.builds(Frame, rows(parts), how, st.booleans())


DRAWINGS = rows(st.recursive(TASKS, framed, max_leaves=6))


@settings(max_examples=100, deadline=None)
@given(DRAWINGS, st.booleans(), st.data())
def test_it_undoes_all_that_was_completed_the_last_first(row: Row, is_cut: bool, data: st.DataObject) -> None:
    note(repr(row))
    drawn = Drawn(row)
    completions = Completions(drawn)
    with mock.patch("engine.bpmn.history.LONG", 0 if is_cut else history.LONG):
        case: Moving = begun(drawn.source, log=[])
        while tasks := case.now.waiting().tasks:
            case.reload = data.draw(st.booleans())
            chosen = data.draw(st.sampled_from(range(len(tasks))))
            name, scope = tasks[chosen].element.id, dict(tasks[chosen].scope)
            same = [each.scope for each in case.now.waiting().tasks if each.element.id == name]
            completions.complete(name, scope)
            case.complete(name, same.index(scope))
    assert case.is_completed
    assert log(case) == list(completions.undone(completions.records[()]))
