"""What a diagram says about its elements, as values: read once by the parser, stored with the published version.

Texts that begin with "=" are FEEL, all others are literals; `script_engine.py` evaluates them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, get_args

D = TypeVar("D")
PerformerKind = Literal["post", "party", "person"]
ListenerKind = Literal["execution", "task"]
TimerKind = Literal["date", "duration", "cycle"]


@dataclass(frozen=True, slots=True)
class Performer:
    """Who acts in a lane: a post held in a unit, a party of the case, or a person named by FEEL (`value`)."""

    kind: PerformerKind
    value: str
    unit: str | None = None
    lane_id: str = ""
    lane_name: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line of an ioMapping: an expression and the variable (or `variable.field`) that takes its value."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Binding:
    """Another version than that of the same deployment: the newest of a name, or the newest of a version tag."""

    tag: str | None = None


@dataclass(frozen=True, slots=True)
class UserWork:
    """A user task: when it is due and how urgent, and who acts if not the lane's performer."""

    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class OperationWork:
    """A service task: the operation that it calls, or the topic under which a worker outside finds it."""

    operation: str
    headers: tuple[tuple[str, str], ...] = ()
    outside: bool = False
    retries: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionWork:
    """A business rule task: the decision that it asks and the variable for the answer."""

    decision_id: str
    result_variable: str
    binding: Binding | None = None


@dataclass(frozen=True, slots=True)
class ScriptWork:
    """A script task: one FEEL expression and the variable for its value."""

    expression: str
    result_variable: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call activity: the process called and what goes in and out besides the mappings."""

    process_id: str
    all_in: bool = True
    all_out: bool = True
    binding: Binding | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer: a date, a duration from now, or a cycle; ISO 8601 or FEEL."""

    kind: TimerKind
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message waited for by name; the key says which instance is meant (start events have none)."""

    name: str
    correlation_key: str | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A business error thrown by an end event or caught on a boundary; no code catches every error."""

    code: str | None = None


@dataclass(frozen=True, slots=True)
class Terminate:
    """An end event that ends its whole process or subprocess."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal, thrown to or waited for by everyone who knows its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """An escalation thrown or caught; no code catches every escalation."""

    code: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """FEEL over the data around it, that fires when it becomes true."""

    expression: str


@dataclass(frozen=True, slots=True)
class Link:
    """One half of a flow that is drawn in two pieces, within one process or subprocess."""

    name: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """The end of a transaction that undoes it, and the boundary event that goes on from there."""


@dataclass(frozen=True, slots=True)
class Compensate:
    """Undo what an activity, or all in the scope, has done (throw, which may not wait), or the way there (boundary, event
    subprocess)."""

    activity: str | None = None
    waits: bool = True


Trigger: TypeAlias = (
    Timer | Message | Error | Terminate | Signal | Escalation | Condition | Link | Cancel | Compensate
)


@dataclass(frozen=True, slots=True)
class Multiple:
    """Several event definitions at one event: any of them, or with `parallel` all of them; a throw does all."""

    triggers: tuple[Trigger, ...]
    parallel: bool = False


def triggers_of(detail: object) -> tuple[Trigger, ...]:
    """Return the event definitions of an event: none, one or several."""
    if isinstance(detail, Multiple):
        return detail.triggers
    return (detail,) if isinstance(detail, get_args(Trigger)) else ()


Detail: TypeAlias = UserWork | OperationWork | DecisionWork | ScriptWork | Call | Trigger | Multiple | None


@dataclass(frozen=True, slots=True)
class ImplicitThrow:
    """What an instance of a multi-instance throws as it completes: always, as the first one alone, or on a condition.

    One that `ends` cancels the instances that are left.
    """

    trigger: Trigger | None
    condition: str | None = None
    first_alone: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance: one instance for each item of a list, or so many, at once or one after the other."""

    collection: str | None
    element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    sequential: bool = False
    cardinality: str | None = None
    throws: tuple[ImplicitThrow, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """An activity that is done again while a condition holds, and no oftener than the maximum."""

    condition: str | None = None
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """An operation that an element calls besides its work: when it starts or ends, or when its task is opened or completed."""

    kind: ListenerKind
    event: str
    operation: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow out of an element."""

    id: str
    target: str
    condition: str | None = None
    is_default: bool = False


ENGLISH_NAME = "name:en"  # the property that holds the English name of an element or a process


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the diagram: `kind` is its BPMN name (`userTask`), `detail` what that kind needs.

    `process_id` is the process whose diagram shows it, which in a call is not the case's own. A task or gateway that
    `instantiates` is a start.
    """

    id: str
    kind: str
    name: str = ""
    process_id: str = ""
    detail: Detail = None
    performer: Performer | None = None
    properties: tuple[tuple[str, str], ...] = ()
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    loop: Loop | None = None
    repeat: StandardLoop | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    form_id: str | None = None
    form_binding: Binding | None = None
    listeners: tuple[Listener, ...] = ()
    interrupting: bool = True
    instantiates: bool = False
    for_compensation: bool = False

    @property
    def result_key(self) -> str:
        """The one variable under which answers and message payloads of this element are kept (trap 10)."""
        return self.property("result") or self.id

    def work(self, kind: type[D]) -> D:
        """Return the detail as what the element's kind has; any other is a bug of the parser."""
        if not isinstance(self.detail, kind):
            raise TypeError(f"{self.id}: {kind.__name__} expected, {type(self.detail).__name__} found")
        return self.detail

    def property(self, name: str) -> str | None:
        """Return the zeebe property of that name, or None."""
        return next((value for key, value in self.properties if key == name), None)
