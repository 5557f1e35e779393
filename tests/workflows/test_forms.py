"""The forms of the product: used, readable in both languages, and personal where a citizen's own data stand."""

from pathlib import Path

import pytest

from engine.bpmn.parser import parse
from engine.definitions import read_folder
from engine.forms import Form, load_form, personal_fields
from engine.forms.fields import all_fields

ROOT = Path(__file__).parent.parent.parent
FOLDERS = sorted(path for path in (ROOT / "workflows").iterdir() if path.is_dir())


def forms_of(folder: Path) -> dict[str, Form]:
    files = read_folder(folder)
    return {name: load_form(source) for name, source in files.items() if name.endswith(".form")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_form_has_the_name_of_its_file_and_a_task_that_uses_it(folder: Path) -> None:
    diagrams = {name: source for name, source in read_folder(folder).items() if name.endswith(".bpmn")}
    used = {step.element.form_id for process in parse(diagrams).processes.values() for step in process.steps}
    forms = forms_of(folder)
    assert {name: form.id for name, form in forms.items()} == {
        f"{form.id}.form": form.id for form in forms.values()
    }
    assert {form.id for form in forms.values()} == used - {None}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_everything_in_a_form_is_said_in_english_too(folder: Path) -> None:
    silent = [
        (name, path or each.id)
        for name, form in forms_of(folder).items()
        for path, each in all_fields(form.fields)
        if (each.label and not each.label_en)
        or (each.hint and not each.hint_en)
        or (each.text and not each.text_en)
        or (each.limits.pattern_words and not each.limits.pattern_words_en)
        or any(not choice.label_en for choice in each.choices)
    ]
    assert silent == []


def test_name_and_phone_of_who_raises_a_matter_are_personal() -> None:
    raising = load_form((ROOT / "forms" / "matter" / "matter-raise.form").read_bytes())
    assert personal_fields(raising) == {"name": "name", "phone": "phone", "on_behalf_of": "name"}


def test_raising_a_matter_asks_one_question_a_page_and_needs_only_place_and_words() -> None:
    raising = load_form((ROOT / "forms" / "matter" / "matter-raise.form").read_bytes())
    assert [each.type for each in raising.fields] == ["group"] * 4
    needed = {path for path, each in all_fields(raising.fields) if each.limits.required}
    assert needed == {"place", "text"}
