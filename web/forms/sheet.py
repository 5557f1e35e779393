"""A form as it lies before a person: the file, what the case knows, what can be chosen, and the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.forms import Form
from engine.forms.choices import Options
from engine.forms.expressions import World, world_of
from engine.forms.shown import Place, hidden_paths, initial_answers, places


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every function of this package is about; `file_names` gives uploads their names by token."""

    form: Form
    data: Mapping[str, object]
    options: Options
    now: datetime
    functions: Mapping[str, object] = field(default_factory=dict)
    file_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """What expressions may read."""
        return world_of(self.data, self.functions, self.now)

    def begun(self) -> dict[str, Any]:
        """Return what stands in the form before anybody has touched it."""
        return initial_answers(self.form, self.data)

    def hidden(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """Return what conditions hide, given these answers."""
        return hidden_paths(self.form, answers, self.world)

    def places(self, answers: Mapping[str, Any]) -> list[Place]:
        """Return every field in every row, hidden ones too."""
        return list(places(self.form, answers, self.hidden(answers), self.world))
