"""Diagrams of nested splits for the tests of isolation: a tree of blocks with one way in and one way out, and its XML."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.engine.bpmn.drawing import declared, each, file, message, process, properties, scope, zeebe

START: dict[str, Any] = {"number": "1", "k": 1, "log": [1], "rec": {"a": {"x": 0}, "b": 0}}


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
    """An embedded subprocess or a call; `half` is an input mapping that only the inside sees.

    One that `stops` may be interrupted by a message; a user task follows, and then what follows the frame.
    """

    is_call: bool = False
    half: bool = False
    all_out: bool = True
    stops: bool = False


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
        self.beside: list[str] = []

    def drawn(self, block: Block) -> bytes:
        """Return the file of a diagram."""
        _settle_stops(block, may_stop=True)
        main = process(*self._scope_of(block, "main"), prefix="main_")
        return file(*self.beside, main)

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
        if not isinstance(block, Frame) or not block.stops:
            return block.id
        self.beside.insert(0, declared(f"stop_{block.id}"))
        inside[f"stop_{block.id}"] = message(f"stop_{block.id}")
        lines.append(f"{block.id} -> {block.id}_meet:xor")
        lines.append(f"stop_{block.id}:on-{block.id} -> after_{block.id}:user -> {block.id}_meet")
        return f"{block.id}_meet"

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
        self.beside.append(
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


def _settle_stops(block: Block, *, may_stop: bool) -> None:
    """Leave out the interruptions whose result the rules leave open: of branches that run at once, and of one of many."""
    if isinstance(block, Frame):
        block.stops = block.stops and may_stop and not _has_branches(block)
    for inner in block.inside:
        _settle_stops(inner, may_stop=may_stop and not isinstance(block, Many))


def _has_branches(block: Block) -> bool:
    return isinstance(block, Parallel) or any(map(_has_branches, block.inside))
