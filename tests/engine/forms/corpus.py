"""One corpus of answers for both renderers: what each sends must come to the same."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.forms import Form, load_form
from tests.engine.forms.making import judged, problems

FOLDER = Path(__file__).parent / "answers"


@dataclass(frozen=True)
class Case:
    """A form, what stands in it, and what is to become of it: `kept` or `problems`."""

    name: str
    form: Form
    data: dict[str, Any]
    options: dict[str, Any]
    given: dict[str, Any]
    kept: dict[str, Any] | None
    problems: dict[str, list[str]]

    def judge(self, answers: dict[str, Any]) -> None:
        """Assert that answers come to what they should."""
        world = {"data": self.data, "options": self.options}
        assert problems(self.form, answers, **world) == self.problems
        if self.kept is not None:
            assert judged(self.form, answers, **world) == self.kept


def cases() -> list[Case]:
    """All answers to all forms of the corpus."""
    return [case for path in sorted(FOLDER.glob("*.json")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    read = json.loads(path.read_text(encoding="utf-8"))
    asked = load_form(json.dumps(read["form"]).encode())
    for each in read["answers"]:
        name = f"{path.stem}: {each['name']}"
        kept, wrong = each.get("kept"), each.get("problems", {})
        yield Case(name, asked, read["data"], read["options"], each["given"], kept, wrong)
