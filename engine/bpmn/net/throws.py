"""Where an error, an escalation or the cancelling of a transaction is caught (the nearest that listens, from inside outwards)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.dialect import EVENT_SUBPROCESS
from engine.bpmn.elements import Cancel, Error, Escalation, triggers_of
from engine.bpmn.net.frames import Frame
from engine.bpmn.net.joins import Arrival
from engine.bpmn.net.pen import Pen, onward
from engine.bpmn.specs import Step

Thrown = Error | Escalation | Cancel


@dataclass(frozen=True, slots=True)
class Catcher:
    """An event subprocess of `frame`, or a boundary event at the activity that `frame` stands for; no code catches all."""

    step: Step
    frame: Frame
    codes: tuple[str | None, ...]

    @property
    def is_boundary(self) -> bool:
        """Say whether it stands at the boundary, in the frame around."""
        return self.step.element.kind == "boundaryEvent"


def catcher_of(thrown: Thrown, frame: Frame) -> Catcher | None:
    """Return what catches something thrown in a frame, or None."""
    code = None if isinstance(thrown, Cancel) else thrown.code
    catchers = _catchers(type(thrown), frame)
    return next((catcher for catcher in catchers if {None, code} & set(catcher.codes)), None)


def catchers_of_any_error(frame: Frame) -> Iterator[Catcher]:
    """Yield what may catch an error whose code is not known."""
    for catcher in _catchers(Error, frame):
        yield catcher
        if None in catcher.codes:
            return


def _catchers(kind: type[Thrown], frame: Frame) -> Iterator[Catcher]:
    """Yield those that listen for a kind, the nearest first, those for one code before those for all."""
    for each in frame.outward:
        steps = each.spec.steps
        yield from _listening([step for step in steps.values() if _is_event_subprocess(step)], each, kind)
        if each.outer is not None and each.step is not None:
            yield from _listening([each.outer.spec.steps[name] for name in each.step.boundary], each, kind)


def _is_event_subprocess(step: Step) -> bool:
    return step.element.kind == EVENT_SUBPROCESS


def _listening(steps: list[Step], frame: Frame, kind: type[Thrown]) -> list[Catcher]:
    found = []
    for step in steps:
        heard = [each for each in triggers_of(step.element.detail) if isinstance(each, kind)]
        if heard:
            codes = tuple(None if isinstance(each, Cancel) else each.code for each in heard)
            found.append(Catcher(step, frame, codes))
    return sorted(found, key=lambda catcher: None in catcher.codes)


def caught(
    pen: Pen, catcher: Catcher, arrival: Arrival, passes: tuple[str, ...], goes_on: tuple[int, ...] = ()
) -> None:
    """Draw what happens where something is caught: in place of what runs in that frame, or beside it."""
    frame, step = catcher.frame, catcher.step
    interrupting = step.element.interrupting
    beside = () if interrupting else goes_on
    if not catcher.is_boundary:
        clears = frame.inside if interrupting else ()
        pen.move(arrival, (*beside, frame.at[step.name]), passes=passes, done=passes, clears=clears)
    elif frame.outer is not None:
        ends = (frame.alive, *frame.inside) if interrupting else ()
        for puts in onward(frame.outer, step):
            through = (*passes, step.name)
            pen.move(arrival, (*beside, *puts), passes=through, done=through, clears=ends)
