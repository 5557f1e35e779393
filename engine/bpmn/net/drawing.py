"""A process or a scope of it as a net, in which data are left aside: every condition, event and choice may go either way."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.net.activities import draw_activity
from engine.bpmn.net.ends import THROWS, draw_throw
from engine.bpmn.net.frames import Frame, Frames
from engine.bpmn.net.joins import Arrival, collects
from engine.bpmn.net.markings import Net
from engine.bpmn.net.pen import Pen, entered, from_place
from engine.bpmn.net.ways import is_too_wide
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.specs import ProcessSpec, Step


def net_of_scope(spec: ProcessSpec, *, branches_beside: bool = True) -> Net:
    """Return the net of one scope; what runs inside its subprocesses and calls is not looked at."""
    net = Net()
    frames = Frames(net, {}, drawn_in=frozenset(), listens=False)
    frames.draw(spec.owner, spec)
    return _drawn(frames, Pen(net, branches_beside=branches_beside))


def net_of_process(
    process_id: str,
    processes: Mapping[str, ParsedProcess],
    *,
    drawn_in: frozenset[str],
    beginnings: frozenset[str] = frozenset(),
    completions: frozenset[str] = frozenset(),
) -> Net:
    """Return the net of a process, together with the insides of the subprocesses and calls that `drawn_in` names."""
    net = Net()
    frames = Frames(net, processes, drawn_in=drawn_in)
    frames.draw(process_id, processes[process_id].specs[0])
    return _drawn(frames, Pen(net, beginnings, completions, is_alone=False))


def _drawn(frames: Frames, pen: Pen) -> Net:
    net, root = frames.net, frames.found[0]
    net.starts += entered(root)
    pen.move(from_place(root.alive, root.working), clears=root.inside, ends=True)
    for frame in frames.found:
        for step in frame.spec.steps.values():
            net.is_whole = net.is_whole and not is_too_wide(step)
            _draw_step(pen, frame, step)
    return net


def _draw_step(pen: Pen, frame: Frame, step: Step) -> None:
    kind = step.element.kind
    if kind in THROWS:
        draw_throw(pen, frame, step)
    elif kind != "boundaryEvent":
        draw_activity(pen, frame, step)
    if collects(step):
        coming = [
            *(frame.on[flow] for flow in step.incoming),
            *([frame.at[step.name]] if step.name in frame.at else []),
        ]
        for place in coming:
            pen.move(from_place(place), (frame.collected[step.name],))
    if step.name in frame.listening:
        _draw_listening(pen, frame, step)


def _draw_listening(pen: Pen, frame: Frame, step: Step) -> None:
    """The event of an event subprocess comes while something is done in its scope: in place of all that, or beside it."""
    listening, begun = frame.listening[step.name], frame.at[step.name]
    some = frame.working
    if step.element.interrupting:
        pen.move(from_place(listening), (begun,), some=some, clears=frame.inside)
        return
    inner = frame.inner.get(step.name)
    running = (begun, inner.alive, *inner.inside) if inner else (begun,)
    pen.move(Arrival((listening,), running), (listening, begun), some=some)
