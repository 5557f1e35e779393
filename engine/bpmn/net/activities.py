"""The moves of activities, gateways and events that wait: through them, out at their boundary, and beside them.

An activity whose inside is not looked at is one move for each way out of it. A branch beside an activity begins, if it does,
when the activity does: later is only another order of the same moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from engine.bpmn.elements import Cancel, Error, Escalation, Timer, triggers_of
from engine.bpmn.net.frames import SCOPES, Frame, has_terminate, has_trigger, is_from_outside
from engine.bpmn.net.joins import Arrival, arrivals
from engine.bpmn.net.pen import Pen, entered, from_place, onward
from engine.bpmn.net.throws import catchers_of_any_error, caught
from engine.bpmn.net.ways import subsets
from engine.bpmn.specs import Step

_FROM_WITHIN = (Error, Escalation, Cancel)  # caught where something inside throws them
_THROWS_ERRORS = frozenset({"serviceTask", "sendTask"})


def draw_activity(pen: Pen, frame: Frame, step: Step) -> None:
    """Draw the moves of a step that is no throw and no end."""
    if step.name in frame.inner:
        _draw_looked_into(pen, frame, step)
        return
    beside = _branches_beside(pen, frame, step)
    for arrival in arrivals(frame, step):
        if len(beside) > 1:
            for names, begun in beside:
                puts = (frame.work[step.name], *begun)
                pen.move(arrival, puts, passes=(step.name, *names), done=names, from_outside=bool(names))
        else:
            _pass(pen, frame, step, arrival)
            _interrupt(pen, frame, step, arrival, before=(step.name,))
        if not pen.is_alone and step.element.kind in _THROWS_ERRORS | SCOPES:
            for catcher in catchers_of_any_error(frame):
                caught(pen, catcher, arrival, (step.name,))
    if len(beside) > 1:
        working = from_place(frame.work[step.name])
        for puts in onward(frame, step):
            pen.move(working, puts, done=(step.name,))
        _interrupt(pen, frame, step, working)


def _pass(pen: Pen, frame: Frame, step: Step, arrival: Arrival) -> None:
    outside = step.element.kind in {"intermediateCatchEvent", "receiveTask"} and is_from_outside(step)
    never = outside and has_terminate(frame) and not has_trigger(step.element, Timer)
    move = partial(pen.move, arrival, from_outside=outside, may_never_come=never)
    for puts in onward(frame, step):
        move(puts, passes=(step.name,), done=(step.name,))


def _interrupt(
    pen: Pen,
    frame: Frame,
    step: Step,
    arrival: Arrival,
    *,
    before: tuple[str, ...] = (),
    inner: Frame | None = None,
) -> None:
    """Leave an activity at its boundary; it is not completed then."""
    for name in step.boundary:
        event = frame.spec.steps[name]
        if event.element.interrupting and not _is_thrown(event, inner):
            clears = inner.inside if inner else ()
            move = partial(pen.move, arrival, clears=clears, from_outside=is_from_outside(event))
            for puts in onward(frame, event):
                move(puts, passes=(*before, name), done=(name,))


def _is_thrown(event: Step, inner: Frame | None) -> bool:
    """Say whether an event does not happen by itself: something inside, that is looked into, throws it."""
    if inner is None or inner.step is None or (inner.step.element.loop and inner.step.element.loop.throws):
        return False
    return all(isinstance(each, _FROM_WITHIN) for each in triggers_of(event.element.detail))


def _branches_beside(
    pen: Pen, frame: Frame, step: Step, inner: Frame | None = None
) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Return which branches may begin beside an activity, none of them first, and where they put their tokens."""
    events = [frame.spec.steps[name] for name in step.boundary if pen.branches_beside]
    names = [
        event.name for event in events if not event.element.interrupting and not _is_thrown(event, inner)
    ]
    return list(_begun(frame, names))


def _begun(frame: Frame, names: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    for some in subsets(names):
        for places in product(*(onward(frame, frame.spec.steps[name]) for name in some)):
            yield some, tuple(place for each in places for place in each)


def _draw_looked_into(pen: Pen, frame: Frame, step: Step) -> None:
    """A subprocess or call whose inside is drawn: one instance after the other, whatever the drawing says.

    Instances do not see each other's tokens, and what one has completed the next may count on.
    """
    inner = frame.inner[step.name]
    loop, repeat = step.element.loop, step.element.repeat
    for arrival in arrivals(frame, step):
        free = Arrival(arrival.takes, (*arrival.empty, inner.alive, *inner.inside), arrival.is_join)
        for puts in entered(inner):
            for names, beside in _branches_beside(pen, frame, step, inner):
                pen.move(free, (*puts, *beside), passes=(step.name, *names), done=names)
        if loop or (repeat and repeat.test_before):  # a list may be empty
            _pass(pen, frame, step, arrival)
    done = from_place(inner.alive, inner.working)
    for puts in onward(frame, step):
        pen.move(done, puts, done=(step.name,), clears=inner.inside)
    if loop or repeat:
        for puts in entered(inner):
            pen.move(done, puts, clears=inner.inside)
    _interrupt(pen, frame, step, from_place(inner.alive), inner=inner)
