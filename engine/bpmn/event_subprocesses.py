"""Event subprocesses: parts of a scope that no flow leads to, begun by an event while the scope runs (BPMN 2.0 §10.3.5, §13.5.4).

A token listens in the scope from its beginning and never keeps it open. One that interrupts takes the place of all else in
the scope. One that does not runs beside, and what it wrote belongs, at its end, to the whole scope: to all branches in
which the value is still what it was when it began.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import listening
from engine.bpmn.compensation import is_part
from engine.bpmn.elements import Compensate
from engine.bpmn.listeners import tell_start
from engine.bpmn.listening import WaitingStep, is_listening
from engine.bpmn.scope import changes_between, map_inputs
from engine.bpmn.specs import start_work
from engine.bpmn.subprocesses import Subprocess
from engine.bpmn.tokens import Data, Token
from engine.bpmn.workflow import SubWorkflow, Tree

_NONE = object()


class EventSubprocess(WaitingStep, Subprocess):
    """bpmn:subProcess with triggeredByEvent."""

    def arrive(self, token: Token) -> bool:
        """Listen for the event at which it starts."""
        return listening.listen(token)

    def arrive_again(self, token: Token) -> bool:
        """Listen after an incident."""
        return self.arrive(token)

    def another(self, token: Token) -> Token | None:
        """Return a token that listens on, while the scope goes on: the event may come again."""
        if self.element.interrupting:
            return None
        again = Token(token.workflow, self, None)
        again.data = token.workflow.inherited_data()
        return again

    def caught(self, token: Token) -> None:
        """Begin with the data of the whole scope; one that interrupts ends all else in it."""
        tree = token.workflow
        token.data = tree.data_so_far()
        if self.element.interrupting:
            tree.cancel_others(token)
            tree.ended = []

    def perform(self, token: Token) -> None:
        """Run what is inside, and when that has ended, take over what was written there."""
        if "begun" not in token.internal_data:
            map_inputs(self, token)
            tell_start(self, token)
            token.workflow.top_workflow.open_subprocess(token, self.inside, token.result)
            token.note(begun=True)
            start_work(token)
            return
        before = token.data
        super().perform(token)
        if not self.element.interrupting:
            _spread(token.workflow, before, changes_between(before, token.data))

    def bears_data(self, token: Token) -> bool:
        """Say whether the token stands for the scope: where it has interrupted all else."""
        if is_part(token):  # it undoes its scope, or is itself undone
            return isinstance(self.element.detail, Compensate)
        return self.element.interrupting and not is_listening(token)

    @property
    def runs_beside(self) -> bool:  # type: ignore[override]  # elsewhere it never does
        """Say whether it runs beside the branches of its scope."""
        return not self.element.interrupting

    def listens_for_scope(self, token: Token) -> bool:
        """Say whether the token listens, and does not keep its scope open."""
        return is_listening(token)

    def with_what_runs_beside(self, tree: Tree, data: Data) -> Data:
        """Add what is written so far by those that run beside, where nobody has written it since they began."""
        if not self.runs_beside:
            return data
        for token in tree.open.values():
            if token.step is self and not is_listening(token) and not is_part(token):
                data = {**data, **_where_unchanged(data, token.data, self.written_inside(token))}
        return data


def _spread(tree: Tree, before: Data, written: Data) -> None:
    """Write to all branches of a scope, and to what runs inside them, what an event subprocess wrote beside them."""
    if not written:
        return
    for token in tree.bearers():
        _write_where_unchanged(token, before, written)
    for inner in _trees_that_share(tree):
        hidden = inner.caller.local
        visible = {key: value for key, value in written.items() if key not in hidden}
        for token in inner.bearers():
            _write_where_unchanged(token, before, visible)


def _write_where_unchanged(token: Token, before: Data, written: Data) -> None:
    token.step.write(token, _where_unchanged(token.data, before, written))


def _where_unchanged(data: Data, before: Data, written: Data) -> Data:
    return {key: value for key, value in written.items() if data.get(key, _NONE) == before.get(key, _NONE)}


def _trees_that_share(tree: Tree) -> Iterator[SubWorkflow]:
    """Yield the trees inside another that have its data, and those inside them."""
    for inner in list(tree.top_workflow.subprocesses.values()):
        step = inner.caller.step
        if inner.caller.workflow is tree and isinstance(step, Subprocess) and step.shares_data:
            yield inner
            yield from _trees_that_share(inner)
