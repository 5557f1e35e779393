"""What a scope has completed and could undo: one record for each activity with a handler, in the order of completion.

The records stand beside the tokens (`Tree.compensable`), so that a cut of the history leaves them alone. A record names the
activity, what was local to it, and, for a subprocess, the records from inside. The same activities completed again with the same
local data add to a count; a scope keeps MOST records, and an activity beyond that stands as an incident. BPMN 2.0 §10.7, §13.5.5.
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
_LONGEST = 8  # so many records in a row are recognized when they come again
# of: the activity; local: data; inner: records (a subprocess alone). Or rows: records in a row, and times: how often.
Record = dict[str, Any]

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
        for record in notes.get(_KEPT, ()):
            _add(token.workflow.compensable, record)
        token.forget(_KEPT)
    elif loops.is_instance(token):
        body = cast(Token, token.parent)
        body.note(**{_KEPT: [*body.internal_data.get(_KEPT, ()), _record(step, token)]})
    else:
        _add(token.workflow.compensable, _record(step, token))
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


def _add(records: list[Record], record: Record) -> None:
    """Add a record; what comes again in the same order becomes one entry with a count, so that loops stay small."""
    records.append(record)
    while any(_fold(records, length) for length in range(1, _LONGEST + 1)):
        pass


def _fold(records: list[Record], length: int) -> bool:
    """Put the last records together with the same ones right before them; says whether there were such."""
    last, before = records[-length:], records[-length - 1 : -length]
    if before and is_same(before[0].get("rows"), last):
        records[-length - 1 :] = [{**before[0], "times": before[0]["times"] + 1}]
        return True
    if len(records) >= 2 * length and is_same(records[-2 * length : -length], last):
        records[-2 * length :] = [{"rows": last, "times": 2}]
        return True
    return False


def taken(tree: Tree, activity: str | None) -> list[Record]:
    """Take out of a scope what is to be undone, the last first: a record is undone once."""
    found, tree.compensable = (
        (tree.compensable, []) if activity is None else _parted(tree.compensable, activity)
    )
    return found[::-1]


def _parted(records: list[Record], activity: str) -> tuple[list[Record], list[Record]]:
    """Return the records of an activity, and those of all others, both in their order."""
    found: list[Record] = []
    others: list[Record] = []
    for record in records:
        if "rows" not in record:
            (found if record["of"] == activity else others).append(record)
            continue
        for into, rows in zip((found, others), _parted(record["rows"], activity), strict=True):
            if rows:
                into.append({**record, "rows": rows})
    return found, others


def unfolded(record: Record) -> list[Record]:
    """Return what a record stands for, the last first: itself, or its rows and what is left of it."""
    if "rows" not in record:
        return [record]
    again = [{**record, "times": record["times"] - 1}] if record["times"] > 1 else []
    return [*reversed(record["rows"]), *again]
