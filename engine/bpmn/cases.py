"""The facade of running processes: a case is begun or loaded, moved by one thing at a time, asked what it waits for, dumped.

It knows no database and no user. Each move runs to the next wait states and refuses a token that does not wait (trap 12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from engine.bpmn import incidents, loops
from engine.bpmn.activities import FORM, UserTask
from engine.bpmn.elements import Element, Message, Performer, Signal, Timer, Trigger
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.listening import awaited, fire
from engine.bpmn.outside import JOB, is_job
from engine.bpmn.spec_store import Specs
from engine.bpmn.state_codec import dump_state, load_state
from engine.bpmn.subprocesses import Subprocess
from engine.bpmn.throwing import throw_error
from engine.bpmn.tokens import ARRIVES, NOTHING, READY, STANDS, Data, Token
from engine.bpmn.workflow import CaseWorkflow, Outgoing, Passed, SubWorkflow
from engine.errors import AlreadyDone


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """A user task that is open; its id is the token's and stays the same."""

    id: str
    element: Element
    _token: Token = field(repr=False, compare=False)

    @property
    def scope(self) -> Data:
        """What the task sees: the case's data and its local variables, the item of a multi-instance among them."""
        return self._token.scope

    @property
    def lane(self) -> tuple[Performer | None, Data]:
        """Who acts by the lane, and what is seen where the lane is: around the call, for a task in no lane (trap 23)."""
        token = self._token
        while token.step.element.performer is None and isinstance(token.workflow, SubWorkflow):
            token = token.workflow.caller
        return token.step.element.performer, token.scope

    @property
    def definition(self) -> str | None:
        """The definition on which its process runs, where that is not the case's."""
        return self._token.workflow.definition

    @property
    def form_deployment(self) -> str | None:
        """The deployment of its form, where that is not its definition's."""
        found: str | None = self._token.internal_data.get(FORM)
        return found


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    """A timer that runs."""

    id: str
    element: Element
    due_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that is waited for: by name, and the key that says for which case."""

    id: str
    element: Element
    name: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class WaitingSignal:
    """A signal that is waited for by name."""

    id: str
    element: Element
    name: str


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A service task whose work is done outside the act, by a worker.

    `offered` are topic, retries and priority for workers outside; it is empty where one of our own does it.
    """

    id: str
    element: Element
    offered: Data
    _token: Token = field(repr=False, compare=False)

    @property
    def scope(self) -> Data:
        """What one of our own workers works with: the case's data and the input mappings."""
        return self._token.scope

    @property
    def given(self) -> Data:
        """What a worker outside is given: what the input mappings say and no more, or without any of them everything."""
        return self._token.local if self.element.inputs else self._token.scope


@dataclass(frozen=True, slots=True)
class WaitingIncident:
    """A token that could not go on by a fault of the diagram; `cause` is a stable code (`StepFailed`)."""

    id: str
    element: Element
    cause: str
    detail: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that a case waits for."""

    tasks: tuple[WaitingTask, ...] = ()
    timers: tuple[WaitingTimer, ...] = ()
    messages: tuple[WaitingMessage, ...] = ()
    signals: tuple[WaitingSignal, ...] = ()
    jobs: tuple[WaitingJob, ...] = ()
    incidents: tuple[WaitingIncident, ...] = ()


class Case:
    """A running case within one act; after a refusal it is of no use any more and is loaded again."""

    def __init__(self, workflow: CaseWorkflow) -> None:
        self._workflow = workflow

    def run(self) -> None:
        """Run to the next wait states."""
        self._workflow.run_agenda()

    def complete_task(self, token_id: str, result: Mapping[str, object]) -> None:
        """Complete a user task with its answers; they become one variable, the element's result key."""
        token = self._open_token(token_id)
        if not _is_task(token):
            raise AlreadyDone("not-waiting", token=token_id)
        token.step.check(result)
        token.result = result
        token.run()
        self.run()

    def fire_timer(self, token_id: str) -> None:
        """Let a timer's token go on."""
        self._go_on(token_id, Timer, {})

    def receive(self, token_id: str, payload: Mapping[str, object]) -> None:
        """Let a token go on that waits for a message; the payload becomes one variable, the element's result key."""
        self._go_on(token_id, Message, payload)

    def receive_signal(self, token_id: str, payload: Mapping[str, object]) -> None:
        """Let a token go on that waits for a signal; a payload becomes one variable, the element's result key."""
        self._go_on(token_id, Signal, payload)

    def retry(self, token_id: str) -> None:
        """Try again what made a token an incident; its case's data may have been changed before."""
        token = self._open_token(token_id)
        incident = token.incident
        if incident is None:
            raise AlreadyDone("not-waiting", token=token_id)
        incidents.retry(token, incident)
        self.run()

    def complete_job(self, token_id: str, result: Mapping[str, object]) -> None:
        """Let a token go on whose work was done outside; the result becomes its task's, as that of an operation."""
        token = self._job(token_id)
        token.step.check(result)
        token.result = result
        token.note(called=True)
        token.forget(JOB)
        token._ready()
        self.run()

    def throw_error(self, token_id: str, code: str, variables: Mapping[str, object] = NOTHING) -> None:
        """Let a task's worker, or a job's, throw an error; the variables become one, the result key of who catches it.

        Where nobody does, the task stands as an incident; trying again opens it anew.
        """
        token = self._open_token(token_id)
        if not (is_job(token) or _is_task(token)):
            raise AlreadyDone("not-waiting", token=token_id)
        token.step.check(variables)
        try:
            throw_error(token, code, variables)
        except StepFailed as failed:
            incidents.hold(token, failed, ARRIVES if is_job(token) else STANDS)
        self.run()

    def hold_job(self, token_id: str, failed: StepFailed) -> None:
        """Make an incident of work outside that failed for good; trying again puts it out anew."""
        incidents.hold(self._job(token_id), failed, ARRIVES)

    def hold(self, token_id: str, failed: StepFailed) -> None:
        """Make an incident of a task that cannot be offered to anybody; trying again opens it anew."""
        incidents.hold(self._open_token(token_id), failed, STANDS)

    def change(self, variables: Mapping[str, object]) -> None:
        """Set top-level variables wherever the case's data are seen: in all open branches and what runs inside them."""
        for tree in self._workflow.trees():
            if not isinstance(tree, SubWorkflow) or _sees_the_case(tree):
                for token in tree.bearers():
                    token.step.write(token, variables)
        self.run()

    def waiting(self) -> Waiting:
        """Return what the case waits for."""
        found = [token for tree in self._workflow.trees() for token in tree.open.values()]
        listening = [(token, type(trigger)) for token in found if (trigger := awaited(token)) is not None]
        return Waiting(
            tuple(WaitingTask(token.id, token.step.element, token) for token in found if _is_task(token)),
            tuple(_timer(token) for token, kind in listening if kind is Timer),
            tuple(_message(token) for token, kind in listening if kind is Message),
            tuple(_signal(token) for token, kind in listening if kind is Signal),
            jobs=tuple(
                WaitingJob(token.id, token.step.element, token.internal_data[JOB], token)
                for token in found
                if is_job(token)
            ),
            incidents=tuple(
                _incident(token, token.incident) for token in found if token.incident is not None
            ),
        )

    def around(self, token_id: str) -> tuple[str, ...]:
        """Return the ids of the subprocesses and calls in which a token stands, the innermost first."""
        tree = self._open_token(token_id).workflow
        found = []
        while isinstance(tree, SubWorkflow):
            found.append(tree.caller.step.element.id)
            tree = tree.caller.workflow
        return tuple(found)

    def dump(self) -> bytes:
        """Return the state as bytes."""
        return dump_state(self._workflow)

    @property
    def is_completed(self) -> bool:
        """Say whether no token is open."""
        return self._workflow.is_completed()

    @property
    def data(self) -> Data:
        """The case's data, as all branches have it together."""
        return self._workflow.data_so_far()

    @property
    def outgoing(self) -> Sequence[Outgoing]:
        """The messages and signals that the case has thrown since it was loaded, in order."""
        return self._workflow.outgoing

    @property
    def passed(self) -> Sequence[Passed]:
        """The elements that tokens passed since the case was loaded, in order."""
        return self._workflow.passed

    def _job(self, token_id: str) -> Token:
        token = self._open_token(token_id)
        if not is_job(token):
            raise AlreadyDone("not-waiting", token=token_id)
        return token

    def _open_token(self, token_id: str) -> Token:
        token = self._workflow.find(token_id)
        if token is None:
            raise AlreadyDone("not-waiting", token=token_id)
        return token

    def _go_on(self, token_id: str, kind: type[Trigger], payload: Mapping[str, object]) -> None:
        token = self._open_token(token_id)
        if not isinstance(awaited(token), kind):
            raise AlreadyDone("not-waiting", token=token_id)
        token.step.check(payload)
        fire(token, payload)
        self.run()


def begin(
    specs: Specs,
    variables: Mapping[str, object],
    env: Env,
    *,
    start: str | None = None,
    payload: Mapping[str, object] = NOTHING,
) -> Case:
    """Return a new case at its start; `run` brings it to the first wait states.

    `start` is one of `specs.starts`, with the payload of the message or signal that began it; None is the start without
    an event, or else the first.
    """
    workflow = CaseWorkflow(specs.process_id, specs.processes, variables, env)
    workflow.spec.start.check(variables)
    workflow.spec.start.check(payload)
    workflow.place_start(start, payload)
    return Case(workflow)


def load(specs: Specs, state: bytes, env: Env) -> Case:
    """Return a case from its state, on the definition with which it began."""
    return Case(load_state(specs.process_id, specs.processes, state, env))


def _is_task(token: Token) -> bool:
    step = token.step
    return token._state == READY and isinstance(step, UserTask) and not loops.is_body(step, token)


def _timer(token: Token) -> WaitingTimer:
    return WaitingTimer(token.id, token.step.element, token.internal_data["due"])


def _message(token: Token) -> WaitingMessage:
    notes = token.internal_data
    name = notes.get("name") or cast(Message, awaited(token)).name
    return WaitingMessage(token.id, token.step.element, name, notes["key"])


def _signal(token: Token) -> WaitingSignal:
    return WaitingSignal(token.id, token.step.element, token.internal_data["signal"])


def _incident(token: Token, said: Mapping[str, Any]) -> WaitingIncident:
    return WaitingIncident(token.id, token.step.element, said["cause"], said["detail"], said["params"])


def _sees_the_case(tree: SubWorkflow) -> bool:
    """Say whether the data inside are the case's own, through all frames around."""
    caller = tree.caller
    step = cast(Subprocess, caller.step)
    around = caller.workflow
    return step.shares_data and (not isinstance(around, SubWorkflow) or _sees_the_case(around))


__all__ = [
    "Case",
    "Outgoing",
    "Passed",
    "Waiting",
    "WaitingIncident",
    "WaitingJob",
    "WaitingMessage",
    "WaitingSignal",
    "WaitingTask",
    "WaitingTimer",
    "begin",
    "load",
]
