"""Bringing public letters in as matters: one act per row, once for each source and id, whoever imports at the same time.

A place that is not in the tree goes to the county centre's queue. The clocks begin when the letter comes in; the
dates that it carries are facts about it and start none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from engine.actor import Actor
from engine.errors import Invalid, NotAllowed, Refused
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import UnitOfWork, run
from registers.directory.queries import units
from registers.directory.values import Unit
from registers.matters import tables
from registers.matters.acts import raise_matter
from registers.matters.hints import Measured, measure_hints
from registers.matters.letters import BadLetter, Letter, letter_of, read_lines
from registers.matters.placing import unit_named
from registers.matters.raising import PLACE, PRIVATE, PUBLIC, SPOT, TEXT, TITLE, Raising

POSTS = frozenset({"county-centre"})
Outcome = Literal["imported", "already-there", "refused"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one line: the matter's number, or why it was refused (a stable code) and at which fields."""

    line: int
    letter_id: str
    outcome: Outcome
    number: str = ""
    unit_id: str = ""
    code: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file, row by row, and how good the hints of near matters are on it."""

    rows: tuple[RowReport, ...]
    hints: Measured = field(default_factory=lambda: measure_hints([]))

    def count(self, outcome: Outcome) -> int:
        """Return how many rows came to that."""
        return sum(row.outcome == outcome for row in self.rows)


def import_letters(
    runtime: Runtime, actor: Actor, path: Path, progress: Progress = lambda _done, _all: None
) -> Report:
    """Import a file of letters; a second run, or another at the same time, imports nothing twice.

    Refused to all but the county centre and the operator's own command. A row that is refused keeps no other back.
    """
    if actor.kind != "system" and actor.post not in POSTS:
        raise NotAllowed("not-your-post", by=actor)
    lines = list(read_lines(path))
    rows, letters = [], []
    for done, (number, line) in enumerate(lines, 1):
        try:
            letter = letter_of(line)
        except BadLetter as error:
            rows.append(RowReport(number, error.letter_id, "refused", code=error.code))
        else:
            letters.append(letter)
            rows.append(_import_row(runtime, actor, number, letter))
        progress(done, len(lines))
    return Report(tuple(rows), measure_hints(letters))


def import_letter(uow: UnitOfWork, actor: Actor, letter: Letter) -> tuple[str, str, bool]:
    """Raise one letter as a matter, if it is not there yet; returns its number, its unit, and whether it is new."""
    if earlier := _earlier(uow, letter):
        return (*earlier, False)
    tree = units(uow)
    unit = unit_named(letter.place, tree) or _county(tree)
    receipt = raise_matter(uow, actor, _raising(uow, letter, unit))
    return receipt.number, unit.id, receipt.is_new


def _import_row(runtime: Runtime, actor: Actor, line: int, letter: Letter) -> RowReport:
    try:
        number, unit_id, is_new = run(runtime, import_letter, actor, letter)
    except Invalid as refusal:
        return RowReport(
            line, letter.id, "refused", code=refusal.code, fields=tuple(sorted(refusal.problems))
        )
    except Refused as refusal:
        return RowReport(line, letter.id, "refused", code=refusal.code)
    return RowReport(line, letter.id, "imported" if is_new else "already-there", number, unit_id)


def _earlier(uow: UnitOfWork, letter: Letter) -> tuple[str, str] | None:
    case, matter = engine_tables.instance.c, tables.matter.c
    found = uow.first(
        select(case.number, case.unit_id)
        .join_from(engine_tables.instance, tables.matter)
        .where(matter.origin_source == letter.source, matter.origin_id == letter.id)
    )
    return (found.number, found.unit_id) if found else None


def _raising(uow: UnitOfWork, letter: Letter, unit: Unit) -> Raising:
    """The letter as answers. Its writer agreed to nothing here, so it is never public; its key is nobody's to guess."""
    answers: dict[str, object] = {PLACE: unit.id, TITLE: letter.title, TEXT: letter.text, SPOT: letter.place}
    answers |= {PRIVATE: letter.is_private, PUBLIC: False}
    key = uow.runtime.keyring.lookup_hash("letter", f"{letter.source}\0{letter.id}")
    return Raising(answers, "import", key, notes=letter.facts, origin=(letter.source, letter.id))


def _county(tree: tuple[Unit, ...]) -> Unit:
    return next(unit for unit in tree if unit.level == "county")
