"""What a scope has completed and could undo: one record for each activity with a handler, in the order of completion.

The records stand beside the tokens (`Tree.compensable`), so that a cut of the history leaves them alone. A record names the
activity, what was local to it, and, for a subprocess, the records from inside. The same activity completed again with the same
local data adds to a count; a scope keeps MOST records, and an activity beyond that stands as an incident. BPMN 2.0 §10.7, §13.5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from engine.bpmn import loops
from engine.bpmn.changes import is_same
from engine.bpmn.env import StepFailed
from engine.bpmn.tokens import Data, Token

if TYPE_CHECKING:
    from engine.bpmn.activities import Activity
    from engine.bpmn.workflow import SubWorkflow, Tree

MOST = 10_000
Record = dict[
    str, Any
]  # of: the activity; local: data; inner: records (a subprocess alone); times: how often in a row

OWNER = "undoer"  # the note of a handler's token: whose compensation it is part of
_INSIDE = "inside"  # a subprocess that has ended: the records of its scope, and what was written there
_KEPT = "kept"  # a body: the records of its instances, which count when it has completed


def check_room(step: Activity, token: Token) -> None:
    """Refuse to complete an activity that could be undone where its scope has too many of them."""
    if (step.undone_by or _INSIDE in token.internal_data) and len(token.workflow.compensable) >= MOST:
        raise StepFailed(step.element, "too-many-to-undo", most=MOST)


def keep_inside(tree: SubWorkflow, written: Data) -> None:
    """Keep with the token that waits for a subprocess what could be undone in it."""
    step = cast("Activity", tree.caller.step)
    if step.undone_by or not step.is_undone_inside or OWNER in tree.caller.internal_data:
        return
    if tree.compensable or tree.spec.undone_by:
        tree.caller.note(**{_INSIDE: [tree.compensable, dict(written)]})


def note_completion(step: Activity, token: Token) -> None:
    """Write down that an activity has completed, if it could be undone; an instance is written down with its body."""
    notes = token.internal_data
    if not (step.undone_by or _INSIDE in notes or _KEPT in notes) or OWNER in notes:
        return
    if loops.is_body(step, token):
        _add(token.workflow.compensable, notes.get(_KEPT, ()))
        token.forget(_KEPT)
    elif loops.is_instance(token):
        body = cast(Token, token.parent)
        body.note(**{_KEPT: [*body.internal_data.get(_KEPT, ()), _record(step, token)]})
    else:
        _add(token.workflow.compensable, [_record(step, token)])
    token.forget(_INSIDE)


def _record(step: Activity, token: Token) -> Record:
    local = dict(token.local)
    record: Record = {"of": step.name}
    if not step.undone_by:
        record["inner"], written = token.internal_data[_INSIDE]
        local |= {
            key: value for key, value in written.items() if key in local or _stayed_in(token, key, value)
        }
    if local:
        record["local"] = local
    return record


def _stayed_in(token: Token, key: str, value: object) -> bool:
    """Say whether what was written in a subprocess is not what the case around has now."""
    return key not in token.data or not is_same(token.data[key], value)


def _add(records: list[Record], new: list[Record] | tuple[Record, ...]) -> None:
    for record in new:
        last = records[-1] if records else {}
        if last.get("of") == record["of"] and is_same({**last, "times": 1}, {**record, "times": 1}):
            records[-1] = {**last, "times": last.get("times", 1) + 1}
        else:
            records.append(record)


def taken(tree: Tree, activity: str | None) -> list[Record]:
    """Take out of a scope what is to be undone, the last first: a record is undone once."""
    found = [record for record in tree.compensable if activity in {None, record["of"]}]
    tree.compensable = [record for record in tree.compensable if activity not in {None, record["of"]}]
    return found[::-1]
