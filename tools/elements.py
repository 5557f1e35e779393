"""Writes docs/designers/elements.md: every element and attribute of BPMN and of Zeebe's dialect, and whether it runs.

.venv/bin/python -m tools.elements. A test compares the page with the tables in engine/bpmn/dialect.py, and those with the parser.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.bpmn import dialect
from engine.bpmn.drawn_data import ASSOCIATIONS
from engine.bpmn.global_tasks import GLOBAL_TASKS
from tools import instead
from tools.bpmn_schema import ZEEBE, bpmn_words

PAGE = Path(__file__).parent.parent / "docs/designers/elements.md"

_DEFINITIONS = frozenset(name for each in dialect.EVENT_DEFINITIONS.values() for name in each)
# Places that are more than an element of the schema: which it is there, and how the page calls them.
_PLACES = {
    dialect.START_INSIDE: ("startEvent", "`startEvent` in a subprocess"),
    dialect.START_BY_EVENT: ("startEvent", "`startEvent` in an event subprocess"),
    dialect.EVENT_SUBPROCESS: ("subProcess", "`subProcess` with `triggeredByEvent`"),
}
# What is checked, attribute by attribute and child by child; what else may stand in a diagram is not looked into.
CHECKED = dialect.FLOW_NODES | _DEFINITIONS | set(dialect.CHILDREN) | set(_PLACES)
# What is named together, the largest first.
_GROUPS = (
    ("activities", dialect.ACTIVITIES | {dialect.EVENT_SUBPROCESS}),
    ("activities but event subprocesses", dialect.ACTIVITIES),
    ("activities but calls and event subprocesses", dialect.ACTIVITIES - {"callActivity"}),
    ("events", dialect.EVENTS | {dialect.START_INSIDE, dialect.START_BY_EVENT}),
    ("events", dialect.EVENTS),
    ("gateways", dialect.GATEWAYS),
    ("scopes", frozenset({"process", "subProcess", "transaction", dialect.EVENT_SUBPROCESS})),
    ("associations of data", ASSOCIATIONS),
)
_ALWAYS = frozenset({"id", "name"})


def page() -> str:
    """Return the page."""
    return f"""# What may stand in a diagram

Written by `python -m tools.elements` from the tables that diagrams are checked by; do not edit it. What each element does is told in
[diagrams](bpmn.md).

- **runs**: it means what BPMN, or Zeebe's dialect, says.
- **drawn**: for the reader and for other tools; nothing runs, and nothing in it is looked at.
- **refused**: the diagram is not published; the finding names the element.

Every element may have an `id` and a `name`. "Scopes" are a process, a subprocess, a transaction and an event subprocess. An element or attribute that is not
on this page, of another namespace too, is refused; only `modeler:…`, `xsi:…`, `zeebe:modelerTemplate…` and the drawing itself (`bpmndi:…`) are not looked at.

## Elements of BPMN

{_table(("Element", "", "Stands in", "Attributes that run", "Drawn", "Refused"), _elements())}

A text that is computed ({_names(dialect.EXPRESSIONS)}) is FEEL: `language` is refused there.
`activityRef` says what is undone, and is refused where a compensation is waited for.

## Elements of BPMN that are refused

{_table(("Element", "Use"), ((f"`{name}`", instead.OF_BPMN[name]) for name in sorted(refused())))}

## Attributes of BPMN that are refused

{_table(("Attribute", "Use"), ((f"`{name}`", instead.OF_ATTRIBUTES[name]) for name in sorted(refused_attributes())))}

## Elements of Zeebe's dialect

{_table(("Element", "Stands at", "Attributes that run", "Refused"), _extensions())}

At an `endEvent`, an `intermediateThrowEvent` and a `messageEventDefinition`, `zeebe:taskDefinition` and `zeebe:taskHeaders` say which operation sends the
message; where none is sent they are refused.

## What is refused of Zeebe's dialect

{_table(("Element or attribute", "Use"), _refused_extensions())}
"""


def kind_at(place: str) -> str:
    """Return which element of the schema stands at a place."""
    return _PLACES[place][0] if place in _PLACES else place


def children_of(place: str) -> frozenset[str]:
    """Return which elements of the schema may stand in a checked element."""
    return dialect.children_at(place, kind_at(place)) & _word_children(place)


def refused_in(place: str) -> frozenset[str]:
    """Return which elements may stand there by the schema, and are refused."""
    words = bpmn_words()
    return frozenset(name for name in _word_children(place) - children_of(place) if name in words)


def attributes_of(place: str) -> frozenset[str]:
    """Return which attributes of the schema a checked element may have."""
    kind = kind_at(place)
    return dialect.attributes_at(place, kind) & (bpmn_words()[kind].attributes | _ALWAYS)


def refused_attributes_of(place: str) -> frozenset[str]:
    """Return which attributes it has by the schema and may not have, but for a value that says nothing."""
    return bpmn_words()[kind_at(place)].attributes - attributes_of(place) - _ALWAYS


def refused_attributes() -> frozenset[str]:
    """Return the attributes that a checked element may not have."""
    return frozenset(name for place in CHECKED for name in refused_attributes_of(place))


def refused() -> frozenset[str]:
    """Return the elements of the schema that may stand nowhere."""
    words = bpmn_words()
    return frozenset(words) - _allowed() - _drawn_inside() - {"definitions"}


def _allowed() -> frozenset[str]:
    return frozenset(name for place in CHECKED for name in children_of(place))


def _drawn_inside() -> frozenset[str]:
    """Return what stands only in what is drawn, where nobody looks."""
    words, found = bpmn_words(), set[str]()
    outside = _allowed() | {name for place in CHECKED for name in refused_in(place)}
    waiting = [name for name in _allowed() if name not in CHECKED and name not in GLOBAL_TASKS]
    while waiting:
        new = {child for child in words[waiting.pop()].children if child in words} - outside - found
        found |= new
        waiting += new
    return frozenset(found)


def _word_children(place: str) -> frozenset[str]:
    return bpmn_words()[kind_at(place)].children


def _elements() -> Iterator[tuple[str, ...]]:
    inside = _drawn_inside()
    for place in sorted(
        {"definitions", *_allowed(), *inside, *_PLACES}, key=lambda each: (kind_at(each), each)
    ):
        kind = kind_at(place)
        state = "drawn" if kind in dialect.DRAWN or place in inside else "runs"
        yield (_label(place), state, _where(place), *_attributes(place, state))


def _attributes(place: str, state: str) -> tuple[str, str, str]:
    if place in GLOBAL_TASKS:
        return f"those of `{GLOBAL_TASKS[place]}`", "", ""
    if place not in CHECKED:
        return "", "all" if state == "drawn" else "", ""
    allowed = attributes_of(place) - _ALWAYS
    drawn = allowed & dialect.DRAWN_ATTRIBUTES
    return _names(allowed - drawn), _names(drawn), ", ".join(_refusals(place))


def _refusals(place: str) -> Iterator[str]:
    """Yield the attributes that are refused, with the value that says nothing."""
    for name in sorted(refused_attributes_of(place)):
        empty = sorted(value for attribute, value in dialect.SAYS_NOTHING if attribute == name)
        but = f" (but {' or '.join(f'`{value}`' for value in empty)})" if empty else ""
        yield f"`{name}`{but}"


def _where(place: str) -> str:
    if place in _PLACES:
        around = {
            dialect.START_BY_EVENT: "event subprocesses",
            dialect.START_INSIDE: "subprocesses, transactions",
        }
        return around.get(place, "scopes")
    holders = {holder for holder in CHECKED if place in children_of(holder)}
    if place in GLOBAL_TASKS or not holders:
        return "`definitions`" if place in GLOBAL_TASKS else _inside_drawn(place)
    return _grouped(holders)


def _inside_drawn(place: str) -> str:
    around = {name for name, word in bpmn_words().items() if place in word.children}
    return _names(around & (_drawn_inside() | dialect.DRAWN)) or "the file"


def _grouped(holders: Iterable[str]) -> str:
    left, said = set(holders), []
    for name, group in _GROUPS:
        if group <= left:
            said.append(name)
            left -= group
    return ", ".join([*said, *(_label(each) for each in sorted(left))])


def _label(place: str) -> str:
    return _PLACES[place][1] if place in _PLACES else f"`{place}`"


def _extensions() -> Iterator[tuple[str, ...]]:
    around = {inner: outer for outer, many in dialect.EXTENSION_CHILDREN.items() for inner in many}
    runs = {name for each in dialect.EXTENSIONS.values() for name in each} | set(around)
    for name in sorted(runs):
        holders = {kind for kind, each in dialect.EXTENSIONS.items() if name in each}
        where = _grouped(holders) or f"`zeebe:{around[name]}`"
        allowed = dialect.EXTENSION_ATTRIBUTES.get(name, frozenset())
        yield f"`zeebe:{name}`", where, _names(allowed), _names(set(ZEEBE[name]) - allowed)


def _refused_extensions() -> Iterator[tuple[str, str]]:
    for name, said in sorted(instead.OF_ZEEBE.items()):
        element, _, attribute = name.partition(".")
        yield (f"`{attribute}` of `zeebe:{element}`" if attribute else f"`zeebe:{element}`"), said


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(line)} |".replace("|  |", "| |").replace("|  |", "| |") for line in lines
    )


def main() -> int:
    """Write the page and say where it is."""
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
