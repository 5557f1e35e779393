"""One field as the templates show it: its words, its value and its problems, nothing left to work out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from engine.forms.components import KEYED


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the templates show it."""

    id: str
    type: str
    path: str
    name: str
    files_name: str
    anchor: str
    label: str
    hint: Markup
    text: Markup
    value: str
    values: tuple[str, ...]
    problems: tuple[str, ...]
    is_required: bool
    is_locked: bool
    is_wide: bool
    is_narrow: bool
    may_add: bool
    accept: str
    multiple: bool
    attributes: Mapping[str, str]
    choices: tuple[ChoiceView, ...] = ()
    fields: tuple[FieldView, ...] = ()
    rows: tuple[tuple[FieldView, ...], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Say whether an answer is given here."""
        return self.type in KEYED

    @property
    def described_by(self) -> str:
        """The ids of what explains the field."""
        ids = [f"{self.anchor}-hint"] if self.hint else []
        return " ".join([*ids, *([f"{self.anchor}-error"] if self.problems else [])])
