"""A form as a value: a tree of fields, as the designer drew it, and the few questions that others ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.forms.components import CONTAINERS, KEYED, STAFF_ONLY

Limit = int | float | str  # a figure, or FEEL that gives one


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; its value is what is kept."""

    value: object
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer must keep to. A limit that begins with "=" is FEEL."""

    required: bool = False
    minimum: Limit | None = None
    maximum: Limit | None = None
    min_length: Limit | None = None
    max_length: Limit | None = None
    pattern: str = ""
    pattern_words: str = ""
    pattern_words_en: str = ""
    is_email: bool = False
    decimal_digits: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One component. `key` is the name under which it is answered, or the path of a container; texts may hold FEEL."""

    id: str
    type: str
    key: str = ""
    label: str = ""
    label_en: str = ""
    hint: str = ""
    hint_en: str = ""
    text: str = ""
    text_en: str = ""
    limits: Limits = Limits()
    choices: tuple[Choice, ...] = ()
    values_key: str = ""
    hide: str = ""
    readonly: bool | str = False
    disabled: bool = False
    default: object = None
    personal: str = ""
    date_kind: str = "date"
    not_past: bool = False
    as_text: bool = False
    accept: str = ""
    multiple: bool = False
    columns: int = 0
    default_rows: int = 1
    may_add: bool = True
    fields: tuple[Field, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Say whether an answer is given here."""
        return self.type in KEYED

    @property
    def is_list(self) -> bool:
        """Say whether its fields are answered once for each row."""
        return self.type == "dynamiclist"

    @property
    def holds_others(self) -> bool:
        """Say whether it is a group or a list."""
        return self.type in CONTAINERS

    @property
    def needs_browser(self) -> bool:
        """Say whether form-js alone can draw it."""
        return self.type in STAFF_ONLY


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form; `source` is the file as read, for form-js. Compared by identity: each publication loads it once."""

    id: str
    fields: tuple[Field, ...]
    source: Mapping[str, object]
    has_conditions: bool

    @property
    def version_tag(self) -> str | None:
        """The version tag that the designer gave it, or None."""
        tag = self.source.get("versionTag")
        return tag if isinstance(tag, str) and tag else None


def all_fields(fields: tuple[Field, ...], path: str = "") -> Iterator[tuple[str, Field]]:
    """Give every field with its path; the rows of a list stand as `*`."""
    for each in fields:
        own = join(path, each.key) if each.key else path
        yield own, each
        if each.holds_others:
            yield from all_fields(each.fields, join(own, "*") if each.is_list else own)


def join(path: str, key: str | int) -> str:
    """Return the path of something under a path."""
    return f"{path}.{key}" if path else str(key)


def options_keys(form: Form) -> frozenset[str]:
    """Return the names under which the form's choices are asked for when it is shown."""
    return frozenset(each.values_key for _, each in all_fields(form.fields) if each.values_key)


def personal_fields(form: Form) -> dict[str, str]:
    """Return which answers are personal, by path (`contact.phone`, `people.*.name`), and of which kind."""
    return {path: each.personal for path, each in all_fields(form.fields) if each.personal}


def file_fields(form: Form) -> frozenset[str]:
    """Return the paths at which upload tokens are answered."""
    return frozenset(path for path, each in all_fields(form.fields) if each.type == "filepicker")


def map_personal(
    form: Form, answers: Mapping[str, object], change: Callable[[str, str], str]
) -> dict[str, object]:
    """Return a copy of the answers in which `change(kind, value)` stands for each personal value that was given."""
    return _mapped(form.fields, answers, change)


def _mapped(
    fields: tuple[Field, ...], answers: Mapping[str, object], change: Callable[[str, str], str]
) -> dict[str, object]:
    result = dict(answers)
    for each in fields:
        if each.holds_others and not each.key:
            result = _mapped(each.fields, result, change)
            continue
        value = result.get(each.key)
        if each.personal and isinstance(value, str) and value:
            result[each.key] = change(each.personal, value)
        elif each.is_list and isinstance(value, list):
            result[each.key] = [_mapped(each.fields, row, change) for row in value]
        elif each.holds_others and isinstance(value, Mapping):
            result[each.key] = _mapped(each.fields, value, change)
    return result
