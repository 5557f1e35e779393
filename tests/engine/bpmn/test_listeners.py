"""Listeners call operations at the start and end of elements, and when a task is opened or completed: in order, each once."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.bpmn.checks import Known, check
from engine.bpmn.elements import Element
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.parser import parse
from engine.errors import NotYet
from tests.engine.bpmn.drawing import (
    NOW,
    PLACES,
    begun,
    declared,
    drawing,
    each,
    findings,
    mapping,
    message,
    placed,
    script,
    timer,
    zeebe,
)

EVENTS = {"start": "execution", "end": "execution", "creating": "task", "completing": "task"}


def heard(*said: str) -> str:
    """Listeners: `heard("start a", "end b")`."""
    parts = {"execution": "", "task": ""}
    for each_ in said:
        event, name = each_.split()
        kind = EVENTS.get(event, "execution")
        parts[kind] += f'<zeebe:{kind}Listener eventType="{event}" type="{name}" retries="3"/>'
    return "".join(
        f"<zeebe:{kind}Listeners>{inner}</zeebe:{kind}Listeners>" for kind, inner in parts.items() if inner
    )


class Heard:
    """Remembers what was called with which `n`, and gives what it is told to give."""

    def __init__(self, **gives: Any) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.gives = gives

    def __call__(
        self, name: str, scope: Mapping[str, object], _headers: Mapping[str, str], _element: Element
    ) -> Mapping[str, object]:
        self.calls.append((name, scope.get("n")))
        gives = self.gives.get(name, {})
        if isinstance(gives, Exception):
            raise gives
        return gives

    @property
    def env(self) -> Env:
        return Env(NOW, operate=self)


@pytest.mark.parametrize("place", PLACES)
def test_it_calls_those_at_start_and_end_in_order(place: str) -> None:
    heard_ = Heard(a={"n": 1}, b={"n": 2}, c={"kept": True})
    inside = {
        "s": zeebe(
            'script expression="=n + 10" resultVariable="m"', heard("start a", "start b", "end c", "end d")
        )
    }
    case = begun(placed(place, "start -> s:script -> end", inside), env=heard_.env)
    assert heard_.calls == [("a", None), ("b", 1), ("c", 2), ("d", 2)]
    assert case.data == {"m": 12, "kept": True}


def test_it_tells_each_instance_of_a_list() -> None:
    heard_ = Heard()
    loop = each("=[1, 2]", inputElement="n")
    inside = {"s": zeebe('script expression="=n" resultVariable="m"', heard("start a", "end b")) + loop}
    begun(drawing("start -> s:script -> end", inside), env=heard_.env)
    assert sorted(heard_.calls) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


def test_it_tells_those_of_events_and_gateways() -> None:
    heard_ = Heard(way={"n": 5})
    inside = {
        "start": zeebe(heard("end began")),
        "way": zeebe(heard("start way")),
        "pause": zeebe(heard("end heard")) + timer("Duration", "P1D"),
        "end": zeebe(heard("start over")),
    }
    flows = "start -> way:xor [n = 5] -> pause:catch -> end\nway -> other:end"
    case = begun(drawing(flows, inside, way='default="f4"'), env=heard_.env)
    assert heard_.calls == [("began", None), ("way", None)]
    case.fire("pause")
    assert [name for name, _n in heard_.calls] == ["began", "way", "heard", "over"]
    assert case.is_completed


def test_it_tells_a_subprocess_and_gives_out_what_the_end_gave() -> None:
    heard_ = Heard(opened={"n": 1}, closed={"result": "done"})
    frame = "<startEvent id='a'/><endEvent id='b'/><sequenceFlow id='x' sourceRef='a' targetRef='b'/>"
    inside = {"f": zeebe(heard("start opened", "end closed")) + frame}
    case = begun(drawing("start -> f:sub -> end", inside), env=heard_.env)
    assert (heard_.calls, case.data) == ([("opened", None), ("closed", 1)], {"result": "done"})


def test_it_lets_those_who_listen_to_a_task_add_to_it_and_refuse_it() -> None:
    heard_ = Heard(open={"hint": "look"}, check={"seen": True})
    inside = {"ask": zeebe(heard("creating open", "completing check"), mapping(output_seen="=seen"))}
    case = begun(drawing("start -> ask:user -> end", inside), env=heard_.env)
    assert case.task("ask").scope["hint"] == "look"
    heard_.gives["check"] = NotYet("too-early")
    with pytest.raises(NotYet):
        case.complete("ask", said="yes")
    assert case.tasks == ["ask"]
    heard_.gives["check"] = {"seen": True}
    assert case.complete("ask", said="yes").data == {"seen": True}
    assert [name for name, _n in heard_.calls] == ["open", "check", "check"]


def test_it_calls_each_once_where_another_is_tried_again() -> None:
    element = Element("s", "scriptTask")
    heard_ = Heard(b=StepFailed(element, "operation-input"))
    inside = {"s": zeebe('script expression="=1" resultVariable="m"', heard("start a", "end a", "end b"))}
    case = begun(drawing("start -> s:script -> end", inside), env=heard_.env)
    heard_.gives["b"] = {"n": 3}
    case.retry("s")
    assert [name for name, _n in heard_.calls] == ["a", "a", "b", "b"]
    assert (case.data, case.is_completed) == ({"m": 1, "n": 3}, True)


def test_it_does_the_work_of_an_event_once_where_its_listener_is_tried_again() -> None:
    heard_ = Heard(b=StepFailed(Element("pause", "intermediateCatchEvent"), "operation-input"))
    inside = {"pause": zeebe(heard("end b")) + message("word")}
    case = begun(
        drawing("start -> pause:catch -> end", inside, beside=declared("word")), env=heard_.env, number="1"
    )
    case.receive("pause", text="hello")
    heard_.gives["b"] = {}
    case.retry("pause")
    assert (case.data["pause"], case.is_completed) == ({"text": "hello"}, True)


@pytest.mark.parametrize(
    ("element", "said", "codes"),
    [
        ("x:user", "start a", []),
        ("x:user", "creating a", []),
        ("x:user", "assigning a", ["listener-not-here"]),
        ("x:user", "start nobody", ["unknown-operation"]),
        ("x:user", "start far", ["listener-external"]),
        ("x:user", "start =name", ["name-computed"]),
        ("x:xor", "end a", ["listener-not-here"]),
    ],
)
def test_it_says_what_listens_in_vain(element: str, said: str, codes: list[str]) -> None:
    source = drawing(f"start -> {element} -> end", {"x": zeebe(heard(said))})
    known = Known((), (), {"a": (), "far": ()}, bool, external={"far"})
    found = [each_.code for each_ in check(parse({"p.bpmn": source}), known)]
    assert [code for code in found if code != "task-without-performer"] == codes


def test_it_refuses_task_listeners_where_nobody_has_a_task() -> None:
    source = drawing("start -> s:script -> end", {"s": script("1", "x") + zeebe(heard("creating a"))})
    assert "unsupported-extension" in [each_.code for each_ in findings(source)]
