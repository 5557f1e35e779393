"""Whatever happens in whatever order, a case that is kept, one that is loaded each time, and one that is cut each time agree."""

from collections.abc import Iterator
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.bpmn.drawing import (
    Moving,
    begun,
    declared,
    drawing,
    each,
    mapping,
    message,
    scope,
    script,
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


def possible(case: Moving) -> list[tuple[str, str, int]]:
    """Return what could happen next, by kind, element and which of several."""
    waiting = case.now.waiting()
    tasks = [each.element.id for each in waiting.tasks]
    found = [("task", name, number) for name in sorted(set(tasks)) for number in range(tasks.count(name))]
    found += [("timer", name, 0) for name in sorted({each.element.id for each in waiting.timers})]
    return found + [("message", name, 0) for name in sorted({each.element.id for each in waiting.messages})]


def do(case: Moving, kind: str, name: str, number: int, value: int) -> None:
    if kind == "task":
        case.complete(name, number, v=value)
    elif kind == "timer":
        case.fire(name)
    else:
        case.receive(name, v=value)


def seen(case: Moving) -> Iterator[object]:
    yield case.is_completed
    yield case.data
    waiting = case.now.waiting()
    yield [(task.element.id, dict(task.scope)) for task in waiting.tasks]
    yield [(timer.element.id, timer.due_at) for timer in waiting.timers]
    yield [(each.element.id, each.correlation_key) for each in waiting.messages]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_it_does_not_matter_when_a_case_is_loaded_or_cut(data: st.DataObject) -> None:
    start = {"number": "SS-1", "n": 0, "people": [1, 2, 3]}
    kept, loaded, cut = (begun(SOURCE, reload=reload, **start) for reload in (False, True, True))  # type: ignore[arg-type]
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
