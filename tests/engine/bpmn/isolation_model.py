"""Diagrams of nested splits, and an independent account of the data that each task must see (docs/designers/bpmn.md, "Data").

A diagram is a tree of blocks. `drawn` gives its XML; `Model` plays it by the rules that designers are told: everybody has
a copy of their own, a join takes what each branch changed, the last to come wins. It shares no code with the engine.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.engine.bpmn.drawing import each, file, process, properties, scope, zeebe

START: dict[str, Any] = {"k": 1, "log": [1], "rec": {"a": {"x": 0}, "b": 0}}
Values = dict[str, Any]
Then = Callable[[], None]


@dataclass
class Block:
    """A part of a diagram with one way in and one way out; `id` is given when it is drawn."""

    inside: Sequence["Block"] = ()
    id: str = ""


@dataclass
class User(Block):
    """A user task; `result` is the key of its answers, `target` a field that an output mapping writes instead."""

    result: str = ""
    target: str = ""


@dataclass
class Script(Block):
    """A script task that writes a key, or one field of a record."""

    target: str = "k"
    value: int = 0
    grows: bool = False


@dataclass
class Row(Block):
    """One after the other."""


@dataclass
class Parallel(Block):
    """All branches at once, then a join."""


@dataclass
class Choice(Block):
    """One of two ways, by `k`."""

    limit: int = 2


@dataclass
class Frame(Block):
    """An embedded subprocess or a call; `half` is an input mapping that only the inside sees."""

    is_call: bool = False
    half: bool = False
    all_out: bool = True


@dataclass
class Many(Block):
    """A subprocess once for each item of a list."""

    sequential: bool = False
    size: int = 2


# drawing


class Drawer:
    """Gives ids and writes XML."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.called: list[str] = []

    def drawn(self, block: Block) -> bytes:
        """Return the file of a diagram."""
        main = process(*self._scope_of(block, "main"), prefix="main_")
        return file(main, *self.called)

    def _scope_of(self, block: Block, name: str) -> tuple[str, dict[str, str]]:
        lines: list[str] = []
        inside: dict[str, str] = {}
        last = self._draw(block, f"{name}_start:start", lines, inside)
        lines.append(f"{last} -> {name}_end:end")
        return "\n".join(lines), inside

    def _draw(self, block: Block, before: str, lines: list[str], inside: dict[str, str]) -> str:
        """Add a block behind an element; return the element behind which it goes on."""
        if isinstance(block, Row):
            for part in block.inside:
                before = self._draw(part, before, lines, inside)
            return before
        block.id = f"{type(block).__name__.lower()}{next(self._numbers)}"
        if isinstance(block, (Parallel, Choice)):
            return self._split(block, before, lines, inside)
        kind = {"User": "user", "Script": "script", "Frame": "sub", "Many": "sub"}[type(block).__name__]
        if isinstance(block, Frame) and block.is_call:
            kind = "call"
        inside[block.id] = self._content(block)
        lines.append(f"{before} -> {block.id}:{kind}")
        return block.id

    def _split(self, block: Parallel | Choice, before: str, lines: list[str], inside: dict[str, str]) -> str:
        kind = "and" if isinstance(block, Parallel) else "xor"
        lines.append(f"{before} -> {block.id}:{kind}")
        for number, branch in enumerate(block.inside):
            ways = len(lines)
            last = self._draw(branch, block.id, lines, inside)
            lines.append(f"{last} -> {block.id}_join:{kind}")
            if isinstance(block, Choice):
                condition = f"k {'<=' if number else '>'} {block.limit}"
                lines[ways] = lines[ways].replace(block.id, f"{block.id} [{condition}]", 1)
        return f"{block.id}_join"

    def _content(self, block: Block) -> str:
        if isinstance(block, User):
            said = properties(result=block.result) if block.result else ""
            key = block.result or block.id
            return zeebe("userTask", said or properties(), self._outputs(f"{key}.v", block.target))
        if isinstance(block, Script):
            return self._script(block)
        if isinstance(block, Many):
            items = [number + 1 for number in range(block.size)]
            loop = each(
                f"={items}",
                sequential=block.sequential,
                inputElement=f"item_{block.id}",
                outputCollection=f"out_{block.id}",
                outputElement="=[k, log, rec]",
            )
            return loop + scope(*self._scope_of(block.inside[0], block.id), {"prefix": f"{block.id}_"})
        assert isinstance(block, Frame)
        mapping = (
            '<zeebe:ioMapping><zeebe:input source="=k" target="half"/></zeebe:ioMapping>'
            if block.half
            else ""
        )
        if not block.is_call:
            return zeebe(mapping or "properties") + scope(
                *self._scope_of(block.inside[0], block.id), {"prefix": f"{block.id}_"}
            )
        name = f"called_{block.id}"
        self.called.append(
            process(*self._scope_of(block.inside[0], name), process_id=name, prefix=f"{name}_")
        )
        out = "" if block.all_out else ' propagateAllChildVariables="false"'
        return zeebe(f'calledElement processId="{name}"{out}', mapping or "properties")

    @staticmethod
    def _outputs(source: str, target: str) -> str:
        if not target:
            return "properties"
        return f'<zeebe:ioMapping><zeebe:output source="={source}" target="{target}"/></zeebe:ioMapping>'

    def _script(self, block: Script) -> str:
        name = block.target.partition(".")[0]
        if name == "k":
            expression = f"k + {block.value}" if block.grows else f"{block.value}"
        elif name == "log":
            expression = f"append(log, {block.value})" if block.grows else f"[{block.value}]"
        else:
            expression = f"{block.value}"
        if name == "rec":
            return zeebe(
                f'script expression="={expression}" resultVariable="tmp"', self._outputs("tmp", block.target)
            )
        return zeebe(f'script expression="={expression}" resultVariable="{name}"')


# playing


@dataclass
class View:
    """What one branch has: its own copy of the data, and the local variables around one task."""

    data: Values
    local: Values = field(default_factory=dict)

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
    complete: Callable[[int], None]


class Model:
    """A case as designers are told that it runs."""

    def __init__(self, block: Block) -> None:
        self.open: list[Open] = []
        self.ended = False
        self.view = View(deepcopy(START))
        self._play(block, self.view, self._end)

    def _end(self) -> None:
        self.ended = True

    def complete(self, task: Open, value: int) -> None:
        """Complete an open task."""
        self.open.remove(task)
        task.complete(value)

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

        self.open.append(Open(block.id, view.scope, complete))

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
            branch = View(deepcopy(before), view.local)
            self._play(part, branch, lambda branch=branch: arrive(branch))  # type: ignore[misc]

    def _choice(self, block: Choice, view: View, then: Then) -> None:
        self._play(block.inside[0 if view.data["k"] > block.limit else 1], view, then)

    def _frame(self, block: Frame, view: View, then: Then) -> None:
        local = {"half": view.data["k"]} if block.half else {}
        before = {**view.scope, **local}
        inner = View(deepcopy(before))

        def leave() -> None:
            if block.all_out or not block.is_call:
                view.write(
                    {key: value for key, value in changed(before, inner.data).items() if key not in local}
                )
            then()

        self._play(block.inside[0], inner, leave)

    def _many(self, block: Many, view: View, then: Then) -> None:
        outputs: list[Any] = [None] * block.size
        done: list[int] = []

        def begin(number: int) -> None:
            inner = View({**view.scope, f"item_{block.id}": number + 1, "loopCounter": number + 1})
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
