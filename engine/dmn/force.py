"""Rules that hold from a day on or until a day, and say whether that touches cases that run already.

It stands in the rule's annotations, which every editor keeps: in columns of these names, or in lines `name: value` of the one
annotation that dmn-js shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.dmn.errors import DmnError
from engine.dmn.model import Evaluation

EFFECTIVE, EXPIRES, RUNNING = "effective", "expires", "running cases"
NAMES = {
    EFFECTIVE: EFFECTIVE,
    EXPIRES: EXPIRES,
    RUNNING: RUNNING,
    "生效日期": EFFECTIVE,  # not for people: the name of a column, as a designer writes it
    "失效日期": EXPIRES,  # not for people: the same
    "适用在办": RUNNING,  # not for people: the same
}
_YES_OR_NO = {
    "yes": True,
    "no": False,
    "是": True,  # not for people: what a designer writes into the column
    "否": False,  # not for people: the same
}
_LINES = re.compile(r"[\n;；]")
_COLON = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True)
class Force:
    """The days on which a rule holds: from the first, up to the day before the last; for running cases too, or new ones."""

    effective: date | None
    expires: date | None
    running_cases: bool

    def holds(self, evaluation: Evaluation) -> bool:
        """Say whether the rule is in force: today, or where it leaves running cases alone, when the case began."""
        day = (evaluation.run.now if self.running_cases else evaluation.began or evaluation.run.now).date()
        has_begun = self.effective is None or self.effective <= day
        return has_begun and (self.expires is None or day < self.expires)

    def shown(self) -> dict[str, object]:
        """Return it as an explanation says it."""
        days = {EFFECTIVE: self.effective, EXPIRES: self.expires}
        said = {name: day.isoformat() for name, day in days.items() if day is not None}
        return {**said, "running_cases": self.running_cases}


def force_of(notes: Iterable[tuple[str, str]], element: str, rule: int) -> Force | None:
    """Read it from a rule's annotations by column; None where they say nothing of it; refuses what is not clear."""
    said = dict(_said(notes))
    if not said:
        return None
    effective, expires = (_date(said.get(name), element, rule) for name in (EFFECTIVE, EXPIRES))
    running = _YES_OR_NO.get(said.get(RUNNING, "").lower())
    if running is None or (effective is None and expires is None):
        raise DmnError("force-unclear", element, rule=rule, missing=RUNNING if running is None else EFFECTIVE)
    return Force(effective, expires, running)


def _said(notes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for column, text in notes:
        name = NAMES.get(column.strip().lower())
        if name:
            if text.strip():
                yield name, text.strip()
            continue
        for line in _LINES.split(text):
            before, *after = _COLON.split(line, maxsplit=1)
            own = NAMES.get(before.strip().lower())
            if own and after and after[0].strip():
                yield own, after[0].strip()


def _date(text: str | None, element: str, rule: int) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip('"'))
    except ValueError:
        raise DmnError("force-unclear", element, rule=rule, text=text) from None
