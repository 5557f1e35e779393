"""Refusals: what the engine and the registers expect to go wrong, each named for what the person can do next.

A refusal carries a stable code and parameters, never a finished sentence and never an HTTP status: the skins
(`api/errors.py`, `web/errors.py`) turn it into words. Anything that is not a `Refused` is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.actor import Actor

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a folder that cannot be published, or (a warning) hardly be meant: which file, which element, why.

    `params["path"]`, where it is there, lists the elements that a case would go through to get there.
    """

    file: str
    element: str
    code: str
    params: dict[str, object] = field(default_factory=dict)
    severity: Severity = "error"


class Refused(Exception):
    """An act that was refused; nothing has changed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NotFound(Refused):
    """There is no such thing, or the person may not know of it."""


class NotAllowed(Refused):
    """The person does not hold the post that may do this; `by` is audited by the runner."""

    def __init__(self, code: str, *, by: Actor | None = None, **params: object) -> None:
        super().__init__(code, **params)
        self.by = by


class AlreadyDone(Refused):
    """Somebody else was first; `by` and `at` say who and when."""


class Changed(Refused):
    """The thing was changed by others again and again while the act ran; the person may try once more."""


class NotYet(Refused):
    """A condition of the procedure is not met; the parameters say which and until when."""


class TooMany(Refused):
    """Too many tries or too large an amount; `until` says when to try again, where that is known."""


class Unpublishable(Refused):
    """A folder holds what the engine does not run; each finding, warnings too, names file, element and reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("unpublishable", findings=len(findings))
        self.findings = tuple(findings)


class Unsupported(Refused):
    """A diagram, table or form holds what the engine does not run; names the element and what to use instead."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field: a stable code and the figures that the message needs."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


class Invalid(Refused):
    """What was typed does not fit the form: problems by field path (`items.0.phone`)."""

    def __init__(self, problems: dict[str, list[Problem]]) -> None:
        super().__init__("invalid", fields=sorted(problems))
        self.problems = problems
