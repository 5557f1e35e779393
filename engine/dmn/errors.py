"""What is wrong with a model, and what a decision refuses: a stable code, the element, and the figures."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DmnProblem:
    """One thing wrong with a model: which element, why."""

    element: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


class DmnError(Exception):
    """A model that cannot be read, or a decision that cannot be made."""

    def __init__(self, code: str, element: str, **params: object) -> None:
        super().__init__(code, element, params)
        self.code = code
        self.element = element
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{self.element}: {self.code}" + (f" ({details})" if details else "")
