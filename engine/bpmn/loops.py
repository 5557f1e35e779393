"""Multi-instance: one token at the activity is the body, its children of the same step are the instances.

What an instance writes stays with it (no instance sees another's, trap 9); only the output collection goes out, one
place for each item, null where an instance did not end. Boundary events belong to the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from engine.bpmn.elements import ImplicitThrow, Loop
from engine.bpmn.env import StepFailed
from engine.bpmn.loop_throws import due_throws, throw_to_boundary
from engine.bpmn.specs import start_work
from engine.bpmn.tokens import ROUND, Data, Token

if TYPE_CHECKING:
    from engine.bpmn.activities import Activity

MOST_INSTANCES = 2000
MOST_OPENED = 20_000  # by all activities in one run


def is_instance(token: Token) -> bool:
    """Say whether a token is one instance of a multi-instance activity, or one round of a loop."""
    return "instance" in token.internal_data


def keeps_to_itself(token: Token) -> bool:
    """Say whether what is written stays with the token: so with an instance, not with a round of a loop."""
    notes = token.internal_data
    return "instance" in notes and ROUND not in notes


def is_body(step: Activity, token: Token) -> bool:
    """Say whether a token is the body that the instances, or the rounds of a loop, belong to."""
    element = step.element
    return (element.loop is not None or element.repeat is not None) and not is_instance(token)


def open_instances(step: Activity, body: Token, loop: Loop) -> bool:
    """Evaluate the list and open the instances: all of them, or the first; an empty list is done at once."""
    items = _counted(step, body, loop) if loop.cardinality else _listed(step, body, loop)
    body.note(total=len(items), results=[], waiting=list(items[1:]) if loop.sequential else [])
    if not items:
        return True
    start_work(body)
    for number, item in enumerate(items[:1] if loop.sequential else items):
        _open_instance(step, body, loop, number, item)
    return False


def _listed(step: Activity, body: Token, loop: Loop) -> Sequence[object]:
    items = body.workflow.script_engine.evaluate(step.element, loop.collection or "", body.scope)
    if not isinstance(items, (list, tuple)):
        raise StepFailed(step.element, "collection-not-list", type(items).__name__)
    _check_number(step, body, len(items))
    step.check({"items": items})
    return items


def _counted(step: Activity, body: Token, loop: Loop) -> Sequence[object]:
    """Instances without a list: each has its number as its item."""
    value = body.workflow.script_engine.evaluate(step.element, loop.cardinality or "", body.scope)
    try:
        number = read_cardinality(value)
    except ValueError as error:
        raise StepFailed(
            step.element, "cardinality-not-a-number", str(value), expression=loop.cardinality
        ) from error
    _check_number(step, body, number)
    return list(range(1, number + 1))


def read_cardinality(value: object) -> int:
    """Return a whole number that is not negative, from a number or its digits; raises ValueError."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:9])
    if (
        isinstance(value, (int, Decimal))
        and not isinstance(value, bool)
        and value >= 0
        and value == int(value)
    ):
        return int(value)
    raise ValueError(value)


def _check_number(step: Activity, body: Token, number: int) -> None:
    """Instances cost as they are opened, and those of one run together, nested ones too, are not without end."""
    case = body.workflow.top_workflow
    case.instances_opened += number
    if number > MOST_INSTANCES or case.instances_opened > MOST_OPENED:
        raise StepFailed(step.element, "too-many-instances", str(number), most=MOST_INSTANCES)


def _open_instance(step: Activity, body: Token, loop: Loop, number: int, item: object) -> None:
    token = Token(body.workflow, step, body)
    token.data = body.data
    local: dict[str, Any] = {**body.local, "loopCounter": number + 1}
    if loop.element:
        local[loop.element] = item
    token.note(instance=number, local=local)
    step.come(token, step.open)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an instance gives and throws, and whether the completion condition holds with it."""

    output: object
    is_enough: bool = False
    throws: tuple[ImplicitThrow, ...] = ()


def outcome(step: Activity, token: Token) -> Outcome:
    """Ask for an instance's output and the completion condition, before anything is changed."""
    body, loop = cast(Token, token.parent), cast(Loop, step.element.loop)
    engine = token.workflow.script_engine
    output = None
    if loop.output_element is not None:
        output = engine.evaluate(step.element, loop.output_element, token.scope)
        step.check({"output": output})
    if not (loop.completion_condition or loop.throws):
        return Outcome(output)
    scope = {**token.scope, **_counts(body)}
    throws = due_throws(step, token, scope)
    is_enough = any(each.ends for each in throws)
    if loop.completion_condition:
        is_enough |= engine.condition(step.element, loop.completion_condition, scope)
    return Outcome(output, is_enough, throws)


def instance_completed(step: Activity, token: Token, found: Outcome) -> None:
    """Note an instance's output; open the next one, or let the body go on when all are done or the condition holds."""
    body, loop = cast(Token, token.parent), cast(Loop, step.element.loop)
    results = [*body.internal_data["results"], [token.internal_data["instance"], found.output]]
    body.note(results=results)
    body.workflow.top_workflow.count_passing(step)
    throw_to_boundary(step, body, found.throws)
    if found.is_enough:
        for instance in _open_instances(body):
            instance.cancel()
        body._ready()
    elif len(results) == body.internal_data["total"]:
        body._ready()
    else:
        _open_next(step, body, loop)


def _open_next(step: Activity, body: Token, loop: Loop) -> None:
    waiting = body.internal_data["waiting"]
    if waiting:
        body.note(waiting=waiting[1:])
        _open_instance(step, body, loop, len(body.internal_data["results"]), waiting[0])


def _open_instances(body: Token) -> list[Token]:
    return [child for child in body.children if is_instance(child) and child.is_open]


def _counts(body: Token) -> Data:
    """Return the four numbers that a completion condition may ask for, by Zeebe's names, when one more is done."""
    return {
        "numberOfInstances": body.internal_data["total"],
        "numberOfActiveInstances": len(_open_instances(body)) - 1,
        "numberOfCompletedInstances": len(body.internal_data["results"]) + 1,
        "numberOfTerminatedInstances": 0,
    }


def collect(step: Activity, body: Token) -> None:
    """Write the output collection when the body runs: one place for each item."""
    loop = cast(Loop, step.element.loop)
    if not loop.output_collection:
        return
    outputs: list[Any] = [None] * body.internal_data["total"]
    for number, output in body.internal_data["results"]:
        outputs[number] = output
    step.write(body, {loop.output_collection: outputs})
