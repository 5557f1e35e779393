"""Incidents: a token that met a fault of the diagram stays where it is, everything else goes on, and it can be tried again.

What a token does at an element has parts: it arrives, it does the work, it leaves. Each part changes something only when
all that can fail in it has been asked; so trying again begins with the part that failed, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.env import StepFailed
from engine.bpmn.tagged import NotStorable, check_storable
from engine.bpmn.tokens import ARRIVES, INCIDENT, LEAVES, READY, RESULT, STANDS, WAITING, Token

# A bug of a register, found when its work is done already: only the whole act can be taken back.
_REFUSES_THE_ACT = frozenset({"operation-without-result", "operation-output"})


def hold(token: Token, failed: StepFailed, part: str) -> None:
    """Let a token stand as an incident; raises again what only the refusal of the whole act can mend."""
    if failed.cause in _REFUSES_THE_ACT:
        raise failed
    said = dict(failed.params)
    notes: dict[str, object] = {
        "part": part,
        "cause": failed.cause,
        "detail": str(said.pop("detail")),
        "params": {
            key: _kept(value) for key, value in said.items() if key not in {"element", "name", "cause"}
        },
    }
    token.note(**{INCIDENT: notes})
    if token.result:
        token.note(**{RESULT: dict(token.result)})
    token._set_state(WAITING)


def retry(token: Token, incident: Mapping[str, Any]) -> None:
    """Try the part again that failed."""
    token.forget(INCIDENT, RESULT)
    part = incident["part"]
    if part == STANDS:
        token._ready()
    elif part == ARRIVES:
        token.step.come(token, token.step.arrive_again)
    else:
        token._set_state(READY)
        if part == LEAVES:
            token.step.leave(token)
        else:
            token.step.run(token)


def _kept(value: object) -> object:
    try:
        check_storable({"value": value})
    except NotStorable:
        return str(value)
    return value
