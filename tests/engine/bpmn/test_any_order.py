"""Whatever happens in whatever order, a case that is kept, one that is loaded each time, and one that is cut each time agree."""

from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    Moving,
    begun,
    condition,
    declared,
    drawing,
    each,
    escalation,
    mapping,
    message,
    reacting,
    scope,
    script,
    signal,
    timer,
    zeebe,
)

FLOWS = """start -> fork:and -> again:xor -> a:user -> add:script -> more:xor [n < 3] -> again
more -> join:and -> last:user -> end
fork -> inner:sub -> join
fork -> many:user -> side:user -> end_side:end
note:on-a -> noted:script -> noted_too:user -> end_note:end
late:on-inner -> end_late:end
stop:on-inner -> after_stop:user -> join"""
DEEP = scope(
    "ds:start -> df:and -> d1:user -> d2:script -> dj:and -> de:end\ndf -> d3:user -> dj",
    {"d2": script("local + d1.v", "deep")},
    {"prefix": "d"},
)
INNER = scope(
    "s:start -> i1:user -> deep:sub -> i2:script -> e:end",
    {"deep": zeebe(mapping(input_local="=n * 10")) + DEEP, "i2": script("deep + 1", "inner_result")},
    {"prefix": "i"},
)
SOURCE = drawing(
    FLOWS,
    {
        "add": script("n + 1", "n"),
        "inner": INNER,
        "many": each(
            "=people", inputElement="person", outputCollection="out", outputElement="=many.v + person"
        ),
        "note": message("note"),
        "noted": script("note.v", "noted"),
        "late": timer("Cycle", "R/P1D"),
        "stop": message("stop"),
    },
    beside=declared("note") + declared("stop"),
    more='default="f7"',
    note='cancelActivity="false"',
    late='cancelActivity="false"',
)


# The same in a case full of listeners: event subprocesses in two scopes, conditions, several definitions at one event.
LISTENING = """start -> fork:and -> a:user -> add:script -> more:xor [n < 4] -> a_again:xor -> a
more -> join:and -> last:user -> end
fork -> part:sub -> join
fork -> ready:catch -> b:user -> join
any:on-part -> c:user -> end_any:end
up:on-part -> d:user -> end_up:end
react_beside:sub
instead:sub"""
PART = scope(
    "s:start -> i1:user -> raise:throw -> i2:user -> e:end\nreact:sub",
    {
        "raise": escalation("up"),
        "react": reacting(
            message("note"), "r1:user -> r2:script -> r3:end", {"r2": script("begin.v", "told")}, beside=True
        ),
    },
    {"prefix": "i", "react": BY_EVENT},
)
REACT_BESIDE = scope(
    "b0:start -> b1:user -> b2:script -> b3:end",
    {"b0": signal("flood") + timer("Cycle", "R/P1D"), "b2": script("n + 100", "n_beside")},
    {"prefix": "b", "b0": 'isInterrupting="false"'},
)
INSTEAD = scope(
    "x0:start -> x1:user -> x2:end", {"x0": condition("last.v &gt; 20 or n_beside &gt; 102")}, {"prefix": "x"}
)
LISTENERS = drawing(
    LISTENING,
    {
        "add": script("n + 1", "n"),
        "ready": condition("n &gt; 1"),
        "part": PART,
        "any": message("stop") + signal("flood"),
        "up": escalation("up"),
        "react_beside": REACT_BESIDE,
        "instead": INSTEAD,
    },
    beside=declared("note") + declared("stop") + DECLARED,
    more='default="f7"',
    react_beside=BY_EVENT,
    instead=BY_EVENT,
    any='cancelActivity="false"',
    up='cancelActivity="false"',
)


def possible(case: Moving) -> list[tuple[str, str, int]]:
    """Return what could happen next, by kind, element and which of several."""
    waiting = case.now.waiting()
    tasks = [each.element.id for each in waiting.tasks]
    found = [("task", name, number) for name in sorted(set(tasks)) for number in range(tasks.count(name))]
    found += [("timer", name, 0) for name in sorted({each.element.id for each in waiting.timers})]
    found += [("signal", name, 0) for name in sorted({each.element.id for each in waiting.signals})]
    return found + [("message", name, 0) for name in sorted({each.element.id for each in waiting.messages})]


def do(case: Moving, kind: str, name: str, number: int, value: int) -> None:
    if kind == "task":
        case.complete(name, number, v=value)
    elif kind == "timer":
        case.fire(name)
    elif kind == "signal":
        case.hear(name, v=value)
    else:
        case.receive(name, v=value)


def seen(case: Moving) -> Iterator[object]:
    yield case.is_completed
    yield case.data
    waiting = case.now.waiting()
    yield [(task.element.id, dict(task.scope)) for task in waiting.tasks]
    yield [(timer.element.id, timer.due_at) for timer in waiting.timers]
    yield [(each.element.id, each.correlation_key) for each in waiting.messages]
    yield [(each.element.id, each.name) for each in waiting.signals]
    yield [(each.element.id, each.cause) for each in waiting.incidents]


@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("source", [SOURCE, LISTENERS], ids=["branches", "listeners"])
@given(data=st.data())
def test_it_does_not_matter_when_a_case_is_loaded_or_cut(source: bytes, data: st.DataObject) -> None:
    start = {"number": "SS-1", "n": 0, "people": [1, 2, 3]}
    kept, loaded, cut = (begun(source, reload=reload, **start) for reload in (False, True, True))  # type: ignore[arg-type]
    for value in range(30):
        ways = possible(kept)
        if not ways:
            break
        kind, name, number = data.draw(st.sampled_from(ways))
        for case in (kept, loaded):
            do(case, kind, name, number, value)
        with mock.patch("engine.bpmn.history.LONG", 0):
            do(cut, kind, name, number, value)
        assert list(seen(loaded)) == list(seen(kept))
        assert list(seen(cut)) == list(seen(kept))
