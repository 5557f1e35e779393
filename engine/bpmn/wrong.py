"""One thing that a check found wrong with an element; the caller knows the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import Severity


@dataclass(frozen=True, slots=True)
class Wrong:
    """An element, a stable code, and what the message needs to say it; a warning keeps nothing from being published."""

    element: str
    code: str
    params: dict[str, object] = field(default_factory=dict)
    severity: Severity = "error"
