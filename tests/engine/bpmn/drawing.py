"""Small diagrams for tests, written as text, and cases on them that are dumped and loaded between every two moves.

`drawing("start -> ask:user -> end")` gives the XML of a process. A word is `id:kind`; kinds that have details take them from
the keyword arguments, as XML to stand inside the element.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.bpmn import cases
from engine.bpmn.cases import (
    Case,
    Outgoing,
    WaitingJob,
    WaitingMessage,
    WaitingSignal,
    WaitingTask,
    WaitingTimer,
)
from engine.bpmn.env import Env
from engine.bpmn.parser import parse
from engine.bpmn.spec_store import Specs, dump_specs, load_specs
from engine.errors import Finding

NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)  # Monday, 9:00 in China
NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="test"'
)
KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "script": "scriptTask",
    "sub": "subProcess",
    "call": "callActivity",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "send": "sendTask",
    "receive": "receiveTask",
}


def process(
    flows: str, inside: Mapping[str, str] = {}, *, process_id: str = "p", extra: str = "", **attributes: str
) -> str:
    """Return a `process` element; `attributes` are of elements: `choose='default="f3"'`."""
    return (
        f'<process id="{process_id}" isExecutable="true">{scope(flows, inside, attributes)}{extra}</process>'
    )


def scope(flows: str, inside: Mapping[str, str] = {}, attributes: Mapping[str, str] = {}) -> str:
    """Return the elements and flows of a drawing: lines of `a -> b [condition] -> c`, flows numbered f1, f2 …"""
    kinds: dict[str, str] = {}
    wires: list[tuple[str, str, str]] = []
    for line in flows.strip().splitlines():
        before, condition_of_last = "", ""
        for word in line.split("->"):
            text, _, condition = word.strip().partition(" [")
            name, _, kind = text.partition(":")
            kinds[name] = kind or kinds.get(name) or name
            if before:
                wires.append((before, name, condition_of_last))
            before, condition_of_last = name, condition.rstrip("]")
    nodes = "".join(
        node(name, kind, inside.get(name, ""), attributes.get(name, "")) for name, kind in kinds.items()
    )
    prefix = attributes.get("prefix", "f")
    return nodes + "".join(flow(f"{prefix}{number}", *wire) for number, wire in enumerate(wires, 1))


def node(name: str, kind: str, inside: str, attributes: str) -> str:
    if kind.startswith("on-"):
        attributes += f' attachedToRef="{kind.removeprefix("on-")}"'
        kind = "boundaryEvent"
    return f'<{KINDS.get(kind, kind)} id="{name}" {attributes}>{inside}</{KINDS.get(kind, kind)}>'


def flow(name: str, source: str, target: str, condition: str) -> str:
    said = (
        f"<conditionExpression>={condition.replace('<', '&lt;')}</conditionExpression>" if condition else ""
    )
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{said}</sequenceFlow>'


def zeebe(*parts: str) -> str:
    """Return extension elements: `zeebe('script expression="=1" resultVariable="x"')`."""
    return f"<extensionElements>{''.join(element(part) for part in parts)}</extensionElements>"


def element(part: str) -> str:
    return part if part.startswith("<") else f"<zeebe:{part}/>"


def mapping(**lines: str) -> str:
    """Return an ioMapping: `mapping(input_x="=1", output_y="=x")`."""
    inner = ""
    for name, source in lines.items():
        direction, _, target = name.partition("_")
        inner += f'<zeebe:{direction} source="{source}" target="{target}"/>'
    return f"<zeebe:ioMapping>{inner}</zeebe:ioMapping>"


def script(expression: str, variable: str) -> str:
    return zeebe(f'script expression="={expression}" resultVariable="{variable}"')


def properties(**values: str) -> str:
    inner = "".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in values.items())
    return f"<zeebe:properties>{inner}</zeebe:properties>"


def each(collection: str, *, sequential: bool = False, until: str = "", **attributes: str) -> str:
    """Return multi-instance characteristics: `each("=list", inputElement="item")`."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    condition = f"<completionCondition>={until}</completionCondition>" if until else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f'<extensionElements><zeebe:loopCharacteristics inputCollection="{collection}"{said}/></extensionElements>'
        f"{condition}</multiInstanceLoopCharacteristics>"
    )


def timer(kind: str, text: str) -> str:
    return f"<timerEventDefinition><time{kind}>{text}</time{kind}></timerEventDefinition>"


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name}"/>'


def signal(name: str) -> str:
    return f'<signalEventDefinition signalRef="{name}"/>'


def escalation(name: str = "") -> str:
    return f'<escalationEventDefinition escalationRef="{name}"/>' if name else "<escalationEventDefinition/>"


def error(name: str = "") -> str:
    return f'<errorEventDefinition errorRef="{name}"/>' if name else "<errorEventDefinition/>"


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>={text}</condition></conditionalEventDefinition>"


def reacting(event: str, flows: str, inside: Mapping[str, str] = {}, *, beside: bool = False) -> str:
    """Return what stands in an event subprocess: a start event `begin` and the flows that go on from it."""
    attributes = {"prefix": "r", "begin": 'isInterrupting="false"' if beside else ""}
    return scope(f"begin:start -> {flows}", {"begin": event, **inside}, attributes)


BY_EVENT = 'triggeredByEvent="true"'
DECLARED = '<signal id="flood" name="flood"/><escalation id="up" escalationCode="up"/><error id="no" errorCode="no"/>'


def declared(name: str, key: str = "=number") -> str:
    """Return a message of a file, its id and name the same."""
    return (
        f'<message id="{name}" name="{name}">{zeebe(f"""subscription correlationKey="{key}" """)}</message>'
    )


def file(*parts: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><definitions {NAMESPACES}>{"".join(parts)}</definitions>'.encode()


def drawing(flows: str, inside: Mapping[str, str] = {}, *, beside: str = "", **attributes: str) -> bytes:
    """Return a file with one process; `beside` stands before it (messages, errors, other processes)."""
    return file(beside, process(flows, inside, **attributes))


PLACES = ("alone", "in a subprocess", "in a call", "in a subprocess of a call")


def placed(
    place: str, flows: str, inside: Mapping[str, str] = {}, *, beside: str = "", **attributes: str
) -> bytes:
    """Return a file in which a drawing stands alone, or in the middle of an outer process `p`."""
    if place == "alone":
        return drawing(flows, inside, beside=beside, **attributes)
    outer = "outer_start:start -> frame:{kind} -> outer_end:end"
    if place == "in a subprocess":
        frame = scope(flows, inside, attributes)
        return file(beside, process(outer.format(kind="sub"), {"frame": frame}, prefix="outer_"))
    called = zeebe('calledElement processId="called"')
    calling = process(outer.format(kind="call"), {"frame": called}, prefix="outer_")
    if place == "in a call":
        return file(beside, calling, process(flows, inside, process_id="called", **attributes))
    frame = scope(flows, inside, attributes)
    middle = "middle_start:start -> deep:sub -> middle_end:end"
    return file(beside, calling, process(middle, {"deep": frame}, process_id="called", prefix="middle_"))


def findings(source: bytes) -> list[Finding]:
    return list(parse({"p.bpmn": source}).findings)


def specs_of(source: bytes, process_id: str = "p") -> Specs:
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return load_specs(dump_specs(parsed, process_id))


@dataclass
class Moving:
    """A case that is dumped and loaded between every two moves, as the product does it."""

    specs: Specs
    state: bytes
    env: Env
    reload: bool = True
    case: Case | None = None
    passed: tuple[str, ...] = ()

    def _move(self, move: Callable[[Case], None]) -> "Moving":
        case = self.case if self.case and not self.reload else cases.load(self.specs, self.state, self.env)
        move(case)
        self.state, self.case = case.dump(), case
        self.passed = tuple(each.element_id for each in case.passed)
        return self

    @property
    def now(self) -> Case:
        """The case as it is loaded again."""
        return self.case if self.case and not self.reload else cases.load(self.specs, self.state, self.env)

    @property
    def tasks(self) -> list[str]:
        return sorted(task.element.id for task in self.now.waiting().tasks)

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return sorted((each.element.id, each.cause) for each in self.now.waiting().incidents)

    @property
    def outgoing(self) -> list[Outgoing]:
        """What the last move has thrown."""
        assert self.case
        return list(self.case.outgoing)

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.now.data)

    @property
    def is_completed(self) -> bool:
        return self.now.is_completed

    def task(self, element_id: str, number: int = 0) -> WaitingTask:
        return [each for each in self.now.waiting().tasks if each.element.id == element_id][number]

    def timer(self, element_id: str) -> WaitingTimer:
        return next(each for each in self.now.waiting().timers if each.element.id == element_id)

    def message(self, element_id: str) -> WaitingMessage:
        return next(each for each in self.now.waiting().messages if each.element.id == element_id)

    def complete(self, element_id: str, number: int = 0, **answers: object) -> "Moving":
        return self._move(lambda case: case.complete_task(self.task(element_id, number).id, answers))

    def job(self, element_id: str, number: int = 0) -> WaitingJob:
        return [each for each in self.now.waiting().jobs if each.element.id == element_id][number]

    def do(self, element_id: str, number: int = 0, **result: object) -> "Moving":
        """Complete work outside."""
        return self._move(lambda case: case.complete_job(self.job(element_id, number).id, result))

    def fire(self, element_id: str) -> "Moving":
        timer = self.timer(element_id)
        self.env = replace(self.env, now=max(self.env.now, timer.due_at.astimezone(UTC)))
        return self._move(lambda case: case.fire_timer(timer.id))

    def receive(self, element_id: str, **payload: object) -> "Moving":
        return self._move(lambda case: case.receive(self.message(element_id).id, payload))

    def signal(self, element_id: str) -> WaitingSignal:
        return next(each for each in self.now.waiting().signals if each.element.id == element_id)

    def hear(self, element_id: str, **payload: object) -> "Moving":
        return self._move(lambda case: case.receive_signal(self.signal(element_id).id, payload))

    def retry(self, element_id: str, number: int = 0) -> "Moving":
        found = [each for each in self.now.waiting().incidents if each.element.id == element_id][number]
        return self._move(lambda case: case.retry(found.id))

    def change(self, **variables: object) -> "Moving":
        return self._move(lambda case: case.change(variables))

    def later(self, **time: float) -> "Moving":
        self.env = replace(self.env, now=self.env.now + timedelta(**time))
        return self


def begun(source: bytes, *, reload: bool = True, env: Env | None = None, **variables: object) -> Moving:
    """Begin a case on a file's process `p` and run it to its first wait states."""
    specs = specs_of(source)
    env = env or Env(NOW)
    case = cases.begin(specs, variables, env)
    case.run()
    passed = tuple(each.element_id for each in case.passed)
    return Moving(specs, case.dump(), env, reload, case, passed)
