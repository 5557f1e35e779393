"""How large the parts of a message or signal may be: what no row could hold is refused by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine import buffer
from engine.bpmn.tagged import NotStorable, check_storable
from engine.errors import Problem

LONGEST_TEXT = 100  # of a name, a key, an id
LONGEST_LIFE = timedelta(days=365)
LARGEST_PAYLOAD = 256 * 1024


def name_problem(name: str) -> Problem | None:
    """Say what is wrong with the name of a message or signal, if anything is."""
    return Problem("required") if not name else text_problem(name)


def text_problem(text: str) -> Problem | None:
    """Say whether a name, a key or an id is too long."""
    return Problem("too-long", {"most": LONGEST_TEXT, "is": len(text)}) if len(text) > LONGEST_TEXT else None


def life_problem(time_to_live: timedelta) -> Problem | None:
    """Say what is wrong with a time to live, if anything is."""
    if time_to_live < timedelta(0):
        return Problem("too-small", {"least": 0})
    too_long = time_to_live > LONGEST_LIFE
    return Problem("too-big", {"most": LONGEST_LIFE.total_seconds()}) if too_long else None


def payload_problem(payload: Mapping[str, object]) -> Problem | None:
    """Say what is wrong with a payload, if anything is."""
    try:
        check_storable(dict(payload))
    except NotStorable:
        return Problem("wrong-type")
    size = len(buffer.dump_payload(payload).encode())
    return Problem("too-long", {"most": LARGEST_PAYLOAD, "is": size}) if size > LARGEST_PAYLOAD else None
