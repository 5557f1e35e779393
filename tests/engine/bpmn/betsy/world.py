"""A world for betsy's processes: cases that are dumped and loaded between every two moves, messages, signals, a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.bpmn import cases
from engine.bpmn.cases import Case, Outgoing, Waiting
from engine.bpmn.elements import Element, Message, Signal
from engine.bpmn.env import BpmnError, Env
from engine.bpmn.spec_store import Specs
from tests.engine.bpmn.betsy.translation import BREAK, NOTE, SCALE, TEN
from tests.engine.bpmn.drawing import NOW

MOST_MOVES = 500


@dataclass
class World:
    """Cases by number, the definitions that may begin by message or signal, and the trace that all write."""

    definitions: Mapping[str, Specs]
    variables: Mapping[str, object]
    now: datetime = NOW
    trace: list[str] = field(default_factory=list)
    states: list[tuple[Specs, bytes]] = field(default_factory=list)
    messages: list[Outgoing] = field(default_factory=list)
    working: dict[str, datetime] = field(default_factory=dict)  # tasks that take ten seconds, and their end
    incidents: set[str] = field(default_factory=set)
    moves: int = 0

    @property
    def env(self) -> Env:
        """What the processes reach: the trace and an operation that fails."""
        return Env(self.now, {NOTE: self._note}, operate=self._operate)

    def _note(self, marker: object, value: object) -> object:
        self.trace.append(str(marker))
        return value

    def _operate(
        self, name: str, _variables: Mapping[str, object], _headers: Mapping[str, str], _element: Element
    ) -> Mapping[str, object]:
        assert name == BREAK
        raise BpmnError("ERR_CODE")

    def begin(self, process_id: str, start: str | None = None) -> None:
        """Begin a case."""
        specs = self.definitions[process_id]
        case = cases.begin(specs, self.variables, self.env, start=start)
        case.run()
        self.states.append((specs, b""))
        self._keep(len(self.states) - 1, case)

    def run(self, seconds: float) -> None:
        """Let the clock go on for so many of the benchmark's seconds, and do all that is due."""
        end = self.now + timedelta(seconds=seconds * SCALE)
        while self._deliver() or self._do_what_is_due(end):
            self.moves += 1
            if self.moves > MOST_MOVES:
                raise RuntimeError("it does not come to rest")

    def _load(self, number: int) -> Case:
        specs, state = self.states[number]
        return cases.load(specs, state, self.env)

    def _keep(self, number: int, case: Case) -> None:
        """Dump a case that has moved, and give out what it has thrown."""
        self.states[number] = (self.states[number][0], case.dump())
        waiting = case.waiting()
        self._note_work(waiting)
        self.incidents |= {incident.cause for incident in waiting.incidents}
        for thrown in case.outgoing:
            if thrown.kind == "signal":
                self._broadcast(number, thrown)
            elif not self._begin_by(Message, thrown.name):
                self.messages.append(thrown)

    def _note_work(self, waiting: Waiting) -> None:
        new = [task for task in waiting.tasks if task.id not in self.working]
        if len(new) > 1 and all("TIMESTAMP" in (task.element.property("marker") or "") for task in new):
            self.trace.append("EXECUTION_parallel")
        for task in new:
            self.working[task.id] = self.now + timedelta(seconds=TEN * SCALE)

    def _broadcast(self, thrower: int, thrown: Outgoing) -> None:
        for number in range(len(self.states)):
            for waiting in self._load(number).waiting().signals if number != thrower else ():
                if waiting.name == thrown.name:
                    case = self._load(number)
                    case.receive_signal(waiting.id, thrown.payload)
                    self._keep(number, case)
        self._begin_by(Signal, thrown.name)

    def _begin_by(self, kind: type[Message] | type[Signal], name: str) -> bool:
        found = [
            (process_id, start.element_id)
            for process_id, specs in self.definitions.items()
            for start in specs.starts
            if isinstance(start.trigger, kind) and start.trigger.name == name
        ]
        for process_id, start in found:
            self.begin(process_id, start)
        return bool(found)

    def _deliver(self) -> bool:
        """Give one message to one case that waits for it; says whether there was one."""
        for message in self.messages:
            for number in range(len(self.states)):
                for waiting in self._load(number).waiting().messages:
                    if waiting.name == message.name:
                        self.messages.remove(message)
                        case = self._load(number)
                        case.receive(waiting.id, message.payload)
                        self._keep(number, case)
                        return True
        return False

    def _do_what_is_due(self, end: datetime) -> bool:
        """Do the next thing that time brings: a timer, or the end of a task's ten seconds."""
        due = []
        for number in range(len(self.states)):
            waiting = self._load(number).waiting()
            due += [(timer.due_at, number, timer.id, False) for timer in waiting.timers]
            due += [(self.working[task.id], number, task.id, True) for task in waiting.tasks]
        if not due or min(due)[0] > end:
            return False
        moment, number, token_id, is_task = min(due)
        self.now = max(self.now, moment)
        case = self._load(number)
        if is_task:
            case.complete_task(token_id, {})
        else:
            case.fire_timer(token_id)
        self._keep(number, case)
        return True
