"""A token: where a case stands, or stood, at one element. SpiffWorkflow's task with our rules for data and state.

Data is a dict that is never changed, only replaced (trap 8): a token shares its parent's until a step writes, so that a
branch cannot touch its sibling. What a step may change is a top-level key. A token that was loaded builds its data
from the records of its ancestors only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.bpmn.spiff import Task, TaskState
from engine.bpmn.tagged import untag
from engine.ids import new_id

if TYPE_CHECKING:  # both import tokens
    from engine.bpmn.specs import Step
    from engine.bpmn.workflow import Tree

Data = Mapping[str, Any]
NOTHING: Data = {}

FUTURE, WAITING, READY, STARTED = TaskState.FUTURE, TaskState.WAITING, TaskState.READY, TaskState.STARTED
COMPLETED, CANCELLED = TaskState.COMPLETED, TaskState.CANCELLED
OPEN = TaskState.NOT_FINISHED_MASK

# Notes of a token that could not go on (incidents.py), the part that failed, and a result not yet taken over.
INCIDENT, RESULT = "incident", "result"
RACES = "races"  # the note of a token behind an event-based gateway, until one of them has won
ROUND = "round"  # the note of a round of a standard loop: which one
ARRIVES, PERFORMS, LEAVES, STANDS = "arrives", "performs", "leaves", "stands"

CHANGES, DROPPED = 6, 8  # where a saved record keeps what differs from the parent's data (state_codec.py)


class Token(Task):
    """A token at a step; `notes` are what the step keeps with it (local variables, a due time, a key)."""

    # What a token begins with, so that one that is loaded need not be told.
    triggered = False
    thread_id = 0
    result: Data = NOTHING
    saved: list[Any] | None = None
    _changes: Data | None = None
    _dropped: Sequence[str] = ()
    _data: Data | None = None

    def __init__(self, workflow: Tree, step: Step, parent: Token | None, *, via: str | None = None) -> None:
        self.id = new_id()
        self.workflow = workflow
        self.task_spec = step
        self._parent = parent.id if parent else None
        self._children: list[str] = []
        self._state: int = FUTURE
        self.last_state_change: float = workflow.moment
        self.internal_data: dict[str, Any] = {}
        self.via = via
        self._data = NOTHING
        workflow.tasks[self.id] = workflow.open[self.id] = self
        if parent:
            parent._children.append(self.id)

    @classmethod
    def restored(cls, workflow: Tree, record: list[Any]) -> Token:
        """Return a token as its record tells; its data and, once it is finished, its notes stay encoded until asked for."""
        token = cls.__new__(cls)
        token.id, token._parent, token._state, token.last_state_change, name, token.via, _, notes, _ = record
        token.workflow = workflow
        token.task_spec = workflow.spec.steps[name]
        token._children = []
        token.internal_data = notes or {}
        token.saved = record
        tasks = workflow.tasks
        tasks[token.id] = token
        if token._parent in tasks:
            tasks[token._parent]._children.append(token.id)
        if token._state & OPEN:
            notes = token.internal_data = untag(token.internal_data)
            workflow.open[token.id] = token
            if RESULT in notes:
                token.result = notes[RESULT]
        return token

    @property
    def step(self) -> Step:
        """The step at which the token stands."""
        return self.task_spec

    @property
    def parent(self) -> Token | None:
        """The token from which this one came, in the same tree."""
        return self.workflow.tasks.get(self._parent) if self._parent else None

    @property
    def children(self) -> list[Token]:
        """The tokens that came from this one, without those that a cut of the history removed."""
        tasks = self.workflow.tasks
        return [tasks[child] for child in self._children if child in tasks]

    def drop_child(self, child: Token) -> None:
        """Forget a finished token to which nothing goes back."""
        self._children.remove(child.id)
        del self.workflow.tasks[child.id]

    @property
    def is_open(self) -> bool:
        """Say whether the token is neither completed nor cancelled."""
        return bool(self._state & OPEN)

    @property
    def incident(self) -> Mapping[str, Any] | None:
        """What kept the token from going on: part, cause, detail, params; None where nothing did."""
        return self.internal_data.get(INCIDENT)

    @property
    def waits(self) -> bool:
        """Say whether the token waits for something from outside, and not as an incident."""
        return self._state == WAITING and INCIDENT not in self.internal_data

    def ancestors(self) -> Iterator[Token]:
        """Yield parent, grandparent and so on; flat, whatever the depth (trap 27)."""
        token = self.parent
        while token is not None:
            yield token
            token = token.parent

    # data

    @property
    def data(self) -> Data:
        """The case's data as this token has it, without the local variables of its step."""
        if self._data is None:
            self._data = self._data_from_records()
        return self._data

    @data.setter
    def data(self, data: Data) -> None:
        for child in self.children if self._children else ():
            child._keep_data()
        self._data = data
        self.saved = None

    def _keep_data(self) -> None:
        """Hold on to the data as it is: the parent, from which it was counted, is about to change."""
        self._data = self.data
        self.saved = None

    @property
    def local(self) -> Data:
        """The local variables: input mappings, the item of a multi-instance."""
        found: Data = self.internal_data.get("local", NOTHING)
        return found

    @property
    def scope(self) -> Data:
        """What expressions at this token see: the case's data and, before it, the local variables."""
        local = self.local
        return {**self.data, **local} if local else self.data

    def note(self, **notes: object) -> None:
        """Keep something with the token; the old notes are replaced, never changed."""
        self.internal_data = {**self.internal_data, **notes}
        self._outdate_record()

    def forget(self, *names: str) -> None:
        """Drop notes."""
        self.internal_data = {key: value for key, value in self.internal_data.items() if key not in names}
        self._outdate_record()

    def _data_from_records(self) -> Data:
        """Put the records of changes together, from the nearest ancestor whose data is known."""
        chain: list[Token] = [self]
        base: Data | None = None
        for ancestor in self.ancestors():
            if ancestor._data is not None:
                base = ancestor._data
                break
            chain.append(ancestor)
        if base is None:
            base = self.workflow.inherited_data()
        data = dict(base)
        for token in reversed(chain):
            data.update(token._recorded_changes())
            for key in token._dropped:
                data.pop(key, None)
        return data

    def _recorded_changes(self) -> Data:
        """What this token changed, from its record; decoded once, so that a value stays the same object everywhere."""
        if self._changes is None:
            self._changes = untag(self.saved[CHANGES] or {}) if self.saved else {}
            self._dropped = self.saved[DROPPED] if self.saved else ()
        return self._changes

    def _outdate_record(self) -> None:
        """Forget the saved record, but not the data that only it tells."""
        if self._data is None:
            self._recorded_changes()
        self.saved = None

    # state

    def run(self) -> None:
        """Do the step's work and go on, or stand as an incident."""
        self.step.run(self)

    def _set_state(self, value: int) -> None:
        """Set the state; without the library's log line, whose extras cost more than the step (trap 30)."""
        self._state = value
        self.last_state_change = self.workflow.moment
        self._outdate_record()
        if not value & OPEN:
            self.workflow.open.pop(self.id, None)

    def cancel(self) -> None:
        """Cancel the token where it stands, with what hangs on it; a finished one stays as it is."""
        if self.is_open:
            self._set_state(CANCELLED)
            self.workflow.top_workflow.moved.add(self.workflow)  # what its branch wrote is gone
            self.step._on_cancel(self)
