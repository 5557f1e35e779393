"""The places of a net: one for each flow, and what else tokens stand at, for a scope and for those drawn into it.

A frame is one scope at one place: a subprocess, or a process where it is called, has a frame for each place that it is drawn into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.dialect import EVENT_SUBPROCESS, FRAMES
from engine.bpmn.elements import (
    Call,
    Compensate,
    Condition,
    Element,
    Message,
    Signal,
    Terminate,
    Timer,
    triggers_of,
)
from engine.bpmn.net.markings import Net
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.specs import ProcessSpec, Step

MOST_FRAMES = 400
_MOST_OF_ONE = 2  # so often a process is drawn into itself, one call within the other

SCOPES = FRAMES | {"callActivity"}


def has_trigger(element: Element, kind: type[object]) -> bool:
    """Say whether an event waits for, or does, something of a kind."""
    return any(isinstance(each, kind) for each in triggers_of(element.detail))


def entries_of(spec: ProcessSpec, *, inside: bool) -> list[tuple[Step, ...]]:
    """Return the elements that get a token, for each way in which a scope begins; `inside` of a case there is one way."""
    ways = spec.begins[:1] if inside else spec.begins
    return [tuple(spec.steps[name] for name in way) for way in ways]


def is_called_otherwise(step: Step) -> bool:
    """Say whether a token comes to a step by another way than a flow: an event that happens, an undoing."""
    return step.element.kind in {"startEvent", "boundaryEvent", EVENT_SUBPROCESS} or is_handler(step)


def is_handler(step: Step) -> bool:
    """Say whether a step runs only to undo something."""
    is_event_subprocess = step.element.kind == EVENT_SUBPROCESS
    return step.element.for_compensation or (is_event_subprocess and has_trigger(step.element, Compensate))


def stands_beside(step: Step) -> bool:
    """Say whether a step lies on no way of tokens: it begins at an event of its scope, or has to do with undoing."""
    element = step.element
    leads_to_handler = element.kind == "boundaryEvent" and has_trigger(element, Compensate)
    return element.kind == EVENT_SUBPROCESS or is_handler(step) or leads_to_handler


def has_only_words(step: Step) -> bool:
    """Say whether an event waits for words from outside alone, which may never come; a time always comes."""
    triggers = triggers_of(step.element.detail)
    return bool(triggers) and all(isinstance(each, (Message, Signal, Condition)) for each in triggers)


@dataclass(eq=False, slots=True)
class Frame:
    """A scope where it is drawn: `alive` holds a token while it runs; `own` are the places of work in it."""

    spec: ProcessSpec
    alive: int
    outer: Frame | None = None
    step: Step | None = None
    on: dict[str, int] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    work: dict[str, int] = field(default_factory=dict)
    collected: dict[str, int] = field(default_factory=dict)
    listening: dict[str, int] = field(default_factory=dict)
    inner: dict[str, Frame] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    working: frozenset[int] = frozenset()  # all places of work, those of inner frames too
    inside: frozenset[int] = frozenset()  # all places but `alive`

    @property
    def outward(self) -> Iterator[Frame]:
        """The frame itself, and those around it."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.outer


def is_from_outside(step: Step) -> bool:
    """Say whether an event waits for a word or a time from outside; a receive task does."""
    triggers = triggers_of(step.element.detail)
    return any(isinstance(each, (Message, Signal, Condition, Timer)) for each in triggers)


def has_terminate(frame: Frame) -> bool:
    """Say whether an end event in a frame, or in one around it, may take all its tokens back."""
    return any(
        has_trigger(step.element, Terminate) for each in frame.outward for step in each.spec.steps.values()
    )


def handlers_in(frame: Frame, *, started: bool = False) -> tuple[int, ...]:
    """Return the places where the handlers in a frame and those inside it begin; with `started`, where they are at work too."""
    places: list[int] = []
    waiting = [frame]
    while waiting:
        each = waiting.pop()
        waiting += each.inner.values()
        for name in [name for name in each.at if is_handler(each.spec.steps[name])]:
            places.append(each.at[name])
            if started and name in each.inner:
                places += [each.inner[name].alive, *each.inner[name].inside]
            if started and name in each.work:
                places.append(each.work[name])
    return tuple(places)


@dataclass(slots=True)
class Frames:
    """Draws the frames of a net; `drawn_in` names the subprocesses and calls whose inside is looked at.

    Where it does not listen, no event subprocess begins by itself.
    """

    net: Net
    processes: Mapping[str, ParsedProcess]
    drawn_in: frozenset[str]
    listens: bool = True
    found: list[Frame] = field(default_factory=list)

    def draw(self, process_id: str, spec: ProcessSpec) -> Frame:
        """Return the frame of a scope, with all that is drawn into it."""
        root = self._frame(process_id, spec, None, None)
        waiting = [(process_id, root)]
        while waiting:
            owner, frame = waiting.pop()
            for step in frame.spec.steps.values():
                if step.name in self.drawn_in:
                    inner_of = self._inside(owner, step)
                    if inner_of is None:
                        continue
                    if len(self.found) >= MOST_FRAMES or self._is_within_itself(frame, inner_of[1]):
                        self.net.is_whole = False
                        continue
                    inner = self._frame(*inner_of, frame, step)
                    frame.inner[step.name] = inner
                    waiting.append((inner_of[0], inner))
        for frame in reversed(self.found):  # inner ones come after those around them
            inner_frames = frame.inner.values()
            frame.working = frozenset(frame.own).union(
                *([each.alive, *each.working] for each in inner_frames)
            )
            frame.inside = frame.working.union(
                frame.listening.values(), *(each.inside for each in inner_frames)
            )
        return root

    def _inside(self, owner: str, step: Step) -> tuple[str, ProcessSpec] | None:
        """Return the process and the scope that run inside a subprocess or call."""
        call = step.element.detail if isinstance(step.element.detail, Call) else None
        if call and call.binding:
            return None  # of another deployment
        called = call.process_id if call else None
        process = self.processes.get(called or owner)
        name = called or step.name
        spec = next((each for each in process.specs if each.name == name), None) if process else None
        return (called or owner, spec) if spec else None

    @staticmethod
    def _is_within_itself(frame: Frame, spec: ProcessSpec) -> bool:
        return sum(each.spec is spec for each in frame.outward) >= _MOST_OF_ONE

    def _frame(self, owner: str, spec: ProcessSpec, outer: Frame | None, step: Step | None) -> Frame:
        frame = Frame(spec, self.net.place(step.name if step else owner), outer, step)
        begun = {name for way in spec.begins for name in way}
        for each in spec.steps.values():
            for flow in each.flows:
                frame.on[flow.id] = self.net.place(each.name)
            if is_called_otherwise(each) or not each.incoming or each.name in begun:
                frame.at[each.name] = self.net.place(each.name)
            if each.boundary or triggers_of(each.element.detail):
                frame.work[each.name] = self.net.place(each.name)
            if each.element.start_quantity > 1:
                frame.collected[each.name] = self.net.place(each.name)
            if self.listens and each.element.kind == EVENT_SUBPROCESS and is_from_outside(each):
                frame.listening[each.name] = self.net.place(each.name)
        frame.own = [*frame.on.values(), *frame.at.values(), *frame.work.values(), *frame.collected.values()]
        self.found.append(frame)
        return frame
