"""An independent account of the data that each task must see (docs/designers/bpmn.md, "Data").

It plays a tree of blocks by the rules that designers are told: everybody has a copy of their own, a join takes what each
branch changed, the last to come wins. It shares no code with the engine.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.engine.bpmn.isolation_drawing import (
    START,
    Block,
    Choice,
    Frame,
    Many,
    Parallel,
    Row,
    Script,
    User,
)

Values = dict[str, Any]
Then = Callable[[], None]


@dataclass
class View:
    """What one branch has: its own copy of the data, the local variables around it, and the frames in which it stands."""

    data: Values
    local: Values = field(default_factory=dict)
    frames: tuple[int, ...] = ()
    running: Callable[[], Values] = dict  # what a frame that runs has written so far

    @property
    def scope(self) -> Values:
        return deepcopy({**self.data, **self.local})

    def write(self, changes: Values) -> None:
        self.data.update(deepcopy(changes))

    def write_at(self, target: str, value: object) -> None:
        """Write a field of a record; on the way to it, what is no record becomes one."""
        record: Any = self.data
        *way, last = target.split(".")
        for part in way:
            if not isinstance(record.get(part), dict):
                record[part] = {}
            record = record[part]
        record[last] = value


def changed(before: Values, after: Values) -> Values:
    """What a branch changed, by value."""
    return {key: value for key, value in after.items() if key not in before or before[key] != value}


@dataclass
class Open:
    """An open task of the model."""

    id: str
    scope: Values
    frames: tuple[int, ...]
    complete: Callable[[int], None]


class Model:
    """A case as designers are told that it runs."""

    def __init__(self, block: Block) -> None:
        self.open: list[Open] = []
        self.messages: list[Open] = []
        self._frames = count(1)
        self.ended = False
        self.view = View(deepcopy(START))
        self._play(block, self.view, self._end)

    def _end(self) -> None:
        self.ended = True

    def complete(self, task: Open, value: int) -> None:
        """Complete an open task."""
        self.open.remove(task)
        task.complete(value)

    def receive(self, word: Open, value: int) -> None:
        """Interrupt a frame."""
        word.complete(value)

    def _play(self, block: Block, view: View, then: Then) -> None:
        getattr(self, f"_{type(block).__name__.lower()}")(block, view, then)

    def _row(self, block: Row, view: View, then: Then) -> None:
        self._play_all(block.inside, view, then)

    def _play_all(self, blocks: Sequence[Block], view: View, then: Then) -> None:
        if blocks:
            self._play(blocks[0], view, lambda: self._play_all(blocks[1:], view, then))
        else:
            then()

    def _user(self, block: User, view: View, then: Then) -> None:
        def complete(value: int) -> None:
            if block.target:
                view.write_at(block.target, value)
            else:
                view.write({block.result or block.id: {"v": value}})
            then()

        self.open.append(Open(block.id, view.scope, view.frames, complete))

    def _script(self, block: Script, view: View, then: Then) -> None:
        name, value = block.target.partition(".")[0], block.value
        if name == "k":
            view.write({"k": view.data["k"] + value if block.grows else value})
        elif name == "log":
            view.write({"log": [*view.data["log"], value] if block.grows else [value]})
        else:
            view.write_at(block.target, value)
        then()

    def _parallel(self, block: Parallel, view: View, then: Then) -> None:
        before = deepcopy(view.data)
        arrived: list[View] = []

        def arrive(branch: View) -> None:
            arrived.append(branch)
            if len(arrived) == len(block.inside):
                for each_view in arrived:
                    view.write(changed(before, each_view.data))
                then()

        for part in block.inside:
            branch = View(deepcopy(before), view.local, view.frames)
            self._play(part, branch, lambda branch=branch: arrive(branch))  # type: ignore[misc]

    def _choice(self, block: Choice, view: View, then: Then) -> None:
        self._play(block.inside[0 if view.data["k"] > block.limit else 1], view, then)

    def _frame(self, block: Frame, view: View, then: Then) -> None:
        local = {"half": view.data["k"]} if block.half else {}
        before = {**view.scope, **local}
        number = next(self._frames)
        inner = View(deepcopy(before), frames=(*view.frames, number))

        def gives(data: Values) -> Values:
            if block.is_call and not block.all_out:
                return {}
            return {key: value for key, value in changed(before, data).items() if key not in local}

        def written() -> Values:
            return {} if block.is_call else gives({**inner.data, **inner.running()})

        def end() -> None:
            self.messages = [word for word in self.messages if number not in word.frames]
            self.open = [task for task in self.open if number not in task.frames]
            view.running = dict

        def leave() -> None:
            end()
            view.write(gives(inner.data))
            then()

        def stop(value: int) -> None:
            so_far = written()
            end()
            view.write(so_far)
            view.write({f"stop_{block.id}": {"v": value}})
            self._play(User(id=f"after_{block.id}"), view, then)

        view.running = written
        if block.stops:
            self.messages.append(Open(f"stop_{block.id}", {}, inner.frames, stop))
        self._play(block.inside[0], inner, leave)

    def _many(self, block: Many, view: View, then: Then) -> None:
        outputs: list[Any] = [None] * block.size
        done: list[int] = []

        def begin(number: int) -> None:
            local = {f"item_{block.id}": number + 1, "loopCounter": number + 1}
            inner = View({**view.scope, **local}, frames=view.frames)
            self._play(block.inside[0], inner, lambda: end(number, inner))

        def end(number: int, inner: View) -> None:
            outputs[number] = deepcopy([inner.data["k"], inner.data["log"], inner.data["rec"]])
            done.append(number)
            if len(done) == block.size:
                leave()
            elif block.sequential:
                begin(number + 1)

        def leave() -> None:
            view.write({f"out_{block.id}": outputs})
            then()

        for number in range(min(block.size, 1) if block.sequential else block.size):
            begin(number)
        if not block.size:
            leave()
