"""Embedded subprocesses and call activities: a token waits while another tree does its work.

Inside, everything of the case around can be read. What was written inside goes out at the end, key by key: never a whole copy
that would overwrite what others wrote meanwhile (trap 11).
"""

from __future__ import annotations

from engine.bpmn import compensation, loops
from engine.bpmn.activities import Activity
from engine.bpmn.changes import what_changed
from engine.bpmn.elements import Call
from engine.bpmn.env import NotPublished, StepFailed
from engine.bpmn.specs import start_work
from engine.bpmn.tokens import NOTHING, Data, Token
from engine.bpmn.workflow import DEFINITION, SubWorkflow


class Subprocess(Activity):
    """bpmn:subProcess: part of its process, drawn in a frame of its own."""

    is_undone_inside = True

    @property
    def inside(self) -> str:
        """The name of the process that runs inside."""
        return self.element.id

    @property
    def shares_data(self) -> bool:
        """Say whether all data of the case around are seen inside."""
        return True

    def set_to_work(self, token: Token) -> bool:
        """Start the process inside; its end makes the token ready."""
        start_work(token)
        token.workflow.top_workflow.open_subprocess(token, self.inside)
        return False

    def data_in(self, token: Token) -> Data:
        """Return what the process inside sees when it begins."""
        return token.scope

    def written(self, subprocess: SubWorkflow, data: Data) -> Data:
        """Return what was written inside, given the data that the process there has now."""
        return what_changed(subprocess.inherited_data(), data)

    def goes_out(self, token: Token, result: Data) -> Data:
        """Keep local variables in; an instance of a multi-instance keeps everything for its output."""
        if loops.keeps_to_itself(token):
            return result
        return {key: value for key, value in result.items() if key not in token.local}

    def written_inside(self, token: Token) -> Data:
        """Return what the running process has written so far and would give out."""
        subprocess = token.workflow.top_workflow.subprocesses.get(token.id)
        if subprocess is None:
            return super().written_inside(token)
        return self.goes_out(token, self.written(subprocess, subprocess.data_so_far()))

    def _on_cancel(self, my_task: Token) -> None:
        compensation.stop(my_task)
        my_task.workflow.top_workflow.abandon_subprocess(my_task)
        super()._on_cancel(my_task)


class Transaction(Subprocess):
    """bpmn:transaction: a subprocess that a cancel end event in it undoes (transactions.py)."""


class CallActivity(Subprocess):
    """bpmn:callActivity: another process, with lanes of its own, that sees and gives back what the call says."""

    is_undone_inside = False

    @property
    def call(self) -> Call:
        """What the diagram says about the call."""
        return self.element.work(Call)

    @property
    def inside(self) -> str:
        """The name of the process that is called."""
        return self.call.process_id

    @property
    def shares_data(self) -> bool:
        """Say whether the process that is called sees all data of the case."""
        return self.call.all_in

    def set_to_work(self, token: Token) -> bool:
        """Fix which version is called, where that is not the one of the same deployment, and start it."""
        if self.call.binding is not None:
            try:
                found = token.workflow.script_engine.env.bindings.called(self.inside, self.call.binding)
            except NotPublished as error:
                raise StepFailed(self.element, "nothing-published", self.inside) from error
            token.note(**{DEFINITION: found})
        return super().set_to_work(token)

    def data_in(self, token: Token) -> Data:
        """Return all variables, or the input mappings alone."""
        return token.scope if self.call.all_in else token.local

    def goes_out(self, token: Token, result: Data) -> Data:
        """Give out what was written inside, or nothing without output mappings."""
        return super().goes_out(token, result) if self.call.all_out else NOTHING

    def written_inside(self, token: Token) -> Data:
        """Return what rounds of a loop have given; a call that has not ended has given nothing."""
        return Activity.written_inside(self, token)
