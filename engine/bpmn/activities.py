"""Tasks, and what all activities share: input and output mappings, boundary events, multi-instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import compensable, compensation, loops, quantities, standard_loops
from engine.bpmn.elements import DecisionWork, OperationWork, ScriptWork
from engine.bpmn.env import BpmnError, NotPublished, StepFailed
from engine.bpmn.listeners import EXECUTION, TASK, tell_start, told
from engine.bpmn.listening import is_listening
from engine.bpmn.outside import JOB, offered
from engine.bpmn.scope import map_inputs, take_over
from engine.bpmn.specs import Step, wait
from engine.bpmn.tagged import NotStorable, check_storable
from engine.bpmn.throwing import throw_error
from engine.bpmn.tokens import NOTHING, Data, Token
from engine.dmn import DmnError
from engine.feel import FeelError

FORM = "form"  # the note of a task whose form is bound to another deployment: which one


class Activity(Step):
    """A task, subprocess or call: opened with its boundary events, performed once or for each item of a list."""

    is_undone_inside = (
        False  # a subprocess is, by undoing what was completed in it; a call and a task are not
    )

    def arrive(self, token: Token) -> bool:
        """Listen at the boundary, then open the activity or, for multi-instance, its instances."""
        if self.element.start_quantity > 1 and not quantities.are_enough(self, token):
            return False
        listen(self, token)
        return token.is_open and self.open_all(token)  # a condition that held at once may have interrupted it

    def arrive_again(self, token: Token) -> bool:
        """Open the activity after an incident: it has been listening at its boundary all the time."""
        return self.open(token) if loops.is_instance(token) else self.open_all(token)

    def open_all(self, token: Token) -> bool:
        """Open the activity or, for multi-instance, its instances."""
        if self.element.loop is not None:
            return loops.open_instances(self, token, self.element.loop)
        if self.element.repeat is not None:
            return standard_loops.open_first_round(self, token, self.element.repeat)
        return self.open(token)

    def open(self, token: Token) -> bool:
        """Map the inputs and begin the work of this one token; True where it can run at once."""
        map_inputs(self, token)
        tell_start(self, token)
        return self.set_to_work(token)

    def set_to_work(self, _token: Token) -> bool:
        """Begin the work; subprocesses and calls wait here for theirs to end."""
        return True

    def perform_and_tell(self, token: Token) -> None:
        """Do the work; an activity tells its listeners itself, each instance its own."""
        self.perform(token)

    def perform(self, token: Token) -> None:
        """Do the work and take its result over; the body of a multi-instance has none of its own."""
        if loops.is_body(self, token):
            if self.element.loop is not None:
                loops.collect(self, token)
            return
        try:
            result = self.work(token)
        except BpmnError as error:
            throw_error(token, error.code, error.variables)
            return
        taken = take_over(self, token, result, self.goes_out(token, result))
        taken = {**taken, **told(self, token, EXECUTION, "end", {**token.scope, **taken})}
        if loops.keeps_to_itself(token):
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
        """Say whether the token stands for a branch: an instance does not, its body does; a handler undoes for another."""
        return not loops.is_instance(token) and not compensation.is_part(token)

    def choose(self, token: Token) -> Any:
        """Return the flows; for an instance what it gives and whether it is the last, for a round whether one follows."""
        compensable.check_room(self, token)
        if standard_loops.is_round(token):
            return standard_loops.goes_on(self, token)
        if loops.is_instance(token):
            return loops.outcome(self, token)
        return [flow for flow in super().choose(token) for _ in range(self.element.completion_quantity)]

    def go_on(self, token: Token, chosen: Any) -> None:
        """Stop listening and go on; an instance goes to its body."""
        stop_listening(token)
        compensable.note_completion(self, token)
        if compensation.is_part(token):
            compensation.handled(self, token)
        elif standard_loops.is_round(token):
            standard_loops.round_completed(self, token, chosen)
        elif loops.is_instance(token):
            loops.instance_completed(self, token, chosen)
        else:
            super().go_on(token, chosen)

    def written_inside(self, token: Token) -> Data:
        """Return what the rounds of a loop have written so far."""
        return standard_loops.written_in_rounds(self, token) if self.element.repeat else NOTHING

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
        if is_listening(child) and child.step.element.kind == "boundaryEvent":
            child.cancel()


class UndefinedTask(Activity):
    """bpmn:task: a step of no kind yet; tokens pass through (trap 16: the library waits for a person)."""


class ManualTask(Activity):
    """bpmn:manualTask: done without the engine, which is not told when; tokens pass through."""


class UserTask(Activity):
    """bpmn:userTask: waits for a person; the answers become one variable (trap 10)."""

    is_manual = True

    def set_to_work(self, token: Token) -> bool:
        """Open the task with the form that is meant now, if those who listen to that let it."""
        form_id, binding = self.element.form_id, self.element.form_binding
        if form_id and binding:
            try:
                token.note(**{FORM: token.workflow.script_engine.env.bindings.form(form_id, binding)})
            except NotPublished as error:
                raise StepFailed(self.element, "nothing-published", form_id) from error
        tell_start(self, token, TASK, "creating")
        return True

    def work(self, token: Token) -> Data:
        """Return the answers under their key, with what those give who listen to its completion."""
        answers = {self.element.result_key: dict(token.result)}
        return {**answers, **told(self, token, TASK, "completing", {**token.scope, **answers})}


class ServiceTask(Activity):
    """bpmn:serviceTask: calls an operation of the registers within the act, or waits for work that is done outside of it."""

    def set_to_work(self, token: Token) -> bool:
        """Go on at once, or wait for a worker: one of ours for an external operation, one outside for a topic."""
        work = self.element.work(OperationWork)
        env = token.workflow.script_engine.env
        if not work.outside and work.operation not in env.external:
            return True
        return wait(token, **{JOB: offered(self.element, work, token) if work.outside else {}})

    def work(self, token: Token) -> Data:
        """Call the operation, once; what it raises goes through to the act."""
        if "called" not in token.internal_data:
            token.result = self._call(token)
            token.note(called=True)  # what fails after this is tried again without it
        return token.result

    def _call(self, token: Token) -> Data:
        work = self.element.work(OperationWork)
        env = token.workflow.script_engine.env
        found = env.operate(work.operation, token.scope, dict(work.headers), self.element)
        if not isinstance(found, Mapping):
            raise StepFailed(self.element, "operation-without-result", work.operation)
        try:
            check_storable(found)
        except NotStorable as error:
            raise StepFailed(self.element, "operation-without-result", str(error)) from error
        return dict(found)


class BusinessRuleTask(Activity):
    """bpmn:businessRuleTask: asks a decision."""

    def work(self, token: Token) -> Data:
        """Ask the decision with all that the task sees; refuses with the task's name where the decision refuses."""
        work = self.element.work(DecisionWork)
        try:
            value = self._decide(work, token)
        except NotPublished as error:
            raise StepFailed(self.element, "nothing-published", work.decision_id) from error
        except (DmnError, FeelError) as error:
            raise StepFailed(self.element, "decision", str(error), decision=work.decision_id) from error
        return {work.result_variable: value}

    def _decide(self, work: DecisionWork, token: Token) -> object:
        env, definition = token.workflow.script_engine.env, token.workflow.definition
        if work.binding is None and definition is None:
            return env.decide(work.decision_id, token.scope)
        return env.bindings.decide(work.decision_id, work.binding, definition, token.scope)


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
