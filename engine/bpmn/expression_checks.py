"""Every text of a diagram compiles: FEEL where FEEL must stand, times that are times (traps 13, 17)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from engine.bpmn.elements import (
    Condition,
    Element,
    Error,
    Escalation,
    Message,
    OperationWork,
    ScriptWork,
    Signal,
    Timer,
    Trigger,
    UserWork,
    triggers_of,
)
from engine.bpmn.loops import read_cardinality
from engine.bpmn.moments import read_cycle, read_duration, read_moment
from engine.bpmn.priorities import read_priority
from engine.bpmn.script_engine import is_expression
from engine.bpmn.specs import Step
from engine.bpmn.wrong import Wrong
from engine.feel import FeelError, compile_expression, warnings_of

_READERS: dict[str, Callable[[object], object]] = {
    "date": read_moment,
    "duration": read_duration,
    "cycle": read_cycle,
}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, whether a literal may stand there too, and how a literal is read."""

    where: str
    text: str
    may_be_literal: bool = False
    read: Callable[[object], object] | None = None
    at: str = ""
    code: str = "not-a-time"


def wrong_texts(step: Step, functions: Collection[str]) -> Iterator[Wrong]:
    """Yield the texts of a step and its flows that do not compile, or are no FEEL where FEEL must stand."""
    for text in _texts(step):
        at = text.at or step.element.id
        if is_expression(text.text):
            yield from _wrong_expression(at, text, functions)
        elif not text.may_be_literal:
            yield Wrong(at, "not-feel", {"text": text.text, "where": text.where})
        elif text.read is not None:
            try:
                text.read(text.text)
            except (ValueError, OverflowError):
                yield Wrong(at, text.code, {"text": text.text, "where": text.where})


def _wrong_expression(at: str, text: _Text, functions: Collection[str]) -> Iterator[Wrong]:
    try:
        compile_expression(text.text.removeprefix("=").strip(), functions=functions)
    except FeelError as error:
        params = {"text": text.text, "where": text.where, "cause": error.code, "detail": str(error)}
        yield Wrong(at, "expression", {**error.params, **params})


def warn_of_texts(step: Step, functions: Collection[str]) -> Iterator[Wrong]:
    """Yield what can hardly be meant in the expressions of a step and its flows; what does not compile is no warning."""
    for text in _texts(step):
        if not is_expression(text.text):
            continue
        try:
            found = warnings_of(text.text.removeprefix("=").strip(), functions=functions)
        except FeelError:
            continue
        for each in found:
            params = {"text": text.text, "where": text.where}
            yield Wrong(text.at or step.element.id, each.code, {**each.params, **params})


def _texts(step: Step) -> Iterator[_Text]:
    element = step.element
    for mapping in (*element.inputs, *element.outputs):
        yield _Text("ioMapping", mapping.source, may_be_literal=True)
    for flow in step.flows:
        if flow.condition is not None:
            yield _Text("conditionExpression", flow.condition, at=flow.id)
    yield from _texts_of_loop(element)
    yield from _texts_of_performer(element)
    yield from _texts_of_detail(element)


def _texts_of_loop(element: Element) -> Iterator[_Text]:
    if element.loop:
        if element.loop.collection:
            yield _Text("inputCollection", element.loop.collection)
        if element.loop.cardinality:
            yield _Text(
                "loopCardinality", element.loop.cardinality, True, read_cardinality, code="not-a-quantity"
            )
        for thrown in element.loop.throws:
            if thrown.condition:
                yield _Text("complexBehaviorDefinition", thrown.condition)
        if element.loop.output_element:
            yield _Text("outputElement", element.loop.output_element)
        if element.loop.completion_condition:
            yield _Text("completionCondition", element.loop.completion_condition)

    if element.repeat and element.repeat.condition:
        yield _Text("loopCondition", element.repeat.condition)


def _texts_of_performer(element: Element) -> Iterator[_Text]:
    performer = element.performer
    if element.kind in {"userTask", "callActivity"} and performer:
        if performer.kind == "person":
            yield _Text("performer", performer.value, at=performer.lane_id)
        if performer.unit:
            yield _Text("unit", performer.unit, may_be_literal=True, at=performer.lane_id)


def _texts_of_detail(element: Element) -> Iterator[_Text]:
    match element.detail:
        case UserWork() as work:
            yield from _texts_of_user_work(work)
        case OperationWork() as work:
            yield from _texts_of_operation(work)
        case ScriptWork(expression=expression):
            yield _Text("script", expression)
    for trigger in triggers_of(element.detail):
        yield from _texts_of_trigger(trigger)


def _texts_of_trigger(trigger: Trigger) -> Iterator[_Text]:
    match trigger:
        case Timer(kind=kind, text=text):
            yield _Text(f"time{kind.capitalize()}", text, may_be_literal=True, read=_READERS[kind])
        case Message(name=name, correlation_key=key):
            yield _Text("messageRef", name, may_be_literal=True)
            if key:
                yield _Text("correlationKey", key)
        case Signal(name=name):
            yield _Text("signalRef", name, may_be_literal=True)
        case Condition(expression=expression):
            yield _Text("condition", expression)
        case Error(code=str() as code) | Escalation(code=str() as code):
            yield _Text("code", code, may_be_literal=True)


def _texts_of_user_work(work: UserWork) -> Iterator[_Text]:
    for where, text in (
        ("assignee", work.assignee),
        ("candidateGroups", work.candidate_groups),
        ("candidateUsers", work.candidate_users),
    ):
        if text:
            yield _Text(where, text, may_be_literal=True)
    if work.due:
        yield _Text("dueDate", work.due, may_be_literal=True, read=read_moment)
    if work.follow_up:
        yield _Text("followUpDate", work.follow_up, may_be_literal=True, read=read_moment)
    if work.priority:
        yield _Text("priority", work.priority, True, read_priority, code="not-a-priority")


def _texts_of_operation(work: OperationWork) -> Iterator[_Text]:
    yield _Text("type", work.operation, may_be_literal=True)
    for where, text in (("retries", work.retries), ("priority", work.priority)):
        if text:
            yield _Text(where, text, may_be_literal=True)
