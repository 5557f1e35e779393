"""The state of a case as bytes: one record for each token, with what differs from its parent's data (traps 1 to 7).

The definition is not in it (decision 3). The record of a token that did not change since it was loaded goes through as it
is; what a finished token's data were is put together only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from engine.bpmn.env import Env
from engine.bpmn.history import cut
from engine.bpmn.packed import pack, unpack
from engine.bpmn.scope import changes_between
from engine.bpmn.specs import ProcessSpec
from engine.bpmn.subprocesses import Subprocess
from engine.bpmn.tagged import untag
from engine.bpmn.tokens import READY, WAITING, Data, Token
from engine.bpmn.workflow import CaseWorkflow, SubWorkflow, Tree

FORMAT = 1


def dump_state(case: CaseWorkflow) -> bytes:
    """Write the state; long histories are cut first."""
    for tree in case.trees():
        cut(tree)
    return pack(
        FORMAT,
        {
            "data": case.data,
            "case": _tree(case),
            "inside": [[caller, _tree(tree)] for caller, tree in case.subprocesses.items()],
        },
    )


def _tree(tree: Tree) -> dict[str, object]:
    return {
        "tokens": [token.saved or _record(token) for token in tree.tasks.values()],
        "last": tree.last_task.id if tree.last_task else None,
        "ended": tree.ended,
        "completed": tree.completed,
        **({"compensable": tree.compensable} if tree.compensable else {}),
    }


def _record(token: Token) -> list[Any]:
    data, parent = token.data, token.parent
    before = parent.data if parent else token.workflow.inherited_data()
    changes = changes_between(before, data)
    return [
        token.id,
        token._parent,
        token._state,
        token.last_state_change,
        token.step.name,
        token.via,
        changes or None,
        token.internal_data or None,
        _dropped(before, data, changes),
    ]


def _dropped(before: Data, data: Data, changes: Data) -> list[str]:
    """Return the keys of the parent's data that the token does not have: those written there after it had left."""
    if data is before or (len(data) >= len(before) and not changes):
        return []
    return [key for key in before if key not in data]


def load_state(process_id: str, specs: Mapping[str, ProcessSpec], data: bytes, env: Env) -> CaseWorkflow:
    """Return the case as it was; refuses bytes of an unknown format."""
    content = unpack(FORMAT, data)
    case = CaseWorkflow(process_id, specs, untag(content["data"]), env)
    _restore(case, content["case"])
    callers = dict(case.open)
    for caller_id, saved in content["inside"]:  # outer ones first, as they were opened
        caller = callers[caller_id]
        subprocess = SubWorkflow(case.specs_inside(caller)[cast(Subprocess, caller.step).inside], caller)
        case.subprocesses[caller_id] = subprocess
        _restore(subprocess, saved)
        callers.update(subprocess.open)
    return case


def _restore(tree: Tree, saved: Mapping[str, Any]) -> None:
    for record in saved["tokens"]:
        token = Token.restored(tree, record)
        if token._state == READY:
            token.step._on_ready(token)
        elif token._state == WAITING:
            token.step.take_up(token)
    tree.last_task = tree.tasks.get(saved["last"])
    tree.ended = untag(saved["ended"])
    tree.completed = saved["completed"]
    tree.compensable = untag(saved.get("compensable", []))
