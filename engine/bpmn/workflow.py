"""A running case: SpiffWorkflow's workflow with our trees of tokens, an agenda instead of walks over them (traps 27, 29).

Each tree (the case's own, and one for each running subprocess or call) keeps its open tokens at hand. A token that can
run stands on the agenda; nothing else is ever searched. The tree of a subprocess goes when the subprocess ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from engine.bpmn.compensable import Record, keep_inside
from engine.bpmn.elements import Element
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.incidents import hold
from engine.bpmn.joins import Ended, merged, what_an_ended_branch_wrote, with_ended_branches
from engine.bpmn.listening import ask_conditions
from engine.bpmn.script_engine import ScriptEngine
from engine.bpmn.spiff import BpmnSubWorkflow, BpmnWorkflow
from engine.bpmn.starts import beside, gateway_before, starts_at
from engine.bpmn.tokens import NOTHING, READY, RESULT, STANDS, Data, Token

if TYPE_CHECKING:
    from engine.bpmn.event_subprocesses import EventSubprocess
    from engine.bpmn.specs import ProcessSpec, Step
    from engine.bpmn.subprocesses import Subprocess

MOST_STEPS = 20_000
DEEPEST = 20
DEFINITION = "definition"  # the note of a call that is bound to another definition than the case's


@dataclass(frozen=True, slots=True)
class Passed:
    """An element that a token passed since the case was loaded."""

    element_id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message or signal that the case has thrown: the engine delivers it in the same act, or as a job."""

    kind: Literal["message", "signal"]
    name: str
    payload: Data
    correlation_key: str | None = None


class Tree:
    """What the case's own process and its subprocesses have in common."""

    spec: ProcessSpec
    tasks: dict[str, Token]
    top_workflow: CaseWorkflow
    script_engine: ScriptEngine
    last_task: Token | None
    completed: bool
    open: dict[str, Token]
    ended: list[Ended]
    compensable: list[Record]

    @property
    def definition(self) -> str | None:
        """The definition on which the tree runs, where a call was bound to another one than the case's."""
        return None

    @property
    def moment(self) -> float:
        """The time at which states change, the same for the whole act."""
        return self.top_workflow.now

    def inherited_data(self) -> Data:
        """Return the data with which the tree began."""
        raise NotImplementedError

    def listen(self) -> bool:
        """Let the event subprocesses of the scope listen; says whether the scope goes on as it is drawn."""
        for name in self.spec.event_subprocesses:
            token = self._placed(name)
            token.step._update(token)
            if token.step.bears_data(token):  # a condition that held at once has interrupted everything
                return False
        return True

    def place_start(self, start: str | None = None, payload: Data = NOTHING) -> None:
        """Put a token at the start that is named, with what began it; else at the first way to begin, whole."""
        if self.spec.event_subprocesses and not self.listen():
            return
        for name in (start,) if start else self.spec.begins[0]:
            token = self._placed(name)
            token.result = payload
            if starts_at(self.spec, name):
                self._pass_gateway(name)
                token._ready()
            else:
                token.step._update(token)

    def _placed(self, name: str) -> Token:
        token = Token(self, self.spec.steps[name], None)
        token.data = self.inherited_data()
        return token

    def _pass_gateway(self, name: str) -> None:
        """Pass the gateway before an event that begins the case, and wait for the others where all must happen."""
        gateway = gateway_before(self.spec, name)
        if gateway is not None:
            self.top_workflow.count_passing(gateway)
            for other in beside(gateway, name):
                token = self._placed(other)
                token.step._update(token)

    def is_completed(self) -> bool:
        """Say whether no token is open any more but those that listen for the whole scope."""
        return not self.open or (
            bool(self.spec.event_subprocesses)
            and all(token.step.listens_for_scope(token) for token in self.open.values())
        )

    def _task_completed_notify(self, token: Token) -> None:
        """A token went on, or, where no flow leads on, its branch has ended; the last one ends the tree."""
        if not token.step.runs_beside:
            self.last_task = token
        if not token.step.flows:
            self.branch_ended(token)

    def branch_ended(self, token: Token) -> None:
        """Keep what a branch wrote that has come to its end; the last one ends the tree."""
        if not self._has_branches():
            self._end_if_all_have_ended()
        elif token.step.runs_beside:
            return
        elif wrote := what_an_ended_branch_wrote(token, tuple(self.open.values())):
            self.ended.append(wrote)

    def _has_branches(self) -> bool:
        if not self.spec.event_subprocesses:
            return bool(self.open)
        return any(token.step.bears_data(token) for token in self.open.values())

    def _end_if_all_have_ended(self) -> None:
        """All branches have come to an end: put together what they left, and end with what ran beside them."""
        last = self.last_task
        if last is not None and self.ended:
            last.data = with_ended_branches(last.data, self.ended)
            self.ended = []
        if last is not None and self.is_completed():
            for token in list(self.open.values()):
                token.cancel()
            self.completed = True
            self.end(last)

    def cancel_others(self, token: Token) -> None:
        """Cancel all that stands in the scope beside a token."""
        for other in list(self.open.values()):
            if other is not token:
                other.cancel()

    def end(self, token: Token) -> None:
        """Go on where the tree was waited for; `token` holds its final data."""

    def data_so_far(self, last: Token | None = None) -> Data:
        """Return the data as all branches have it together, running subprocesses among them; one may be taken as the last."""
        data = self._data_of_branches(last)
        for name in self.spec.event_subprocesses:
            data = cast("EventSubprocess", self.spec.steps[name]).with_what_runs_beside(self, data)
        return data

    def data_bearers(self) -> list[Token]:
        """Return the open tokens that stand for branches."""
        return [token for token in self.open.values() if token.step.bears_data(token)]

    def _data_of_branches(self, last: Token | None) -> Data:
        tokens = sorted(self.data_bearers(), key=lambda token: token is last)
        if not tokens:
            return self.last_task.data if self.last_task else self.inherited_data()
        data = dict(merged(tokens) if len(tokens) > 1 else tokens[0].data)
        for token in tokens:
            data.update(token.step.written_inside(token))
        return with_ended_branches(data, self.ended)

    def bearers(self) -> list[Token]:
        """Return the tokens that hold the scope's data: those that are open, and when all branches have ended, the last."""
        tokens = list(self.open.values())
        if self.last_task is not None and not self._has_branches():
            tokens.append(self.last_task)
        return tokens

    def lineage(self) -> Iterator[Tree]:
        """Yield the tree and those around it."""
        yield self

    def data_in_sight(self) -> Data:
        """Return the data that a condition sees: those of all branches, and of the case around."""
        return self.data_so_far()


class SubWorkflow(Tree, BpmnSubWorkflow):
    """A running subprocess or call, the work of one token of another tree."""

    def __init__(self, spec: ProcessSpec, caller: Token) -> None:
        self.caller = caller
        self.open, self.ended, self.compensable = {}, [], []
        super().__init__(spec, caller.id, caller.workflow.top_workflow, deserializing=True)

    @property
    def definition(self) -> str | None:
        """The definition that the call names, or else that of the tree around."""
        own: str | None = self.caller.internal_data.get(DEFINITION)
        return own or self.caller.workflow.definition

    @property
    def parent_workflow(self) -> Tree:
        """The tree in which the subprocess stands."""
        return self.caller.workflow

    def _calculate_depth(self) -> int:
        around = self.caller.workflow
        return around.depth + 1 if isinstance(around, SubWorkflow) else 1

    def inherited_data(self) -> Data:
        """Return what the subprocess sees of the case around it."""
        return cast("Subprocess", self.caller.step).data_in(self.caller)

    def lineage(self) -> Iterator[Tree]:
        """Yield the tree and those around it."""
        yield self
        yield from self.caller.workflow.lineage()

    def data_in_sight(self) -> Data:
        """Return what can be seen of the case around as it is now, and before it what was written inside."""
        step = cast("Subprocess", self.caller.step)
        if not step.shares_data:
            return self.data_so_far()
        around = {**self.caller.workflow.data_in_sight(), **self.caller.local}
        return {**around, **step.written(self, self.data_so_far())}

    def end(self, token: Token) -> None:
        """Give what was written inside to the token that waits, and go."""
        self.top_workflow.subprocesses.pop(self.caller.id, None)
        written = cast("Subprocess", self.caller.step).written(self, token.data)
        keep_inside(self, written)
        self.caller.result = written
        self.caller._ready()


class CaseWorkflow(Tree, BpmnWorkflow):
    """A running case."""

    subprocesses: dict[str, SubWorkflow]
    subprocess_specs: Mapping[str, ProcessSpec]

    def __init__(
        self, process_id: str, specs: Mapping[str, ProcessSpec], variables: Mapping[str, object], env: Env
    ) -> None:
        self.now = env.now.timestamp()
        self.open, self.ended, self.compensable = {}, [], []
        self.agenda: deque[Token] = deque()
        self.instances_opened = 0  # since the case was loaded
        self.gathering: dict[str, Token] = {}  # tokens at joins that depend on what stands elsewhere
        self.passed: list[Passed] = []
        self.outgoing: list[Outgoing] = []
        self.watched: dict[str, Token] = {}
        self.moved: set[Tree] = set()  # the trees whose data may have changed since the conditions were asked
        super().__init__(specs[process_id], specs, ScriptEngine(env), deserializing=True)
        self.data = dict(variables)

    def inherited_data(self) -> Data:
        """Return the variables with which the case began."""
        return self.data

    def open_subprocess(self, caller: Token, spec_name: str, payload: Data = NOTHING) -> None:
        """Begin a subprocess or call as the work of a token; fails when calls nest without end."""
        subprocess = SubWorkflow(self.specs_inside(caller)[spec_name], caller)
        if subprocess.depth > DEEPEST:
            raise StepFailed(caller.step.element, "too-deep", most=DEEPEST)
        self.subprocesses[caller.id] = subprocess
        subprocess.place_start(payload=payload)

    def specs_inside(self, caller: Token) -> Mapping[str, ProcessSpec]:
        """Return the processes among which that of a call or subprocess is found."""
        definition = caller.internal_data.get(DEFINITION) or caller.workflow.definition
        return self.script_engine.env.bindings.specs(definition) if definition else self.subprocess_specs

    def abandon_subprocess(self, caller: Token) -> None:
        """Cancel all that runs inside a token that is cancelled."""
        subprocess = self.subprocesses.pop(caller.id, None)
        for token in list(subprocess.open.values()) if subprocess else ():
            token.cancel()

    def trees(self) -> Iterator[Tree]:
        """Yield the case's own tree and those of its running subprocesses."""
        yield self
        yield from self.subprocesses.values()

    def find(self, token_id: str) -> Token | None:
        """Return the open token of that id, wherever it is."""
        return next((tree.open[token_id] for tree in self.trees() if token_id in tree.open), None)

    def run_agenda(self) -> None:
        """Run tokens until all that are left wait; one that was cancelled meanwhile does not run.

        A loop in which nobody is ever waited for ends as an incident; what else was ready then runs when the case is loaded.
        """
        self._ask_conditions()
        while self.agenda or (self.gathering and self._one_goes_on()):
            token = self.agenda.popleft()
            if token._state != READY:
                continue
            if len(self.passed) >= MOST_STEPS:
                self._stop(token)
            else:
                token.run()
                self._ask_conditions()

    def _ask_conditions(self) -> None:
        if self.watched and self.moved:
            ask_conditions(self)

    def watch(self, token: Token) -> None:
        """Ask a token's condition again whenever another token has run."""
        self.watched[token.id] = token

    def watching(self) -> list[Token]:
        """Return the tokens whose conditions see data that may have changed: in a tree that moved, inside or around it."""
        self.watched = {token_id: token for token_id, token in self.watched.items() if token.waits}
        around = {tree for moved in self.moved for tree in moved.lineage()}
        found = [
            token
            for token in self.watched.values()
            if token.workflow in around or not self.moved.isdisjoint(token.workflow.lineage())
        ]
        self.moved = set()
        return found

    def _one_goes_on(self) -> bool:
        """Let one of the gathering tokens go on, where there is one that can; it puts tokens on the agenda."""
        if len(self.passed) >= MOST_STEPS:
            return False
        asked: set[tuple[Tree, str]] = set()
        for token in list(self.gathering.values()):
            place = (token.workflow, token.step.name)
            if not token.waits:
                del self.gathering[token.id]
            elif place not in asked:
                asked.add(place)
                if token.step.try_to_go_on(token):
                    return True
        return False

    def _stop(self, token: Token) -> None:
        hold(token, StepFailed(token.step.element, "endless", most=MOST_STEPS), STANDS)
        for other in self.agenda:
            if other._state == READY and other.result:
                other.note(**{RESULT: dict(other.result)})
        self.agenda.clear()

    def count_passing(self, step: Step) -> None:
        """Note that a token passed an element."""
        element: Element = step.element
        self.passed.append(Passed(element.id, element.kind, element.name))
