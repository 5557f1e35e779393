"""The moves of what throws and what ends: end events, and throw events on the way."""

from __future__ import annotations

from engine.bpmn.elements import Cancel, Compensate, Error, Escalation, Terminate, Trigger, triggers_of
from engine.bpmn.net.frames import Frame, handlers_in
from engine.bpmn.net.joins import Arrival, arrivals
from engine.bpmn.net.pen import Pen, from_place, onward
from engine.bpmn.net.throws import catcher_of, caught
from engine.bpmn.net.ways import subsets
from engine.bpmn.specs import Step

THROWS = frozenset({"endEvent", "intermediateThrowEvent"})
_FARTHEST = (
    Terminate,
    Error,
    Cancel,
    Compensate,
    Escalation,
)  # of several at one event, the first counts


def draw_throw(pen: Pen, frame: Frame, step: Step) -> None:
    """Draw the moves of an end event or a throw event."""
    thrown = _farthest(step)
    for arrival in arrivals(frame, step):
        match thrown:
            case Terminate():
                pen.move(arrival, passes=(step.name,), done=(step.name,), clears=frame.inside)
            case Error():
                _throw_error(pen, frame, step, arrival, thrown)
            case Escalation():
                _escalate(pen, frame, step, arrival, thrown)
            case Cancel():
                _cancel(pen, frame, step, arrival)
            case Compensate():
                _undo(pen, frame, step, arrival, thrown)
            case _:
                _go_on(pen, frame, step, arrival)


def _farthest(step: Step) -> Trigger | None:
    found = [each for each in triggers_of(step.element.detail) if isinstance(each, _FARTHEST)]
    return min(found, key=lambda each: _FARTHEST.index(type(each)), default=None)


def _go_on(pen: Pen, frame: Frame, step: Step, arrival: Arrival) -> None:
    for puts in onward(frame, step):
        pen.move(arrival, puts, passes=(step.name,), done=(step.name,))


def _throw_error(pen: Pen, frame: Frame, step: Step, arrival: Arrival, error: Error) -> None:
    catcher = catcher_of(error, frame)
    if catcher is not None:
        caught(pen, catcher, arrival, (step.name,))
    elif pen.is_alone:  # it goes outwards
        pen.move(arrival, passes=(step.name,), clears={frame.alive, *frame.inside})
    else:  # nobody catches it: an incident, and the token stays
        pen.move(arrival, (frame.work[step.name],), passes=(step.name,))


def _escalate(pen: Pen, frame: Frame, step: Step, arrival: Arrival, escalation: Escalation) -> None:
    catcher = catcher_of(escalation, frame)
    if catcher is None:
        _go_on(pen, frame, step, arrival)
        return
    for puts in onward(frame, step):
        caught(pen, catcher, arrival, (step.name,), puts)


def _cancel(pen: Pen, frame: Frame, step: Step, arrival: Arrival) -> None:
    """Undo what a transaction has done, then leave it at its boundary."""
    transaction = next((each for each in frame.outward if _is_transaction(each)), frame)
    undone = frame.work[step.name]
    _run_handlers(pen, transaction, step, arrival, undone)
    after = from_place(undone, handlers_in(transaction, started=True))
    catcher = catcher_of(Cancel(), transaction)
    if catcher is not None:
        caught(pen, catcher, after, ())
    else:
        pen.move(after, clears={transaction.alive, *transaction.inside})


def _is_transaction(frame: Frame) -> bool:
    return frame.step is not None and frame.step.element.kind == "transaction"


def _undo(pen: Pen, frame: Frame, step: Step, arrival: Arrival, compensate: Compensate) -> None:
    """Undo what was done, and go on when that is undone, or at once."""
    undone = frame.work[step.name]
    _run_handlers(pen, frame, step, arrival, undone)
    for puts in onward(frame, step):
        undoing = handlers_in(frame, started=True) if compensate.waits else ()
        pen.move(from_place(undone, undoing), puts, done=(step.name,))


def _run_handlers(pen: Pen, frame: Frame, step: Step, arrival: Arrival, undone: int) -> None:
    """Any of the handlers may run, since what they undo may have been done or not."""
    clears = frame.inside if isinstance(_farthest(step), Cancel) else ()
    handlers = {str(place): place for place in handlers_in(frame)}
    for some in subsets(list(handlers)):
        puts = (undone, *(handlers[each] for each in some))
        pen.move(arrival, puts, passes=(step.name,), clears=clears)
