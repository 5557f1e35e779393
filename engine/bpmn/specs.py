"""The steps of a process as SpiffWorkflow specs: what all kinds of element have in common.

A step never predicts what comes after it (trap 14): tokens exist only where the case is or was. A token arrives
(`_update`), is made ready or waits, runs (`perform`), and leaves along the flows that are chosen (`choose`, `go_on`). A fault of
the diagram on the way makes it an incident (incidents.py): so whatever can fail is asked before anything is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.bpmn.elements import Element, Flow
from engine.bpmn.env import StepFailed
from engine.bpmn.incidents import hold
from engine.bpmn.listeners import EXECUTION, tell_start, told
from engine.bpmn.spiff import BpmnTaskSpec, WorkflowSpec
from engine.bpmn.tagged import NotStorable, check_storable
from engine.bpmn.tokens import (
    ARRIVES,
    COMPLETED,
    LEAVES,
    NOTHING,
    PERFORMS,
    RACES,
    READY,
    STARTED,
    WAITING,
    Data,
    Token,
)

PERFORMED = "performed"  # the note of a token whose work is done, while its listeners are told


class ProcessSpec(WorkflowSpec):
    """A process or an embedded subprocess; `owner` is the process whose diagram shows its elements."""

    def __init__(self, name: str, *, owner: str, title: str = "", title_en: str = "") -> None:
        super().__init__(name=name)
        self.owner = owner
        self.title = title
        self.title_en = title_en
        # What starts.py finds out when all steps are there.
        self.begins: tuple[tuple[str, ...], ...] = ()
        self.event_subprocesses: tuple[str, ...] = ()
        self.undone_by = ""  # the event subprocess that undoes the whole scope
        self.data_objects: dict[str, object] = {}  # the library asks; ours have none

    @property
    def steps(self) -> dict[str, Step]:
        """The steps by element id."""
        return self.task_specs


class Step(BpmnTaskSpec):
    """An element that tokens come to. `boundary` names the events that listen at its boundary, `undone_by` the activity that
    a compensation event there leads to."""

    def __init__(  # noqa: PLR0913  one for each thing that is drawn at an element
        self,
        wf_spec: WorkflowSpec,
        name: str,
        *,
        element: Element,
        flows: Sequence[Flow] = (),
        incoming: Sequence[str] = (),
        boundary: Sequence[str] = (),
        undone_by: str = "",
    ) -> None:
        super().__init__(wf_spec, name, description=element.kind, manual=self.is_manual)
        self.bpmn_id, self.bpmn_name = element.id, element.name
        self.lane = element.performer.lane_name if element.performer else None
        self.element = element
        self.flows = tuple(flows)
        self.incoming = tuple(incoming)
        self.boundary = tuple(boundary)
        self.undone_by = undone_by
        self._outputs = [flow.target for flow in self.flows]

    is_manual = False

    def _predict(self, my_task: Token, *_args: Any, **_kwargs: Any) -> None:
        """Predict nothing: blocks in sequence would multiply (trap 14), and nothing here reads predictions."""

    # arriving

    def _update(self, my_task: Token) -> None:
        """Let a token arrive; it becomes ready at once, or the step sets the state in which it waits."""
        parent = my_task.parent
        if parent is not None:
            my_task.data = parent.data
        self.come(my_task, self.arrive)

    def come(self, token: Token, arrive: Callable[[Token], bool]) -> None:
        """Take a token in by `arrive` or, after an incident, by `arrive_again`."""
        try:
            is_ready = arrive(token)
        except StepFailed as failed:
            hold(token, failed, ARRIVES)
        else:
            if is_ready:
                token._ready()

    def arrive(self, _token: Token) -> bool:
        """Take in a token that has its data; True makes it ready to run."""
        return True

    def arrive_again(self, token: Token) -> bool:
        """Take in a token that was an incident on arriving."""
        return self.arrive(token)

    def _on_ready(self, my_task: Token) -> None:
        if not self.is_manual:
            my_task.workflow.top_workflow.agenda.append(my_task)

    # running

    def run(self, token: Token) -> None:
        """Do the work of a ready token and let it leave, unless the work has put it into another state."""
        if RACES in token.internal_data:
            self.win(token)
        try:
            self.perform_and_tell(token)
        except StepFailed as failed:
            hold(token, failed, PERFORMS)
        else:
            if token._state == READY:
                self.leave(token)

    def perform_and_tell(self, token: Token) -> None:
        """Do the element's work, once, between the listeners at its start and at its end."""
        if not self.element.listeners:
            self.perform(token)
            return
        tell_start(self, token)
        if PERFORMED not in token.internal_data:
            self.perform(token)
            token.note(**{PERFORMED: True})
        if token._state == READY:
            self.write(token, told(self, token, EXECUTION, "end", token.scope))

    def perform(self, _token: Token) -> None:
        """Do the element's work when a ready token runs."""

    def write(self, token: Token, changes: Data) -> None:
        """Replace top-level keys of the case's data, never anything inside them (trap 8)."""
        if changes:
            self.check(changes)
            token.workflow.top_workflow.moved.add(token.workflow)
            token.data = {**token.data, **changes}

    def check(self, values: Data) -> None:
        """Refuse values that the state could not keep, here, where the element is known (trap 3)."""
        try:
            check_storable(values)
        except NotStorable as error:
            raise StepFailed(self.element, "not-storable", str(error)) from error

    # leaving

    def win(self, token: Token) -> None:
        """Take the way behind an event-based gateway: the gateway is passed, the other events go."""
        token.forget(RACES)
        gateway = token.parent
        if gateway is not None and gateway.is_open:
            gateway._set_state(COMPLETED)
            gateway.workflow.top_workflow.count_passing(gateway.step)
            gateway.step._on_cancel(gateway)

    def leave(self, token: Token) -> None:
        """Choose where a token goes whose work is done, and let it go."""
        try:
            chosen = self.choose(token)
        except StepFailed as failed:
            hold(token, failed, LEAVES)
        else:
            token._set_state(COMPLETED)
            self.go_on(token, chosen)

    def choose(self, token: Token) -> Any:
        """Return what `go_on` needs; all that can fail on leaving fails here, before anything is changed."""
        return self.chosen_flows(token)

    def go_on(self, token: Token, chosen: Any) -> None:
        """Send tokens along the chosen flows."""
        token.workflow.top_workflow.count_passing(self)
        for flow in chosen:
            self.send(token, flow)
        token.workflow._task_completed_notify(token)

    def chosen_flows(self, token: Token) -> Sequence[Flow]:
        """Return the flows that a token takes on leaving, in the order of the drawing (trap 16).

        All without a condition, and those whose condition holds; where none holds, the default flow too.
        """
        if all(flow.condition is None and not flow.is_default for flow in self.flows):
            return self.flows
        engine = token.workflow.script_engine
        held = {
            flow.id
            for flow in self.flows
            if not flow.is_default
            and flow.condition is not None
            and engine.condition(self.element, flow.condition, token.scope)
        }
        chosen = [
            flow
            for flow in self.flows
            if flow.id in held or (not held if flow.is_default else flow.condition is None)
        ]
        if not chosen:
            raise StepFailed(self.element, "no-flow")
        return chosen

    def send(self, token: Token, flow: Flow) -> None:
        """Send a token along a flow."""
        target = token.workflow.spec.steps[flow.target]
        target._update(Token(token.workflow, target, token, via=flow.id))

    def _on_cancel(self, my_task: Token) -> None:
        """Take back what hangs on a token that is cancelled."""

    # asked when nothing else can run

    def take_up(self, token: Token) -> None:
        """Take note of a waiting token that was loaded."""

    def try_to_go_on(self, _token: Token) -> bool:
        """Let a token go on that `gathering` holds, if what is around it has moved far enough."""
        return False

    # asked about an open token

    def bears_data(self, _token: Token) -> bool:
        """Say whether the token stands for a branch of its own, with data that counts."""
        return True

    runs_beside = False  # an event subprocess that does not interrupt: no branch of its scope

    def listens_for_scope(self, _token: Token) -> bool:
        """Say whether the token only listens, and does not keep its scope open."""
        return False

    def written_inside(self, _token: Token) -> Data:
        """Return what runs inside the token has written so far."""
        return NOTHING


def wait(token: Token, **notes: object) -> bool:
    """Let a token wait for something from outside."""
    token.note(**notes)
    token._set_state(WAITING)
    return False


def start_work(token: Token) -> bool:
    """Let a token stand while other tokens do its work."""
    token._set_state(STARTED)
    return False
