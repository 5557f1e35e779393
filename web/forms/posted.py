"""What a page sends, read as answers: single fields of the plain form, or the one that the island fills with JSON.

Reading judges nothing: what was typed goes to `check_answers` as it is, so that a refused form can show it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms import Field, Form, shown_answers
from engine.forms.components import SOME_OF
from engine.forms.fields import join
from web.forms.names import AS_JSON, FILES, RENDERED, ROW_ADDED, ROW_REMOVED, name_of
from web.forms.sheet import Sheet

Posted = MultiDict[str, str]
MOST_ROWS = 200


def read_posted(sheet: Sheet, posted: Posted) -> dict[str, Any]:
    """Return the answers that a page sent, without those that conditions hide by now; rows added or removed as asked."""
    if AS_JSON in posted:
        answers = _from_json(posted[AS_JSON])
    else:
        answers = _from_fields(sheet.form.fields, posted, "")
        _change_rows(sheet.form, answers, posted)
    return shown_answers(sheet.form, answers, data=sheet.data, functions=sheet.functions, now=sheet.now)


def must_be_shown_again(sheet: Sheet, posted: Posted, answers: Mapping[str, Any]) -> bool:
    """Say whether the plain page has to be shown once more before it is judged.

    A row came or went, or an answer has called for fields that the page did not have: without scripts nobody could
    have filled them in.
    """
    if AS_JSON in posted:
        return False
    if ROW_ADDED in posted or ROW_REMOVED in posted:
        return True
    *page, rendered = posted.get(RENDERED, "").split("|")
    if not rendered:
        return False
    asked = {place.path for place in sheet.places(answers) if place.is_shown and place.field.is_answered}
    if page:
        asked &= set(page[0].split())
    return not asked <= set(rendered.split())


def posted_files(files: MultiDict[str, FileStorage]) -> dict[str, list[FileStorage]]:
    """Return the files that a page sent, by path; a field left empty sends one without a name."""
    found = {name.removeprefix(FILES): files.getlist(name) for name in files if name.startswith(FILES)}
    chosen = {path: [each for each in listed if each.filename] for path, listed in found.items()}
    return {path: listed for path, listed in chosen.items() if listed}


def add_files(form: Form, answers: dict[str, Any], path: str, tokens: Sequence[str]) -> None:
    """Put upload tokens to those that stand at a path; a path that the form does not have is passed over."""
    if not any(path == each for each in _file_paths(form.fields, answers, "")):
        return
    node: Any = answers
    *above, last = path.split(".")
    for key in above:
        node = node[int(key)] if isinstance(node, list) else node[key]
    node[last] = [*(node.get(last) or []), *tokens]


def _from_json(text: str) -> dict[str, Any]:
    try:
        answers = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return answers if isinstance(answers, dict) else {}


def _from_fields(fields: tuple[Field, ...], posted: Posted, path: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for each in fields:
        own = join(path, each.key) if each.key else path
        if each.holds_others and not each.key:
            answers.update(_from_fields(each.fields, posted, path))
        elif each.is_list:
            answers[each.key] = [
                _from_fields(each.fields, posted, join(own, row))
                for row in _rows(posted.getlist(name_of(own)))
            ]
        elif each.holds_others:
            answers[each.key] = _from_fields(each.fields, posted, own)
        elif each.is_answered and not each.disabled:
            answers[each.key] = _value(each, posted, name_of(own))
    return answers


def _rows(markers: list[str]) -> list[str]:
    """The rows in the order in which the page had them, each named by its number there."""
    return [each for each in dict.fromkeys(markers[:MOST_ROWS]) if each.isdecimal()]


def _value(field: Field, posted: Posted, name: str) -> object:
    if field.type == "checkbox":
        return posted.get(name) == "true"
    if field.type in SOME_OF or field.type == "filepicker":
        return [each for each in posted.getlist(name) if each]
    return posted.get(name, "").replace("\r\n", "\n")


def _change_rows(form: Form, answers: dict[str, Any], posted: Posted) -> None:
    for path, rows in _lists(form.fields, answers, ""):
        if posted.get(ROW_ADDED) == path:
            rows.append({})
        place, _, number = posted.get(ROW_REMOVED, "").rpartition(".")
        if place == path and number.isdecimal() and int(number) < len(rows):
            del rows[int(number)]


def _lists(fields: tuple[Field, ...], answers: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    for each in fields:
        own = join(path, each.key) if each.key else path
        if each.is_list:
            rows = answers.get(each.key, [])
            yield own, rows
            for number, row in enumerate(rows):
                yield from _lists(each.fields, row, join(own, number))
        elif each.holds_others:
            yield from _lists(each.fields, answers[each.key] if each.key else answers, own)


def _file_paths(fields: tuple[Field, ...], answers: Any, path: str) -> Iterator[str]:
    for each in fields:
        own = join(path, each.key) if each.key else path
        value = answers.get(each.key) if isinstance(answers, Mapping) and each.key else answers
        if each.type == "filepicker":
            yield own
        elif each.is_list and isinstance(value, list):
            for number, row in enumerate(value):
                yield from _file_paths(each.fields, row, join(own, number))
        elif each.holds_others and not each.is_list and isinstance(value, Mapping):
            yield from _file_paths(each.fields, value, own)
