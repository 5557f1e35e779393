"""What is known while a decision is being made: what is given, decisions made so far, and the same for imported models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.model import Evaluation, Model

MARK = "#"  # between the name of an import and the id of what is meant in it


@dataclass(slots=True)
class Making:
    """One model in one call; a model that is imported twice is made twice, for its inputs may differ.

    `around` is what every expression of the model may read: variables of the host that the model does not declare.
    """

    model: Model
    given: Mapping[str, object]
    around: Mapping[str, object]
    evaluation: Evaluation
    notes: list[dict[str, object]]
    made: dict[str, object] = field(default_factory=dict)
    imported: dict[str, Making] = field(default_factory=dict)

    def at(self, reference: str) -> tuple[Making, str]:
        """Find the model that a reference leads to, and the id in it."""
        name, mark, id_ = reference.rpartition(MARK)
        if not mark:
            return self, reference
        if name not in self.imported:
            own = self.given.get(name)
            # What is given under the import's name is meant for it; else it sees what this model sees.
            given = {**self.given, **own} if isinstance(own, Mapping) else self.given
            self.imported[name] = begun(self.model.imported[name], given, self.evaluation, self.notes)
        return self.imported[name], id_

    def name_of(self, reference: str) -> str:
        """Give the name of what a reference leads to."""
        place, id_ = self.at(reference)
        named = (place.model.decisions, place.model.inputs, place.model.knowledge, place.model.services)
        return next(each[id_].name for each in named if id_ in each)

    def bring(self, scope: dict[str, object], reference: str, value: object) -> None:
        """Put a value into a scope: by its name, inside the import's where it comes from there."""
        name, mark, _ = reference.rpartition(MARK)
        if not mark or not name:
            scope[self.name_of(reference)] = value
            return
        before = scope.get(name)
        scope[name] = {**(before if isinstance(before, Mapping) else {}), self.name_of(reference): value}

    def given_to(self, reference: str) -> object:
        """Give the value that stands for an input, or for a decision that a service does not make itself."""
        place, _ = self.at(reference)
        return self.fitted(reference, place.given.get(self.name_of(reference)))

    def fitted(self, reference: str, value: Any) -> Any:
        """Give a value as the type of an input or decision wants it."""
        place, id_ = self.at(reference)
        fit = place.model.decisions[id_].fit if id_ in place.model.decisions else place.model.inputs[id_].fit
        return fit(value)


def begun(
    model: Model, given: Mapping[str, object], evaluation: Evaluation, notes: list[dict[str, object]]
) -> Making:
    """Begin with all that is given; what the model declares as input is read only where an arrow leads from it."""
    declared = {each.name for each in model.inputs.values()}
    around = {name: value for name, value in given.items() if name not in declared} if declared else given
    return Making(model, given, around, evaluation, notes)
