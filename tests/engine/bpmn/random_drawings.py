"""Small drawings of any shape, for Hypothesis: tasks, gateways, boundary events and ends, wired at random."""

from collections.abc import Sequence

from hypothesis import strategies as st

from engine.bpmn.parser import parse
from engine.bpmn.specs import ProcessSpec
from tests.engine.bpmn.drawing import declared, drawing, message

KINDS = ("user", "user", "xor", "xor", "and", "and", "catch")


@st.composite
def drawings(draw: st.DrawFn, *, loops: bool = True, most: int = 7) -> bytes:
    """A process of at most so many elements between its start and its ends; without loops, flows lead onwards only."""
    count = draw(st.integers(2, most))
    kinds = [draw(st.sampled_from(KINDS)) for _ in range(count)]
    names = [f"n{number}" for number in range(count)]
    ends = ["end", "stop"] if draw(st.booleans()) else ["end"]
    wires = [("start", names[0])]
    for number, name in enumerate(names):
        onward = [*(names if loops else names[number + 1 :]), *ends]
        targets = draw(st.lists(st.sampled_from(onward), min_size=1, max_size=3, unique=True))
        wires += [(name, target) for target in targets]
    beside = draw(st.lists(st.sampled_from(names), max_size=1)) if "user" in kinds else []
    tasks = [name for name, kind in zip(names, kinds, strict=True) if kind == "user"]
    attached = [name for name in beside if name in tasks]
    for name in attached:
        wires.append((f"b_{name}", draw(st.sampled_from([*names[names.index(name) + 1 :], *ends]))))
    interrupting = draw(st.booleans())
    return _file(wires, dict(zip(names, kinds, strict=True)), attached, interrupting=interrupting)


def _file(
    wires: Sequence[tuple[str, str]], kinds: dict[str, str], attached: Sequence[str], *, interrupting: bool
) -> bytes:
    known = {"start": "start", "end": "end", "stop": "end", **kinds}
    known |= {f"b_{name}": f"on-{name}" for name in attached}
    lines = []
    for source, target in wires:
        condition = " [x]" if kinds.get(source) == "xor" else ""
        lines.append(f"{source}:{known[source]}{condition} -> {target}:{known[target]}")
    inside = {name: message("word") for name, kind in kinds.items() if kind == "catch"}
    inside |= {f"b_{name}": message("word") for name in attached}
    inside["stop"] = "<terminateEventDefinition/>"
    said = {} if interrupting else {f"b_{name}": 'cancelActivity="false"' for name in attached}
    return drawing("\n".join(lines), inside, beside=declared("word"), **said)


def spec_of(source: bytes) -> ProcessSpec:
    """The spec of the process in a file."""
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return parsed.processes["p"].specs[0]
