"""Tasks, and what all activities share: input and output mappings, boundary events, multi-instance."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn import loops
from engine.bpmn.elements import DecisionWork, OperationWork, ScriptWork
from engine.bpmn.env import StepFailed
from engine.bpmn.scope import map_inputs, take_over
from engine.bpmn.specs import Step
from engine.bpmn.tokens import WAITING, Data, Token
from engine.dmn import DmnError
from engine.feel import FeelError


class Activity(Step):
    """A task, subprocess or call: opened with its boundary events, performed once or for each item of a list."""

    def arrive(self, token: Token) -> bool:
        """Listen at the boundary, then open the activity or, for multi-instance, its instances."""
        listen(self, token)
        if self.element.loop is not None:
            return loops.open_instances(self, token, self.element.loop)
        return self.open(token)

    def open(self, token: Token) -> bool:
        """Map the inputs and begin the work of this one token; True where it can run at once."""
        map_inputs(self, token)
        return self.set_to_work(token)

    def set_to_work(self, _token: Token) -> bool:
        """Begin the work; subprocesses and calls wait here for theirs to end."""
        return True

    def perform(self, token: Token) -> None:
        """Do the work and take its result over; the body of a multi-instance has none of its own."""
        if loops.is_body(self, token):
            loops.collect(self, token)
            return
        result = self.work(token)
        taken = take_over(self, token, result, self.goes_out(token, result))
        if loops.is_instance(token):
            self.check(taken)
            token.note(local={**token.local, **taken})
        else:
            self.write(token, taken)

    def work(self, token: Token) -> Data:
        """Return the result of the work as variables."""
        return token.result

    def goes_out(self, _token: Token, result: Data) -> Data:
        """Return what of a result the case takes over where the diagram has no output mappings."""
        return result

    def _on_ready(self, my_task: Token) -> None:
        if not self.is_manual or loops.is_body(self, my_task):  # the body of user tasks waits for nobody
            my_task.workflow.top_workflow.agenda.append(my_task)

    def bears_data(self, token: Token) -> bool:
        """Say whether the token stands for a branch: an instance does not, its body does."""
        return not loops.is_instance(token)

    def _on_complete(self, my_task: Token) -> None:
        stop_listening(my_task)
        if loops.is_instance(my_task):
            loops.instance_completed(self, my_task)
        else:
            super()._on_complete(my_task)

    def _on_cancel(self, my_task: Token) -> None:
        stop_listening(my_task)
        for child in my_task.children:
            if loops.is_instance(child):
                child.cancel()


def listen(step: Activity, token: Token) -> None:
    """Put a token at each boundary event of an activity that opens."""
    for name in step.boundary:
        event = token.workflow.spec.steps[name]
        event._update(Token(token.workflow, event, token))


def stop_listening(token: Token) -> None:
    """Take the tokens back that wait at the boundary of an activity."""
    for child in token.children:
        if child._state == WAITING and child.step.element.kind == "boundaryEvent":
            child.cancel()


class UserTask(Activity):
    """bpmn:userTask: waits for a person; the answers become one variable (trap 10)."""

    is_manual = True

    def work(self, token: Token) -> Data:
        """Return the answers under their key."""
        return {self.element.result_key: dict(token.result)}


class ServiceTask(Activity):
    """bpmn:serviceTask: calls an operation of the registers within the act."""

    def work(self, token: Token) -> Data:
        """Call the operation; what it raises goes through to the act."""
        work = self.element.work(OperationWork)
        env = token.workflow.script_engine.env
        found = env.operate(work.operation, token.scope, dict(work.headers), self.element)
        if not isinstance(found, Mapping):
            raise StepFailed(self.element, "operation-without-result", work.operation)
        return dict(found)


class BusinessRuleTask(Activity):
    """bpmn:businessRuleTask: asks a decision."""

    def work(self, token: Token) -> Data:
        """Ask the decision with all that the task sees; refuses with the task's name where the decision refuses."""
        work = self.element.work(DecisionWork)
        try:
            value = token.workflow.script_engine.env.decide(work.decision_id, token.scope)
        except (DmnError, FeelError) as error:
            raise StepFailed(self.element, "decision", str(error), decision=work.decision_id) from error
        return {work.result_variable: value}


class ScriptTask(Activity):
    """bpmn:scriptTask: evaluates one FEEL expression."""

    def work(self, token: Token) -> Data:
        """Evaluate the expression."""
        work = self.element.work(ScriptWork)
        return {
            work.result_variable: token.workflow.script_engine.evaluate(
                self.element, work.expression, token.scope
            )
        }
