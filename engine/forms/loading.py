"""Read a form-js file into the tree of fields; refuses what no renderer could do anything with.

What can be read and still must not be published is found by `checking.py`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TypeVar

from engine.forms.components import CONTAINERS, KEYED, SUPPORTED, USE_INSTEAD
from engine.forms.fields import Choice, Field, Form, Limits, all_fields

MOST_BYTES = 500_000
MOST_FIELDS = 300
DEEPEST = 6
NEWEST_SCHEMA = 19  # of form-js 1.23, to which editor and viewer are pinned
T = TypeVar("T")
# form-js asks for a date by a label of its own.
LABELS = ("dateLabel", "timeLabel", "label")
# What form-js puts into the scope of expressions: no answer may hide it.
SCOPE_NAMES = frozenset({"this", "parent", "i", "_this_", "_parent_", "_i_"})
KEY = re.compile(r"[^\W\d]\w{0,99}")


class FormError(Exception):
    """A form that cannot be read: a stable code, the id of the component, and figures."""

    def __init__(self, code: str, component: str = "", **params: object) -> None:
        super().__init__(code, component, params)
        self.code = code
        self.component = component
        self.params = params


def load_form(source: bytes) -> Form:
    """Return the form of a file; raises FormError where it is none or holds an unknown component or a bad key."""
    document = _read(source)
    if document.get("type") != "default" or not isinstance(document.get("components"), list):
        raise FormError("not-a-form")
    version = document.get("schemaVersion", NEWEST_SCHEMA)
    if not isinstance(version, int) or version > NEWEST_SCHEMA:
        raise FormError("newer-schema", newest=NEWEST_SCHEMA)
    fields = _fields(document["components"], depth=1)
    listed = list(all_fields(fields))
    if len(listed) > MOST_FIELDS:
        raise FormError("too-many-fields", most=MOST_FIELDS)
    _refuse_twins(listed)
    has_conditions = any(each.hide for _, each in listed)
    return Form(_text(document, "id"), fields, document, has_conditions)


def _read(source: bytes) -> dict[str, object]:
    if len(source) > MOST_BYTES:
        raise FormError("too-large", most=MOST_BYTES)
    try:
        document = json.loads(source)
        json.dumps(document, ensure_ascii=False).encode()  # half a surrogate pair cannot be written to a page
    except (ValueError, RecursionError) as error:
        raise FormError("not-json", reason=str(error)) from error
    if not isinstance(document, dict):
        raise FormError("not-a-form")
    return document


def _fields(components: object, *, depth: int) -> tuple[Field, ...]:
    if depth > DEEPEST:
        raise FormError("too-deep", most=DEEPEST)
    items = components if isinstance(components, list) else []
    return tuple(_field(item, depth=depth) for item in items)


def _field(item: object, *, depth: int) -> Field:
    if not isinstance(item, dict):
        raise FormError("not-a-form")
    kind = _text(item, "type")
    name = _text(item, "id") or _text(item, "key") or _text(item, "path")
    if kind not in SUPPORTED:
        raise FormError("unsupported-component", name, type=kind, use=USE_INSTEAD.get(kind, ""))
    properties = {str(key): str(value) for key, value in _mapping(item, "properties").items()}
    return Field(
        id=name,
        type=kind,
        key=_key(item, kind, name),
        label=next(filter(None, (_text(item, each) for each in LABELS)), ""),
        label_en=properties.get("label:en", ""),
        hint=_text(item, "description"),
        hint_en=properties.get("description:en", ""),
        text=_text(item, "text"),
        text_en=properties.get("text:en", ""),
        limits=_limits(item, properties, name),
        choices=tuple(_choice(each, properties, name) for each in _list(item, "values")),
        values_key=_text(item, "valuesKey"),
        hide=_text(_mapping(item, "conditional"), "hide"),
        readonly=_flag(item, "readonly"),
        disabled=item.get("disabled") is True,
        default=item.get("defaultValue"),
        personal=properties.get("personal", ""),
        date_kind=_text(item, "subtype") or "date",
        not_past=item.get("disallowPassedDates") is True,
        as_text=item.get("serializeToString") is True,
        accept=_text(item, "accept"),
        multiple=item.get("multiple") is True,
        columns=_count(_mapping(item, "layout"), "columns", 0),
        default_rows=_count(item, "defaultRepetitions", 1),
        may_add=item.get("allowAddRemove") is not False,
        fields=_fields(item.get("components"), depth=depth + 1) if kind in CONTAINERS else (),
    )


def _key(item: Mapping[str, object], kind: str, name: str) -> str:
    """A key names one value: nested values are drawn as a group with a path, so that they are seen to belong together."""
    if kind not in KEYED | CONTAINERS:
        return ""
    key = _text(item, "key" if kind in KEYED else "path")
    if not key and kind == "group":
        return ""
    if not KEY.fullmatch(key) or key in SCOPE_NAMES:
        raise FormError("bad-key", name, key=key)
    return key


def _limits(item: Mapping[str, object], properties: Mapping[str, str], name: str) -> Limits:
    validate = _mapping(item, "validate")
    return Limits(
        required=validate.get("required") is True,
        minimum=_limit(validate, "min", name),
        maximum=_limit(validate, "max", name),
        min_length=_limit(validate, "minLength", name),
        max_length=_limit(validate, "maxLength", name),
        pattern=_pattern(validate, name),
        pattern_words=_text(validate, "patternErrorMessage"),
        pattern_words_en=properties.get("patternErrorMessage:en", ""),
        is_email=validate.get("validationType") == "email",
        decimal_digits=_count(item, "decimalDigits", None),
        step=str(item.get("increment") or ""),
    )


def _limit(validate: Mapping[str, object], name: str, component: str) -> int | float | str | None:
    value = validate.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.startswith("="):
        return value
    try:
        number = float(str(value))
    except (ValueError, OverflowError) as error:
        raise FormError("bad-limit", component, limit=name, value=str(value)) from error
    if not math.isfinite(number):
        raise FormError("bad-limit", component, limit=name, value=str(value))
    return int(number) if number.is_integer() else number


def _pattern(validate: Mapping[str, object], component: str) -> str:
    pattern = _text(validate, "pattern")
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise FormError("bad-pattern", component, pattern=pattern, reason=str(error)) from error
    return pattern


def _choice(value: object, properties: Mapping[str, str], component: str) -> Choice:
    if not isinstance(value, dict) or not isinstance(value.get("value"), str | int | float | bool):
        raise FormError("bad-choice", component)
    kept = value["value"]
    label = _text(value, "label") or str(kept)
    english = _text(value, "label:en") or _text(_mapping(value, "properties"), "label:en")
    return Choice(kept, label, english or properties.get(f"label:en:{kept}", ""))


def _refuse_twins(listed: list[tuple[str, Field]]) -> None:
    """Two answers under one path would overwrite each other, and form-js refuses to draw them."""
    paths: set[str] = set()
    ids: set[str] = set()
    for path, each in listed:
        if each.id in ids:
            raise FormError("id-twice", each.id)
        if each.id:
            ids.add(each.id)
        if not each.key:
            continue
        if path in paths:
            raise FormError("key-twice", each.id, key=path)
        paths.add(path)


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _mapping(item: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _list(item: Mapping[str, object], name: str) -> list[object]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _flag(item: Mapping[str, object], name: str) -> bool | str:
    value = item.get(name)
    return value if isinstance(value, str) and value.startswith("=") else value is True


def _count(item: Mapping[str, object], name: str, otherwise: T) -> int | T:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return otherwise
    return int(value) if str(value).isdecimal() else otherwise
