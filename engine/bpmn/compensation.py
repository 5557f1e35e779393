"""Compensation: undo what a scope has completed, one after the other, the last first (BPMN 2.0 §10.7, §13.5.5).

The token that throws owns the compensation: it stands, with the list of what is left to do, until the last handler is done. A
handler has a token of its own, which sees the data of the whole scope and what was local to the undone activity; what it writes
goes to the owner. Undoing a subprocess opens its frame again, whose token owns the handlers inside: its own event subprocess, or else
those of all that was completed in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.bpmn.changes import what_changed
from engine.bpmn.compensable import OWNER, Record, taken, unfolded
from engine.bpmn.dialect import EVENT_SUBPROCESS
from engine.bpmn.elements import Compensate
from engine.bpmn.specs import Step, start_work
from engine.bpmn.tokens import COMPLETED, Data, Token
from engine.bpmn.workflow import SubWorkflow, Tree

if TYPE_CHECKING:
    from engine.bpmn.subprocesses import Subprocess

_LEFT = "to_undo"  # the note of an owner: [how many scopes outwards, record] of what is still to be undone
_BESIDE = "beside"  # the note of an owner that throws without waiting
_OTHERS = "others"  # the note of a handler: what it sees of branches beside its owner's
_IN_FRAME = -1


def throw(step: Step, token: Token, compensate: Compensate) -> bool:
    """Undo one activity or all in sight; says whether that is done, or the event does not wait for it."""
    found = in_sight(token, compensate.activity)
    if not found:
        return True
    if compensate.waits:
        undo(token, found)
        return False
    beside = Token(token.workflow, step, token)
    beside.data = token.data
    beside.note(**{_BESIDE: True})
    undo(beside, found)
    return True


def in_sight(token: Token, activity: str | None) -> list[tuple[int, Record]]:
    """Take what an event can undo: the scope's, and from an event subprocess also that of the scope around it."""
    tree, outwards = token.workflow, 0
    found = [(outwards, record) for record in taken(tree, activity)]
    while isinstance(tree, SubWorkflow) and tree.caller.step.element.kind == EVENT_SUBPROCESS:
        tree, outwards = tree.caller.workflow, outwards + 1
        found += [(outwards, record) for record in taken(tree, activity)]
    return found


def undo(owner: Token, records: list[tuple[int, Record]]) -> None:
    """Let a token stand while all this is undone."""
    start_work(owner)
    owner.note(**{_LEFT: [list(each) for each in records]})
    _undo_next(owner)


def _undo_next(owner: Token) -> None:
    left = owner.internal_data[_LEFT]
    if not left:
        _finish(owner)
        return
    while "rows" in left[0][1]:
        [outwards, record], *rest = left
        left = [*([outwards, each] for each in unfolded(record)), *rest]
    [outwards, record], *rest = left
    owner.note(**{_LEFT: rest})
    tree = _scope(owner, outwards)
    step = tree.spec.steps[record["of"]]
    if "inner" in record:
        _open_frame(owner, tree, cast("Subprocess", step), record)
    else:
        _begin(owner, tree, tree.spec.steps[step.undone_by or step.name], record)


def _scope(owner: Token, outwards: int) -> Tree:
    if outwards == _IN_FRAME:
        return owner.workflow.top_workflow.subprocesses[owner.id]
    tree = owner.workflow
    for _ in range(outwards):
        tree = cast(SubWorkflow, tree).caller.workflow
    return tree


def _begin(owner: Token, tree: Tree, handler: Step, record: Record) -> None:
    token = _placed(owner, tree, handler, record)
    if handler.element.kind == EVENT_SUBPROCESS:
        token._ready()
    else:
        handler.come(token, handler.arrive)


def _placed(owner: Token, tree: Tree, step: Step, record: Record) -> Token:
    token = Token(tree, step, owner if owner.workflow is tree else None)
    seen, around = (owner.data, owner.local) if is_part(owner) else (_whole_scope(owner, tree), {})
    token.data = seen
    token.note(**{OWNER: owner.id, "local": {**around, **record.get("local", {})}})
    if others := what_changed(owner.data, seen):
        token.note(**{_OTHERS: dict(others)})
    return token


def _whole_scope(owner: Token, tree: Tree) -> Data:
    """Return the data of all branches of a scope, since the undone activity may stand in another than the owner."""
    last = owner
    while last.workflow is not tree:
        last = cast(SubWorkflow, last.workflow).caller
    return tree.data_so_far(last)


def _open_frame(owner: Token, tree: Tree, step: Subprocess, record: Record) -> None:
    frame = _placed(owner, tree, step, record)
    case = tree.top_workflow
    inside = case.subprocesses[frame.id] = SubWorkflow(case.specs_inside(frame)[step.inside], frame)
    handler = inside.spec.undone_by
    if handler:
        inside.compensable = list(record["inner"])
        undo(frame, [(_IN_FRAME, {"of": handler})])
    else:
        undo(frame, [(_IN_FRAME, each) for each in reversed(record["inner"])])


def is_part(token: Token) -> bool:
    """Say whether a token is a handler's, or a frame's that is opened again: no branch of its scope."""
    return OWNER in token.internal_data


def handled(step: Step, token: Token) -> None:
    """A handler is done: its owner has what it wrote, and undoes the next."""
    case = token.workflow.top_workflow
    case.count_passing(step)
    _give_to_owner(token)


def _give_to_owner(token: Token) -> None:
    owner = token.workflow.top_workflow.find(token.internal_data[OWNER])
    if owner is not None:
        before = {**owner.data, **token.internal_data.get(_OTHERS, {})}
        changes = what_changed(before, token.data)
        if token.parent is owner:
            owner.drop_child(token)  # it leaves nothing behind but what it wrote
        _write(owner, changes)
        _undo_next(owner)


def _write(owner: Token, changes: Data) -> None:
    """What a frame hides stays in it; all else goes to the scope in which the compensation was thrown."""
    hidden = {key: value for key, value in changes.items() if is_part(owner) and key in owner.local}
    if hidden:
        owner.note(local={**owner.local, **hidden})
    owner.step.write(owner, {key: value for key, value in changes.items() if key not in hidden})


def _finish(owner: Token) -> None:
    owner.forget(_LEFT)
    if is_part(owner):
        owner.workflow.top_workflow.subprocesses.pop(owner.id)
        owner._set_state(COMPLETED)
        _give_to_owner(owner)
    elif _BESIDE in owner.internal_data:
        owner._set_state(COMPLETED)
        owner.workflow.last_task = owner
        owner.workflow.branch_ended(owner)
    else:
        owner._ready()


def stop(owner: Token) -> None:
    """Take the handler back that runs for an owner which is cancelled; what it had not begun can still be undone."""
    if _LEFT in owner.internal_data:
        for tree in list(owner.workflow.top_workflow.trees()):
            for token in list(tree.open.values()):
                if token.internal_data.get(OWNER) == owner.id:
                    token.cancel()
        _put_back(owner)


def _put_back(owner: Token) -> None:
    """Give records back to their scopes: they are older than what was completed meanwhile."""
    left = owner.internal_data[_LEFT]
    if is_part(owner):
        inner = [record for _outwards, record in reversed(left)]
        if inner and not _scope(owner, _IN_FRAME).spec.undone_by:
            rest = {"of": owner.step.name, "inner": inner, "local": dict(owner.local)}
            owner.workflow.compensable.insert(0, rest)
        return
    for outwards, record in left:
        _scope(owner, outwards).compensable.insert(0, record)
